"""Printouts as files named by their digest; every file is written whole or not at all."""

import os
import secrets
from hashlib import sha256
from pathlib import Path

from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words


class FolderOfPrintouts:
    """Printouts as files named by their digest; written whole or not at all."""

    def __init__(self, folder: Path, suffix: str = ".pdf") -> None:
        self._folder, self._suffix = folder, suffix

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / f"{digest}{self._suffix}"

    def keep(self, pdf: bytes) -> str:
        """Keep the file and return its digest (EnvironmentFault: the disk is full or read-only)."""
        digest = sha256(pdf).hexdigest()
        path = self._path(digest)
        if not path.exists():
            write_whole(path, pdf)
        return digest

    def read(self, digest: str) -> bytes | None:
        """Return the kept file; None when it is gone or no longer what was kept."""
        try:
            pdf = self._path(digest).read_bytes()
        except OSError:
            return None
        return pdf if sha256(pdf).hexdigest() == digest else None


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all (EnvironmentFault ``cannot_write``)."""
    part = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise EnvironmentFault(
            "cannot_write",
            Words(
                "无法写入 {path}：{why}。请检查磁盘空间和权限，已受理的内容不受影响，可稍后补打。",
                "Cannot write {path}: {why}. Check disk and rights; what was accepted stands and can be "
                "printed later.",
            ).fill(path=path.name, why=error.strerror or str(error)),
        ) from error
