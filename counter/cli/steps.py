"""What the table of steps says of itself: ``act --help``, ``act VERB --help`` and ``rights``."""

import argparse
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from counter.cli.output import print_json, print_table
from counter.domain.roles import who_may
from counter.domain.words import Lang, Words
from counter.usecases.reading.wording import CASE_STATES
from counter.usecases.steps.facts import asking_of, is_required
from counter.usecases.steps.rights import rights as rows_of_rights
from counter.usecases.steps.rights import rights_in_words, step_named
from counter.usecases.steps.table import STEPS, Step

USAGE = Words(
    "用法：main.py act 动作 办件号或申请编号 --as 账号 [--data JSON]\n各动作所需内容：main.py act 动作 --help",
    "usage: main.py act VERB CASE_NO or APPLICATION_NO --as USER [--data JSON]\nfacts of a verb: main.py act VERB --help",
)


def _from(step: Step, lang: Lang) -> str:
    if step.on_case is None:
        return Words("申请", "an application").say(lang)
    states = [CASE_STATES[state].say(lang) for state in sorted(step.states)]
    return ", ".join(states) or Words("任何状态", "any state").say(lang)


def help_of_all(lang: Lang) -> str:
    """Return every verb with its words, who may take it and from where."""
    lines = [USAGE.say(lang), ""]
    for step in STEPS.values():
        lines.append(f"{step.verb:<20} {step.words.say(lang)}")
        lines.append(f"{'':<20} {who_may(step.permission).say(lang)} · {_from(step, lang)}")
    return "\n".join(lines)


def help_of(verb: str, lang: Lang) -> str:
    """Return what a verb asks: name, type, options and meaning of each fact (InputRefused ``unknown_verb``)."""
    step = step_named(verb)
    lines = [
        f"{step.verb}  {step.words.say(lang)}",
        Words("可办理：", "who may: ").say(lang) + who_may(step.permission).say(lang),
        Words("自：", "from: ").say(lang) + _from(step, lang),
    ]
    for one in fields(step.facts):
        asking = asking_of(one)
        needed = Words("必填", "required") if is_required(one) else Words("可空", "optional")
        lines.append(f"  {one.name:<16} {asking.kind:<8} {needed.say(lang):<9} {asking.words.say(lang)}")
        if asking.meaning.say(lang):
            lines.append(f"  {'':<16} {asking.meaning.say(lang)}")
        if callable(asking.options):
            lines.append(
                f"  {'':<16} " + Words("可选项随办件而定", "its options depend on the case").say(lang)
            )
        elif asking.options is not None:
            lines += [f"  {'':<16} {code}  {words.say(lang)}" for code, words in asking.options.items()]
    if len(lines) == 3:  # noqa: PLR2004 - its head alone
        lines.append("  " + Words("（无需内容）", "(no facts)").say(lang))
    return "\n".join(lines)


def print_help(namespace: argparse.Namespace, lang: Lang) -> None:
    """Print the help of the verb that was named, or of all."""
    verb = getattr(namespace, "verb", None)
    print(help_of(verb, lang) if verb else help_of_all(lang))


def rights(args: argparse.Namespace) -> int:
    """Print the rights as they are applied."""
    rows: Sequence[dict[str, Any]] = rows_of_rights()
    if args.json:
        print_json(rows)
        return 0
    print_table(
        ("step", "words", "role", "whose", "from"),
        [
            (row["step"], words.say(args.lang), role.say(args.lang), whose.say(args.lang) or row["whose"], " ".join(row["from"]))
            for row, (words, role, whose) in zip(rows, rights_in_words(), strict=True)
        ],
    )  # fmt: skip
    return 0
