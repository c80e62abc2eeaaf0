"""A table model that fetches pages by key as the view scrolls, and repaints its clocks by itself."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont

Index = QModelIndex | QPersistentModelIndex
Cell = Callable[[Any], str]


class PagedRows(QAbstractTableModel):
    """Rows come in pages: ``more_requested`` asks for the next, ``add_page`` brings it."""

    more_requested = Signal(str)

    def __init__(
        self, heads: Sequence[str], cells: Sequence[Cell], clock_column: int, colour: Callable[[Any], str]
    ) -> None:
        super().__init__()
        self._heads, self._cells, self._clock, self._colour = heads, cells, clock_column, colour
        self.rows: list[Any] = []
        self._next: str | None = None
        self._asked = False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the rows that are here."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return the columns."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's head."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text; the clock's colour and weight follow its state."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells[index.column()](row)
        if index.column() == self._clock:
            if role == Qt.ItemDataRole.ForegroundRole:
                colour = self._colour(row)
                return QColor(colour) if colour else None
            if role == Qt.ItemDataRole.FontRole:
                font = QFont()
                font.setBold(True)
                return font
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there is another page."""
        return not parent.isValid() and self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - a flat table
        """Ask for the next page; it arrives later."""
        if self._next is not None:
            self._asked = True
            self.more_requested.emit(self._next)

    def show_first(self, rows: Sequence[Any], following: str | None) -> None:
        """Show the first page; rows that are the same stay, so the selection does too."""
        self._next, self._asked = following, False
        if len(rows) == len(self.rows):
            self.rows = list(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self._heads) - 1))
            return
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def add_page(self, rows: Sequence[Any], following: str | None) -> None:
        """Add a page below."""
        self._next, self._asked = following, False
        if rows:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(rows) - 1)
            self.rows += rows
            self.endInsertRows()

    def tick(self) -> None:
        """Repaint the clocks; nothing is read."""
        if self.rows:
            self.dataChanged.emit(
                self.index(0, self._clock), self.index(len(self.rows) - 1, self._clock),
                [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ForegroundRole],
            )  # fmt: skip
