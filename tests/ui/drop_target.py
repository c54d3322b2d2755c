"""A small window that takes drops and writes what arrived to the file in its first argument.

A file beside it, `.entered`, tells that something is dragged over the window.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget


class Target(QWidget):
    def __init__(self, out: Path) -> None:
        super().__init__()
        self.out = out
        self.setAcceptDrops(True)
        self.setWindowTitle("Drop target")
        self.resize(220, 300)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()
        self.out.with_suffix(".entered").touch()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        mime = event.mimeData()
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        paths = [url.toLocalFile() for url in mime.urls()]
        arrived = {"paths": paths, "image": [image.width(), image.height()]}
        whole = self.out.with_suffix(".whole")
        whole.write_text(json.dumps(arrived), encoding="utf-8")
        whole.replace(self.out)


if __name__ == "__main__":
    app = QApplication([])
    target = Target(Path(sys.argv[1]))
    target.show()
    app.exec()
