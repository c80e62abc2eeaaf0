"""What this PC's settings say of its printers."""

import pytest

from counter.settings import Desk


@pytest.mark.parametrize(
    "desk, paper",
    [
        (Desk(), "roll"),
        (Desk(slip_printer="slips"), "roll"),
        (Desk(a4_printer="office", slip_printer="slips"), "roll"),
        (Desk(a4_printer="office"), "a5"),
    ],
)
def test_the_slip_goes_on_a5_only_where_an_a4_printer_prints_it(desk, paper):
    assert desk.slip_paper == paper
