"""Start the counter: ``python main.py`` opens the desktop, a command's name runs that command."""

import sys

from counter.cli.entry import run

if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
