"""What the program brings along: the catalogue and the templates, read from its resources."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from counter.usecases.ports import UnitOfWork
from counter.usecases.tell import checked_templates
from forms.catalogue import Catalogue
from forms.doctor import examine
from forms.item_guide import overlay
from forms.kept import SHAPE, NewerShape, in_todays_shape, item_in_todays_shape
from forms.reading import CatalogueRefused, Raw, build, plain, read_files

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def load_templates() -> Mapping[str, str]:
    """Return the templates of messages (EnvironmentFault when the file is wrong)."""
    return checked_templates(tomllib.loads((RESOURCES / "messages.toml").read_text(encoding="utf-8")))


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


def keep_catalogue(catalogue: Catalogue, imported: Mapping[str, Mapping[str, Any]], uow: UnitOfWork) -> None:
    """Keep the version in force in the database, once, for the cases that are accepted under it."""
    if uow.setup.kept_catalogue(catalogue.digest) is None:
        content = plain(catalogue_tables(imported))
        uow.setup.keep_catalogue(catalogue.digest, catalogue.version, content, SHAPE, uow.moment())


def kept_catalogue(digest: str, uow: UnitOfWork) -> Catalogue:
    """Return the version of the catalogue that the database keeps under the digest, upgraded to today's shape.

    Refuses (EnvironmentFault ``no_catalogue``, ``newer_catalogue``) rather than let another version stand for it:
    the limits and materials of a case are those it was accepted under.
    """
    kept = uow.setup.kept_catalogue(digest)
    if kept is None:
        raise EnvironmentFault(
            "no_catalogue",
            Words(
                "本库缺少该办件受理时的事项目录（{d}），无法办理；请从备份恢复数据库后重试。",
                "The catalogue that the case was accepted under ({d}) is missing here; restore the database from a copy.",
            ).fill(d=digest[:12]),
        )
    content, shape = kept
    try:
        return build(in_todays_shape(json.loads(content), shape), digest)
    except NewerShape as refusal:
        raise EnvironmentFault(
            "newer_catalogue",
            Words(
                "该办件受理时的事项目录由更新版本的程序保存，请先更新本程序。",
                "The case was accepted under a catalogue that a newer program kept; update this one first.",
            ),
        ) from refusal


def imported_items(uow: UnitOfWork) -> Mapping[str, Mapping[str, Any]]:
    """Return the items that were imported into the database, by code, in today's shape."""
    return {one.code: item_in_todays_shape(one.code, one.content, one.shape) for one in uow.books.imported()}
