"""A small window whose picture can be dragged out with Copy, Move and Link on offer.

Writes what the drop became ("CopyAction", say) to the file in its second argument.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Source(QWidget):
    def __init__(self, picture: str, out: Path) -> None:
        super().__init__()
        self.picture, self.out = picture, out
        self.setWindowTitle("Drag source")
        self.resize(200, 200)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(self.picture)])
        drag = QDrag(self)
        drag.setMimeData(mime)
        kinds = Qt.DropAction
        done = drag.exec(kinds.CopyAction | kinds.MoveAction | kinds.LinkAction, kinds.MoveAction)
        self.out.write_text(done.name)


if __name__ == "__main__":
    app = QApplication([])
    source = Source(sys.argv[1], Path(sys.argv[2]))
    source.show()
    app.exec()
