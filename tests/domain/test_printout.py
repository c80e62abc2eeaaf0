"""Which printouts an application and an issue of results are given, in printing order."""

from types import SimpleNamespace

import pytest

from counter.domain.application import PrintoutRecord
from counter.domain.handover import Collector, Handover
from counter.domain.printout import KINDS, circled, issue_kinds, kinds_for, made_for, to_sign
from tests.builders import MONDAY


def facts(*outcomes: str, **changes: object) -> SimpleNamespace:
    values = {
        "persons": (SimpleNamespace(agent=None),), "outstanding": (), "promises": (), "delivery": (), "charges": (),
        "by_department": (), "cases": tuple(SimpleNamespace(outcome=one) for one in outcomes),
    }  # fmt: skip
    return SimpleNamespace(**(values | changes))


@pytest.mark.parametrize("number, shown", [(1, "①"), (20, "⑳"), (21, "(21)"), (0, "(0)"), (10, "⑩")])
def test_numbers_are_circled_as_far_as_there_are_figures(number, shown):
    assert circled(number) == shown


@pytest.mark.parametrize(
    "changes, more",
    [
        ({}, []), ({"outstanding": ("x",)}, ["shortfall_commitment"]), ({"promises": ("x",)}, ["commitment_letter"]),
        ({"delivery": ("x",)}, ["service_address"]),
        ({"persons": (SimpleNamespace(agent=None), SimpleNamespace(agent="x"))}, ["power_of_attorney"]),
    ],
)  # fmt: skip
def test_the_applicant_signs_what_the_form_says(changes, more):
    assert to_sign(facts("accepted", **changes)) == ("application_form", *more)


TAKEN = ["application_form", "receipt_list", "acceptance_notice", "tracking_slip", "folder_label"]


@pytest.mark.parametrize(
    "outcomes, changes, printouts",
    [
        (("accepted",), {}, TAKEN),
        (("accepted_with_shortfall",), {"outstanding": ("x",)},
         ["application_form", "shortfall_commitment", "receipt_list", "acceptance_notice", "shortfall_notice", "tracking_slip", "folder_label"]),
        (("received",), {}, ["application_form", "receipt_list", "tracking_slip", "folder_label"]),
        (("received", "accepted"), {}, TAKEN),
        (("accepted",), {"charges": ("x",), "by_department": ("x",)},
         ["application_form", "receipt_list", "acceptance_notice", "payment_notice", "tracking_slip", "folder_label", "handover_list"]),
        (("correction_needed",), {"outstanding": ("x",), "charges": ("x",), "by_department": ("x",)}, ["application_form", "correction_notice"]),
        (("not_required",), {}, ["application_form", "not_required_notice"]),
        (("not_competent",), {}, ["application_form", "rejection_notice"]),
        (("accepted", "correction_needed"), {}, [*TAKEN[:3], "correction_notice", *TAKEN[3:]]),
    ],
)  # fmt: skip
def test_an_application_is_given_the_printouts_of_its_outcomes(outcomes, changes, printouts):
    assert list(kinds_for(facts(*outcomes, **changes))) == printouts
    assert set(printouts) <= KINDS.keys()


def issue(number: int = 1, **changes: object) -> Handover:
    values = {
        "id": number, "at": MONDAY, "who": "clerk", "window": "1", "method": "window", "state": "handed",
        "collector": Collector("孙秀兰"), "signature": "paper", "results": (),
    }  # fmt: skip
    return Handover(**(values | changes))


@pytest.mark.parametrize(
    "method, originals, printouts",
    [
        ("window", (), ("collection_slip", "service_receipt")), ("self_service", (), ("collection_slip", "service_receipt")),
        ("courier", (), ("service_receipt",)), ("e_delivery", ("articles",), ("service_receipt", "return_list")),
    ],
)  # fmt: skip
def test_who_comes_to_the_hall_gets_a_slip(method, originals, printouts):
    assert issue_kinds(issue(method=method, originals=originals)) == printouts


def printout(kind: str, mark: str = "") -> PrintoutRecord:
    return PrintoutRecord(kind, "", 1, 0, MONDAY, "clerk", mark=mark)


def test_printouts_of_an_issue_are_counted_from_the_latest_issue():
    made = [
        printout("tracking_slip"),
        printout("collection_slip", "handover:1"),
        printout("collection_slip", "handover:2"),
        printout("collection_slip"),
    ]
    assert made_for("tracking_slip", made, issue(2)) == (made[0],)
    assert made_for("collection_slip", made, issue(2)) == tuple(made[2:])
    assert made_for("collection_slip", made, issue(3)) == ()
    assert made_for("collection_slip", made, None) == tuple(made[1:])
