"""The one stylesheet: what standard Qt widgets look like, and only those.

Labels, papers and buttons of ours read the tokens themselves: every rule here is matched against every widget
that is made, and a customer's card must stand within a tenth of a second.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from softphone.ui.look import Tokens

_SHEET = """
QMainWindow, QDialog { background: @ground; }
QToolTip { background: @panel; color: @text; border: 1px solid @control; padding: 4px 6px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {
  background: @panel; color: @text; border: 1px solid @control; border-radius: 10px; padding: 6px 10px;
  selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit, QPlainTextEdit { placeholder-text-color: @third; }
*[ground="aside"] QLineEdit, *[ground="aside"] QPlainTextEdit { placeholder-text-color: @aside_ink; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDateEdit:focus,
QTimeEdit:focus, QDateTimeEdit:focus { border: 2px solid @accent; padding: 5px 9px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled,
QAbstractSpinBox:disabled { color: @third; background: @ground; }
*[ground="aside"] QLineEdit, *[ground="aside"] QPlainTextEdit, *[ground="aside"] QComboBox {
  background: @aside_bubble; border: 1px solid @aside_edge; }
*[ground="aside"] QLineEdit:focus, *[ground="aside"] QPlainTextEdit:focus, *[ground="aside"] QComboBox:focus {
  border: 2px solid @aside_ink; }
QComboBox { min-height: 22px; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; subcontrol-position: center right; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(%arrow%); width: 14px; height: 14px; }
QTimeEdit::up-button, QTimeEdit::down-button { width: 0; border: none; }
QCheckBox { spacing: 8px; padding: 4px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: @accent; }
QCheckBox::indicator { width: 16px; height: 16px; border: 1px solid @control; border-radius: 4px; background: @panel; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent; image: url(%tick%); }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @control;
  selection-background-color: @accent; selection-color: @on_accent; outline: none; }
QMenu { background: @panel; color: @text; border: 1px solid @control; border-radius: 10px; padding: 6px; }
QMenu::item { padding: 7px 28px 7px 12px; border-radius: 6px; }
QMenu::item:selected { background: @accent; color: @on_accent; }
QMenu::item:disabled { color: @third; background: transparent; }
QMenu::separator { height: 1px; background: @line; margin: 6px 4px; }
QMenu::indicator { width: 16px; height: 16px; }
QScrollArea { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @control; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSlider::groove:horizontal { height: 4px; background: @control; border-radius: 2px; }
QSlider::sub-page:horizontal { background: @accent; border-radius: 2px; }
QSlider::handle:horizontal { background: @panel; border: 2px solid @accent; width: 14px; height: 14px;
  margin: -7px 0; border-radius: 9px; }
QSlider:focus { border: 2px solid @accent; border-radius: 6px; }
QPlainTextEdit { padding: 6px; }
QPlainTextEdit:focus { padding: 5px; }
QTableView { background: @panel; border: 1px solid @line; border-radius: 10px; outline: none;
  selection-background-color: @accent_ground; selection-color: @text; alternate-background-color: @ground; }
QTableView:focus { border: 1px solid @accent; }
QTableView::item { padding: 4px 8px; border: none; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @panel; color: @second; border: none; border-bottom: 1px solid @line;
  padding: 6px 8px; text-align: left; }
QTableCornerButton::section { background: @panel; border: none; }
QProgressBar { background: @line; border: none; border-radius: 4px; max-height: 8px; min-height: 8px; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QTabBar::tab { padding: 8px 14px; }
"""


def style_sheet(colours: Tokens, arrow: Path, tick: Path) -> str:
    """The stylesheet in these colours. `arrow` and `tick` are drawings: Qt wants files."""
    sheet = _SHEET
    # Longest name first: "@aside" is the beginning of "@aside_ink".
    for name in sorted(colours.__struct_fields__, key=len, reverse=True):
        sheet = sheet.replace(f"@{name}", getattr(colours, name))
    return sheet.replace("%arrow%", arrow.as_posix()).replace("%tick%", tick.as_posix())
