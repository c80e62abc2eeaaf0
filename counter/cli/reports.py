"""The command that writes the figures of a period."""

import argparse
from pathlib import Path

from counter.cli.output import note, print_json, print_table
from counter.cli.session import officer_of, open_core
from counter.usecases.figures.report import read_period, report_shape, report_tables
from counter.usecases.figures.report_files import read_report, write_report


def report(args: argparse.Namespace) -> int:
    """Write the figures by measure, department and item; without a file they are printed."""
    first, last = read_period(args.since, args.until)
    core = open_core(args)
    found = read_report(core.app, first, last, officer_of(args, core, "supervisor"))
    if args.out:
        write_report(core.app, found, args.format, Path(args.out), args.lang)
        note(args.out)
    if args.json:
        print_json(report_shape(found, core.app.catalogue))
    elif not args.out:
        for one in report_tables(found, core.app.catalogue, args.lang):
            print_table((one.title,), ())
            print_table(one.heads, one.rows)
    return 0
