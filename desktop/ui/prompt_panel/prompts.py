"""Prompt and negative prompt."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.capabilities import Support
from desktop.ui.bindings import bind
from desktop.ui.control_values import ControlValues
from desktop.ui.controls.form import reason_label
from desktop.ui.controls.text_box import TextBox
from desktop.ui.say import say
from desktop.ui.theme import scaled_font


class Prompts(QWidget):
    """Two text fields under their headings."""

    def __init__(self, values: ControlValues, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = TextBox(4)
        self.prompt.setPlaceholderText(self.tr("What should the picture show?"))
        self.negative = TextBox(2)
        self.negative.setPlaceholderText(self.tr("What should stay out of it?"))
        self.negative_label = self._heading(self.tr("Negative prompt"), self.negative)
        self.reason = reason_label(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading(self.tr("Prompt"), self.prompt))
        column.addWidget(self.prompt)
        column.addSpacing(8)
        column.addWidget(self.negative_label)
        column.addWidget(self.negative)
        column.addWidget(self.reason)
        bind(values, "prompt", self.prompt)
        bind(values, "negative_prompt", self.negative)

    def support_negative(self, support: Support) -> None:
        """Enable the negative prompt, or switch it off and say why."""
        self.negative.setEnabled(bool(support))
        self.negative_label.setEnabled(bool(support))
        self.negative.setToolTip(say(support.reason))
        self.reason.setText(support.reason)
        self.reason.setVisible(not support and bool(support.reason))

    def _heading(self, text: str, control: TextBox) -> QLabel:
        label = QLabel(text)
        label.setProperty("tone", "section")
        label.setFont(scaled_font(label, 0.92, bold=True))
        label.setBuddy(control)
        control.setAccessibleName(text)
        return label
