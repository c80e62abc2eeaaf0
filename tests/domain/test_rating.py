"""Ratings: five grades in two countings, and the rectification that a bad one sets going."""

import pytest

from counter.domain.rating import (
    COLLECTION,
    GRADES,
    VISIT,
    Rating,
    Rectification,
    grade_number,
    interface_grade,
    recalculated,
    subject_words,
)
from tests.builders import MONDAY, a_calendar, local


@pytest.mark.parametrize(
    "grade, standard, interface, bad",
    [
        ("very_satisfied", 1, 5, False), ("satisfied", 2, 4, False), ("basically_satisfied", 3, 3, False),
        ("dissatisfied", 4, 2, True), ("very_dissatisfied", 5, 1, True),
    ],
)  # fmt: skip
def test_grades_count_from_one_down_and_from_five(grade, standard, interface, bad):
    """GB/T 39046 A.8 counts the best as 1; the interface counts it as 5, and below 3 is bad."""
    one = Rating(1, "rating", VISIT, 1, grade, (), "", "phone", MONDAY, "1", "", "")
    assert (grade_number(grade), interface_grade(grade), one.is_bad) == (standard, interface, bad)
    assert len(GRADES) == 5


def test_a_rating_is_about_taking_in_handing_over_or_a_case():
    assert [subject_words(one).zh for one in (VISIT, COLLECTION, "2")] == [
        "窗口收件服务", "窗口发件服务", "第 2 项",
    ]  # fmt: skip


@pytest.mark.parametrize("days, due", [(5, "2026-11-30 17:00"), (15, "2026-12-14 17:00")])
def test_a_rectification_is_due_in_working_days_from_its_opening(days, due):
    one = Rectification(1, 1, VISIT, "head", days, MONDAY, None)
    assert recalculated(one, a_calendar()).due_at == local(due)
    assert recalculated(one, a_calendar()).provisional is False
    assert one.clock.ended_at is None
    assert one.clock.started_at == MONDAY
