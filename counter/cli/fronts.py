"""Commands that start a front: desktop, web, shots. Qt and HTTP are imported only here, when asked."""

import argparse
from collections.abc import Callable


def desktop(args: argparse.Namespace) -> int:
    """Open the desktop."""
    raise NotImplementedError


def web(args: argparse.Namespace) -> int:
    raise NotImplementedError


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"desktop": desktop, "web": web}
