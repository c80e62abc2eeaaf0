"""The hall's keys: that of the slips, and the one under which attachments are kept."""

import os
import secrets
import time
from hashlib import sha256
from pathlib import Path

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words


def slip_key(folder: Path) -> bytes:
    """Return the key under which slips get their tokens: ``COUNTER_KEY`` or a file beside the data."""
    named = os.environ.get("COUNTER_KEY")
    if named:
        return sha256(named.encode()).digest()
    path = folder / "slip.key"
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            os.write(handle, secrets.token_hex(32).encode())
            os.close(handle)
        return sha256(path.read_bytes()).digest()
    except FileExistsError:
        time.sleep(0.05)  # another process is just writing it
        return sha256(path.read_bytes()).digest()
    except OSError as error:
        raise EnvironmentFault(
            "bad_folder",
            Words("数据文件夹无法写入：{why}。", "The data folder cannot be written: {why}.").fill(
                why=error.strerror or str(error)
            ),
        ) from error


def storage_key() -> bytes | None:
    """Return the key under which attachments are kept: ``COUNTER_STORAGE_KEY``; None keeps them in clear."""
    named = os.environ.get("COUNTER_STORAGE_KEY")
    return sha256(b"storage:" + named.encode()).digest() if named else None
