"""The system's print spooler (CUPS): printers, jobs and their true state."""

import re
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

_TIMEOUT_S = 10


class JobState(StrEnum):
    """What is known of a job; ``spooled`` means handed to the system, not yet on paper."""

    SPOOLED = "spooled"
    PRINTED = "printed"
    FAILED = "failed"


def printers() -> tuple[str, ...]:
    """Return the names of the system's printers; none when there is no spooler."""
    if shutil.which("lpstat") is None:
        return ()
    return tuple(_ask("lpstat", "-e").split())


def submit(pdf: Path, printer: str, title: str) -> str:
    """Hand the file to the printer and return the job's name (EnvironmentFault ``no_printer``)."""
    if shutil.which("lp") is None or printer not in printers():
        raise EnvironmentFault(
            "no_printer",
            Words(
                "没有打印机“{p}”；文书已保存，可稍后补打。",
                "No printer “{p}”; the paper is kept and can be printed later.",
            ).fill(p=printer or "—"),
        )
    out = _ask("lp", "-d", printer, "-t", title, "-o", "fit-to-page=false", str(pdf))
    match = re.search(r"(\S+-\d+)", out)
    if match is None:
        raise EnvironmentFault("print_failed", Words("打印任务未被接收。", "The job was not taken."))
    return match.group(1)


def state(job: str) -> JobState:
    """Return the job's state: on its way, gone from the queue as completed, or failed."""
    if job in _ask("lpstat", "-W", "completed", "-o"):
        return JobState.PRINTED
    return JobState.SPOOLED if job in _ask("lpstat", "-o") else JobState.FAILED


def _ask(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, arguments are a list
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if not done.returncode else ""
