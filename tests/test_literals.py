"""No place compares a verb, a role, an outcome, a state, a closing, an event's kind or a moment with a bare text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter.domain.case import CaseState
from counter.domain.events import SAID, EventKind
from counter.domain.material import MaterialState
from counter.domain.moments import Moment
from counter.domain.outcome import Closing, Outcome
from counter.domain.roles import ROLE_WORDS, Role
from counter.domain.verbs import Verb
from counter.usecases.steps.table import STEPS

ROOT = Path(__file__).parents[1]
ROOMS = ("counter", "forms", "printing", "db")
CODES = {
    "verb": frozenset(Verb),
    "role": frozenset(Role),
    "outcome": frozenset(Outcome),
    "outcomes": frozenset(Outcome),
    "state": frozenset(CaseState) | frozenset(MaterialState),
    "closing": frozenset(Closing),
    "what": frozenset(EventKind),
    "moments": frozenset(Moment),
}
"""What a value is called, and the texts it may not be compared with."""
PREFIXES = ("granted:", "milestone:", "material:", "lapsed:")


def name_of(node: ast.expr) -> str:
    """Return what a value is called: the last word of a.b.state, of str(state), of case["state"]."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str" and node.args:
        return name_of(node.args[0])
    if isinstance(node, ast.Attribute):
        return node.attr.lstrip("_")
    if isinstance(node, ast.Name):
        return node.id.lstrip("_")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return ""


def texts_of(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return [text for one in node.elts for text in texts_of(one)]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "frozenset":
        return [text for one in node.args for text in texts_of(one)]
    return []


def compared(tree: ast.AST) -> Iterator[tuple[int, list[ast.expr]]]:
    """Yield the lines where values meet: comparisons, membership, SQL's in_, lookups, matches."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield node.lineno, [node.left, *node.comparators]
        elif isinstance(node, ast.Subscript):
            yield node.lineno, [node.value, node.slice]
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("in_", "not_in", "get"):
                yield node.lineno, [node.func.value, *node.args]
        elif isinstance(node, ast.Match):
            cases = [one.pattern.value for one in node.cases if isinstance(one.pattern, ast.MatchValue)]
            yield node.lineno, [node.subject, *cases]


def literals(source: str) -> list[tuple[int, str]]:
    """Return the lines of a module that compare a code with a bare text, and the text."""
    tree = ast.parse(source)
    found = []
    for line, sides in compared(tree):
        codes = frozenset[str]().union(*(CODES.get(name_of(side), frozenset()) for side in sides))
        found += [(line, text) for side in sides for text in texts_of(side) if text in codes]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(PREFIXES):
            found.append((node.lineno, node.value))
    return sorted(set(found))


MODULES = [
    path
    for room in ROOMS
    for path in sorted((ROOT / room).rglob("*.py"))
    if "versions" not in path.parts and path.name != "moments.py"
]


def test_no_code_is_compared_with_a_bare_text():
    found = {
        str(path.relative_to(ROOT)): lines for path in MODULES if (lines := literals(path.read_text("utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "planted",
    [
        'if case.state == "waiting": pass',
        'if str(case.state) != "waiting": pass',
        'found = officer.role in ("clerk", "supervisor")',
        'found = {"role": 1}["role"] == "clerk" or row["role"] == "clerk"',
        'query.where(CaseRow.outcome.in_(["accepted"]))',
        'at = clocked.moments.get("decision")',
        'at = clocked.moments["acceptance"]',
        'found = "closed" in moments',
        'match event.what:\n    case "approve": pass',
        'found = verb == "claim"',
        'found = case.closing == "refused"',
        'name = f"granted:{item}"',
    ],
)
def test_a_planted_text_is_found(planted):
    assert literals(planted)


def test_each_verb_outcome_and_kind_is_declared_once():
    assert set(STEPS) == set(Verb)
    assert set(Verb) <= set(EventKind)
    assert {one for one in Outcome if one not in (Outcome.MIXED, Outcome.RECEIVED)} <= set(EventKind)
    assert set(SAID) == set(EventKind)
    assert set(ROLE_WORDS) == set(Role)
