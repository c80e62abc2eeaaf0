"""The hall's settings: read by whoever needs them, changed by its administrator."""

from functools import partial

from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.settings import Hall, hall_from_text, hall_to_text
from counter.usecases.hall.recalculate import recompute
from counter.usecases.intake.project import recalculate_named
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.steps.once_more import once_more


def hall_of(app: App) -> Hall:
    """Return the hall's settings."""
    with app.open_uow(read_only=True) as uow:
        return hall_from_text(uow.setup.fact("hall"))


@once_more
def save_hall(app: App, hall: Hall, officer: Officer) -> None:
    """Keep the settings of the hall; new opening hours move open clocks (NotAllowed for others than administrators)."""
    if officer.role != "administrator":
        raise NotAllowed(
            "wrong_role", Words("只有管理员可以改大厅设置。", "Only administrators change the hall.")
        )
    with app.open_uow() as uow:
        uow.setup.hold_calendar()
        before = hall_from_text(uow.setup.fact("hall"))
        uow.setup.set_fact("hall", hall_to_text(hall))
        if before.opening_hours != hall.opening_hours:
            since, _ = hall.opening_hours[-1]
            recompute(
                app.calendar_of(uow),
                officer,
                f"开放时间自 {since} 起调整",
                uow,
                recalculate=partial(recalculate_named, app),
            )
        uow.commit()
