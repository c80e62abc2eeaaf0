"""Who holds a case and whose it is: the same rule for every step. Nothing is examined before acceptance."""

import pytest

from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.ports.accounts import Officer
from counter.usecases.steps.carry_out import carry_out
from counter.usecases.steps.claim_next import claim_next
from tests.conftest import CLERK, REVIEWER, a_form

MARKET = Officer("m1", "市场一", "reviewer", "market-regulation")
COLLEAGUE = Officer("m2", "市场二", "reviewer", "market-regulation")
TAX = Officer("t1", "税务", "reviewer", "tax")


@pytest.fixture
def licence(core) -> str:
    return accept_form(core.app, a_form(), CLERK).dossier.application.number + "/1"


def refused(core, verb, number, officer, **data) -> NotAllowed:
    with pytest.raises(NotAllowed) as refusal:
        carry_out(core.app, verb, number, officer, data)
    return refusal.value


def test_a_received_case_is_neither_claimed_nor_granted(core):
    form = a_form(decisions={"company-establishment": {"outcome": "received", "reason": "部门受理"}})
    named = accept_form(core.app, form, CLERK).dossier.application.number + "/1"
    assert refused(core, "claim", named, MARKET).code == "not_accepted"
    assert refused(core, "approve", named, MARKET).code == "not_accepted"
    behalf = {"name": "值班员", "how": "telephone"}
    assert refused(core, "approve", named, CLERK, on_behalf_of=behalf).code == "not_accepted"
    assert claim_next(core.app, "market-regulation", MARKET) is None
    carry_out(core.app, "decide-acceptance", named, MARKET, {"outcome": "accepted"})
    carry_out(core.app, "claim", named, MARKET, {})


def test_a_colleague_does_not_resume_what_somebody_else_holds(core, licence):
    carry_out(core.app, "claim", licence, MARKET, {})
    carry_out(
        core.app,
        "suspend",
        licence,
        MARKET,
        {"kind": "applicant_request", "ground": "出差", "expected_days": 3},
    )
    assert refused(core, "resume", licence, COLLEAGUE).code == "overtaken"
    carry_out(core.app, "resume", licence, MARKET, {})


def test_another_department_claims_nothing(core):
    form = a_form()
    number = accept_form(core.app, form, CLERK).dossier.application.number
    assert refused(core, "claim", f"{number}/1", TAX).code == "not_allowed"


def test_a_refusal_for_want_of_rights_says_who_may(core, licence):
    refusal = refused(core, "supervise", licence, REVIEWER, text="?", reply_by="2026-12-01")
    assert (refusal.code, refusal.exit_status) == ("not_allowed", 3)
    assert "督办" in refusal.words.zh


def test_wrong_facts_are_refused_by_field_all_at_once_with_options_in_words(core, licence):
    carry_out(core.app, "claim", licence, MARKET, {})
    data = {"kind": "tender-x", "days": 3, "expected_days": True}
    with pytest.raises(InputRefused) as refusal:
        carry_out(core.app, "suspend", licence, MARKET, data)
    assert set(refusal.value.fields) == {"kind", "days", "expected_days", "ground"}
    assert "（applicant_request）" in refusal.value.fields["kind"].zh
