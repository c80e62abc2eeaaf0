"""Messages as files in a folder, from which the hall's own gateway takes them."""

import json
from pathlib import Path

from counter.devices.storing import write_whole
from counter.domain.message import Message


class FolderGateway:
    """Writes each message as a file named by its key: a second delivery writes the same file again."""

    name = "file"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: Message) -> None:
        """Write the message (EnvironmentFault ``cannot_write``)."""
        content = {
            "key": message.key, "kind": message.kind, "to": message.to, "text": message.text,
            "application_no": message.application_no, "created_at": message.created_at.isoformat(),
        }  # fmt: skip
        safe = message.key.replace(":", "-").replace("/", "-")
        write_whole(self._folder / f"{safe}.json", json.dumps(content, ensure_ascii=False).encode())
