"""Handing results back: once, together, to the right person."""

from dataclasses import replace

import pytest

from counter.domain.case import CaseState
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.handover import (
    chose_collection,
    chosen_results,
    days_on_shelf,
    delivery_clock,
    delivery_of,
    given_out,
    recognise,
    shelf_of,
    told,
)
from forms.catalogue import INTAKE_REGIMES
from tests.builders import a_calendar, a_case, a_file, local


def cases(*states: str, closing: str = ""):
    return [
        a_file(None, state=CaseState(one), case_no=f"C{n}", ordinal=n, item=f"item-{n}", closing=closing)
        for n, one in enumerate(states, 1)
    ]


def numbers(found) -> list[str]:
    return [clocked.case.case_no for clocked in found]


def refused(call, kind=NotAllowed) -> str:
    with pytest.raises(kind) as refusal:
        call()
    return refusal.value.code


@pytest.mark.parametrize(
    "states, ready, waiting, issued, whole",
    [
        (("ready", "ready"), 2, 0, 0, True), (("ready", "claimed"), 1, 1, 0, False), (("issued", "ready"), 1, 0, 1, True),
        (("issued",), 0, 0, 1, False), ((), 0, 0, 0, False), (("ready", "withdrawn", "void", "terminated"), 1, 0, 0, True),
        (("decided", "suspended", "not_started"), 0, 3, 0, False),
    ],
)  # fmt: skip
def test_the_shelf_tells_what_is_here_and_what_is_waited_for(states, ready, waiting, issued, whole):
    shelf = shelf_of([clocked.case for clocked in cases(*states)])
    assert (len(shelf.ready), len(shelf.waiting), len(shelf.issued)) == (ready, waiting, issued)
    assert (shelf.total, shelf.is_whole) == (ready + waiting + issued, whole)


def test_a_refused_case_brings_no_result():
    assert shelf_of([a_case(state=CaseState.DECIDED, closing="refused")]).total == 0


def test_all_go_together_when_all_are_ready():
    assert numbers(chosen_results(cases("ready", "ready"), (), {})) == ["C1", "C2"]
    assert numbers(chosen_results(cases("issued", "ready"), (), {})) == ["C2"]


@pytest.mark.parametrize("name", ["C2", "2", "item-2"])
def test_one_goes_first_when_it_is_named_by_number_ordinal_or_item(name):
    assert numbers(chosen_results(cases("claimed", "ready"), (name,), {})) == ["C2"]


@pytest.mark.parametrize(
    "states, named, code",
    [
        (("ready", "claimed"), (), "not_all_ready"), (("claimed",), (), "nothing_ready"), ((), (), "nothing_ready"),
        (("issued",), (), "issued_already"), (("issued", "claimed"), (), "nothing_ready"),
        (("issued", "ready"), ("1",), "issued_already"), (("ready", "claimed"), ("2",), "nothing_ready"),
    ],
)  # fmt: skip
def test_it_is_refused_when_something_is_not_here_or_was_given_already(states, named, code):
    assert refused(lambda: chosen_results(cases(*states), named, {})) == code


def test_it_refuses_a_case_that_is_none_of_the_application():
    assert refused(lambda: chosen_results(cases("ready"), ("1", "9"), {}), InputRefused) == "unknown_case"


def test_how_many_are_still_to_come_is_told():
    with pytest.raises(NotAllowed) as refusal:
        chosen_results(cases("ready", "claimed", "claimed"), (), {})
    assert "3 项结果中还差 2 项" in refusal.value.words.zh


def test_outstanding_materials_hold_back_the_result_of_their_own_item_only():
    outstanding = {"item-1": ("articles",)}
    assert refused(lambda: chosen_results(cases("ready", "ready"), (), outstanding)) == "debt_open"
    assert numbers(chosen_results(cases("ready", "ready"), ("2",), outstanding)) == ["C2"]
    assert numbers(chosen_results(cases("ready"), (), {"item-1": ()})) == ["C1"]


PARTY = {"name": "孙秀兰", "id_type": "resident_id", "id_number": "11010519491231002X"}
AGENT = {"name": "赵祥", "id_type": "resident_id", "id_number": "230833197808150032"}
BODY = {"name": "某公司", "id_type": "uscc", "id_number": "91110000600037341L"}


def who(name: str, number: str, *parties: dict, letter: object = None) -> str:
    return recognise({"name": name, "id_number": number, "letter": letter}, {"parties": list(parties)})


def test_the_applicant_is_known_by_name_and_number():
    assert who("孙秀兰", "11010519491231002X", PARTY) == "applicant"
    assert who(" 孙秀兰 ", " 11010519491231002x", BODY, PARTY) == "applicant"


@pytest.mark.parametrize(
    "authority, letter, answer",
    [(None, None, "agent"), (["submit", "collect"], None, "agent"), (["submit"], True, "agent"), (["submit"], None, "no_authority"), (["submit"], "yes", "no_authority")],
)  # fmt: skip
def test_an_agent_collects_with_authority_or_a_letter(authority, letter, answer):
    agent = AGENT | ({"authority": authority} if authority else {})
    call = lambda: who(AGENT["name"], AGENT["id_number"], PARTY | {"agent": agent}, letter=letter)  # noqa: E731
    assert (call() if answer == "agent" else refused(call, InputRefused)) == answer


@pytest.mark.parametrize("letter", [None, True])
@pytest.mark.parametrize("number", [PARTY["id_number"], AGENT["id_number"]])
def test_a_number_under_another_name_is_refused_even_with_a_letter(number, letter):
    with pytest.raises(InputRefused) as refusal:
        who("别人", number, PARTY | {"agent": AGENT}, letter=letter)
    assert (refusal.value.code, list(refusal.value.fields)) == ("wrong_collector", ["collector.name"])


def test_a_later_party_with_the_same_number_and_its_name_is_known():
    assert who("孙秀兰", PARTY["id_number"], PARTY | {"name": "误写"}, PARTY) == "applicant"


def test_anybody_else_and_anybody_for_a_body_needs_a_letter():
    for name, number in (("某公司", BODY["id_number"]), ("路人", "230833197808150032")):
        with pytest.raises(InputRefused) as refusal:
            who(name, number, BODY, PARTY)
        assert list(refusal.value.fields) == ["collector.id_number"]
        assert who(name, number, BODY, PARTY, letter=True) == "other"
        assert (
            refused(lambda n=name, m=number: who(n, m, BODY, letter="yes"), InputRefused) == "wrong_collector"
        )
    assert recognise({"name": "x", "id_number": "1", "letter": True}, {"parties": None}) == "other"
    assert refused(lambda: recognise({}, {}), InputRefused) == "wrong_collector"


def test_ten_working_days_run_from_the_grant_of_a_licence():
    """ALL 44: granted on Tuesday 2026-11-24, delivered until Tuesday 2026-12-08."""
    clock = delivery_clock("licence")
    assert (clock.rule, clock.kind) == ("ALL 44", "delivery")
    assert clock.recalculated({"decision": local("2026-11-24 09:00")}, (), a_calendar()).due_at is None
    due = clock.recalculated({"grant": local("2026-11-24 09:00")}, (), a_calendar()).due_at
    assert due == local("2026-12-08 17:00")


@pytest.mark.parametrize("regime", [one for one in INTAKE_REGIMES if one != "licence"])
def test_no_such_days_run_for_what_is_no_licence(regime):
    assert delivery_clock(regime) is None


def a_ready_licence():
    clock = delivery_clock("licence")
    moments = {"grant": "2026-11-24 09:00", "result": "2026-11-25 09:00"}
    return a_file(moments, clocks=(clock,), state=CaseState.READY).happened(a_calendar(), {})


@pytest.mark.parametrize(
    ("form", "chosen"),
    [
        ({"delivery": {"method": "window"}}, True), ({"delivery": {"method": "self_service"}}, False),
        ({"delivery": {"method": "courier"}}, False), ({"delivery": {"address": "某处"}}, False), ({}, False),
        ({"delivery": None}, False),
    ],
)  # fmt: skip
def test_collection_at_the_window_is_chosen_in_the_form_and_never_presumed(form, chosen):
    assert chose_collection(form) is chosen


def test_being_told_is_delivery_only_where_collection_was_chosen():
    at = local("2026-11-26 09:00")
    for chosen, ended, by in ((True, at, "told"), (False, None, "")):
        after = told(a_ready_licence(), at, a_calendar(), collects_by_choice=chosen)
        assert after.clocks[0].ended_at == ended
        assert after.moments["told"] == at
        assert delivery_of(after, at).by == by


def test_giving_it_out_is_delivery_whoever_was_told_before():
    told_at, at = local("2026-11-26 09:00"), local("2026-11-30 09:00")
    for chosen, ended, by in ((True, told_at, "told"), (False, at, "given")):
        after = told(a_ready_licence(), told_at, a_calendar(), collects_by_choice=chosen)
        after = given_out(after, at, a_calendar())
        assert (after.case.state, after.clocks[0].ended_at) == (CaseState.ISSUED, ended)
        figure = delivery_of(after, local("2027-03-01 09:00"))
        assert (figure.by, figure.days_on_shelf) == (by, 5)


def test_what_has_no_result_has_no_figure_of_delivery():
    assert delivery_of(a_file({"grant": "2026-11-24 09:00"}), local("2026-11-26 09:00")) is None


def test_a_result_that_came_back_lies_on_the_shelf_again():
    given = given_out(a_ready_licence(), local("2026-11-30 09:00"), a_calendar())
    back = replace(given, case=given.case.take_back())
    assert delivery_of(back, local("2026-12-05 09:00")).days_on_shelf == 10


@pytest.mark.parametrize(
    "moments, at, days",
    [
        ({"result": "2026-11-20 16:00"}, "2026-11-23 09:00", 3), ({"result": "2026-11-23 00:30"}, "2026-11-23 23:59", 0),
        ({"result": "2026-11-23 23:59"}, "2026-11-24 00:01", 1), ({}, "2026-11-24 00:01", 0),
    ],
)  # fmt: skip
def test_days_on_the_shelf_are_dates_of_local_time(moments, at, days):
    assert days_on_shelf(a_file(moments), local(at)) == days
