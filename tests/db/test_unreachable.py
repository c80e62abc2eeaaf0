"""What is told when the database refuses: real deadlocks, keys and locks, never a traceback."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from counter.domain.errors import CounterError, EnvironmentFault, SomebodyFaster
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.steps.once_more import once_more
from tests.conftest import CLERK, a_form, open_core


def _two_numbers(core) -> list[str]:
    return [accept_form(core.app, a_form(), CLERK).dossier.application.number for _ in range(2)]


def _hold(uow, number: str) -> None:
    uow._connection.execute(text("UPDATE applications SET title = title WHERE number = :n"), {"n": number})


def _impatient(core, number: str) -> None:
    with core.uow() as uow:
        uow._connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
        _hold(uow, number)


def _both(*works) -> list[CounterError | None]:
    def told(work) -> CounterError | None:
        try:
            work()
        except CounterError as error:
            return error
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(told, works))


def test_one_of_two_that_wait_for_each_other_is_told_that_somebody_was_faster(postgres_url, tmp_path):
    core = open_core(postgres_url, tmp_path)
    one, two = _two_numbers(core)
    meet = Barrier(2)

    def crossing(first: str, second: str) -> None:
        with core.uow() as uow:
            _hold(uow, first)
            meet.wait(20)
            _hold(uow, second)
            uow.commit()

    told = _both(lambda: crossing(one, two), lambda: crossing(two, one))
    assert sorted(type(error).__name__ for error in told) == ["NoneType", "SomebodyFaster"]
    core.engine.dispose()


def test_a_deadlock_is_over_at_the_second_try(postgres_url, tmp_path):
    core = open_core(postgres_url, tmp_path)
    one, two = _two_numbers(core)
    meet = Barrier(2)
    tries = []

    @once_more
    def crossing(first: str, second: str) -> None:
        with core.uow() as uow:
            tries.append(first)
            _hold(uow, first)
            if len(tries) <= 2:
                meet.wait(20)
            _hold(uow, second)
            uow.commit()

    assert _both(lambda: crossing(one, two), lambda: crossing(two, one)) == [None, None]
    assert len(tries) == 3
    core.engine.dispose()


def test_a_lock_that_is_not_given_in_time_is_somebody_faster(postgres_url, tmp_path):
    core = open_core(postgres_url, tmp_path)
    one, _ = _two_numbers(core)
    with core.uow() as holding:
        _hold(holding, one)
        told = _both(lambda: _impatient(core, one))
    assert isinstance(told[0], SomebodyFaster)
    core.engine.dispose()


def test_the_same_key_twice_is_somebody_faster(core):
    number = accept_form(core.app, a_form(), CLERK).dossier.application.number
    other = accept_form(core.app, a_form(), CLERK).dossier.application.number
    with pytest.raises(SomebodyFaster), core.uow() as uow:
        uow._connection.execute(
            text("UPDATE applications SET number = :n WHERE number = :o"), {"n": number, "o": other}
        )


def test_a_row_without_what_it_needs_is_a_fault_and_not_a_traceback(core):
    accept_form(core.app, a_form(), CLERK)
    with pytest.raises(EnvironmentFault) as refusal, core.uow() as uow:
        uow._connection.execute(text("UPDATE applications SET title = NULL"))
    assert refusal.value.code == "database_refused"
    assert refusal.value.exit_status == 4
