"""A sheet of paper: one grid, one family, four sizes, tables that continue with their heads.

Lengths are points. Drawing is recorded page by page and carried out at the end, when the number of
pages is known. The origin of recorded positions is the top left corner.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import BOLD, REGULAR, Faces
from printing.symbols import draw_code128, draw_qr

A4 = (210 * mm, 297 * mm)
A5 = (148 * mm, 210 * mm)
TITLE, HEAD, TEXT, SMALL = 20.0, 12.0, 10.0, 8.0
LEADING = 1.45
INK, QUIET, RULE, TINT = (HexColor(c) for c in ("#1a1f26", "#5b6470", "#b9c0c9", "#eef2f7"))
ACCENT = HexColor("#1f5fa8")
_TOKEN = re.compile(r"[A-Za-z0-9.,:;/\\\-@_%#&=+()?]+|\s|.", re.DOTALL)
_NEVER_FIRST = "，。、；：？！）》」』】〉”’％%.,;:?!)]}·"

Mark = Callable[[Canvas, float], None]


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: its head, its share of the width, and how its cells stand."""

    head: str
    share: float
    align: str = "left"


class Sheet:
    """Records a printout on pages of one size and returns it as PDF bytes."""

    def __init__(
        self,
        faces: Faces,
        size: tuple[float, float] = A4,
        margin: tuple[float, float] = (20 * mm, 18 * mm),
        footer: str = "",
        mark: str = "",
    ) -> None:
        self.faces = faces
        self.width, self.height = size
        self.left, self.top = margin
        self.inner = self.width - 2 * self.left
        self.footer, self.mark = footer, mark
        self.pages: list[list[Mark]] = [[]]
        self.y = self.top
        self.texts: list[str] = []
        self.page_head: Callable[[], None] | None = None

    @property
    def bottom(self) -> float:
        """The lowest position for content; a footer line stands below it."""
        return self.height - self.top - (12 if self.footer else 0)

    @property
    def room(self) -> float:
        """How much of the page is left."""
        return self.bottom - self.y

    def new_page(self) -> None:
        """Go on at the top of a new page, under the running head when there is one."""
        self.pages.append([])
        self.y = self.top
        if self.page_head is not None:
            self.page_head()

    def need(self, height: float) -> None:
        """Begin a new page unless the height fits on this one."""
        if height > self.room:
            self.new_page()

    def put(self, mark: Mark) -> None:
        """Record a drawing on the present page; it is given the canvas and the page's height."""
        self.pages[-1].append(mark)

    def text_width(self, text: str, size: float, face: str = REGULAR) -> float:
        """Return the width of a line of text."""
        return sum(stringWidth(run, name, size) for name, run in self.faces.runs(text, face))

    def line(
        self, text: str, x: float, y: float, size: float = TEXT, face: str = REGULAR,
        color: Color = INK, align: str = "left",
    ) -> None:  # fmt: skip
        """Put one line with its baseline at y from the top; *x* is its left, centre or right."""
        self.texts.append(text)
        runs = self.faces.runs(text, face)
        if align != "left":
            width = self.text_width(text, size, face)
            x -= width if align == "right" else width / 2

        def draw(canvas: Canvas, height: float) -> None:
            at = x
            written = canvas.beginText(at, height - y)
            written.setFillColor(color)
            for name, run in runs:
                written.setFont(name, size)
                written.textOut(run)
            canvas.drawText(written)

        self.put(draw)

    def wrap(self, text: str, width: float, size: float = TEXT, face: str = REGULAR) -> list[str]:
        """Return the text in lines that fit; words stay whole where they can, nothing is cut."""
        lines: list[str] = []
        for paragraph in text.split("\n"):
            line, used = "", 0.0
            for token in _TOKEN.findall(paragraph):
                for part in self._parts(token, width, size, face):
                    part_width = self.text_width(part, size, face)
                    if used + part_width > width and line and part not in _NEVER_FIRST:
                        lines.append(line.rstrip())
                        line, used = "", 0.0
                        if part.isspace():
                            continue
                    line += part
                    used += part_width
            lines.append(line.rstrip())
        return lines

    def _parts(self, token: str, width: float, size: float, face: str) -> list[str]:
        if len(token) == 1 or self.text_width(token, size, face) <= width:
            return [token]
        return list(token)

    def paragraph(
        self, text: str, size: float = TEXT, face: str = REGULAR, color: Color = INK,
        x: float | None = None, width: float | None = None, gap: float = 4,
    ) -> None:  # fmt: skip
        """Put a text in lines at the present position and move below it."""
        left = self.left if x is None else x
        for line in self.wrap(text, width or self.inner, size, face):
            self.need(size * LEADING)
            self.y += size * LEADING
            self.line(line, left, self.y - size * 0.35, size, face, color)
        self.y += gap

    def rule(self, x1: float, x2: float, y: float, weight: float = 0.5, color: Color = RULE) -> None:
        """Put a thin horizontal rule."""

        def draw(canvas: Canvas, height: float) -> None:
            canvas.setStrokeColor(color)
            canvas.setLineWidth(weight)
            canvas.line(x1, height - y, x2, height - y)

        self.put(draw)

    def box(
        self, x: float, y: float, width: float, height: float, fill: Color | None = None,
        stroke: Color | None = RULE, *, dash: bool = False,
    ) -> None:  # fmt: skip
        """Put a rectangle whose top left corner is x, y."""

        def draw(canvas: Canvas, page: float) -> None:
            canvas.saveState()
            if fill is not None:
                canvas.setFillColor(fill)
            if stroke is not None:
                canvas.setStrokeColor(stroke)
                canvas.setLineWidth(0.6)
            if dash:
                canvas.setDash(3, 2)
            canvas.rect(x, page - y - height, width, height, stroke=stroke is not None, fill=fill is not None)
            canvas.restoreState()

        self.put(draw)

    def qr(self, text: str, x: float, y: float, side: float) -> None:
        """Put a QR symbol with its quiet zone; its top left corner is x, y."""

        def draw(canvas: Canvas, page: float) -> None:
            canvas.setFillColor(INK)
            draw_qr(canvas, text, x, page - y - side, side)

        self.put(draw)

    def picture(self, png: bytes, x: float, y: float, width: float, height: float) -> None:
        """Put a picture into a box, whole and undistorted."""

        def draw(canvas: Canvas, page: float) -> None:
            image = ImageReader(BytesIO(png))
            canvas.drawImage(
                image, x, page - y - height, width, height, preserveAspectRatio=True, anchor="w", mask="auto"
            )

        self.put(draw)

    def barcode(self, text: str, x: float, y: float, width: float, height: float) -> None:
        """Put a Code 128 barcode; its top left corner is x, y."""

        def draw(canvas: Canvas, page: float) -> None:
            canvas.setFillColor(INK)
            draw_code128(canvas, text, x, page - y - height, width, height)

        self.put(draw)

    def table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], size: float = TEXT,
        *, bold_first: bool = False,
    ) -> None:  # fmt: skip
        """Put a table; rows break over pages as a whole where they fit, heads are repeated."""
        pad = 4.0
        total = sum(column.share for column in columns)
        widths = [self.inner * column.share / total for column in columns]

        def heads() -> None:
            height = SMALL * LEADING + 6
            self.box(self.left, self.y, self.inner, height, fill=TINT, stroke=None)
            x = self.left
            for column, width in zip(columns, widths, strict=True):
                at = x + pad if column.align == "left" else x + width - pad
                self.line(column.head, at, self.y + height - 6, SMALL, BOLD, QUIET, column.align)
                x += width
            self.y += height

        self.need(SMALL * LEADING + 6 + 2 * size * LEADING)
        heads()
        for row in rows:
            faces = [BOLD if bold_first and n == 0 else REGULAR for n in range(len(columns))]
            cells = [
                self.wrap(text, width - 2 * pad, size, face)
                for text, width, face in zip(row, widths, faces, strict=True)
            ]
            self._row(cells, columns, widths, faces, size, pad, heads)
        self.y += 8

    def _row(
        self, cells: list[list[str]], columns: Sequence[Column], widths: list[float],
        faces: list[str], size: float, pad: float, heads: Callable[[], None],
    ) -> None:  # fmt: skip
        step = size * LEADING
        whole = max(len(cell) for cell in cells) * step + 2 * pad
        if whole > self.room and whole <= self.bottom - self.top - 60:
            self.new_page()
            heads()
        at = 0
        while True:
            fits = max(int((self.room - 2 * pad) // step), 1)
            part = [cell[at : at + fits] for cell in cells]
            count = max(len(cell) for cell in part)
            x = self.left
            for lines, column, width, face in zip(part, columns, widths, faces, strict=True):
                for n, text in enumerate(lines):
                    baseline = self.y + pad + (n + 1) * step - size * 0.35
                    left = x + pad if column.align == "left" else x + width - pad
                    self.line(text, left, baseline, size, face, INK, column.align)
                x += width
            self.y += count * step + 2 * pad
            at += fits
            if at >= max(len(cell) for cell in cells):
                break
            self.new_page()
            heads()
        self.rule(self.left, self.left + self.inner, self.y)

    def facts(self, pairs: Sequence[tuple[str, str]], columns: int = 2, size: float = TEXT) -> None:
        """Put label and value pairs in columns with thin rules between the rows."""
        gap = 14.0
        width = (self.inner - gap * (columns - 1)) / columns
        label_width = min(max((self.text_width(k, SMALL) for k, _ in pairs), default=0) + 10, width * 0.42)
        step = size * LEADING
        for row in self._fact_rows(pairs, columns, width - label_width, size):
            room = self.inner if len(row) == 1 else width
            cells = [self.wrap(value or "—", room - label_width, size) for _, value in row]
            labels = [self.wrap(label, label_width - 8, SMALL) for label, _ in row]
            height = max(len(cell) for cell in cells + labels) * step + 7
            if height <= self.bottom - self.top:
                self.need(height)
            self._fact_row(labels, cells, width, gap, label_width, size)
        self.y += 6

    def _fact_rows(
        self, pairs: Sequence[tuple[str, str]], columns: int, room: float, size: float
    ) -> list[list[tuple[str, str]]]:
        """Return the pairs in rows; a value too long for its column has a row of its own."""
        rows: list[list[tuple[str, str]]] = []
        open_row: list[tuple[str, str]] = []
        for pair in pairs:
            if self.text_width(pair[1], size) > room:
                rows += [open_row] if open_row else []
                rows.append([pair])
                open_row = []
                continue
            open_row.append(pair)
            if len(open_row) == columns:
                rows.append(open_row)
                open_row = []
        return rows + ([open_row] if open_row else [])

    def _fact_row(
        self, labels: list[list[str]], cells: list[list[str]], width: float, gap: float,
        label_width: float, size: float,
    ) -> None:  # fmt: skip
        step = size * LEADING
        for n in range(max(len(cell) for cell in cells + labels)):
            self.need(step + 3)
            for column, (label, lines) in enumerate(zip(labels, cells, strict=True)):
                x = self.left + column * (width + gap)
                baseline = self.y + 3.5 + step - size * 0.35
                if n < len(label):
                    self.line(label[n], x, baseline, SMALL, REGULAR, QUIET)
                if n < len(lines):
                    self.line(lines[n], x + label_width, baseline, size)
            self.y += step
        self.y += 7
        self.rule(self.left, self.left + self.inner, self.y - 1.5)

    def finish(self, title: str) -> tuple[bytes, int]:
        """Return the PDF and its number of pages; the same content gives the same bytes."""
        out = BytesIO()
        canvas = Canvas(
            out, pagesize=(self.width, self.height), invariant=1, pageCompression=1,
            initialFontName=REGULAR,  # type: ignore[arg-type]  # the stub says a number; it is a name
            initialFontSize=TEXT,
        )  # fmt: skip
        canvas.setTitle(title)
        count = len(self.pages)
        for number, page in enumerate(self.pages, 1):
            for mark in page:
                mark(canvas, self.height)
            self._furniture(canvas, number, count)
            canvas.showPage()
        canvas.save()
        return out.getvalue(), count

    def _furniture(self, canvas: Canvas, number: int, count: int) -> None:
        if self.footer:
            canvas.setFillColor(QUIET)
            at = self.left
            for name, run in self.faces.runs(self.footer):
                canvas.setFont(name, SMALL)
                canvas.drawString(at, self.top - 6, run)
                at += stringWidth(run, name, SMALL)
            canvas.setFont(REGULAR, SMALL)
            canvas.drawRightString(self.width - self.left, self.top - 6, f"第 {number} 页 共 {count} 页")
        if self.mark:
            canvas.setFillColor(ACCENT)
            canvas.setFont(BOLD, HEAD if self.width > A5[0] - 1 else TEXT)
            canvas.drawString(self.left, self.height - min(self.top - 6, 34), self.mark)
