"""An identity card and a reader that is simulated on a real pseudo-terminal."""

import os
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from select import select
from threading import Event, Thread

from counter.domain.id_card import DONE, FIND, FOUND, READ, SELECT, Card, answer, card_data, command

CARD = Card(
    "阿依努尔·买买提", "230833199001010011", "male", date(1990, 1, 1), "黑龙江省抚远市抚远镇正阳路18号",
    "抚远市公安局", date(2016, 3, 1), None,
)  # fmt: skip
WELL = {
    FIND: answer(FOUND, b"\0\0\0\0"),
    SELECT: answer(DONE, b"\0" * 8),
    READ: answer(DONE, card_data(CARD)),
}


@contextmanager
def a_reader(answers) -> Iterator[str]:
    """A reader behind a pseudo-terminal: it answers each command as it is told."""
    master, slave = os.openpty()
    tty.setraw(slave)

    done = Event()

    def serve() -> None:
        while not done.is_set():
            if not select([master], [], [], 0.02)[0]:
                continue
            asked = os.read(master, 64)
            for code, reply in answers.items():
                if asked == command(code) and reply:
                    os.write(master, reply)

    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield os.ttyname(slave)
    finally:
        done.set()
        thread.join()
        os.close(slave)
        os.close(master)
