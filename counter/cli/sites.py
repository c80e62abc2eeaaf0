"""The sites command: the sites of this database, and a new one."""

import argparse

from counter.cli.output import print_json, print_table
from counter.cli.session import officer_of, open_core
from counter.domain.site import Site
from counter.usecases.hall.sites import enter_site, sites_of


def sites(args: argparse.Namespace) -> int:
    """List the sites, or enter one; an administrator does that."""
    core = open_core(args)
    if args.verb == "add":
        officer = officer_of(args, core, "admin")
        enter_site(core.app, Site(args.code.upper(), args.number, args.name), officer)
    found = sites_of(core.app)
    if args.json:
        print_json([{"code": one.code, "number": f"{one.number:03d}", "name": one.name} for one in found])
    else:
        print_table(("code", "number", "name"), [(one.code, f"{one.number:03d}", one.name) for one in found])
    return 0
