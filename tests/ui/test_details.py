"""What stands behind Details: the meaning in words first, the technical report folded away."""

from __future__ import annotations

import errno

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from desktop.core.errors import EaselError, InternalError
from desktop.core.messages import Message
from desktop.files.disk_errors import disk_error
from desktop.ui.controls.group import CollapsibleGroup
from desktop.ui.controls.notices.banner import Banner, BannerArea
from desktop.ui.controls.notices.details_dialog import DetailsDialog
from desktop.ui.controls.notices.explanation import explained


def report_of(error: BaseException) -> str:
    try:
        raise error
    except BaseException as raised:
        return InternalError.of(raised).details


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (repr(OSError(errno.ENOSPC, "No space left on device")), "the disk is full"),
        (str(OSError(errno.ENOSPC, "No space left on device")), "the disk is full"),
        (repr(PermissionError(errno.EACCES, "Permission denied")), "no permission"),
        (repr(OSError(errno.ENOTEMPTY, "x")), "(error"),
        ("RuntimeError: MPS backend out of memory (MPS allocated: 18 GB)", "not enough memory"),
        ("httpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED]", "could not be reached"),
        ("msgspec.DecodeError: JSON is malformed", "could not be understood"),
    ],
)
def test_what_the_details_tell_is_said_in_words(details: str, words: str) -> None:
    assert any(words in line for line in explained(details))


def test_a_traceback_is_told_apart_from_words() -> None:
    assert explained(report_of(KeyError("odd")))[-1].startswith("The technical report says")
    assert explained("/Users/me/a.png: its first bytes are none of (PNG, JPEG)") == []


def test_the_report_is_folded_below_the_words(qtbot, themed) -> None:
    host = BannerArea()
    qtbot.addWidget(host)
    dialog = DetailsDialog("Easel couldn't save.", "OSError(28, 'No space')", host)
    dialog.show()
    box, group = dialog.findChild(QPlainTextEdit), dialog.findChild(CollapsibleGroup)
    assert not box.isVisible()
    low = dialog.height()
    group.heading.click()
    assert box.isVisible()
    assert box.toPlainText() == "OSError(28, 'No space')"
    assert dialog.height() > low
    assert [button.text() for button in dialog.findChildren(QPushButton)][-2:] == ["Copy", "Close"]
    dialog.close()


def test_words_alone_are_not_folded(qtbot, themed) -> None:
    host = BannerArea()
    qtbot.addWidget(host)
    dialog = DetailsDialog("Two files are damaged.", "a.png\nb.png", host)
    dialog.show()
    assert dialog.findChild(QPlainTextEdit).isVisible()
    assert dialog.findChild(CollapsibleGroup) is None
    dialog.close()


def full(doing: Message, folder: str = "/x") -> EaselError:
    from pathlib import Path

    return disk_error(OSError(errno.ENOSPC, "No space"), Path(folder) / "a", doing)


def test_one_full_disk_is_one_banner(qtbot, themed) -> None:
    area = BannerArea()
    qtbot.addWidget(area)
    area.add(Banner(full(Message("write to its folder")).message, icon="warning"))
    area.show_error(full(Message("keep the gallery’s index")))
    (banner,) = area.banners
    assert "gallery’s index" in banner.sentence
    area.show_error(full(Message("save the queue"), "/another disk"))
    assert len(area.banners) == 2


def test_a_banner_with_a_way_out_stays(qtbot, themed) -> None:
    area = BannerArea()
    qtbot.addWidget(area)
    lost = full(Message("save the picture")).message
    area.add(Banner(lost, icon="warning", choices=[("Save Elsewhere…", lambda: None)]))
    area.show_error(full(Message("save the queue")))
    assert len(area.banners) == 2
