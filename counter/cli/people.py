"""Commands about people and order: accounts, an absent colleague's cases, retention, the way of a package."""

import argparse
import secrets

from counter.cli.output import print_json, print_pairs, print_table
from counter.cli.session import officer_of, open_core, read_password
from counter.usecases.accounts.keep import add_account, disable_account, every_account, reset_password
from counter.usecases.accounts.sign_in import sign_in
from counter.usecases.hall.retention import KINDS, erase_old, old_records
from counter.usecases.ports.accounts import Officer
from counter.usecases.reading.way import way_of
from counter.usecases.reading.wording import limit_words
from counter.usecases.steps.absence import hand_over_colleague
from counter.wiring import Core


def user(args: argparse.Namespace) -> int:
    """Make, list, disable accounts and set passwords; hand an absent colleague's cases over."""
    core = open_core(args)
    if args.verb == "list":
        return _list(args, core)
    if args.verb == "hand-over":
        officer = officer_of(args, core, "head")
        moved = hand_over_colleague(core.app, args.name, args.to, args.reason, officer)
        answer = {"name": args.name, "to": args.to, "cases": moved}
        print_json(answer) if args.json else print_pairs([(key, str(one)) for key, one in answer.items()])
        return 0
    by = _manager(args, core)
    if args.verb == "passwd" and by is not None and by.name == args.name:
        return _done(args)
    if args.verb == "add":
        officer = Officer(args.name, args.display_name or args.name, args.role, args.department)
        add_account(core.app, officer, _new_password(args, core), by)
    elif args.verb == "passwd":
        reset_password(core.app, args.name, _new_password(args, core), by)
    else:
        disable_account(core.app, args.name, by)
    return _done(args)


def _list(args: argparse.Namespace, core: Core) -> int:
    rows = [
        {
            "name": a.officer.name,
            "display_name": a.officer.display_name,
            "role": a.officer.role,
            "department": a.officer.department,
            "disabled": a.disabled,
            "must_change": a.must_change,
            "locked_until": a.locked_until.isoformat() if a.locked_until else None,
        }
        for a in every_account(core.app)
    ]
    heads = ("name", "display", "role", "department", "disabled", "must change", "locked until")
    print_json(rows) if args.json else print_table(heads, [tuple(r.values()) for r in rows])
    return 0


def _done(args: argparse.Namespace) -> int:
    print_json({"name": args.name, "done": args.verb}) if args.json else print_pairs([(args.name, args.verb)])
    return 0


def _new_password(args: argparse.Namespace, core: Core) -> str:
    password = read_password(argparse.Namespace(password_file=None if args.user else args.password_file))
    return password or (secrets.token_urlsafe(12) if core.app.rehearsal else "")


def _manager(args: argparse.Namespace, core: Core) -> Officer | None:
    """Return who looks after accounts; nobody is asked in a rehearsal or before there is an administrator.

    One's own password is changed by oneself: the old one is that of ``--as``, the new one is read.
    """
    exists = any(a.officer.role == "administrator" for a in every_account(core.app))
    if not exists or core.app.rehearsal:
        return None
    if args.verb == "passwd" and args.user == args.name:
        return sign_in(core.app, args.name, read_password(args), _new_password(args, core))
    return officer_of(args, core, "admin")


def retention(args: argparse.Namespace) -> int:
    """Print what is older than its retention period; erase it when confirmed."""
    core = open_core(args)
    if args.confirm:
        officer = officer_of(args, core, "admin")
        with core.owned() as app:
            found = erase_old(app, officer)
    else:
        found = old_records(core.app)
    rows = [{"kind": one.kind, "before": one.before.isoformat(), "count": one.count} for one in found]
    if args.json:
        print_json({"erased": bool(args.confirm), "records": rows})
    else:
        shown = [(KINDS[one.kind].say(args.lang), one.before.date(), one.count) for one in found]
        print_table(("kind", "before", "count"), shown)
    return 0


def way(args: argparse.Namespace) -> int:
    """Print the way of a package before it is published: a dry run without a case."""
    core = open_core(args, ready=False)
    rows = [
        {
            **row,
            "name": row["name"].say(args.lang),
            "steps": [{**step, "name": step["name"].say(args.lang)} for step in row["steps"]],
            "joint": {**row["joint"], "name": row["joint"]["name"].say(args.lang)} if row["joint"] else None,
            "promised": limit_words(row["promised"]).say(args.lang),
            "statutory": limit_words(row["statutory"]).say(args.lang) if row["statutory"] else None,
        }
        for row in way_of(core.app.catalogue, args.code, {})
    ]
    if args.json:
        print_json(rows)
    else:
        heads = ("item", "department", "after", "steps", "promised", "statutory", "joint")
        print_table(
            heads,
            [
                (
                    r["item"], r["department"], " ".join(r["after"]),
                    " > ".join(step["name"] for step in r["steps"]), r["promised"], r["statutory"] or "-",
                    r["joint"]["name"] if r["joint"] else "-",
                )
                for r in rows
            ],
        )  # fmt: skip
    return 0


COMMANDS = {"user": user, "retention": retention, "way": way}
