"""A result arrives from its department: what it is called, its number, where it lies, its scan."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QVBoxLayout, QWidget

from counter.domain.case import ClockedCase
from counter.domain.printout import circled
from counter.domain.words import Lang
from counter.ui.labelled import LabelledField
from counter.ui.widgets import button, label, row
from forms.catalogue import Catalogue


class ArrivalForm(QWidget):
    """Registers a result that was awaited."""

    arrived = Signal(str, dict, str)

    def __init__(self, awaited: Sequence[ClockedCase], catalogue: Catalogue, lang: Lang) -> None:
        super().__init__()
        zh = lang == "zh"
        self._scan = ""
        self.case = QComboBox()
        self._names: dict[str, str] = {}
        for clocked in awaited:
            item = catalogue.items[clocked.case.item]
            self.case.addItem(f"{circled(clocked.case.ordinal)} {item.name.say(lang)}", clocked.case.case_no)
            self._names[clocked.case.case_no] = item.result_name.zh
        self.name = LabelledField("结果名称" if zh else "Result")
        self.no = LabelledField("编号" if zh else "Number")
        self.valid = LabelledField("有效期至" if zh else "Valid until", "2036-12-31")
        self.place = LabelledField("架位" if zh else "Shelf", "A-03")
        self.case.currentIndexChanged.connect(lambda _: self._named())
        self._named()
        self.scan = button("附扫描件…" if zh else "Attach a scan…")
        self.scan.clicked.connect(self._choose)
        made = button("登记到件" if zh else "Register its arrival")
        made.clicked.connect(self._register)
        self.place.entered.connect(self._register)
        grid = QGridLayout()
        for n, field in enumerate((self.name, self.no, self.valid, self.place)):
            grid.addWidget(field, n // 2, n % 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(label("结果到件" if zh else "A result arrives", "head"), self.case, 1))
        layout.addLayout(grid)
        layout.addLayout(row(self.scan, made, 1))

    def _named(self) -> None:
        self.name.edit.setText(self._names.get(str(self.case.currentData()), ""))

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "", "", "PDF, PNG, JPEG (*.pdf *.png *.jpg *.jpeg)")
        if path:
            self._scan = path
            self.scan.setText(path.rpartition("/")[2])

    def _register(self) -> None:
        data = {
            "name": self.name.text(), "no": self.no.text(), "valid_until": self.valid.text(),
            "place": self.place.text(),
        }  # fmt: skip
        self.arrived.emit(str(self.case.currentData()), data, self._scan)
