"""A small window that takes drops and writes what arrived to the file in its first argument."""

from __future__ import annotations

import json
import sys

from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget


class Target(QWidget):
    def __init__(self, out: str) -> None:
        super().__init__()
        self.out = out
        self.setAcceptDrops(True)
        self.setWindowTitle("Drop target")
        self.resize(220, 300)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        mime = event.mimeData()
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        paths = [url.toLocalFile() for url in mime.urls()]
        with open(self.out, "w", encoding="utf-8") as stream:
            json.dump({"paths": paths, "image": [image.width(), image.height()]}, stream)


if __name__ == "__main__":
    app = QApplication([])
    target = Target(sys.argv[1])
    target.show()
    app.exec()
