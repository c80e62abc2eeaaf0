"""The hash chain over events: any change of an entry changes its hash."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest

from counter.domain.chain import PROBLEMS, START, entry_hash, seal_hash

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
ENTRY = (START, "FY01-2600001-K", 1, AT, "clerk", "1", "accepted", {"a": 1, "b": "件"})


def test_an_entry_is_hashed_over_its_canonical_form():
    text = (
        '["'
        + "0" * 64
        + '","FY01-2600001-K",1,"2026-11-23T02:00:00+00:00","clerk","1","accepted",{"a":1,"b":"件"}]'
    )
    assert entry_hash(*ENTRY) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize(
    "at, value",
    [
        (0, "1" + "0" * 63), (1, "FY01-2600002-K"), (2, 2), (3, AT + timedelta(seconds=1)), (4, "head"),
        (5, "2"), (6, "rejected"), (7, {"a": 2, "b": "件"}),
    ],
)  # fmt: skip
def test_whatever_is_changed_changes_the_hash(at, value):
    changed = [*ENTRY]
    changed[at] = value
    assert entry_hash(*changed) != entry_hash(*ENTRY)


def test_the_zone_the_order_of_keys_and_fractions_change_nothing():
    same = [*ENTRY]
    same[3] = AT.astimezone(timezone(timedelta(hours=8))).replace(microsecond=7)
    same[7] = {"b": "件", "a": 1}
    assert entry_hash(*same) == entry_hash(*ENTRY)


def test_a_seal_covers_what_stands_before_it():
    assert seal_hash("x", 1, 2, "y") == hashlib.sha256(b"x|1|2|y").hexdigest()


def test_nothing_stands_before_the_first_and_every_problem_has_words():
    assert (len(START), set(START)) == (64, {"0"})
    assert all(words.zh and words.en for words in PROBLEMS.values())
