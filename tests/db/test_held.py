"""What a transaction knows of the application it holds is what the database says after its commit."""

from collections.abc import Mapping

from counter.domain.application import Dossier, Event
from counter.usecases.steps.run import take
from counter.wiring import Core
from tests.builders import a_form, a_permit_form
from tests.conftest import CLERK, REVIEWER


def as_written(core: Core, number: str) -> Dossier:
    with core.uow() as uow:
        application = uow.application(number)
        assert application is not None
        return uow.dossier(application)


def written_moments(dossier: Dossier) -> list[str]:
    """Return the due moments as they go into events: in UTC, whoever computed them."""
    return [str(clock.due_at and clock.due_at.isoformat()) for one in dossier.cases for clock in one.clocks]


def stepped(core: Core, verb: str, case: str, data: Mapping[str, object]) -> tuple[Dossier, Dossier]:
    """Return what the transaction of a step knew before its commit, and what the database says after it."""
    with core.uow() as uow:
        application, _ = take(verb, case, REVIEWER, data, core.office, uow, core.catalogue)
        inside = uow.dossier(application)
        uow.commit()
    return inside, as_written(core, application.number)


def test_it_knows_a_new_application_as_it_was_written(core):
    for form in (a_form(), a_permit_form()):
        dossier = core.accept(form, CLERK).dossier
        assert dossier == as_written(core, dossier.application.number)


def test_it_knows_after_each_step_what_was_written(core):
    number = core.accept(a_form(), CLERK).dossier.application.number
    steps: tuple[tuple[str, str, dict[str, object]], ...] = (
        ("claim", "/1", {}),
        ("approve", "/1", {"result_name": "营业执照", "result_no": "9123"}),
        ("claim", "/2", {}),
        ("release", "/2", {}),
        ("claim", "/2", {}),
        ("refuse", "/2", {"reasons": "不符合规定", "basis": "《印铸刻字业暂行管理规则》"}),
    )
    for verb, case, data in steps:
        inside, written = stepped(core, verb, number + case, data)
        assert inside == written, verb
        assert written_moments(inside) == written_moments(written)
        assert inside.events[-1].what != "received"


def test_a_suspension_begun_and_ended_in_one_transaction_is_written_once(core):
    number = core.accept(a_permit_form(), CLERK).dossier.application.number
    with core.uow() as uow:
        held = uow.hold(uow.application(number))
        before = uow.cases(held)[0]
        at = uow.moment()
        stopped = before.happened(core.calendar(), {"one": at})
        uow.save_case(before, stopped)
        again = uow.cases(held)[0]
        uow.save_case(again, again.happened(core.calendar(), {"two": at}))
        uow.log(held, Event(at, "reviewer", "noted", {"pair": ("a", "b")}, "", before.case.case_no))
        inside = uow.dossier(held)
        uow.commit()
    written = as_written(core, number)
    assert inside == written
    assert {"one", "two"} <= set(written.cases[0].moments)
    assert written.cases[0].case.version == before.case.version + 2
    assert written.events[-1].data == {"pair": ["a", "b"]}


def test_what_another_statement_of_the_transaction_asks_finds_what_was_saved(core):
    number = core.accept(a_permit_form(), CLERK).dossier.application.number
    with core.uow() as uow:
        held = uow.hold(uow.application(number))
        before = uow.cases(held)[0]
        uow.save_case(before, before.happened(core.calendar(), {"decision": uow.moment()}))
        assert uow.save_reminder(uow.cases(held)[0].case, uow.moment())
        assert uow.cases(held)[0].case.remind_at == uow.moment()
        assert "decision" in uow.cases(held)[0].moments
        # nothing is committed
    assert as_written(core, number).cases[0] == before
