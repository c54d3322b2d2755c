"""Why a Core ML model doesn't run on the Neural Engine, from a check or its conversion."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.messages import Text, message_of
from desktop.files.json_coerce import as_list, as_mapping
from desktop.ui.i18n.translate_message import translate_message
from desktop.ui.theme.theme import scaled_font


class NeuralEngineView(QWidget):
    """The view of a check. Signals: `check_requested()`."""

    check_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self.tr("Neural Engine"))
        self.title.setFont(scaled_font(self.title, 0.92, bold=True))
        self.title.setProperty("tone", "section")
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setFont(scaled_font(self.words, 0.92))
        self.check = QPushButton(self.tr("Check"))
        self.check.setAccessibleName(self.tr("Check what keeps it off the Neural Engine"))
        self.check.setToolTip(self.check.accessibleName())
        self.check.setAutoDefault(False)
        self.check.clicked.connect(self._ask)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(self.words)

    def show_report(self, report: Any) -> None:
        """Show the report of `easel models check`; None: not checked yet."""
        self.check.setEnabled(True)
        found = as_mapping(report)
        if not found:
            self.words.setText(self.tr("Not checked yet."))
            return
        good = self.tr("Nothing in this model keeps it off the Neural Engine.")
        lines = [] if not found.get("fits") else [good]
        for part in map(as_mapping, as_list(found.get("parts"))):
            reasons = [as_mapping(reason) for reason in as_list(part.get("reasons"))]
            if reasons:
                lines.append(str(part.get("file", "")).removesuffix(".mlpackage"))
            for reason in reasons:
                small = self.tr(" (on few values: costs little)") if reason.get("minor") else ""
                words = translate_message(message_of(reason.get("sentence")))
                lines.append(f"    {reason.get('count')} × {words}{small}")
        self.words.setText("\n".join(lines))

    def show_problem(self, problem: Text) -> None:
        """Show why the check failed."""
        self.check.setEnabled(True)
        self.words.setText(translate_message(problem))

    def _ask(self) -> None:
        self.check.setEnabled(False)
        self.words.setText(self.tr("Looking through its operations…"))
        self.check_requested.emit()
