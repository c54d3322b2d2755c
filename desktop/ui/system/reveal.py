"""Reveal a file in the Finder or another file manager."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def reveal_words() -> str:
    """Return the text of a Reveal button on this system."""
    if sys.platform == "darwin":
        return QCoreApplication.translate("Reveal", "Show in Finder")
    return QCoreApplication.translate("Reveal", "Show in Folder")


def reveal(path: str) -> None:
    """Open the folder of `path`; on a Mac with the file selected."""
    if sys.platform == "darwin":
        QProcess.startDetached("/usr/bin/open", ["-R", path])
        return
    place = Path(path)
    folder = place if place.is_dir() else place.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
