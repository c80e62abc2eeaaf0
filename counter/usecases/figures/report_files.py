"""The report of a period as an officer asks for it: read, and written as a file."""

import json
from datetime import date
from pathlib import Path

from counter.domain.words import Lang
from counter.usecases.figures.report import make_report, read_period, report_shape, report_tables
from counter.usecases.ports.accounts import Officer
from counter.usecases.ports.app import App
from counter.usecases.ports.figures import Report
from counter.usecases.printouts.alone import print_report


def read_report(app: App, first: date, last: date, officer: Officer) -> Report:
    """Return the figures of the days, both included (NotAllowed)."""
    return make_report(first, last, officer, app.lists, app.now())


def write_report(app: App, report: Report, form: str, path: Path, lang: Lang) -> None:
    """Write the report as json, csv, xlsx or pdf, whole or not at all (EnvironmentFault)."""
    tables = report_tables(report, app.catalogue, lang)
    if form == "json":
        content = json.dumps(report_shape(report, app.catalogue), ensure_ascii=False, indent=1).encode()
    elif form == "csv":
        content = app.workbooks.to_csv(tables)
    elif form == "xlsx":
        content = app.workbooks.to_workbook(tables)
    else:
        content = print_report(app, report, tables).pdf
    app.write_file(path, content)


def save_report(app: App, first: str, last: str, form: str, officer: Officer, lang: Lang) -> Path:
    """Write the report of the days into the folder of reports; return its path (InputRefused, NotAllowed)."""
    days = read_period(first, last)
    path = app.settings.data / "reports" / f"report-{days[0]}-{days[1]}.{form}"
    write_report(app, read_report(app, *days, officer), form, path, lang)
    return path
