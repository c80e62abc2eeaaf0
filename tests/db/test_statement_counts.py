"""How often the database is asked: once a table, however many cases an application has."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from counter.wiring import Core
from tests.builders import a_form, a_permit_form
from tests.conftest import CLERK, REVIEWER


@contextmanager
def asked(core: Core) -> Iterator[list[str]]:
    """The statements that were executed, an executemany as one, without what begins and ends a transaction."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.split(maxsplit=1)[0].upper() not in ("BEGIN", "COMMIT", "ROLLBACK", "SET"):
            seen.append(" ".join(statement.split())[:150])

    event.listen(core.engine, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        event.remove(core.engine, "before_cursor_execute", see)


def assert_at_most(bound: int, seen: list[str]) -> None:
    listed = "\n".join(seen)
    assert len(seen) <= bound, f"{len(seen)} statements\n{listed}"


def test_an_application_is_read_in_at_most_14_statements_however_many_cases_it_has(core):
    counts = {}
    for form in (a_form(), a_permit_form()):
        number = core.accept(form, CLERK).dossier.application.number
        core.printouts(number, CLERK)
        with asked(core) as seen:
            cases = len(core.dossier(number).cases)
        assert_at_most(14, seen)
        counts[cases] = len(seen)
    assert sorted(counts) == [1, 4]
    assert counts[1] == counts[4]


def test_four_cases_are_accepted_and_their_printouts_recorded_in_at_most_40_statements(core):
    core.printouts(
        core.accept(a_permit_form(), CLERK).dossier.application.number, CLERK
    )  # opens the window's series
    counts = {}
    for form in (a_form(), a_permit_form()):
        with asked(core) as seen:
            dossier = core.accept(form, CLERK).dossier
            core.printouts(dossier.application.number, CLERK)
        assert_at_most(40, seen)
        counts[len(dossier.cases)] = len(seen)
    assert sorted(counts) == [1, 4]
    assert counts[1] == counts[4]


def test_the_first_case_of_a_start_up_is_approved_in_at_most_25_statements(core):
    number = core.accept(a_form(), CLERK).dossier.application.number
    core.take("claim", f"{number}/1", REVIEWER, {})
    with asked(core) as seen:
        core.take("approve", f"{number}/1", REVIEWER, {})
    assert_at_most(25, seen)
    assert [str(one.case.state) for one in core.dossier(number).cases[1:]] == ["waiting"] * 3


def test_a_case_that_waits_for_nothing_is_claimed_and_reviewed_in_at_most_25_statements(core):
    number = core.accept(a_permit_form(), CLERK).dossier.application.number
    for verb, data in (("claim", {}), ("release", {})):
        with asked(core) as seen:
            core.take(verb, number + "/1", REVIEWER, data)
        assert_at_most(25, seen)
