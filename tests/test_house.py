"""The house's own rules: import contracts, sizes, docstrings, words that do not belong."""

import ast
import re
import subprocess
import sys
import tokenize
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("counter", "forms", "printing", "db")
MODULES = sorted(
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "versions" not in path.parts
)
LONGEST = 400


def test_no_module_is_longer_than_four_hundred_lines():
    long = {
        str(p.relative_to(ROOT)): n
        for p in MODULES
        if (n := len(p.read_text("utf-8").splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_says_what_it_is_for():
    for path in MODULES:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_no_drawers():
    forbidden = {"utils", "helpers", "misc", "common", "manager"}
    assert not [path for path in MODULES if path.stem in forbidden]


NOT_OUR_WORDS = {
    "paper": "printout or material", "papers": "printouts or materials", "debt": "outstanding material",
    "debts": "outstanding materials", "owed": "outstanding", "errand": "request between departments",
    "errands": "requests between departments", "deed": "step", "deeds": "steps", "lane": "second visit",
    "mending": "correction", "wedge": "barcode scanner", "teller": "notifier", "retell": "recalculate",
}  # fmt: skip
"""Words that once stood for the same things, with the one word that stands now."""
OTHERS_WORDS = {
    "paper": "what a slip is printed on", "slip_paper": "what a slip is printed on",
    "papers": "a place in the hall's own message templates",
}  # fmt: skip


def names_in(path: Path) -> set[str]:
    with path.open(encoding="utf-8") as source:
        return {t.string for t in tokenize.generate_tokens(source.readline) if t.type == tokenize.NAME}


def strange_words(name: str) -> list[str]:
    if name.lstrip("_") in OTHERS_WORDS:
        return []
    name = name.replace("_on_paper", "")  # said of a department's answer, not of a thing
    return [
        word for word in re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().split("_") if word in NOT_OUR_WORDS
    ]


def test_one_word_stands_for_one_thing():
    assert strange_words("PaperRecord") == ["paper"]
    assert strange_words("_open_debts") == ["debts"]
    found = {
        (str(path.relative_to(ROOT)), name)
        for path in [*MODULES, *(ROOT / "tests").rglob("*.py")]
        for name in names_in(path)
        if strange_words(name)
    }
    assert {f"{where}: {name}": NOT_OUR_WORDS[strange_words(name)[0]] for where, name in found} == {}


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("forms/merge.py", "import PySide6.QtCore", "Rules know no tools"),
        ("counter/usecases/reading/find.py", "import db.lists", "Imports point inwards"),
        ("printing/label.py", "import db.lists", "Imports point inwards"),
        ("counter/ui/help.py", "import db.lists", "Imports point inwards"),
        ("counter/web/app.py", "import counter.ui.theme", "Imports point inwards"),
        ("counter/devices/keys.py", "import db.lists", "Imports point inwards"),
        ("counter/astray.py", '"""A room in no layer."""', "Every room of the program stands in a layer"),
        (
            "counter/settings.py",
            "import counter.usecases.reading.find",
            "Every room of the program stands in a layer",
        ),
        ("counter/ui/help.py", "import counter.wiring", "The wiring is known to the commands alone"),
        (
            "counter/usecases/hall/seal.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from counter.wiring import Core",
            "The wiring is known to the commands alone",
        ),
        ("counter/cli/audit.py", "import PySide6.QtCore", "Qt lives in counter.ui"),
        ("counter/cli/audit.py", "import sqlalchemy", "SQL lives in db"),
        ("counter/devices/keys.py", "import reportlab", "PDF lives in printing"),
        ("counter/cli/audit.py", "import starlette", "HTTP lives in counter.web"),
        ("forms/merge.py", "import openpyxl", "Devices, workbooks and ciphers live in counter.devices"),
        ("db/roles.py", "import cryptography", "Devices, workbooks and ciphers live in counter.devices"),
        ("counter/ui/theme.py", "import fontTools", "Fonts are cut in printing"),
        ("db/roles.py", "import argon2", "Passwords are hashed where accounts are kept"),
        ("forms/merge.py", "import holidays", "The published working days are read by the calendar"),
    ],
)
def test_a_planted_violation_is_found(tmp_path, file, line, contract):
    """The rules are checked on a copy of the tree with one wrong import."""
    for package in (*PACKAGES, "pyproject.toml"):
        source = ROOT / package
        subprocess.run(["cp", "-r", str(source), str(tmp_path)], check=True)
    target = tmp_path / file
    before = target.read_text("utf-8") if target.exists() else ""
    target.write_text(f"{before}\n{line}\n", "utf-8")
    found = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 1, found.stdout
    assert re.search(rf"^{re.escape(contract)}.* BROKEN$", found.stdout, re.MULTILINE), found.stdout


LONGEST_WIRING = 150


def transactions_in(source: str) -> list[str]:
    """Return what opens or ends a transaction in a module."""
    opened = [
        ast.unparse(item.context_expr)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.With | ast.AsyncWith)
        for item in node.items
        if re.search("uow|unit_?of_?work", ast.unparse(item.context_expr), re.IGNORECASE)
    ]
    ended = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("commit", "rollback")
    ]
    return opened + ended


def test_the_wiring_is_short_and_opens_no_transaction():
    assert transactions_in("with core.uow() as uow:\n    uow.commit()") == ["core.uow()", "uow.commit"]
    assert transactions_in("with SqlUnitOfWork(engine) as one: pass") == ["SqlUnitOfWork(engine)"]
    source = (ROOT / "counter/wiring.py").read_text("utf-8")
    assert len(source.splitlines()) <= LONGEST_WIRING
    assert transactions_in(source) == []


def test_no_front_opens_a_transaction():
    found = {
        str(path.relative_to(ROOT)): opened
        for front in ("ui", "web", "cli")
        for path in (ROOT / "counter" / front).rglob("*.py")
        if (opened := transactions_in(path.read_text("utf-8")))
    }
    assert found == {}


def test_no_modules_import_each_other_in_a_circle(tmp_path):
    """Also not where only the type checker looks: those imports count like all others."""

    def check(folder: Path) -> None:
        code = (
            "import graphlib, grimp\n"
            f"graph = grimp.build_graph(*{PACKAGES!r}, cache_dir=None)\n"
            "imports = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}\n"
            "graphlib.TopologicalSorter(imports).prepare()"
        )
        subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)

    check(ROOT)
    for package in PACKAGES:
        subprocess.run(["cp", "-r", str(ROOT / package), str(tmp_path)], check=True)
    with (tmp_path / "counter/domain/words.py").open("a", encoding="utf-8") as planted:
        planted.write(
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import counter.domain.errors\n"
        )
    with pytest.raises(subprocess.CalledProcessError) as found:
        check(tmp_path)
    assert "CycleError" in found.value.stderr


def test_the_lock_files_have_hashes_and_name_no_index():
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "--hash=sha256:" in text
        assert not re.search(r"https?://|--index", text)


def test_every_runtime_dependency_is_locked():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    locked = (ROOT / "requirements.lock").read_text("utf-8").lower()
    for entry in declared:
        name = re.split(r"[\[<>=~ ]", entry)[0].lower()
        assert re.search(rf"^{re.escape(name)}(\[\w+\])?==", locked, re.MULTILINE), name


@pytest.mark.parametrize("folder", ["domain", "forms"])
def test_the_tests_of_the_rules_load_no_tool(folder):
    """They are functions of values: imported alone, they bring neither Qt nor SQL, and no test imports a test."""
    modules = [f"tests.{folder}.{path.stem}" for path in sorted((ROOT / "tests" / folder).glob("test_*.py"))]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        "tools = {'PySide6', 'sqlalchemy', 'alembic', 'reportlab', 'starlette'}\n"
        "print(sorted(tools & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_tests_of_the_rules_import_no_test_and_start_no_process():
    for path in [*(ROOT / "tests/domain").glob("*.py"), *(ROOT / "tests/forms").glob("*.py")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"^(from|import) (tests\.\S*test_|tests\.conftest|subprocess|multiprocessing)", text, re.MULTILINE
        ), path
