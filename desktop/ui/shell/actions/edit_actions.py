"""Undo, copy and the like: routed to the focused text field, else to the gallery."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

from desktop.ui.controls.breakable_label import BreakableLabel
from desktop.ui.generate.references.reference_strip import ReferenceStrip
from desktop.ui.imaging.image_well import ImageWell
from desktop.ui.menus.actions import Actions

_METHODS = {
    "undo": "undo",
    "redo": "redo",
    "cut": "cut",
    "copy": "copy",
    "paste": "paste",
    "select_all": "selectAll",
}


class EditActions(QObject):
    """The routing; `elsewhere` maps an action to its slot when no text field has the focus."""

    def __init__(
        self, actions: Actions, elsewhere: Mapping[str, Callable[[], object]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._elsewhere = dict(elsewhere)
        for name in _METHODS:
            actions[name].triggered.connect(lambda _=False, name=name: self._run(name))

    def _run(self, name: str) -> None:
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
            getattr(focus, _METHODS[name])()
        elif name == "paste" and isinstance(focus, ImageWell | ReferenceStrip):
            focus.paste()
        elif name == "copy" and isinstance(focus, BreakableLabel) and focus.hasSelectedText():
            focus.copy()
        elif name in self._elsewhere:
            self._elsewhere[name]()
