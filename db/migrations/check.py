"""Check that the migrations make exactly the tables: ``python -m db.migrations.check``."""

import sys
import tempfile
from pathlib import Path

from db.engine import open_engine
from db.schema import differences, upgrade


def main() -> int:
    """Return 0 when an upgraded empty database equals the tables."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'check.sqlite3'}")
        upgrade(engine)
        found = differences(engine)
        engine.dispose()
    for one in found:
        sys.stderr.write(one + "\n")
    sys.stdout.write(f"migrations: {len(found)} differences from the tables\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
