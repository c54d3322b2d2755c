"""The dialog shown in place of a window that could not be filled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import APP_NAME
from desktop.core.messages import Text
from desktop.ui.i18n.translate_message import translate_message

translate = QCoreApplication.translate


def start_failure(
    message: Text, details: str, report: Callable[[], str], parent: QWidget | None = None
) -> QMessageBox:
    """Return the box, not yet shown: the message, Show Details, Copy Report and Quit."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setOption(QMessageBox.Option.DontUseNativeDialog)  # there every button closes it
    box.setIcon(QMessageBox.Icon.Critical)
    box.setWindowTitle(APP_NAME)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(translate("StartFailure", "Easel can’t open its window."))
    box.setInformativeText(translate_message(message))
    box.setDetailedText(details)
    leave = box.addButton(translate("StartFailure", "Quit"), QMessageBox.ButtonRole.AcceptRole)
    copy = box.addButton(
        translate("StartFailure", "Copy Report"), QMessageBox.ButtonRole.ActionRole
    )
    copy.clicked.disconnect()  # it must not close the box
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report()))
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    return box
