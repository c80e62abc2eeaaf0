"""Check that the migrations make exactly the tables, and that none was edited: ``python -m db.migrations.check``.

A revision that a database may have gone through is never edited again: ``digests.txt`` holds what each of them was.
A new revision adds its line (``sha256sum`` in ``versions``).
"""

import hashlib
import sys
import tempfile
from pathlib import Path

from db.engine import open_engine
from db.schema import differences, upgrade

HERE = Path(__file__).parent


def edited() -> list[str]:
    """Return the revisions that are not what they were when they were added, or that nobody has entered."""
    lines = (HERE / "digests.txt").read_text(encoding="utf-8").split()
    held = dict(zip(lines[1::2], lines[::2], strict=True))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (HERE / "versions").glob("[0-9]*.py")
    }
    return sorted(name for name in held.keys() | found.keys() if held.get(name) != found.get(name))


def main() -> int:
    """Return 0 when an upgraded empty database equals the tables and no revision was edited."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
        upgrade(engine)
        found = differences(engine)
        engine.dispose()
    found += [f"{name}: not the revision that digests.txt holds" for name in edited()]
    for one in found:
        sys.stderr.write(one + "\n")
    sys.stdout.write(f"migrations: {len(found)} differences from the tables and from what they were\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
