"""A dialog that assigns labels (albums or tags) to many pictures and creates new ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.controls.empty_hint import EmptyHint
from desktop.ui.controls.form import AcceptButtons
from desktop.ui.imaging.finder_colours import tag_words

_LABEL = Qt.ItemDataRole.UserRole


class LabelsDialog(QDialog):
    """A list of tristate labels; `has` holds each picture's labels, partial ones half checked."""

    def __init__(
        self,
        title: str,
        new: str,
        has: Sequence[tuple[str, ...]],
        known: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(360, 380)
        self._before: dict[str, Qt.CheckState] = {}
        self.list = QListWidget()
        self.list.setAccessibleName(title)
        for label in dict.fromkeys((*known, *(one for labels in has for one in labels))):
            count = sum(label in labels for labels in has)
            half = Qt.CheckState.PartiallyChecked if count else Qt.CheckState.Unchecked
            self._add(label, Qt.CheckState.Checked if count == len(has) else half)
        self.field = QLineEdit()
        self.field.setPlaceholderText(new)
        self.field.setAccessibleName(new)
        self.add = QPushButton(self.tr("Add"))
        self.add.setAutoDefault(False)
        self.add.clicked.connect(self._add_new)
        self.field.returnPressed.connect(self._add_new)
        self.field.textChanged.connect(self._follow_text)
        self.add.setEnabled(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.add)
        box = AcceptButtons(self.tr("Done"))
        box.go.setDefault(False)  # Return adds the label that is typed
        box.go.setAutoDefault(False)
        box.accepted.connect(self._accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        column.addWidget(box)
        EmptyHint(self.list, self.tr("Nothing here yet: type a name below and press Add."))
        self.field.setFocus()

    def changes(self) -> dict[str, bool]:
        """Return the labels that were checked (True) or unchecked (False)."""
        found: dict[str, bool] = {}
        for row in range(self.list.count()):
            item = self.list.item(row)
            label, state = item.data(_LABEL), item.checkState()
            if state != self._before[label] and state != Qt.CheckState.PartiallyChecked:
                found[label] = state == Qt.CheckState.Checked
        return found

    def _accept(self) -> None:
        self._add_new()
        self.accept()

    def _add(self, label: str, state: Qt.CheckState) -> QListWidgetItem:
        item = QListWidgetItem(tag_words(label))
        item.setData(_LABEL, label)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(state)
        self._before[label] = state
        self.list.addItem(item)
        return item

    def _follow_text(self, text: str) -> None:
        self.add.setEnabled(bool(text.strip()))

    def _add_new(self) -> None:
        label = " ".join(self.field.text().split())
        if not label:
            return
        self.field.clear()
        items = (self.list.item(row) for row in range(self.list.count()))
        item = next((one for one in items if one.data(_LABEL) == label), None)
        if item is None:
            item = self._add(label, Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Checked)
        self.list.scrollToItem(item)
