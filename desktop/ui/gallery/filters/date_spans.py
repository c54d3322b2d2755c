"""Date ranges for filtering the gallery."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt, QTime
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFormLayout,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.controls.form import AcceptButtons

translate = QCoreApplication.translate


class DateSpan(NamedTuple):
    """An inclusive range of days; None: unbounded."""

    first: QDate | None = None
    last: QDate | None = None

    def seconds(self) -> tuple[float | None, float | None]:
        """Return `since` and `until` of `GalleryQuery` (seconds since the epoch, local days)."""
        after = None if self.last is None else _start(self.last.addDays(1))
        return None if self.first is None else _start(self.first), after

    def words(self) -> str:
        """Return the chip's text; "" for no limit."""
        name = next((words for words, span in usual_spans() if span == self), "")
        if name or self == DateSpan():
            return name
        short = QLocale.FormatType.ShortFormat
        days = [QLocale().toString(day, short) if day else "" for day in self]
        return f"{days[0]} – {days[1]}".strip()


def usual_spans() -> list[tuple[str, DateSpan]]:
    """Return the common date ranges with their names."""
    today = QDate.currentDate()
    return [
        (translate("Dates", "Today"), DateSpan(today)),
        (translate("Dates", "Yesterday"), DateSpan(today.addDays(-1), today.addDays(-1))),
        (translate("Dates", "Last 7 days"), DateSpan(today.addDays(-6))),
        (translate("Dates", "Last 30 days"), DateSpan(today.addDays(-29))),
        (translate("Dates", "This year"), DateSpan(QDate(today.year(), 1, 1))),
    ]


def span_of(since: float | None, until: float | None) -> DateSpan:
    """Return the date range of these seconds since the epoch."""
    first = None if since is None else QDateTime.fromSecsSinceEpoch(int(since)).date()
    last = None if until is None else QDateTime.fromSecsSinceEpoch(int(until) - 1).date()
    return DateSpan(first, last)


class SpanDialog(QDialog):
    """A dialog for the first and the last day."""

    def __init__(self, span: DateSpan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Choose Days"))
        today = QDate.currentDate()
        self.first = QDateEdit(span.first or today.addDays(-29))
        self.last = QDateEdit(span.last or today)
        form = QFormLayout()
        for field, label in ((self.first, self.tr("From")), (self.last, self.tr("To"))):
            field.setCalendarPopup(True)
            field.setAccessibleName(label)
            form.addRow(label, field)
        box = AcceptButtons(self.tr("Show"))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(16)
        column.addLayout(form)
        column.addWidget(box)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def span(self) -> DateSpan:
        """Return the chosen range, with the two days in order."""
        days = sorted((self.first.date(), self.last.date()), key=QDate.toJulianDay)
        return DateSpan(days[0], days[1])


def _start(day: QDate) -> float:
    return float(QDateTime(day, QTime(0, 0)).toSecsSinceEpoch())
