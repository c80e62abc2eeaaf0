"""The catalogue that the program brings along, read from its resources."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from forms.catalogue import Catalogue
from forms.doctor import examine
from forms.item_guide import overlay
from forms.reading import CatalogueRefused, Raw, build, read_files

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def read_resource(name: str) -> Raw:
    """Return the tables of a file of the resources."""
    return tomllib.loads((RESOURCES / name).read_text(encoding="utf-8"))


def catalogue_faults(today: date, folder: Path | None = None) -> list[dict[str, str]]:
    """Return what the catalogue doctor finds on the day: shape, rules, what is over."""
    try:
        faults = examine(build(read_files(folder or RESOURCES / "catalogue")), today)
    except CatalogueRefused as refusal:
        faults = list(refusal.faults)
    return [{"file": f.file, "key": f.key, "problem": f.problem, "remedy": f.remedy} for f in faults]


def catalogue_tables(imported: Mapping[str, Mapping[str, Any]]) -> Raw:
    """Return the catalogue's tables as they are in force: the files, and the imported items over them."""
    return overlay(read_files(RESOURCES / "catalogue"), imported)


def load_catalogue(
    folder: Path | None = None, imported: Mapping[str, Mapping[str, Any]] | None = None
) -> Catalogue:
    """Return the catalogue of the folder (EnvironmentFault with every fault by file and key)."""
    try:
        catalogue = build(overlay(read_files(folder or RESOURCES / "catalogue"), imported or {}))
    except CatalogueRefused as refusal:
        faults = "；".join(str(fault) for fault in refusal.faults)
        raise EnvironmentFault(
            "bad_catalogue", Words("事项目录有误：{f}", "The catalogue is wrong: {f}").fill(f=faults)
        ) from refusal
    return catalogue
