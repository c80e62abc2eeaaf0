"""How often the database is asked for what is known of an application: once a table, however many cases it has."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from counter.usecases.intake.accept_form import accept_form
from counter.usecases.printouts.of_application import printouts_of
from counter.usecases.reading.dossiers import dossier_of
from counter.wiring import Core
from tests.builders import a_form, a_permit_form
from tests.conftest import CLERK


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


def test_an_application_is_read_in_at_most_14_statements_however_many_cases_it_has(core):
    counts = {}
    for form in (a_form(), a_permit_form()):
        number = accept_form(core.app, form, CLERK).dossier.application.number
        printouts_of(core.app, number, CLERK)
        with asked(core) as seen:
            cases = len(dossier_of(core.app, number).cases)
        assert len(seen) <= 14, "\n".join(seen)
        counts[cases] = len(seen)
    assert sorted(counts) == [1, 4]
    assert counts[1] == counts[4]
