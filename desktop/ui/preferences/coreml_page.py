"""Preferences, Core ML: the cache of compiled models, its size limit, clearing it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import EaselError
from desktop.models.bundles.coreml_cache import CacheEntry, CompiledCache
from desktop.storage.settings_file import Settings
from desktop.ui.controls.form import Form
from desktop.ui.controls.number_box import NumberBox
from desktop.ui.i18n.conversion_text import gigabytes
from desktop.ui.i18n.translate_message import translate_message
from desktop.worker.background import Background

_MOST_GB = 10_000


class CoreMLPage(QWidget):
    """The page. Signals: `changed(str, object)`, a setting's name and its new value."""

    changed = Signal(str, object)

    def __init__(
        self,
        settings: Settings,
        folder: Path,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._cache, self._background = CompiledCache(folder), background
        words = QLabel(
            self.tr(
                "A Core ML package is compiled for this Mac when it is first used, and kept, so "
                "that it loads in seconds afterwards."
            )
        )
        words.setWordWrap(True)
        words.setProperty("tone", "secondary")
        self.limit = NumberBox(0, _MOST_GB, decimals=1)
        self.limit.set_value(settings.coreml_cache_limit_gb)
        self.limit.setFixedWidth(72)
        self.total = QLabel()
        self.clear = QPushButton(self.tr("Clear"))
        self.clear.setAccessibleName(self.tr("Clear the cache of compiled models"))
        self.clear.setToolTip(self.tr("Models are compiled again when they are next used."))
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Compiled models"))
        self.list.setHeaderLabels([self.tr("Model"), self.tr("Size"), self.tr("Last used")])
        self.list.setRootIsDecorated(False)
        form = Form()
        form.add_row(
            self.tr("Largest size"),
            self._limit_row(),
            self.tr(
                "Models that were not used for the longest time are removed first. 0: no limit."
            ),
        )
        below = QHBoxLayout()
        below.addWidget(self.total, 1)
        below.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(words)
        column.addWidget(form)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        self.limit.value_changed.connect(self._on_limit)
        self.clear.clicked.connect(self._clear)
        self._show(())
        self.refresh()

    def refresh(self) -> None:
        """Read the cache's contents again."""
        self._background.run(self._cache.entries, self._show, self._on_error)

    def _limit_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.limit)
        row.addWidget(QLabel(self.tr("GB (0: no limit)")))
        row.addStretch(1)
        self.limit.setAccessibleName(self.tr("Most space for compiled models in GB"))
        return box

    def _show(self, entries: Sequence[CacheEntry]) -> None:
        self.list.clear()
        for entry in reversed(entries):
            item = QTreeWidgetItem([entry.name, gigabytes(entry.size_bytes), _day(entry.used)])
            item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            item.setToolTip(0, str(entry.path))
            self.list.addTopLevelItem(item)
        self.list.setColumnWidth(0, 280)
        size = gigabytes(sum(entry.size_bytes for entry in entries))
        self.total.setText(
            self.tr("%n compiled model(s), {size}", "", len(entries)).format(size=size)
            if entries
            else self.tr("Nothing is compiled yet.")
        )
        self.clear.setEnabled(bool(entries))

    def _on_limit(self, gigabytes_: float) -> None:
        """Save the limit in GB, and apply it at once."""
        self.changed.emit("coreml_cache_limit_gb", float(gigabytes_))
        if gigabytes_:
            limit = int(gigabytes_ * 1e9)
            self._background.run(
                lambda: self._cache.trim(limit), lambda _: self.refresh(), self._on_error
            )

    def _clear(self) -> None:
        self.clear.setEnabled(False)
        self._background.run(self._cache.clear, lambda _: self.refresh(), self._on_error)

    def _on_error(self, error: EaselError) -> None:
        self.total.setText(translate_message(error.message))
        self.clear.setEnabled(True)


def _day(moment: float) -> str:
    from PySide6.QtCore import QDateTime

    when = QDateTime.fromSecsSinceEpoch(int(moment or time.time()))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
