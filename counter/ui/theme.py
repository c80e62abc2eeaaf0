"""Colours, spacing and sizes as tokens, and the one style sheet made from them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

ICONS: Final = Path(__file__).resolve().parents[2] / "resources" / "icons"
SPACE: Final = (4, 8, 12, 16, 24)
SIZES: Final = {"small": 12, "text": 14, "head": 16, "title": 20, "number": 28}
RADIUS: Final = 6


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme; every text colour has at least 4.5 : 1 on its ground."""

    page: str
    card: str
    rail: str
    ink: str
    quiet: str
    rule: str
    primary: str
    on_primary: str
    selected: str
    run: str
    soon: str
    late: str
    still: str
    done: str


LIGHT: Final = Theme(
    "#f3f5f8", "#ffffff", "#e8edf3", "#1a1f26", "#55606d", "#d3d9e0", "#1f5fa8", "#ffffff",
    "#dce8f6", "#1f5fa8", "#8a5a00", "#b3261e", "#5b4a99", "#1b6e3c",
)  # fmt: skip
DARK: Final = Theme(
    "#14181d", "#1c2229", "#10141a", "#eef1f5", "#a9b4c0", "#38424e", "#8dbcf5", "#0c1a2b",
    "#27384d", "#8dbcf5", "#f2c265", "#ff9a90", "#c3b3ff", "#7fd6a0",
)  # fmt: skip


def theme_named(name: str) -> Theme:
    """Return the theme of the setting."""
    return DARK if name == "dark" else LIGHT


def tone_colour(theme: Theme, standing: str) -> str:
    """Return the colour of a state; the state's word and shape stand beside it always."""
    return {
        "due_soon": theme.soon, "overdue": theme.late, "missed": theme.late,
        "suspended": theme.still, "suspension_overrun": theme.late, "met": theme.done,
        "running": theme.run,
    }.get(standing, theme.quiet)  # fmt: skip


def style_sheet(t: Theme) -> str:
    """Return the style sheet of the whole program."""
    s = SIZES
    icons = ICONS.as_posix()
    tone = "dark" if t is DARK else "light"
    return f"""
* {{ font-size: {s["text"]}px; color: {t.ink}; }}
QWidget#page, QMainWindow, QScrollArea, QScrollArea > QWidget > QWidget {{ background: {t.page}; }}
QScrollArea#bare, QScrollArea#bare > QWidget > QWidget {{ background: transparent; }}
QFrame#card, QWidget#card {{ background: {t.card}; border: 1px solid {t.rule}; border-radius: {RADIUS}px; }}
QWidget#bar {{ background: {t.card}; border-bottom: 1px solid {t.rule}; }}
QWidget#rail {{ background: {t.rail}; border-right: 1px solid {t.rule}; }}
QLabel {{ background: transparent; }}
QLabel#quiet, QCheckBox#quiet {{ color: {t.quiet}; font-size: {s["small"]}px; }}
QLabel#head {{ font-size: {s["head"]}px; font-weight: 700; }}
QLabel#title {{ font-size: {s["title"]}px; font-weight: 700; }}
QLabel#number {{ font-size: {s["number"]}px; font-weight: 700; }}
QLabel#error {{ color: {t.late}; font-size: {s["small"]}px; }}
QLabel#changed {{ color: {t.primary}; font-weight: 700; }}
QLabel#warning {{ color: {t.soon}; font-size: {s["small"]}px; }}
QLabel#rehearsal {{ color: {t.late}; border: 1px dashed {t.late}; border-radius: 4px; padding: 1px 8px; }}
QLineEdit, QPlainTextEdit, QComboBox, QSpinBox {{
  background: {t.card}; border: 1px solid {t.quiet}; border-radius: 4px; padding: 4px 8px; min-height: 22px;
  selection-background-color: {t.primary}; selection-color: {t.on_primary}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QTableView:focus, QListView:focus {{ border: 2px solid {t.primary}; padding: 3px 7px; }}
QTableView:focus, QListView:focus {{ padding: 0; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{ border: 2px solid {t.late}; padding: 3px 7px; }}
QComboBox QAbstractItemView {{ background: {t.card}; selection-background-color: {t.selected}; selection-color: {t.ink}; }}
QPushButton {{ background: {t.card}; border: 1px solid {t.quiet}; border-radius: 4px; padding: 6px 14px; min-height: 20px; }}
QPushButton:hover, QToolButton:hover {{ background: {t.selected}; }}
QPushButton:focus {{ border: 2px solid {t.primary}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {t.quiet}; border-color: {t.rule}; }}
QPushButton#primary {{ background: {t.primary}; color: {t.on_primary}; border: 2px solid {t.primary}; font-weight: 700; padding: 8px 18px; }}
QPushButton#primary:focus {{ border: 2px solid {t.ink}; }}
QPushButton#primary:disabled {{ background: {t.rule}; color: {t.quiet}; border-color: {t.rule}; }}
QPushButton#grade {{ min-height: 52px; font-size: {s["title"]}px; text-align: left; padding: 4px 24px; }}
QPushButton#railButton {{ background: transparent; border: 0; border-radius: 0; text-align: left; padding: 10px 14px; }}
QPushButton#railButton:hover {{ background: {t.selected}; }}
QPushButton#railButton:checked {{ background: {t.card}; font-weight: 700; border-left: 4px solid {t.primary}; padding-left: 10px; }}
QPushButton#railButton:focus {{ border: 2px solid {t.primary}; }}
QPushButton#link, QToolButton#link {{ border: 0; background: transparent; color: {t.primary}; padding: 4px 8px; }}
QTableView, QListView, QListWidget {{ background: {t.card}; border: 1px solid {t.rule}; border-radius: {RADIUS}px;
  alternate-background-color: {t.page}; selection-background-color: {t.selected}; selection-color: {t.ink}; gridline-color: {t.rule}; outline: 0; }}
QHeaderView {{ background: {t.card}; }}
QHeaderView::section {{ background: {t.rail}; color: {t.quiet}; border: 0; border-bottom: 1px solid {t.rule}; padding: 6px 8px; font-size: {s["small"]}px; }}
QListWidget::item {{ padding: 6px 8px; }}
QTabWidget::pane {{ border: 0; }}
QTabBar::tab {{ background: transparent; padding: 8px 14px; border-bottom: 3px solid transparent; color: {t.quiet}; }}
QTabBar::tab:selected {{ color: {t.ink}; font-weight: 700; border-bottom: 3px solid {t.primary}; }}
QCheckBox, QRadioButton {{ background: transparent; spacing: 8px; padding: 2px; }}
QCheckBox:focus, QRadioButton:focus {{ border: 1px solid {t.primary}; border-radius: 4px; padding: 1px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {t.quiet}; border-radius: 3px; background: {t.card}; }}
QCheckBox::indicator:checked {{ border-color: {t.primary}; background: {t.primary}; image: url("{icons}/check-{tone}.svg"); }}
QComboBox::drop-down {{ border: 0; width: 26px; }}
QComboBox::down-arrow {{ image: url("{icons}/down-{tone}.svg"); width: 12px; height: 12px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.rule}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {t.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {t.page}; }}
QToolTip {{ background: {t.ink}; color: {t.card}; border: 0; padding: 4px; }}
QMenu {{ background: {t.card}; border: 1px solid {t.rule}; }}
QMenu::item:selected {{ background: {t.selected}; }}
QProgressBar {{ border: 1px solid {t.rule}; border-radius: 4px; text-align: center; background: {t.card}; }}
QProgressBar::chunk {{ background: {t.primary}; }}
"""
