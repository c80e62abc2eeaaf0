"""The system's print spooler (CUPS): printers, jobs and their true state."""

import re
import shutil
import subprocess
from enum import StrEnum
from pathlib import Path

from counter.devices import ipp
from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

_TIMEOUT_S = 10


class JobState(StrEnum):
    """What is known of a job; only ``printed`` says that the system finished it on the printer."""

    SPOOLED = "spooled"
    STOPPED = "stopped"
    PRINTED = "printed"
    FAILED = "failed"
    LEFT = "left"


_BY_IPP = {
    3: JobState.SPOOLED,
    4: JobState.SPOOLED,
    5: JobState.SPOOLED,
    6: JobState.STOPPED,
    7: JobState.FAILED,
    8: JobState.FAILED,
    9: JobState.PRINTED,
}


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
                "No printer “{p}”; the printout is kept and can be printed later.",
            ).fill(p=printer or "—"),
        )
    out = _ask("lp", "-d", printer, "-t", title, "-o", "fit-to-page=false", str(pdf))
    match = re.search(r"(\S+-\d+)", out)
    if match is None:
        raise EnvironmentFault("print_failed", Words("打印任务未被接收。", "The job was not taken."))
    return match.group(1)


def state(job: str) -> JobState:
    """Return the job's true state; ``left`` when it is gone and the server does not say how."""
    found = ipp.job_state(int(job.rsplit("-", 1)[1]))
    if found in _BY_IPP:
        return _BY_IPP[found]
    return JobState.SPOOLED if job in _ask("lpstat", "-o").split() else JobState.LEFT


def _ask(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - fixed programs, arguments are a list
            command, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout if not done.returncode else ""
