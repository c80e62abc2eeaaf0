"""One table of every figure with its bound, and the exit status of the run."""

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench.ground import Ground, say
from tests.bench.measure import Benchmark, Figure, Part

COLUMNS = ("benchmark", "ours", "floor", "ratio", "bound", "")


@dataclass(frozen=True)
class Row:
    """A benchmark and what came of it; without a figure it could not be measured."""

    benchmark: Benchmark
    figure: Figure | None

    @property
    def word(self) -> str:
        """The judgement: ok, MISSED or FAILED."""
        if self.figure is None:
            return "FAILED"
        return "ok" if self.benchmark.bound.is_met(self.figure.ours, self.figure.ratio) else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """Return the row as the table shows it."""
        one, unit = self.figure, self.benchmark.unit
        return (
            self.benchmark.name,
            f"{one.ours:,.2f} {unit}".strip() if one else "-",
            f"{one.floor:,.2f} {unit}".strip() if one and one.floor is not None else "-",
            f"{one.ratio:,.2f}" if one and one.ratio is not None else "-",
            str(self.benchmark.bound),
            self.word,
        )


def measure(parts: Sequence[Part], ground: Ground) -> list[Row]:
    """Run the parts one after another; one that breaks off leaves its other benchmarks FAILED."""
    rows: list[Row] = []
    for part in parts:
        begun = time.monotonic()
        found: dict[str, Figure] = {}
        try:
            for figure in part.run(ground):
                found[figure.benchmark.name] = figure
                say(f"  {figure.benchmark.name}: {figure.ours:,.2f} {figure.benchmark.unit}")
        except Exception:  # noqa: BLE001 - whatever broke is one row of the table, the others still run
            say(traceback.format_exc())
        say(f"{part.name} took {time.monotonic() - begun:.0f} s")
        rows += [Row(one, found.get(one.name)) for one in part.benchmarks]
    return rows


def table(rows: Sequence[Row]) -> str:
    """Return the table of the rows, figures set to the right."""
    lines = [COLUMNS, *(row.cells() for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if n in (1, 2, 3) else cell.ljust(width)
            for n, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def report(parts: Sequence[Part], ground: Ground) -> int:
    """Measure, print the table and what misses its bound; return 1 when anything does."""
    rows = measure(parts, ground)
    print(table(rows))
    wrong = [row for row in rows if row.word != "ok"]
    if wrong:
        print(f"\n{len(wrong)} of {len(rows)} do not keep to their bound:")
        for row in wrong:
            print(f"  {row.word} {row.benchmark.name} ({row.benchmark.bound})")
    return 1 if wrong else 0
