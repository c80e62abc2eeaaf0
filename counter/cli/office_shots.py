"""Pictures of the back office: a reviewer's page, a project, requests between departments, accounts, the calendar."""

import json

from counter.cli.project_forms import stage_form
from counter.ui.admin.calendar_page import CalendarPage
from counter.ui.cases.page import CasePage
from counter.ui.shooting import Shooting
from counter.usecases.intake.accept_form import accept_form
from counter.usecases.intake.scans import attach_scan
from counter.usecases.ports.accounts import Officer
from counter.usecases.steps.carry_out import carry_out
from counter.wiring import Core

LAND = Officer("reviewer-natural-resources", "自然资源演练审批", "reviewer", "natural-resources")
SUPERVISOR = Officer("supervisor", "演练督办", "supervisor")
SECURITY = Officer("security", "演练安全管理", "security")
ADMIN = Officer("admin", "演练管理", "administrator")
PROJECT_TAB, CLOCK_TAB, SCAN_TAB = 7, 1, 3
REVISION = {"dates": [{"date": "2026-11-24", "working": False, "notice": "国办发明电〔2026〕演练号"}]}


def build(core: Core, clerk: Officer, reviewer: Officer, scan: bytes) -> str:
    """Let a building project go through a part of its way; return the application of its second stage."""
    number = accept_form(core.app, stage_form("construction-works"), clerk).dossier.application.number
    accept_form(core.app, stage_form("construction-permit"), clerk)
    named = f"{number}/1"
    carry_out(core.app, "claim", named, LAND, {})
    attach_scan(core.app, named, clerk, scan, "设计方案.pdf")
    asked = {
        "department": "urban-management",
        "question": "西侧出入口与市政管线是否冲突？",
        "working_days": 3,
    }
    carry_out(core.app, "ask-opinion", named, LAND, asked)
    carry_out(core.app, "claim", f"{number}/3", reviewer, {})
    order = {"text": "请说明进度和预计完成时间", "reply_by": "2026-11-25"}
    carry_out(core.app, "supervise", f"{number}/3", SUPERVISOR, order)
    return number


def office_shots(shooting: Shooting, number: str) -> None:
    """Write the pictures."""
    shoot = shooting.shoot
    window = shooting.open(LAND)
    window.open_case(number)
    shoot(window, "review")
    page = window.pages["case"]
    if isinstance(page, CasePage):
        for tab, name in ((CLOCK_TAB, "review-clocks"), (SCAN_TAB, "review-scans"), (PROJECT_TAB, "project")):
            page.show_tab(tab)
            if name == "review-scans" and page.scans is not None:
                page.scans.list.setCurrentRow(0)
            shoot(window, name)
    shooting.leave()
    window = shooting.open(SUPERVISOR)
    window.show_page("requests")
    shoot(window, "requests")
    shooting.leave()
    window = shooting.open(SECURITY)
    window.show_page("accounts")
    shoot(window, "accounts")
    window.lock()
    shoot(window, "locked")
    shooting.leave()
    window = shooting.open(ADMIN)
    window.show_page("calendar")
    calendar = window.pages["calendar"]
    if isinstance(calendar, CalendarPage):
        calendar.text.setPlainText(json.dumps(REVISION, ensure_ascii=False))
        calendar.show_preview()
    shoot(window, "calendar")
    shooting.leave()
