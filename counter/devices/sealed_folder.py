"""Attachments at rest: kept once by the digest of their content, sealed when the hall has set a key.

The cipher is AES-256 in Galois/Counter Mode (GB/T 39786 leaves the algorithm to the hall; SM4 would take its
place here). A file says by its first bytes whether and how it is sealed, so that old ones stay readable.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import Final

from counter.devices.storing import write_whole
from counter.domain.errors import EnvironmentFault
from counter.domain.words import Words

MARK: Final = b"FYS1"
NONCE: Final = 12


class SealedFolder:
    """Files named by the digest of what they hold; *key* of 32 bytes seals them, None keeps them in clear."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        self._folder, self._key = folder, key

    def path(self, digest: str) -> Path:
        """Return where the content of a digest is kept."""
        return self._folder / digest[:2] / digest

    def keep(self, content: bytes) -> str:
        """Keep the content once and return its digest (EnvironmentFault: the disk is full or read-only)."""
        digest = sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            write_whole(path, self._sealed(content, digest))
        return digest

    def _sealed(self, content: bytes, digest: str) -> bytes:
        if self._key is None:
            return content
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # loaded with the first sealed file

        nonce = os.urandom(NONCE)
        return MARK + nonce + AESGCM(self._key).encrypt(nonce, content, digest.encode())

    def read(self, digest: str) -> bytes | None:
        """Return the content; None when it is gone or was changed (EnvironmentFault ``no_key``)."""
        try:
            stored = self.path(digest).read_bytes()
        except OSError:
            return None
        content = self._opened(stored, digest) if stored.startswith(MARK) else stored
        return content if content is not None and sha256(content).hexdigest() == digest else None

    def _opened(self, stored: bytes, digest: str) -> bytes | None:
        if self._key is None:
            raise EnvironmentFault(
                "no_key",
                Words(
                    "附件已加密，请设置 COUNTER_STORAGE_KEY。",
                    "The attachment is sealed; set COUNTER_STORAGE_KEY.",
                ),
            )
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        head = len(MARK)
        nonce, sealed = stored[head : head + NONCE], stored[head + NONCE :]
        try:
            return AESGCM(self._key).decrypt(nonce, sealed, digest.encode())
        except InvalidTag:
            return None

    def erase(self, digest: str) -> bool:
        """Remove the content for good; whether it was there."""
        path = self.path(digest)
        found = path.exists()
        path.unlink(missing_ok=True)
        return found
