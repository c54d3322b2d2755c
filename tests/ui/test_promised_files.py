"""Pictures that another app only promises, as the Mac's Photos does, on the pretended Mac."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData

from desktop.storage.app_paths import AppPaths
from tests.mac.fake_cocoa import Mac

from .conftest import MakeWindow
from .gallery_window import picture


def test_a_promised_picture_is_taken(
    pretended_mac: Mac, qtbot, make_window: MakeWindow, app_paths: AppPaths, tmp_path: Path
) -> None:
    """As from Photos: what is dragged has no path, and is written once it is dropped."""
    window = make_window()
    ((types,),) = pretended_mac.bridge.sent("registerForDraggedTypes:")
    assert types == ["com.apple.NSFilePromiseItemMetaData"]
    nothing = QMimeData()
    assert not window.parts.drop_handler.can_drop(nothing)
    pretended_mac.drag.promises = [
        ("사진 1.png", Path(picture(tmp_path)).read_bytes()),
        ("second.png", b""),
    ]
    assert window.parts.drop_handler.can_drop(nothing)
    window.parts.drop_handler.drop(nothing)
    banners = window.parts.column.banners
    qtbot.waitUntil(lambda: len(banners.banners) == 1)
    assert "사진 1.png" in banners.banners[0].words.text()
    assert [path.name for path in app_paths.inputs.iterdir()] == ["사진 1.png"]


@pytest.mark.expects_warnings("A promised file was not written")
def test_a_broken_promise_is_told(pretended_mac: Mac, qtbot, make_window: MakeWindow) -> None:
    window = make_window()
    pretended_mac.drag.promises = [None]
    window.parts.drop_handler.drop(QMimeData())
    banners = window.parts.column.banners
    qtbot.waitUntil(lambda: len(banners.banners) == 1)
    assert "did not hand the file over" in banners.banners[0].words.text()
