"""Prepare the fonts at installation: ``python -m printing.prepare``."""

import sys

from counter.settings import load
from printing.font_files import prepare

if __name__ == "__main__":
    prepare(load().fonts, lambda text: print(text, file=sys.stderr))  # noqa: T201 - progress of the installation
