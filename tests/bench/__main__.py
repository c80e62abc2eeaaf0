"""``python -m tests.bench [--quick] [PART...]``: every benchmark, or those of the parts named, in one table."""

import argparse
import os
import sys
from dataclasses import replace

import tests.conftest  # noqa: F401 - sets the environment the program is measured in
from counter.settings import load
from printing import font_files
from tests.bench import deadlines, lists, people, starting, verdict, writing
from tests.bench.ground import QUICK, Ground, Size
from tests.bench.table import report

PARTS = {
    part.name: part
    for part in (
        verdict.PART,
        deadlines.PART,
        *writing.PARTS,
        starting.PART,
        people.PART,
        *lists.PARTS,
    )
}


def main() -> int:
    """Measure what was asked for; the exit status is 1 when a figure misses its bound or cannot be had."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that everything runs")
    parser.add_argument("--cases", type=int, help="how many cases the long lists hold")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=", ".join(PARTS))
    args = parser.parse_args()
    size = QUICK if args.quick else Size()
    if args.cases:
        size = replace(size, cases=args.cases, few_cases=min(size.few_cases, args.cases // 2))
    fonts = load().fonts
    font_files.prepare(fonts)
    os.environ["COUNTER_FONTS"] = str(fonts)
    with Ground(size) as ground:
        return report([PARTS[name] for name in args.parts or PARTS], ground)


if __name__ == "__main__":
    sys.exit(main())
