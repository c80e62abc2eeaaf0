"""The table of the benchmarks on made-up figures: what is judged, what is listed, what the run ends with."""

import subprocess
import sys

from tests.bench.ground import Ground, Size
from tests.bench.measure import Benchmark, Bound, Figure, Part
from tests.bench.table import report
from tests.conftest import ROOT

FAST = Benchmark("fast enough", "ms", Bound(at_most=50, ratio_at_most=2))
SLOW = Benchmark("too slow beside its floor", "ms", Bound(ratio_at_most=1.5))
RATE = Benchmark("so many a second", "/s", Bound(at_least=300, ratio_at_least=0.15))


def _report(capsys, *parts: Part) -> tuple[int, list[str]]:
    with Ground(Size()) as ground:
        status = report(parts, ground)
    return status, capsys.readouterr().out.splitlines()


def _line(lines: list[str], name: str) -> list[str]:
    return next(line for line in lines if line.startswith(name)).removeprefix(name).split()


def test_it_ends_with_0_when_every_figure_keeps_to_its_bound(capsys):
    part = Part("good", (FAST, RATE), lambda _: [Figure(FAST, 30, 20), Figure(RATE, 400, 2000)])
    status, lines = _report(capsys, part)
    assert status == 0
    assert len(lines) == 3  # the head and a line for each
    assert _line(lines, FAST.name) == [
        "30.00",
        "ms",
        "20.00",
        "ms",
        "1.50",
        "<=",
        "50",
        "and",
        "<=",
        "2x",
        "ok",
    ]
    assert _line(lines, RATE.name) == [
        "400.00",
        "/s",
        "2,000.00",
        "/s",
        "0.20",
        ">=",
        "300",
        "and",
        ">=",
        "0.15x",
        "ok",
    ]


def test_it_ends_with_1_and_lists_what_misses(capsys):
    part = Part("mixed", (FAST, SLOW), lambda _: [Figure(FAST, 30, 20), Figure(SLOW, 30, 10)])
    status, lines = _report(capsys, part)
    assert status == 1
    assert _line(lines, SLOW.name)[-1] == "MISSED"
    assert lines[-2:] == ["1 of 2 do not keep to their bound:", f"  MISSED {SLOW.name} (<= 1.5x)"]


def test_each_side_of_a_bound_is_kept_to_by_itself(capsys):
    for figure in (
        Figure(FAST, 51, 50),
        Figure(FAST, 50, 24),
        Figure(RATE, 299, 300),
        Figure(RATE, 300, 2001),
    ):
        one = figure.benchmark
        assert _report(capsys, Part("one", (one,), lambda _, f=figure: [f]))[0] == 1
    for figure in (Figure(FAST, 50, 25), Figure(RATE, 300, 2000)):
        one = figure.benchmark
        assert _report(capsys, Part("one", (one,), lambda _, f=figure: [f]))[0] == 0


def test_a_figure_without_its_floor_keeps_to_no_ratio(capsys):
    assert _report(capsys, Part("bare", (SLOW,), lambda _: [Figure(SLOW, 1)]))[0] == 1


def test_a_benchmark_that_breaks_is_a_row_and_the_others_still_run(capsys):
    def breaks(_: Ground):
        yield Figure(FAST, 1, 1)
        raise OSError("the disk is full")

    good = Part("good", (RATE,), lambda _: [Figure(RATE, 400, 500)])
    status, lines = _report(capsys, Part("broken", (FAST, SLOW), breaks), good)
    assert status == 1
    assert _line(lines, FAST.name)[-1] == "ok"
    assert _line(lines, SLOW.name)[-1] == "FAILED"
    assert _line(lines, RATE.name)[-1] == "ok"
    assert lines[-1] == f"  FAILED {SLOW.name} (<= 1.5x)"


def test_a_part_that_does_not_exist_is_refused_with_the_names_of_those_that_do():
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench", "nothing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "people" in done.stderr
