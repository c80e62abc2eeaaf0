"""One question to the print server: what became of a job (IPP Get-Job-Attributes, RFC 8011 4.3.4).

``lpstat`` lists cancelled and aborted jobs as completed ones; only the job's own state tells whether
it was printed.
"""

import os
import struct
from http.client import HTTPConnection, HTTPException
from typing import Final

PORT: Final = 631
TIMEOUT_S: Final = 5
GET_JOB_ATTRIBUTES: Final = 0x0009
OPERATION, END, ENUM = 0x01, 0x03, 0x23
CHARSET, LANGUAGE, URI, KEYWORD, NAME = 0x47, 0x48, 0x45, 0x44, 0x42
FIRST_VALUE: Final = 0x10
"""Tags below it open a group of attributes; values have tags from it on."""


def _attribute(tag: int, name: str, value: str) -> bytes:
    key, content = name.encode(), value.encode()
    return struct.pack(f">BH{len(key)}sH{len(content)}s", tag, len(key), key, len(content), content)


def request(job: int) -> bytes:
    """Return the request for a job's state."""
    return (
        struct.pack(">BBHIB", 1, 1, GET_JOB_ATTRIBUTES, 1, OPERATION)
        + _attribute(CHARSET, "attributes-charset", "utf-8")
        + _attribute(LANGUAGE, "attributes-natural-language", "en")
        + _attribute(URI, "job-uri", f"ipp://localhost/jobs/{job}")
        + _attribute(NAME, "requesting-user-name", "counter")
        + _attribute(KEYWORD, "requested-attributes", "job-state")
        + bytes([END])
    )


def read_state(answer: bytes) -> int | None:
    """Return the ``job-state`` of an answer: 3 to 6 on its way, 7 cancelled, 8 aborted, 9 completed."""
    at = 8  # version 2, status 2, request number 4
    while at < len(answer):
        tag = answer[at]
        at += 1
        if tag < FIRST_VALUE:
            continue
        (length,) = struct.unpack_from(">H", answer, at)
        name = answer[at + 2 : at + 2 + length]
        at += 2 + length
        (length,) = struct.unpack_from(">H", answer, at)
        value = answer[at + 2 : at + 2 + length]
        at += 2 + length
        if tag == ENUM and name == b"job-state" and length == struct.calcsize(">I"):
            return int(struct.unpack(">I", value)[0])
    return None


def job_state(job: int) -> int | None:
    """Return the job's state from the print server of this PC; None when it does not answer."""
    host, _, port = os.environ.get("CUPS_SERVER", "localhost").partition(":")
    if host.startswith("/"):
        host, port = "localhost", ""  # a socket of the system's own; the server listens here as well
    connection = HTTPConnection(host, int(port or PORT), timeout=TIMEOUT_S)
    try:
        connection.request("POST", f"/jobs/{job}", request(job), {"Content-Type": "application/ipp"})
        answer = connection.getresponse().read()
        return read_state(answer)
    except (OSError, HTTPException, struct.error, ValueError):
        return None
    finally:
        connection.close()
