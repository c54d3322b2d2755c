"""The Mac's own Quick Look panel over the gallery's pictures; elsewhere Easel's layer is shown."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .cocoa import has_cocoa

_FRAMEWORK = "/System/Library/Frameworks/Quartz.framework"


def open_system_panel(paths: Sequence[str], place: int) -> bool:
    """Show the picture at `place` of `paths`; its arrow keys go on to the others.

    False where the system has no such panel, or would not open it.
    """
    if not has_cocoa():
        return False
    try:
        _MacPanel.show(paths, place)
    except Exception:  # the bridge raises what the system does; our own layer can do it
        logging.getLogger("easel").exception("Quick Look's panel could not be opened")
        return False
    return True


class _MacPanel:
    """QLPreviewPanel, which asks its data source for one file after the other."""

    source: Any = None
    """Kept here: the panel does not hold on to it."""

    @classmethod
    def show(cls, paths: Sequence[str], place: int) -> None:
        """Open the panel, or show other pictures in it; the same picture again closes it."""
        panel = _panel_class().sharedPreviewPanel()
        if panel.isVisible():
            panel.orderOut_(None)
            return
        cls.source = _source_class().alloc().init()
        cls.source.paths = list(paths)
        panel.setDataSource_(cls.source)
        panel.reloadData()
        panel.setCurrentPreviewItemIndex_(place)
        panel.makeKeyAndOrderFront_(None)


@lru_cache(maxsize=1)
def _panel_class() -> Any:
    import objc  # pyright: ignore[reportMissingImports]

    objc.loadBundle("Quartz", {}, bundle_path=_FRAMEWORK)
    return objc.lookUpClass("QLPreviewPanel")


@lru_cache(maxsize=1)
def _source_class() -> Any:
    """A class of the bridge, made once: Objective-C knows it by its name from then on."""
    import AppKit  # pyright: ignore[reportMissingImports]
    import objc  # pyright: ignore[reportMissingImports]

    def count(self: Any, _panel: Any) -> int:
        return len(self.paths)

    def item(self: Any, _panel: Any, place: int) -> Any:
        return AppKit.NSURL.fileURLWithPath_(self.paths[place])

    methods = {
        "numberOfPreviewItemsInPreviewPanel_": objc.selector(
            count, selector=b"numberOfPreviewItemsInPreviewPanel:", signature=b"q@:@"
        ),
        "previewPanel_previewItemAtIndex_": objc.selector(
            item, selector=b"previewPanel:previewItemAtIndex:", signature=b"@@:@q"
        ),
    }
    return type("EaselPreviewSource", (AppKit.NSObject,), methods)
