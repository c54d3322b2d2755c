"""The report of a conversion: the parts with their similarity to PyTorch, and the next steps."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.core.messages import message_of
from desktop.files.json_coerce import as_mapping
from desktop.ui.i18n.conversion_text import decibels, gigabytes
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.theme import scaled_font

translate = QCoreApplication.translate


class ReportTable(QWidget):
    """A conversion's report as a table: part, size, similarity; notes below."""

    def __init__(self, report: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight
        for column, head in enumerate(
            (self.tr("Part"), self.tr("Size"), self.tr("Likeness to PyTorch"))
        ):
            label = QLabel(head)
            label.setProperty("tone", "secondary")
            label.setFont(scaled_font(label, 0.85))
            grid.addWidget(label, 0, column, right if column else Qt.AlignmentFlag.AlignLeft)
        line = 1
        for part in report.get("parts", []):
            grid.addWidget(QLabel(translate_message(message_of(part["title"]))), line, 0)
            grid.addWidget(QLabel(gigabytes(part["bytes"])), line, 1, right)
            grid.addWidget(QLabel(_likeness(part)), line, 2, right)
            line += 1
            if part.get("note"):
                note = QLabel(translate_message(message_of(part["note"])))
                note.setWordWrap(True)
                note.setProperty("tone", "secondary")
                note.setFont(scaled_font(note, 0.85))
                grid.addWidget(note, line, 0, 1, 3)
                line += 1
        grid.setRowStretch(line, 1)


def _likeness(part: dict[str, Any]) -> str:
    values = as_mapping(part.get("psnr"))
    if not values:
        return "–"
    numbers = [value for value in values.values() if isinstance(value, int | float)]
    return decibels(min(numbers) if numbers else None)


class ConversionReportView(QWidget):
    """The page after a successful conversion."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self.tr("Converted"))
        self.title.setFont(scaled_font(self.title, 1.15, bold=True))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("tone", "secondary")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table: ReportTable | None = None
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self._area, 1)

    def show_report(self, report: dict[str, Any]) -> None:
        """Show the converter's report."""
        self.table = ReportTable(report)
        self._area.setWidget(self.table)
        self.words.setText(report_words(report))


def report_words(report: dict[str, Any]) -> str:
    """Return one or two sentences that sum up a conversion's report."""
    width, height = report.get("size", (0, 0))
    words = translate("Conversion", "{name}, {width} × {height}, {size}.").format(
        name=report.get("name", ""),
        width=width,
        height=height,
        size=gigabytes(float(report.get("bytes", 0))),
    )
    if not report.get("check"):
        return words
    compared = translate(
        "Conversion",
        "Every part was run here and compared with PyTorch: above 55 dB the difference can’t be "
        "seen, below 35 dB it is another picture.",
    )
    return f"{words} {compared}"
