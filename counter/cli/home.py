"""The home command: where the database was last written, and an administrator's word when it is found elsewhere."""

import argparse

from counter.cli.output import print_json, print_pairs
from counter.cli.session import officer_of, open_core
from counter.usecases.hall.home import declare_home, homes_of


def home(args: argparse.Namespace) -> int:
    """Say where the database lives, or declare it ``moved`` or a ``copy``; an administrator does that."""
    core = open_core(args, anywhere=True)
    if args.verb != "show":
        officer = officer_of(args, core, "admin")
        declare_home(core.app, args.verb, officer)
    here, was = homes_of(core.app)
    if args.json:
        print_json({"here": here.where, "last_written": was.where, "may_be_a_copy": was != here})
    else:
        print_pairs(
            [
                ("here", here.where),
                ("last written", was.where),
                ("may be a copy", "yes" if was != here else "no"),
            ]
        )
    return 0
