"""The verdict on the largest package, a material ticked in the window, and loading the whole catalogue.

The floors: reading the catalogue's files as plain TOML, and judging nothing but a dictionary of the same size.
"""

import copy
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from counter.cli.project_forms import stage_form
from forms.catalogue import Catalogue
from forms.form_reading import read_submission
from forms.loading import RESOURCES, load_catalogue
from forms.reading import build, read_files
from forms.verdict import judge
from tests.bench.ground import Ground
from tests.bench.measure import Benchmark, Bound, Figure, Part, median_seconds

ITEMS, MATERIALS = 40, 120
TODAY = date(2026, 11, 23)
CATALOGUE = Benchmark("the whole catalogue loaded / plain TOML", "ms", Bound(at_most=150))
CHECKED = Benchmark(f"form read and judged, {ITEMS} items, {MATERIALS} materials", "ms", Bound(at_most=30))
TICKED = Benchmark("a material ticked, verdict shown (one frame)", "ms", Bound(at_most=16))


def _large() -> Catalogue:
    """A package of forty items with 120 materials, made of the catalogue's own."""
    raw: dict[str, Any] = copy.deepcopy({k: dict(v) for k, v in read_files(RESOURCES / "catalogue").items()})
    codes = [file.split("/")[1].removesuffix(".toml") for file in raw if file.startswith("items/")][:ITEMS]
    names, per_item = raw["materials.toml"], MATERIALS // ITEMS
    for n, code in enumerate(codes):
        own = []
        for k in range(per_item):
            printout = f"bench_{n}_{k}"
            names[printout] = {"name": {"zh": f"材料{n}-{k}", "en": f"Printout {n}-{k}"}}
            own.append({"code": printout, "form": "copy"})
        raw[f"items/{code}.toml"]["materials"] = own
    raw["packages.toml"]["bench"] = {
        "name": {"zh": "大套餐", "en": "Large"}, "short": "999", "initials": "dtc", "items": codes,
    }  # fmt: skip
    return build(raw)


def run(_ground: Ground) -> Iterator[Figure]:
    """Give the figures of catalogue, check and screen."""
    folder = RESOURCES / "catalogue"

    def plain() -> None:
        for path in folder.rglob("*.toml"):
            tomllib.loads(path.read_text(encoding="utf-8"))

    floor = median_seconds(plain, 9) * 1000
    yield Figure(CATALOGUE, median_seconds(load_catalogue, 9) * 1000, floor)
    catalogue = _large()
    package = catalogue.packages["bench"]
    form = stage_form("construction-works") | {"package": "bench", "items": list(package.items)}
    form["materials"] = [
        {"code": m.code, "form": "copy"} for c in package.items for m in catalogue.items[c].materials
    ]
    read = read_submission(form, catalogue, TODAY)
    whole = median_seconds(lambda: read_submission(form, catalogue, TODAY), 20) * 1000
    submission = read.submission or replace(
        _any(catalogue), items=tuple(catalogue.items[c] for c in package.items)
    )
    table = {m["code"]: m for m in form["materials"]}
    floor = (
        median_seconds(lambda: [table.get(f"bench_{n}_{k}") for n in range(ITEMS) for k in range(3)], 200)
        * 1000
    )
    ours = median_seconds(lambda: judge(catalogue, submission), 50) * 1000
    yield Figure(CHECKED, whole + ours, floor)
    yield _ticked()


def _any(catalogue: Catalogue) -> Any:
    found = read_submission(stage_form("construction-works"), catalogue, TODAY).submission
    if found is None:
        raise AssertionError("the sample form is complete")
    return found


def _ticked() -> Figure:
    """Tick a printout in the real page: from the key to the verdict on the screen."""
    import os

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from counter.cli.rehearsal import SAMPLE_FORMS
    from counter.ui.intake.page import IntakePage

    application = QApplication.instance() or QApplication([])
    catalogue = load_catalogue()
    page = IntakePage(catalogue, "zh", lambda raw: read_submission(raw, catalogue, TODAY))
    page.resize(1366, 768)
    page.show()
    page.show_form(dict(SAMPLE_FORMS[0]))
    application.processEvents()
    codes = [f.material.code for f in page.material_panel.findings if f.material.strictest.source != "system"]

    def tick() -> None:
        page.material_panel.list.toggled.emit(codes[0])
        application.processEvents()

    def nothing() -> None:
        page.material_panel.list.viewport().update()
        application.processEvents()

    figure = Figure(TICKED, median_seconds(tick, 40) * 1000, median_seconds(nothing, 40) * 1000)
    page.close()
    return figure


PART = Part("verdict", (CATALOGUE, CHECKED, TICKED), run)
