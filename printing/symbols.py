"""QR codes and Code 128 barcodes as single vector paths, sharp at any resolution."""

from functools import lru_cache

from barcode.codex import Code128
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode
from reportlab.pdfgen.canvas import Canvas

QUIET_MODULES = 4
"""Modules of white around a QR symbol (ISO/IEC 18004)."""


@lru_cache(maxsize=256)
def qr_modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Return the dark modules of the QR symbol with error correction M, without its quiet zone."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0, box_size=1)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(cell) for cell in row) for row in code.modules)


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return (start, length) of the dark runs of a row."""
    found: list[tuple[int, int]] = []
    start = None
    for at, dark in enumerate((*row, False)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            found.append((start, at - start))
            start = None
    return found


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw the QR symbol, quiet zone included, into the square with its lower left corner at x, y."""
    rows = qr_modules(text)
    module = side / (len(rows) + 2 * QUIET_MODULES)
    path = canvas.beginPath()
    for n, row in enumerate(rows):
        bottom = y + side - (n + 1 + QUIET_MODULES) * module
        for start, length in _runs(row):
            path.rect(x + (start + QUIET_MODULES) * module, bottom, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=256)
def code128_modules(text: str) -> tuple[bool, ...]:
    """Return the bars of a Code 128 symbol, one entry a module."""
    return tuple(bit == "1" for bit in Code128(text).build()[0])


def draw_code128(canvas: Canvas, text: str, x: float, y: float, width: float, height: float) -> None:
    """Draw the barcode with ten modules of quiet zone on both sides inside the width."""
    bars = code128_modules(text)
    module = width / (len(bars) + 20)
    path = canvas.beginPath()
    for start, length in _runs(bars):
        path.rect(x + (start + 10) * module, y, length * module, height)
    canvas.drawPath(path, stroke=0, fill=1)
