"""The question asked before a window closes during generation."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.worker.session import Session

ENDING = "ending"
"""Name of the application's property that is true once the system, or a signal, ends it."""


class QuitQuestion(QObject):
    """The question; the closing window calls `allows`."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._agreed = False

    def allows(self) -> bool:
        """Return whether the window may close now; if not, ask a question that closes it later."""
        app = QApplication.instance()
        ending = app is None or bool(app.property(ENDING))
        if self._agreed or ending or self._session.running is None:
            return True
        if self._window.findChild(QMessageBox, "quitQuestion") is None:
            self._ask()
        return False

    def _ask(self) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("quitQuestion")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("Easel is still drawing. Quit anyway?"))
        waiting = len(self._session.waiting)
        box.setInformativeText(
            self.tr("%n more job(s) wait. All of them are offered again next time.", "", waiting)
            if waiting
            else self.tr("The picture is offered again next time, from its beginning.")
        )
        leave = box.addButton(self.tr("Quit"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Keep Drawing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        leave.clicked.connect(self._quit)
        box.open()

    def _quit(self) -> None:
        self._agreed = True
        self._window.close()
