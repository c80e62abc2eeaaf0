"""The verdict at one look, material by material and case by case."""

from dataclasses import replace
from datetime import date

import pytest

from forms.catalogue import Deferral, MaterialUse
from forms.form_reading import read_submission
from forms.submission import Agent, HandedIn, WindowDecision
from forms.verdict import BARRED, judge
from tests.builders import a_catalogue, a_form, a_submission

BASE = a_catalogue()
DAY = date(2026, 12, 1)


def use(code: str = "articles", **more: object) -> MaterialUse:
    values = {
        "code": code, "form": "original", "copies": 1, "state": "required", "when": {}, "waived_when": (), "points": None,
        "blocking": True, "blocks_issue": True, "electronic": False, "deferral": None, "source": "applicant",
    }  # fmt: skip
    return MaterialUse(**(values | more))


def judged(*uses: MaterialUse, handed: tuple[HandedIn, ...] = (), barred: bool = False, **more: object):
    """Return the verdict on one item that asks for the materials."""
    power = more.pop("window_power", "accept")
    item = replace(BASE.items["company-establishment"], materials=uses, window_power=power)
    return judge(BASE, replace(a_submission(), items=(item,), materials=handed, **more), barred=barred)


def state(*args: MaterialUse, **more: object) -> str:
    return judged(*args, **more).materials[0].state


def printout(form: str, **more: object) -> tuple[HandedIn, ...]:
    return (HandedIn("articles", form, **more),)


@pytest.mark.parametrize(
    "wanted, given, electronic, enough",
    [
        ("original", "original", False, True), ("original", "sighted", False, False), ("original", "copy", False, False),
        ("sighted", "original", False, True), ("sighted", "sighted", False, True), ("sighted", "copy", False, False),
        ("copy", "original", False, True), ("copy", "copy", False, True), ("copy", "electronic", False, False),
        ("copy", "electronic", True, True), ("original", "e_licence", True, True), ("original", "e_licence", False, False),
        ("electronic", "electronic", False, True), ("e_licence", "electronic", False, True), ("electronic", "copy", False, True),
        ("e_licence", "e_licence", False, True),
    ],
)  # fmt: skip
def test_a_form_is_enough_when_it_is_as_strict_as_the_one_asked_for(wanted, given, electronic, enough):
    found = judged(use(form=wanted, electronic=electronic), handed=printout(given))
    assert found.materials[0].state == ("received" if enough else "missing")
    assert (found.materials[0].note is None) is enough
    assert found.cases[0].outcome == ("accepted" if enough else "correction_needed")


@pytest.mark.parametrize(
    "waived_when, answer",
    [((), "missing"), (({"package": ("enterprise-start-up",)},), "waived"), (({"package": ("x",)},), "missing"),
     (({"package": ("x",)}, {"agent": (False,)}), "waived")],
)  # fmt: skip
def test_a_material_is_waived_when_one_condition_holds(waived_when, answer):
    assert state(use(waived_when=waived_when)) == answer


def test_a_material_waived_for_one_item_is_still_asked_for_by_the_other():
    one = replace(BASE.items["company-establishment"], materials=(use(waived_when=({"agent": (False,)},)),))
    other = replace(BASE.items["seal-engraving"], materials=(use(),))
    found = judge(BASE, replace(a_submission(), items=(one, other), materials=()))
    assert found.materials[0].missing_for == ("seal-engraving",)
    assert [case.outcome for case in found.cases] == ["accepted", "correction_needed"]
    assert found.verdict == "inform"


def test_what_the_program_prints_is_there_and_some_materials_stay_with_the_applicant():
    assert state(use(source="system")) == "received"
    assert state(use(state="kept_by_applicant")) == "kept_by_applicant"
    assert judged(use(source="system"), use("premises", state="kept_by_applicant")).verdict == "accept"


@pytest.mark.parametrize("kind", ["deferrable", "committable"])
def test_a_promise_leaves_the_material_outstanding_and_nothing_else_does(kind):
    asked = use(state=kind, deferral=Deferral("until_date") if kind == "deferrable" else None)
    open_ = judged(asked)
    assert (open_.materials[0].outstanding, open_.cases[0].missing, open_.cases[0].outstanding) == (
        False,
        ("articles",),
        (),
    )
    assert (open_.cases[0].outcome, open_.verdict) == ("correction_needed", "accept_with_shortfall")
    dated = judged(asked, handed=printout("original", due=DAY))
    assert (dated.materials[0].outstanding, dated.materials[0].due, dated.cases[0].outstanding) == (
        True,
        DAY,
        ("articles",),
    )
    assert (dated.cases[0].outcome, dated.verdict) == ("accepted_with_shortfall", "accept_with_shortfall")
    promised = judged(asked, commitments=("articles",))
    assert promised.materials[0].outstanding is True
    assert promised.cases[0].outstanding == (("articles",) if kind == "deferrable" else ())
    assert promised.cases[0].outcome == ("accepted_with_shortfall" if kind == "deferrable" else "accepted")


@pytest.mark.parametrize("blocking", [True, False])
def test_an_outstanding_material_that_the_decision_waits_for_is_told_apart(blocking):
    asked = use(state="deferrable", deferral=Deferral("until_date"), blocking=blocking)
    assert judged(asked, commitments=("articles",)).cases[0].outstanding_blocking == (
        ("articles",) if blocking else ()
    )


@pytest.mark.parametrize("kind", ["deferrable", "committable"])
def test_who_is_barred_may_not_promise(kind):
    found = judged(use(state=kind), commitments=("articles",), barred=True)
    assert (found.materials[0].state, found.materials[0].note, found.verdict) == ("missing", BARRED, "inform")
    assert state(use(state="kept_by_applicant"), barred=True) == "kept_by_applicant"
    assert state(use(state=kind), handed=printout("original"), barred=True) == "received"


@pytest.mark.parametrize("outcome", ["correction_needed", "not_required", "not_competent"])
def test_what_the_clerk_decides_against_the_verdict_holds(outcome):
    decided = {"company-establishment": WindowDecision(outcome, "理由", "某局")}
    case = judged(use(), handed=printout("original"), decisions=decided).cases[0]
    assert (case.outcome, case.reason, case.authority) == (outcome, "理由", "某局")


@pytest.mark.parametrize(
    "power, decided, outcome",
    [("receive_only", "", "received"), ("accept", "received", "received"), ("accept", "accepted", "accepted"), ("accept", "", "accepted")],
)  # fmt: skip
def test_materials_are_only_received_where_the_window_may_not_accept(power, decided, outcome):
    decisions = {"company-establishment": WindowDecision(decided)} if decided else {}
    found = judged(use(), handed=printout("original"), window_power=power, decisions=decisions)
    assert (found.cases[0].outcome, found.verdict) == (outcome, "accept")
    assert judged(use(), window_power=power, decisions=decisions).cases[0].outcome == "correction_needed"


def test_a_decision_leaves_no_room_for_a_promise():
    decided = {"company-establishment": WindowDecision("correction_needed", "理由")}
    assert judged(use(state="deferrable"), decisions=decided).verdict == "inform"


@pytest.mark.parametrize(
    "letters, answer",
    [
        ((True,), "received"),
        ((False,), "missing"),
        ((True, False), "missing"),
        ((True, True), "received"),
        ((), "missing"),
    ],
)
def test_the_letter_is_there_when_every_agent_has_one(letters, answer):
    party = a_submission().parties[0]
    parties = tuple(
        replace(party, agent=Agent("赵", "other", "12", letter=letter)) for letter in letters
    ) or (party,)
    assert state(use("agent_letter"), parties=parties) == answer


def test_a_letter_on_the_desk_is_judged_as_it_lies_there():
    party = replace(a_submission().parties[0], agent=Agent("赵", "other", "12", letter=True))
    assert (
        state(use("agent_letter"), parties=(party,), handed=(HandedIn("agent_letter", "copy"),)) == "missing"
    )


def test_the_sample_form_is_complete():
    assert judge(BASE, a_submission()).verdict == "accept"


def test_the_licence_itself_waives_later_materials_in_the_package():
    findings = {f.material.code: f for f in judge(BASE, a_submission()).materials}
    assert findings["business_licence"].state == "waived"
    alone = a_form(package=None, items=["seal-engraving"])
    found = read_submission(alone, BASE)
    states = {f.material.code: f.state for f in judge(BASE, found.submission).materials}
    assert states["business_licence"] == "missing"


def test_a_missing_material_says_which_case_it_blocks():
    form = a_form()
    form["materials"] = [m for m in form["materials"] if m["code"] != "handler_identity"]
    verdict = judge(BASE, read_submission(form, BASE).submission)
    assert verdict.verdict == "inform"
    missing = next(f for f in verdict.materials if f.state == "missing")
    assert missing.missing_for == ("first-invoice",)
    assert {c.item.code: c.outcome for c in verdict.cases}["company-establishment"] == "accepted"


@pytest.mark.parametrize("letter, state", [(True, "received"), (False, "missing")])
def test_an_agent_needs_a_letter(letter, state):
    form = a_form()
    form["parties"][0]["agent"] = {
        "name": "赵祥", "id_type": "resident_id", "id_number": "11010519491231002X", "letter": letter
    }  # fmt: skip
    found = read_submission(form, BASE)
    states = {f.material.code: f.state for f in judge(BASE, found.submission).materials}
    assert states["agent_letter"] == state
    assert states["seal_letter"] == "missing"


def test_a_copy_does_not_do_where_the_original_is_kept():
    form = a_form()
    form["materials"][0]["form"] = "copy"
    verdict = judge(BASE, read_submission(form, BASE).submission)
    assert {f.material.code: f.state for f in verdict.materials}["articles"] == "missing"


def test_no_identity_materials_when_all_are_verified_online():
    form = a_form()
    form["answers"]["identity_verified_online"] = True
    form["materials"] = [m for m in form["materials"] if m["code"] != "holder_identity"]
    verdict = judge(BASE, read_submission(form, BASE).submission)
    assert {f.material.code: f.state for f in verdict.materials}["holder_identity"] == "waived"
