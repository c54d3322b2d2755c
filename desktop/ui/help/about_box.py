"""The About box: icon, name, version, whose work it is and under which licence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop import APP_NAME, COPYRIGHT, __version__
from desktop.models.resources import resource

_ICON_SIDE = 96
translate = QCoreApplication.translate


def about_box(parent: QWidget) -> QMessageBox:
    """The box, not yet shown; it deletes itself when it is closed, and stops nothing meanwhile."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.setWindowTitle(translate("About", "About Easel"))
    icon = QIcon(str(resource("app_icon", "easel.svg")))
    box.setIconPixmap(icon.pixmap(QSize(_ICON_SIDE, _ICON_SIDE), box.devicePixelRatioF()))
    box.setText(f"<b>{APP_NAME}</b>")
    lines = (
        translate("About", "Version {version}").format(version=__version__),
        translate("About", "Makes pictures from words with Stable Diffusion, on this computer."),
        translate(
            "About",
            "Built on Qt, PyTorch, diffusers, transformers and Core ML Tools. "
            "The starter model learned from Microsoft’s Fluent Emoji.",
        ),
        COPYRIGHT,
    )
    box.setInformativeText("\n\n".join(lines))
    return box
