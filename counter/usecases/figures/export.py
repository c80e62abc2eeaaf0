"""The export: what changed since the last one, in the national data sets' names."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from counter.domain.application import Event
from counter.domain.errors import InputRefused, NotAllowed
from counter.domain.words import Words
from counter.settings import hall_from_text
from counter.usecases.figures.exchange import Row, rows_of
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App

AT_ONCE: Final = 200


def export_changes(app: App, since: str, folder: Path, officer: Officer) -> dict[str, Any]:
    """Write what changed after the mark; returns what was written and the next mark.

    Refused (NotAllowed: role; InputRefused: mark; EnvironmentFault: the folder).
    """
    if officer.role not in ("supervisor", "administrator"):
        raise NotAllowed(
            "wrong_role",
            Words("只有督办或管理员可以导出。", "Only supervisors and administrators export."),
        )
    if not since.isascii() or not since.isdigit():
        raise InputRefused(
            "bad_mark",
            Words("增量标记有误。", "The mark is wrong."),
            {"since": Words("用上次答复的 next；首次用 0。", "Use the last answer's next; 0 at first.")},
        )
    with app.open_uow() as uow:
        until = uow.watermark()
        hall = hall_from_text(uow.setup.fact("hall"))
        names = {a.officer.name: a.officer.display_name for a in uow.setup.accounts()}
    if int(since) > until:
        raise InputRefused(
            "bad_mark",
            Words("该标记比库中记录还新。", "The mark is newer than anything here."),
            {"since": Words("请核对是否同一个库。", "Is it from this database?")},
        )
    rows = _rows(app, int(since), until, hall.region, names)
    answer = app.write_export(rows, since, str(until), folder)
    with app.open_uow() as uow:
        facts = {"since": since, "next": str(until), "rows": sum(s["rows"] for s in answer["sets"])}
        uow.log_hall(Event(uow.moment(), officer.name, "exported", facts))
        uow.commit()
    return answer


def _rows(
    app: App, since: int, until: int, region: str, names: Mapping[str, str]
) -> Iterator[tuple[str, Row]]:
    after = 0
    while True:
        with app.open_uow(read_only=True) as uow:
            found = uow.changed_between(since, until, after, AT_ONCE)
            for application in found:
                after = application.id
                catalogue = app.catalogue_for(application.catalogue_digest, uow)
                ratings = uow.service.ratings(application)
                yield from rows_of(uow.dossier(application), ratings, catalogue, region, names)
        if not found:
            return
