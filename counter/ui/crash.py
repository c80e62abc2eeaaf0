"""Faults of our own: written to a log file without anybody's data, and told in plain words."""

import logging
import traceback

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

log = logging.getLogger(__name__)


def report(error: BaseException) -> EnvironmentFault:
    """Log where the fault happened, not what it happened to, and return what the officer is told."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-6:]))
    log.error("%s at %s", type(error).__name__, places)
    return EnvironmentFault(
        "internal",
        Words(
            "程序出现意外错误（{k}）。已输入的内容保留，请重试；仍不行请联系管理员。",
            "The program met an unexpected fault ({k}). What you typed is kept; try again, then ask the "
            "administrator.",
        ).fill(k=type(error).__name__),
    )
