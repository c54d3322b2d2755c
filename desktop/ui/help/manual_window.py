"""The manual in a window: chapters on the left, the text on the right."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QKeySequence,
    QShortcut,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.models.resources import resource
from desktop.ui.controls.search_field import SearchField
from desktop.ui.menus.actions import Actions

_ACTION = re.compile(r"\{(\w+)\}")
_CHAPTER = re.compile(r"^## (.+)$", re.MULTILINE)


class ManualWindow(QDialog):
    """The manual on one page; the window deletes itself when closed.

    In the text `{name}` stands for the shortcut of the action of that name, in native notation.
    """

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Easel Help"))
        self.resize(760, 560)
        text = with_keys(manual_file(QLocale()).read_text(encoding="utf-8"), actions)
        self.chapters = QListWidget()
        self.chapters.setObjectName("chapters")
        self.chapters.setAccessibleName(self.tr("Chapters"))
        self.chapters.setFixedWidth(248)
        self.chapters.setWordWrap(True)
        self.chapters.setSpacing(3)
        self.chapters.addItems(_CHAPTER.findall(text))
        self.page = QTextBrowser()
        self.page.setObjectName("page")
        self.page.setAccessibleName(self.windowTitle())
        self.page.setOpenLinks(False)
        self.page.anchorClicked.connect(_open_outside)
        self.page.document().setDocumentMargin(24)
        self.page.setMarkdown(text)
        _set_spaces(self.page.document())
        self.search = SearchField(self.tr("Search in Help"), self.tr("Search"))
        self.search.textChanged.connect(lambda: self._find(anew=True))
        self.search.returnPressed.connect(lambda: self._find(anew=False))
        side = QVBoxLayout()
        side.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(12, 12, 12, 4)
        above.addWidget(self.search)
        side.addLayout(above)
        side.addWidget(self.chapters, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(side)
        row.addWidget(self.page, 1)
        self.chapters.currentRowChanged.connect(self._show_chapter)
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(self.search.setFocus)
        close = QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self)
        close.activated.connect(self.close)

    def _find(self, *, anew: bool) -> None:
        """Show the first match of the words, or the next one; wrap around after the last."""
        text = self.search.text().strip()
        if anew or not text:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
        if text and not self.page.find(text) and not anew:
            self.page.moveCursor(QTextCursor.MoveOperation.Start)
            self.page.find(text)

    def _show_chapter(self, row: int) -> None:
        """Scroll the chapter's heading to the top."""
        document, seen = self.page.document(), -1
        block = document.begin()
        while block.isValid():
            if block.blockFormat().headingLevel() == 2:
                seen += 1
                if seen == row:
                    self.page.setTextCursor(QTextCursor(block))
                    top = document.documentLayout().blockBoundingRect(block).top()
                    self.page.verticalScrollBar().setValue(round(top) - 8 if row else 0)
                    return
            block = block.next()


def _set_spaces(document: QTextDocument) -> None:
    """Set the spacing of paragraphs and headings, which Markdown leaves out."""
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        shape = QTextBlockFormat()
        shape.setTopMargin(18 if level > 1 else 0)
        shape.setBottomMargin(4 if block.textList() else 8)
        shape.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(shape)
        if level:
            size = QTextCharFormat()
            size.setProperty(QTextFormat.Property.FontSizeAdjustment, 2 if level == 1 else 1)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(size)
        block = block.next()


def manual_file(locale: QLocale) -> Path:
    """Return the path of the manual in the language of `locale`, else in English."""
    language = QLocale.languageToCode(locale.language())
    folder = resource("manual")
    wanted = folder / f"manual_{language}.md"
    return wanted if wanted.exists() else folder / "manual_en.md"


def with_keys(text: str, actions: Actions) -> str:
    """Return `text` with each `{name}` replaced by the first shortcut of that action."""

    def keys(found: re.Match[str]) -> str:
        sequence = actions[found[1]].shortcut()
        return sequence.toString(QKeySequence.SequenceFormat.NativeText)

    return _ACTION.sub(keys, text)


def _open_outside(address: QUrl) -> None:
    QDesktopServices.openUrl(address)
