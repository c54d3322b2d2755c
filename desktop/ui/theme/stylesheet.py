"""The style sheet, written from a palette: shapes and distances here, colours from the system."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

_Role = QPalette.ColorRole


def stylesheet(palette: QPalette) -> str:
    """Style for the whole application in the colours of `palette`."""
    names = {
        "window": _Role.Window,
        "base": _Role.Base,
        "text": _Role.WindowText,
        "secondary": _Role.PlaceholderText,
        "accent": _Role.Accent,
        "on_accent": _Role.HighlightedText,
        "link": _Role.Link,
        "hairline": _Role.Mid,
        "border": _Role.Dark,
        "hover": _Role.Midlight,
        "button": _Role.Button,
        "tip": _Role.ToolTipBase,
    }
    sheet = _SHEET
    for name, role in names.items():
        sheet = sheet.replace(f"@{name};", palette.color(role).name() + ";")
    accent = palette.color(_Role.Accent)
    text = palette.color(_Role.WindowText)
    faint = palette.color(QPalette.ColorGroup.Disabled, _Role.WindowText)
    for name, color in (
        ("accent_hover", accent.lighter(112)),
        ("accent_pressed", accent.darker(115)),
        ("accent_wash", _with_alpha(accent, 0.16)),
        ("scroll", _with_alpha(text, 0.26)),
        ("scroll_hover", _with_alpha(text, 0.44)),
        ("faint", faint),
        ("warning", QColor("#ffb340" if text.lightnessF() > 0.5 else "#b25000")),
    ):
        sheet = sheet.replace(f"@{name};", f"{color.name(QColor.NameFormat.HexArgb)};")
    return sheet


def _with_alpha(color: QColor, alpha: float) -> QColor:
    result = QColor(color)
    result.setAlphaF(alpha)
    return result


_SHEET = """
QMainWindow, QDialog { background: @window; }
QToolTip { background: @tip; color: @text; border: 1px solid @hairline; padding: 4px 6px; }

QToolBar { background: @window; border: none; border-bottom: 1px solid @hairline;
           padding: 8px 12px; spacing: 8px; }
QWidget#sidebar, QWidget#inspector, QWidget#generateBar { background: @window; }
QWidget#galleryColumn, QWidget#emptyState { background: @base; }
QFrame#alwaysSeen { background: @window; border: none; border-bottom: 1px solid @hairline; }
QWidget#maskEditor, QFrame#maskTools { background: @window; }
QFrame#maskTools { border: none; border-top: 1px solid @hairline; }
QFrame#generateBar { border-top: 1px solid @hairline; }
QFrame#galleryHeader, QFrame#filterBar { background: @base; }
QToolButton#source { font-weight: 600; padding: 4px 6px; }
QWidget#viewer { background: #0e0e10; }
QFrame#viewerBar { background: #1c1c1e; border-top: 1px solid #38383a; }
QLabel#viewerTitle { color: #f2f2f4; font-weight: 600; }
QLabel#viewerFacts { color: #b0b0b6; }
QFrame#viewerBar QToolButton { color: #f2f2f4; }
QFrame#viewerBar QToolButton:hover { background: #3a3a3c; }
QFrame#viewerBar QToolButton:pressed { background: #545456; }
QFrame#viewerBar QToolButton:checked { background: #48484a; }
QSplitter::handle { background: @hairline; }
QSplitter::handle:horizontal { width: 1px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QListView#gallery { border: none; outline: none; }

QLabel[tone="secondary"], QLabel[tone="section"] { color: @secondary; }
QLabel[tone="warning"] { color: @warning; }
QLabel:disabled { color: @faint; }

QPlainTextEdit, QLineEdit {
    background: @base; color: @text; border: 1px solid @border; border-radius: 6px;
    padding: 2px 6px;
    selection-background-color: @accent; selection-color: @on_accent; }
QLineEdit { min-height: 20px; }
QPlainTextEdit { padding: 4px 3px; }
QPlainTextEdit:focus, QLineEdit:focus {
    border: 2px solid @accent; padding: 1px 5px; }
QPlainTextEdit:focus { padding: 3px 2px; }
QPlainTextEdit:disabled, QLineEdit:disabled {
    color: @faint; background: @window; border: 1px solid @hairline; }
QLineEdit#search { border-radius: 8px; padding-left: 4px; }

QPushButton { background: @button; color: @text; border: 1px solid @border;
              border-radius: 6px; padding: 4px 14px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @border; }
QPushButton:focus { border: 2px solid @accent; padding: 3px 13px; }
QPushButton:disabled { color: @faint; border: 1px solid @hairline; background: @window; }
QPushButton[kind="primary"] { background: @accent; color: @on_accent;
              border: 1px solid @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: @accent_hover; border: 1px solid @accent_hover; }
QPushButton[kind="primary"]:pressed { background: @accent_pressed; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; padding: 3px 13px; }
QPushButton[kind="primary"]:disabled { background: @hairline; color: @faint;
              border: 1px solid @hairline; }
QPushButton[kind="icon"], QPushButton[kind="icon"]:focus { padding: 4px; }
QPushButton[size="large"] { min-height: 26px; border-radius: 8px; padding: 4px 6px; }
QPushButton[size="large"]:focus { padding: 3px 5px; }
QPushButton[kind="chip"] { background: @window; border: 1px solid @hairline;
              border-radius: 15px; padding: 5px 14px; }
QPushButton[kind="chip"]:hover { background: @accent_wash; border: 1px solid @accent; }
QPushButton[kind="chip"]:focus { border: 2px solid @accent; padding: 4px 13px; }
QPushButton[kind="filter"] { background: @window; border: 1px solid @hairline;
              border-radius: 12px; padding: 2px 10px; min-height: 18px; }
QPushButton[kind="filter"]:hover { background: @hover; }
QPushButton[kind="filter"]:focus { border: 2px solid @accent; padding: 1px 9px; }
QPushButton[kind="filter"]:checked { background: @accent_wash; border: 1px solid @accent; }
QPushButton[kind="link"] { background: transparent; border: none; color: @link;
              padding: 2px 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 2px solid @accent; padding: 0 2px; }

QToolButton { background: transparent; color: @text; border: 1px solid transparent;
              border-radius: 6px; padding: 4px; }
QToolButton:hover { background: @hover; }
QToolButton:pressed { background: @border; }
QToolButton:checked { background: @accent_wash; }
QToolButton:focus { border: 1px solid @accent; }
QToolButton:disabled { color: @faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton#disclosure, QPushButton#disclosure:checked, QPushButton#disclosure:hover {
              padding: 1px 0; text-align: left; font-weight: 600; background: transparent;
              border: 1px solid transparent; border-radius: 5px; color: @secondary; }
QPushButton#disclosure:hover { color: @text; }
QPushButton#disclosure:focus { color: @accent; border: 1px solid @accent; }
QToolBar QToolButton:checked { background: transparent; }
QToolBar QToolButton:checked:hover { background: @hover; }

QSlider:horizontal { min-height: 22px; background: transparent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -7px 0; border-radius: 9px;
              background: #ffffff; border: 1px solid @border; }
QSlider::handle:horizontal:focus { border: 2px solid @accent; width: 14px; height: 14px; }
QSlider::sub-page:horizontal:disabled { background: @border; }
QSlider::handle:horizontal:disabled { background: @window; border: 1px solid @hairline; }

QComboBox { combobox-popup: 0; }
QComboBox QAbstractItemView { background: @tip; color: @text; border: 1px solid @border;
              border-radius: 6px; padding: 4px; outline: none;
              selection-background-color: @accent; selection-color: @on_accent; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: @accent; color: @on_accent; }
QComboBox QAbstractItemView::item:disabled { background: transparent; color: @faint; }
QMenu { background: @tip; color: @text; border: 1px solid @border; border-radius: 8px;
              padding: 4px; }
QMenu::item { padding: 5px 20px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent; color: @on_accent; }
QMenu::item:disabled { color: @faint; background: transparent; }
QMenu::separator { height: 1px; background: @hairline; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QMenuBar { background: @window; color: @text; }
QMenuBar::item { padding: 4px 10px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: @hover; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @scroll; border-radius: 3px; min-height: 32px;
              margin: 3px; }
QScrollBar::handle:vertical:hover { background: @scroll_hover; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle:horizontal { background: @scroll; border-radius: 3px; min-width: 32px;
              margin: 3px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QFrame#banner { border-radius: 8px; border: 1px solid @border; background: @window; }
QFrame#popover { background: @tip; border: 1px solid @border; border-radius: 10px; }
QFrame#card { background: @base; border: 1px solid @hairline; border-radius: 8px; }
QFrame#modelCard { background: @base; border: 1px solid @hairline; border-radius: 10px; }
QWidget#modelsWindow { background: @window; }
QFrame#modelsBar { background: @window; border-bottom: 1px solid @hairline; }
QFrame#modelsBar QLineEdit#search { min-height: 24px; }
QFrame#modelDetails { background: @window; border-left: 1px solid @hairline; }
QListView#sourceList { background: @window; border: none; border-right: 1px solid @hairline;
              outline: none; padding: 4px 0; }
QListView#chapters { background: @window; border: none; border-right: 1px solid @hairline;
              border-radius: 0; outline: none; padding: 8px; }
QListView#chapters::item { padding: 5px 8px; border-radius: 6px; }
QListView#chapters::item:selected { background: @accent; color: @on_accent; }
QTextBrowser#page { background: @base; border: none; border-radius: 0; }
QListView#folderList { background: @base; border: 1px solid @hairline; border-radius: 6px;
              outline: none; padding: 4px 0; }
QListView#modelList { background: transparent; border: none; outline: none; }
QLabel[kind="tag"] { background: @accent_wash; border-radius: 8px; padding: 1px 8px; }
QPushButton[kind="pill"] { background: @accent_wash; border: 1px solid transparent;
              border-radius: 13px; padding: 3px 16px; color: @link; font-weight: 600; }
QPushButton[kind="pill"]:hover { background: @accent; color: @on_accent; }
QPushButton[kind="pill"]:pressed { background: @accent_pressed; color: @on_accent; }
QPushButton[kind="pill"]:focus { border: 2px solid @accent; padding: 2px 15px; }
QProgressBar { background: @hairline; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QProgressBar[state="paused"]::chunk, QProgressBar[state="waiting"]::chunk,
QProgressBar[state="failed"]::chunk { background: @secondary; }
QFrame#status { background: @base; border: 1px solid @hairline; border-radius: 8px; }
QFrame#status:focus { border: 1px solid @accent; }
QListWidget { background: @base; border: 1px solid @hairline; border-radius: 6px;
              outline: none; padding: 4px; }
QListWidget::item { padding: 4px 6px; border-radius: 4px; color: @text; }
QListWidget::item:selected { background: @accent; color: @on_accent; }
QTreeWidget { background: @base; border: 1px solid @hairline; border-radius: 6px;
              outline: none; padding: 4px; }
QTreeWidget::item { min-height: 24px; color: @text; }
QTreeWidget::item:selected { background: @accent; color: @on_accent; }
QHeaderView { background: @base; }
QHeaderView::section { background: @base; color: @secondary; border: none; padding: 2px 4px; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { padding: 6px 14px; border-radius: 6px; color: @text; margin: 8px 2px; }
QTabBar::tab:selected { background: @hover; font-weight: 600; }
QTabWidget::pane { border: none; border-top: 1px solid @hairline; }
QTabWidget::tab-bar { alignment: center; }
"""
