"""Handing results back: once, together, to the right person."""

import pytest

from counter.domain.case import CaseState
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.handover import chosen_results, days_on_shelf, delivery_clock, recognise, shelf_of
from tests.builders import a_case, a_file, local


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


@pytest.mark.parametrize(
    "regime, rule",
    [("licence", "ALL 44"), ("filing", "delivery"), ("service", "delivery"), ("tax", "delivery"), ("other", "delivery")],
)  # fmt: skip
def test_ten_working_days_from_the_grant_are_the_laws_for_licences(regime, rule):
    clock = delivery_clock(regime)
    assert (clock.rule, clock.limit.amount, clock.needs, clock.ends) == (rule, 10, ("grant",), ("served",))


@pytest.mark.parametrize(
    "moments, at, days",
    [
        ({"result": "2026-11-20 16:00"}, "2026-11-23 09:00", 3), ({"result": "2026-11-23 00:30"}, "2026-11-23 23:59", 0),
        ({"result": "2026-11-23 23:59"}, "2026-11-24 00:01", 1), ({}, "2026-11-24 00:01", 0),
    ],
)  # fmt: skip
def test_days_on_the_shelf_are_dates_of_local_time(moments, at, days):
    assert days_on_shelf(a_file(moments), local(at)) == days
