"""The versions of the catalogue that are kept in the database, and the items that were imported into it."""

import json
from collections.abc import Mapping
from typing import Any

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words
from counter.usecases.ports.unit_of_work import UnitOfWork
from forms.catalogue import Catalogue
from forms.kept import SHAPE, NewerShape, in_todays_shape, item_in_todays_shape
from forms.loading import catalogue_tables
from forms.reading import build, plain


def keep_catalogue(catalogue: Catalogue, imported: Mapping[str, Mapping[str, Any]], uow: UnitOfWork) -> bool:
    """Keep the version in force in the database for the cases that are accepted under it.

    Returns whether it was there already.
    """
    if uow.setup.kept_catalogue(catalogue.digest) is not None:
        return True
    content = plain(catalogue_tables(imported))
    uow.setup.keep_catalogue(catalogue.digest, catalogue.version, content, SHAPE, uow.moment())
    return False


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
