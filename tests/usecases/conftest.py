"""What the tests of use cases share."""

import pytest

from tests.usecases.one_hall import AHall


@pytest.fixture
def hall() -> AHall:
    """A hall on a Monday morning, 2026-11-23 10:00, with an empty database."""
    return AHall()
