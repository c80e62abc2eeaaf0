"""Catalogues as databases keep them: each with the version of its shape, brought up to today's when it is read.

A case lives under the catalogue it was accepted under, often for months, while the files of the program go on
changing their keys. What was kept is never rewritten; it is upgraded on its way to ``forms.reading``.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from forms.reading import Raw

SHAPE: Final = 2
"""The version of the shape in which catalogues and imported items are kept today."""


class NewerShape(ValueError):
    """The catalogue was kept by a newer program than this one; only that one can read it."""


def _measures_without_a_sentence(raw: Raw) -> Raw:
    """Bring shape 1 to 2: what carries a measure is named by code, no longer told in a sentence beside it."""
    measures = {
        number: {key: value for key, value in measure.items() if key != "mechanism"}
        if isinstance(measure, Mapping)
        else measure
        for number, measure in raw.get("measures.toml", {}).items()
    }
    return {**raw, "measures.toml": measures} if "measures.toml" in raw else raw


UPGRADES: Final[Mapping[int, Callable[[Raw], Raw]]] = {1: _measures_without_a_sentence}
"""What brings a shape to the next one, by the version it starts from; one entry for every version but today's."""


def shape_of(raw: Mapping[str, Any]) -> int:
    """Return the shape of tables that were kept before shapes had versions."""
    measures = raw.get("measures.toml", {})
    has_sentence = any("mechanism" in one for one in measures.values() if isinstance(one, Mapping))
    return 1 if has_sentence else 2


def in_todays_shape(raw: Raw, shape: int | None) -> Raw:
    """Return kept tables as today's reader takes them; *shape* is None for those kept without its version.

    Refuses (NewerShape) what only a newer program can read.
    """
    version = shape_of(raw) if shape is None else shape
    if version > SHAPE:
        raise NewerShape(f"shape {version}, this program knows {SHAPE}")
    for one in range(version, SHAPE):
        raw = UPGRADES[one](raw)
    return raw


def item_in_todays_shape(code: str, content: Mapping[str, object], shape: int | None) -> Mapping[str, object]:
    """Return an imported item's table as today's reader takes it (NewerShape)."""
    file = f"items/{code}.toml"
    return in_todays_shape({file: content}, shape)[file]
