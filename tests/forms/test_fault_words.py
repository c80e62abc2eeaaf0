"""Faults of a catalogue in the words of the people who keep it."""

import ast
import re

import pytest

from forms.fault_words import fault_words
from tests.builders import ROOT, a_catalogue

CATALOGUE = a_catalogue()


def _said_by(module: str) -> set[str]:
    """Return what the module can say of a fault and its remedy, with {} where facts stand."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / "forms" / f"{module}.py").read_text(encoding="utf-8"))):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        texts = node.args[2:4] if name == "Fault" else node.args[1:3] if name == "fault" else []
        for one in texts:
            for part in (one.body, one.orelse) if isinstance(one, ast.IfExp) else (one,):
                if isinstance(part, ast.Constant):
                    found.add(part.value)
                elif isinstance(part, ast.JoinedStr):
                    found.add("".join(v.value if isinstance(v, ast.Constant) else "7" for v in part.values))
    return found


@pytest.mark.parametrize("module", ["doctor", "item_guide", "places", "reading"])
def test_every_fault_of_a_catalogue_is_told_in_chinese(module):
    said = _said_by(module)
    assert len(said) > 5
    english = {
        text for text in said if re.search("[a-z]{4}", fault_words(text).zh) and fault_words(text).zh == text
    }
    assert english == set()
    assert fault_words("voltage is never 380").zh == "voltage 不会是 380"
