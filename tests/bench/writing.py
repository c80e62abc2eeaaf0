"""Writing an application beside the bare SQL of the same rows, and accepting one with its printouts."""

import itertools
import sqlite3
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import psycopg
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import text

from counter.domain.slip import token_digest
from counter.usecases.intake.accept import accept_application
from counter.usecases.intake.accept_form import accept_form, read_form
from counter.usecases.ports.unit_of_work import NewCase
from counter.usecases.printouts.of_application import facts_of, printouts_of
from counter.usecases.reading.find import application_named
from counter.usecases.status.notify import notifier_of
from counter.wiring import Core
from db.unit_of_work import SqlUnitOfWork
from printing.fonts import REGULAR
from printing.symbols import code128_modules, draw_code128, draw_qr, qr_modules
from tests.bench.ground import Ground
from tests.bench.measure import Benchmark, Bound, Figure, Part, median_seconds
from tests.conftest import CLERK, a_form, open_core

TABLES = ("applications", "parties", "materials", "cases", "clocks", "moments", "events")
SQLITE = Benchmark("application written and committed, SQLite", "ms", Bound(ratio_at_most=8))
WHOLE = Benchmark("4 cases accepted with 4 printouts, one process", "ms", Bound(ratio_at_most=3))
SERVER = Benchmark("application written and committed, PostgreSQL", "ms", Bound(ratio_at_most=3))
_COUNT = itertools.count(1)


class _Kept(SqlUnitOfWork):
    """Keeps what an acceptance hands over for writing."""

    def add_application(self, *parts: Any) -> None:
        self.parts = parts
        super().add_application(*parts)


def _rows(core: Core, number: str) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Return the rows of one application as they stand in the tables."""
    found: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}
    with core.engine.connect().execution_options(read_only=True) as connection:
        key = connection.execute(
            text("SELECT id FROM applications WHERE number = :n"), {"n": number}
        ).scalar()
        for table in TABLES:
            where = {
                "applications": "id = :k",
                "moments": "case_id IN (SELECT id FROM cases WHERE application_id = :k)",
            }.get(table, "application_id = :k")
            result = connection.exec_driver_sql(
                f"SELECT * FROM {table} WHERE {where.replace(':k', str(key))}"
            )
            found[table] = (list(result.keys()), [tuple(row) for row in result])
    return found


def _renewed(
    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]], n: int
) -> list[tuple[str, list[str], list[list[Any]]]]:
    """Return the same rows under keys and numbers of their own."""
    made = []
    for table, (columns, values) in rows.items():
        fresh = []
        for row in values:
            one = dict(zip(columns, row, strict=True))
            for column in ("id", "application_id", "case_id"):
                if column in one and one[column] is not None:
                    one[column] = one[column] + n * 100_000
            for column in ("number", "token_digest", "case_no", "chain"):
                if column in one:
                    one[column] = f"{n}-{one[column][-30:]}"
            fresh.append(list(one.values()))
        made.append((table, columns, fresh))
    return made


def _quote(columns: list[str]) -> str:
    return ", ".join(f'"{c}"' for c in columns)


def _bare_sqlite(path: str, rows: Any) -> Any:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")

    def write() -> None:
        n = next(_COUNT)
        connection.execute("BEGIN IMMEDIATE")
        for table, columns, values in _renewed(rows, n):
            marks = ", ".join("?" * len(columns))
            connection.executemany(f"INSERT INTO {table} ({_quote(columns)}) VALUES ({marks})", values)
        connection.execute("COMMIT")

    return write


def _bare_postgres(url: str, rows: Any) -> Any:
    from psycopg.types.json import Json

    connection = psycopg.connect(url.replace("postgresql+psycopg", "postgresql"))

    def write() -> None:
        n = next(_COUNT)
        with connection.cursor() as cursor:
            for table, columns, values in _renewed(rows, n):
                marks = ", ".join(["%s"] * len(columns))
                ready = [[Json(v) if isinstance(v, dict) else v for v in row] for row in values]
                cursor.executemany(f"INSERT INTO {table} ({_quote(columns)}) VALUES ({marks})", ready)
        connection.commit()

    return write


def _written(core: Core) -> Any:
    """Return a call that writes and commits an application that is already in memory."""
    reading = read_form(core.app, a_form())
    from counter.usecases.intake.accept import Desk

    with _Kept(core.engine, core.now) as uow:
        accept_application(
            reading.submission,
            CLERK,
            Desk("FY", "1"),
            core.app.catalogue,
            core.app.calendar_of(uow),
            core.app.key,
            uow,
            notifier_of(uow),
        )
        application, parties, materials, cases, clocks, events = uow.parts
    from dataclasses import replace

    def write() -> None:
        n = next(_COUNT)
        fresh = replace(application, number=f"B{n}", token_digest=token_digest(str(n)))
        numbered = [
            NewCase(
                replace(c.clocked, case=replace(c.clocked.case, case_no=f"{n}-{c.clocked.case.ordinal}")),
                c.green,
            )
            for c in cases
        ]
        told = [replace(e, case_no=f"{n}-{i}" if e.case_no else "") for i, e in enumerate(events, -1)]
        with core.uow() as uow:
            uow.add_application(fresh, parties, materials, numbered, clocks, told)
            uow.commit()

    return write


def _bare_printouts(url: str, number: str) -> Any:
    """Return a call that draws four plain pages with one QR code and one barcode as single paths."""

    def draw() -> None:
        qr_modules.cache_clear()
        code128_modules.cache_clear()
        for _ in range(4):
            out = BytesIO()
            canvas = Canvas(out, pagesize=(595, 842), initialFontName=REGULAR)
            canvas.setFont(REGULAR, 10)
            for line in range(30):
                canvas.drawString(
                    57, 780 - line * 18, "抚远市政务服务大厅 受理通知书 企业开办 设立登记 一小时"
                )
            draw_qr(canvas, url, 470, 730, 74)
            draw_code128(canvas, number, 57, 40, 280, 40)
            canvas.save()

    return draw


def run(ground: Ground) -> Iterator[Figure]:
    """Give the figures of a file: written alone, and accepted with what is printed."""
    rounds = ground.size.writes
    with ground.folder() as folder:
        core = open_core(f"sqlite:///{folder}/bench.sqlite3", folder)
        number = accept_form(core.app, a_form(), CLERK).dossier.application.number
        rows = _rows(core, number)
        bare = median_seconds(_bare_sqlite(f"{folder}/bench.sqlite3", rows), rounds) * 1000
        yield Figure(SQLITE, median_seconds(_written(core), rounds) * 1000, bare)
        printouts_of(core.app, number, CLERK)
        kinds = ("receipt_list", "acceptance_notice", "tracking_slip", "folder_label")

        def whole() -> None:
            qr_modules.cache_clear()
            code128_modules.cache_clear()
            one = accept_form(core.app, a_form(), CLERK).dossier.application.number
            with core.uow(read_only=True) as uow:
                facts = facts_of(core.app, uow, uow.dossier(application_named(one, uow)))
            for kind in kinds:
                core.app.press.render(kind, facts)

        pages = median_seconds(_bare_printouts("http://127.0.0.1:8350/t/" + "a" * 26, number), 20) * 1000
        yield Figure(WHOLE, median_seconds(whole, 20) * 1000, bare + pages)
        core.engine.dispose()


def run_on_server(ground: Ground) -> Iterator[Figure]:
    """Give the figure of a server."""
    rounds = ground.size.writes
    with ground.folder() as folder, ground.database() as url:
        core = open_core(url, folder)
        rows = _rows(core, accept_form(core.app, a_form(), CLERK).dossier.application.number)
        bare = median_seconds(_bare_postgres(url, rows), rounds) * 1000
        yield Figure(SERVER, median_seconds(_written(core), rounds) * 1000, bare)
        core.engine.dispose()


PARTS = (Part("writing", (SQLITE, WHOLE), run), Part("writing-server", (SERVER,), run_on_server))
