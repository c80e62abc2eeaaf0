"""The figures of a period on both databases, and the files they are written to."""

import csv
import io
import json
from datetime import date, timedelta

import openpyxl
import pytest

from counter.cli.project_forms import stage_form
from counter.domain.errors import InputRefused, NotAllowed
from counter.usecases.figures.report import read_period, report_shape
from counter.usecases.figures.report_files import read_report, write_report
from counter.usecases.hall.inquiries import record_inquiry
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.second_visit import take_second_visit
from counter.usecases.reading.dossiers import dossier_of
from counter.usecases.steps.carry_out import carry_out
from tests.conftest import CLERK, MONDAY, REVIEWER, a_form
from tests.db.test_back_office import SUPERVISOR
from tests.db.test_window_books import mortgage, water
from tests.printing.test_notices import text_of

TODAY = MONDAY.date()


@pytest.fixture
def counted(core):
    """Two applications at the window, one online, one void; a refusal, a second notice, a second visit."""
    first = accept_form(core.app, a_form(), CLERK).dossier
    carry_out(core.app, "claim", first.cases[0].case.case_no, REVIEWER, {})
    carry_out(core.app, "approve", first.cases[0].case.case_no, REVIEWER, {})
    lacking = a_form(materials=[m for m in a_form()["materials"] if m["code"] != "articles"])
    accept_form(core.app, lacking, CLERK)
    accept_form(core.app, water(channel="online_pc"), CLERK)
    void = accept_form(core.app, water(), CLERK).dossier.application.number
    carry_out(core.app, "void", void, CLERK, {"reason": "误收"})
    paid = accept_form(core.app, mortgage(), CLERK).dossier.application.number
    take_second_visit(
        core.app, paid, ["payment:0:fee"], {"order_no": "1", "receipt_no": "2", "method": "card"}, CLERK
    )
    record_inquiry(core.app, {"items": ["first-invoice"]}, CLERK)
    return core


def shape(core, first: date = TODAY, last: date = TODAY):
    return report_shape(read_report(core.app, first, last, SUPERVISOR), core.app.catalogue)


def test_what_came_in_is_counted_by_item_department_and_measure(counted):
    found = shape(counted)
    items = {one["item"]: one for one in found["items"]}
    company = items["company-establishment"]
    assert (company["received"], company["accepted"], company["corrections"]) == (2, 1, 1)
    assert (items["water-connection"]["received"], items["water-connection"]["shortfall"]) == (1, 1)
    for one in found["departments"]:
        mine = [row for row in found["items"] if row["department"] == one["department"]]
        assert one["received"] == sum(row["received"] for row in mine)
    measures = {one["number"]: one for one in found["measures"]}
    assert (measures[24]["cases"], measures[24]["late"]) == (1, 0)
    assert found["visits"] == {
        "applications": 4, "at_window": 3, "again": 1, "inquiries": 1, "collections": 0, "visits": 5,
    }  # fmt: skip


def test_a_case_is_late_once_its_limit_has_passed_and_only_in_its_period(counted):
    counted.at = MONDAY + timedelta(days=30)
    items = {one["item"]: one for one in shape(counted)["items"]}
    assert items["real-estate-mortgage"]["late"] == 1
    assert shape(counted, TODAY + timedelta(days=1), TODAY + timedelta(days=30))["items"] == []
    assert shape(counted, TODAY - timedelta(days=9), TODAY)["visits"]["visits"] == 5


def test_a_second_notice_is_counted_with_its_case(core):
    whole = stage_form("construction-works")
    lacking = whole | {"materials": [m for m in whole["materials"] if m["code"] != "air_defence_plan"]}
    case = next(
        f.case
        for f in accept_form(core.app, lacking, CLERK).dossier.cases
        if f.case.outcome == "correction_needed"
    )
    known = [m.code for m in dossier_of(core.app, case.application_no).materials if case.item in m.used_by]
    asked = {"materials": [next(code for code in known if code != "air_defence_plan")], "reason": "漏列"}
    carry_out(core.app, "ask-again", case.case_no, SUPERVISOR, asked)
    found = shape(core)
    assert [one["case_no"] for one in found["second_notices"]] == [case.case_no]
    assert next(one for one in found["items"] if one["item"] == case.item)["second_notices"] == 1


def test_only_those_who_supervise_read_the_figures_and_wrong_days_are_named(core):
    with pytest.raises(NotAllowed):
        read_report(core.app, TODAY, TODAY, CLERK)
    for first, last, field in (("2026-13-01", "2026-11-30", "from"), ("2026-11-30", "2026-11-01", "to")):
        with pytest.raises(InputRefused) as refused:
            read_period(first, last)
        assert list(refused.value.fields) == [field]


def test_each_format_says_the_same(counted, tmp_path):
    report = read_report(counted.app, TODAY, TODAY, SUPERVISOR)
    for form in ("json", "csv", "xlsx", "pdf"):
        write_report(counted.app, report, form, tmp_path / f"r.{form}", "zh")
    data = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    received = {one["item"]: one["received"] for one in data["items"]}
    name = counted.app.catalogue.items["company-establishment"].name.zh
    rows = list(csv.reader(io.StringIO((tmp_path / "r.csv").read_text(encoding="utf-8-sig"))))
    assert next(row for row in rows if row and row[0] == name)[1] == str(received["company-establishment"])
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["按事项"]
    assert next(row for row in sheet.iter_rows(values_only=True) if row[0] == name)[1] == 2
    printout = text_of((tmp_path / "r.pdf").read_bytes())
    assert "办件督办统计" in printout
    assert name in printout
    assert list(tmp_path.glob(".r.*")) == []
