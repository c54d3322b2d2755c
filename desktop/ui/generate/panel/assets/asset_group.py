"""The frame of a control for several assets: those in use, a pop-up to add another, a reason."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.core.capabilities import Support
from desktop.core.messages import Message
from desktop.ui.controls.form import reason_label
from desktop.ui.controls.popups.popup_button import PopUpButton
from desktop.ui.i18n.translate_message import translate_message


class AssetGroup(QWidget):
    """A base class: subclasses fill `uses`, a layout of `spacing` px, and label `add` and `get`.

    Signals: `get_requested()`, the user has no such asset and wants to get one.
    """

    get_requested = Signal()

    def __init__(self, spacing: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = PopUpButton()
        self.reason = reason_label(self)
        self.get = QPushButton(self.tr("Get One…"))
        self.get.setProperty("kind", "link")
        self.get.clicked.connect(self.get_requested)
        self.get.hide()
        self.uses = QVBoxLayout()
        self.uses.setSpacing(spacing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.uses)
        column.addWidget(self.add)
        column.addWidget(self.reason)
        column.addWidget(self.get, 0, Qt.AlignmentFlag.AlignLeft)

    def show_support(self, support: Support, none_fits: Message | None, *, gettable: bool) -> None:
        """Enable `add`, or disable it with the reason, `none_fits` if no asset fits."""
        self.get.setVisible(bool(support) and none_fits is not None and gettable)
        if support and none_fits is not None:
            support = Support(False, none_fits)
        self.add.setEnabled(bool(support))
        self.reason.setText(translate_message(support.reason))
        self.reason.setVisible(not support)

    def discard(self, widget: QWidget) -> None:
        """Remove `widget` from those in use at once."""
        self.uses.removeWidget(widget)
        widget.hide()
        widget.deleteLater()
