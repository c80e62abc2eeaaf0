"""The audit command: verify the chains of events, or seal what was added since the last time."""

import argparse
from dataclasses import asdict
from typing import Any

from counter.cli.output import print_json, print_pairs
from counter.cli.session import open_core
from counter.domain.chain import PROBLEMS
from counter.domain.errors import NotAllowed
from counter.domain.words import Words
from counter.usecases.hall.seal import audit_events, seal_events


def audit(args: argparse.Namespace) -> int:
    """``verify`` checks every entry and checkpoint (exit 3: the first that does not fit); ``seal`` adds one."""
    core = open_core(args)
    if args.verb == "seal":
        answer: dict[str, Any] = {"sealed": seal_events(core.app)}
        print_json(answer) if args.json else print_pairs(list(answer.items()))
        return 0
    found = audit_events(core.app)
    if found.broken is not None:
        one = found.broken
        problem = PROBLEMS[one.problem]
        raise NotAllowed(
            "audit_broken",
            Words(
                "记录 {n}（链 {c} 第 {s} 条）不符：{p}。",
                "Entry {n} (chain {c}, number {s}) does not fit: {p}.",
            ).fill(n=one.event, c=one.chain, s=one.seq, p=problem),
            {"event": Words(str(one.event), str(one.event))},
        )
    answer = {k: v for k, v in asdict(found).items() if k != "broken"}
    print_json(answer) if args.json else print_pairs(list(answer.items()))
    return 0
