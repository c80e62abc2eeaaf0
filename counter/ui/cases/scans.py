"""Materials with their scans: what was handed in, where it is, and the attached pages viewed inside."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter.domain.application import Dossier
from counter.domain.printout import circled
from counter.domain.words import Lang
from counter.ui.cases.listing import material_list
from counter.ui.ports import Picture
from counter.ui.theme import SPACE
from counter.ui.widgets import button, clear, label, row
from counter.usecases.ports.attachments import Scan, WaitingPage
from forms.catalogue import Catalogue

KILOBYTE = 1024
PAGE_WIDTH = 360


class WaitingList(QListWidget):
    """Pages from the document camera: a digit takes the page under the cursor to the material of that number."""

    digit = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a page with its material's number."""
        if event.text().isdigit() and event.text() != "0":
            self.digit.emit(int(event.text()))
            return
        super().keyPressEvent(event)


class ScanTab(QWidget):
    """Left the materials and the scans, right the pages of the chosen scan; files may be dropped here."""

    opened = Signal(str)
    attach_requested = Signal(str, list)
    page_taken = Signal(str, object, str)

    def __init__(
        self, dossier: Dossier, scans: Sequence[Scan], waiting: Sequence[WaitingPage], catalogue: Catalogue,
        lang: Lang, *, may_attach: bool,
    ) -> None:  # fmt: skip
        super().__init__()
        self._dossier, self._catalogue = dossier, catalogue
        mine = dossier.application.number
        self._waiting = [
            p for p in waiting if not p.separates and (not p.number or p.number.split("/")[0] == mine)
        ]
        self._scans, self._lang = tuple(scans), lang
        zh = lang == "zh"
        self.list = QListWidget()
        ordinals = {f.case.case_no: circled(f.case.ordinal) for f in dossier.cases}
        for one in self._scans:
            size = f"{max(one.size // KILOBYTE, 1)} kB"
            self.list.addItem(f"{ordinals.get(one.case_no, '')} {one.name} · {size} · {one.who}")
        self.list.currentRowChanged.connect(self._open)
        self.case = QComboBox()
        for clocked in dossier.cases:
            name = catalogue.items[clocked.case.item].name.say(lang)
            self.case.addItem(f"{circled(clocked.case.ordinal)} {name}", clocked.case.case_no)
        add = button("附加扫描件…" if zh else "Attach a scan…")
        add.clicked.connect(self._choose)
        left = QVBoxLayout()
        names = [one.name for one in self._scans]
        left.addWidget(material_list(dossier, catalogue, lang, names), 2)
        self.waiting = WaitingList()
        for page in self._waiting:
            self.waiting.addItem(page.name)
        if self._waiting:
            self.waiting.setCurrentRow(0)
        self.waiting.digit.connect(self._take)
        count = len(self._waiting)
        text = (
            f"高拍仪 {count} 页待归入：按材料序号数字键"
            if zh
            else f"{count} pages from the camera: press the material's number"
        )
        if self._waiting and may_attach:
            left.addWidget(label(text, "head"))
            left.addWidget(self.waiting, 1)
        none = (
            "还没有扫描件，可把 PDF、PNG、JPEG 拖到这里。"
            if zh
            else "No scans yet; drop PDF, PNG or JPEG files here."
        )
        left.addWidget(label("扫描件" if zh else "Scans", "head"))
        left.addWidget(self.list if self._scans else label(none, "quiet"), 1)
        if may_attach:
            left.addLayout(row(self.case, add, 1))
        self.setAcceptDrops(may_attach)
        self._pages = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self._pages)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE[1], 0, 0)
        layout.addLayout(left, 1)
        layout.addWidget(area, 1)
        area.setVisible(bool(self._scans))

    def _take(self, number: int) -> None:
        """Take the page under the cursor to the material of the number, and so to the first case that uses it."""
        row = self.waiting.currentRow()
        if not 0 <= row < len(self._waiting) or number > len(self._dossier.materials):
            return
        material = self._dossier.materials[number - 1]
        cases = [f.case.case_no for f in self._dossier.cases if f.case.item in material.used_by]
        page = self._waiting.pop(row)
        self.waiting.takeItem(row)
        name = self._catalogue.material_names[material.code].zh
        self.page_taken.emit(cases[0] if cases else self.case.currentData(), page, name)

    def _open(self, number: int) -> None:
        if 0 <= number < len(self._scans):
            self.opened.emit(self._scans[number].sha256)

    def show_pages(self, pages: Sequence[Picture]) -> None:
        """Show the pages of the chosen scan."""
        clear(self._pages)
        for page in pages:
            image = QImage(page.pixels, page.width, page.height, page.stride, QImage.Format.Format_RGB32)
            self._show(QPixmap.fromImage(image.copy()))
        self._pages.addStretch(1)

    def show_picture(self, content: bytes) -> None:
        """Show a scanned picture."""
        clear(self._pages)
        self._show(QPixmap.fromImage(QImage.fromData(content)))
        self._pages.addStretch(1)

    def _show(self, picture: QPixmap) -> None:
        sheet = QLabel()
        wide = min(PAGE_WIDTH, picture.width())
        sheet.setPixmap(picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
        sheet.setAccessibleName("扫描页" if self._lang == "zh" else "Scanned page")
        self._pages.addWidget(sheet)

    def _choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "", "", "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)")
        if names:
            self.attach_requested.emit(self.case.currentData(), names)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach what was dropped to the chosen case."""
        names = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if names:
            self.attach_requested.emit(
                self.case.currentData(), [name for name in names if Path(name).is_file()]
            )
