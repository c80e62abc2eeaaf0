"""The credit record: who may not rely on a promise, until when, and why."""

from datetime import date

import pytest

from counter.domain.credit import KINDS, CreditEntry, barring, reason_words
from tests.builders import MONDAY, TODAY


def entry(kind: str = "broken_promise", **changes: object) -> CreditEntry:
    values = {
        "id": 1, "id_type": "resident_id", "id_number": "230833199001010011", "name": "阿依努尔", "kind": kind,
        "reason": "未补交", "source": "抚远市", "recorded_at": MONDAY, "recorded_by": "head",
    }  # fmt: skip
    return CreditEntry(**(values | changes))


@pytest.mark.parametrize(
    "kind, bars",
    [("broken_promise", True), ("false_promise", True), ("blacklist", True), ("court_defaulter", True), ("ban", True), ("points", False)],
)  # fmt: skip
def test_a_promise_is_barred_by_everything_but_points(kind, bars):
    assert kind in KINDS
    assert entry(kind).bars(TODAY) is bars


@pytest.mark.parametrize(
    "ends_on, repaired, counts",
    [(None, None, True), (date(2026, 11, 23), None, True), (date(2026, 11, 22), None, False), (None, MONDAY, False), (date(2027, 1, 1), MONDAY, False)],
)  # fmt: skip
def test_an_entry_counts_to_its_last_day_or_its_repair(ends_on, repaired, counts):
    one = entry(ends_on=ends_on, repaired_at=repaired)
    assert one.counts_on(TODAY) is counts
    assert barring([one], TODAY) == ((one,) if counts else ())


def test_a_body_is_public_and_a_person_masked():
    person, body = entry(), entry(id_type="uscc", id_number="91110000600037341L", name="某公司")
    assert (person.shown_name, person.shown_number) == ("阿***", "230***********0011")
    assert (body.shown_name, body.shown_number) == ("某公司", "91110000600037341L")


def test_the_reason_names_kind_source_and_what_lifts_it():
    words = reason_words([entry("ban", ends_on=date(2027, 1, 1)), entry()])
    for part in ("限制申请（抚远市，至 2027-01-01 止）", "承诺未履行（抚远市，修复前）"):
        assert part in words.zh
    for part in ("until 2027-01-01", "until it is repaired"):
        assert part in words.en
