"""A Mac around a test: `sys.platform`, pyobjc's modules and Qt's platform say that it is one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mac.fake_cocoa import Mac, forget_classes
from tests.mac.mac_libc import MacCtypes

BEFORE = ("send2trash", "urllib.request", "multiprocessing.context")
"""Modules that choose by the platform's name when they are imported."""


class CocoaApplication:
    """What `desktop.ui.system.cocoa` asks Qt's application."""

    @staticmethod
    def platformName() -> str:
        """The plugin that shows windows on a Mac."""
        return "cocoa"


@pytest.fixture
def pretended_mac(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Mac]:
    """The Mac, which is gone after the test; its home is a folder of the test."""
    for name in BEFORE:
        importlib.import_module(name)
    mac = Mac()
    forget_classes()
    for name, module in mac.modules().items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr("desktop.ui.system.cocoa.QGuiApplication", CocoaApplication)
    monkeypatch.setattr("desktop.storage.gallery.file_tags.ctypes", MacCtypes())
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir(exist_ok=True)
    yield mac
    forget_classes()
