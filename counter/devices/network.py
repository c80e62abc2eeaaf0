"""Where a PC stands in its network."""

import socket


def lan_address() -> str:
    """Return this PC's address in its network, so that a phone there can open the QR code."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # documentation address; a datagram socket sends nothing
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
