"""The Mac's Quick Look panel for the gallery's pictures; other systems use Easel's overlay."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .cocoa import CocoaBridge, has_cocoa

_FRAMEWORK = "/System/Library/Frameworks/Quartz.framework"


def open_system_panel(paths: Sequence[str], place: int) -> bool:
    """Show the picture at index `place` of `paths`; arrow keys step to the others.

    Return False if the system has no such panel, or would not open it.
    """
    if not has_cocoa():
        return False
    return CocoaBridge("open Quick Look's panel").call(lambda: _MacPanel.show(paths, place), False)


class _MacPanel:
    """QLPreviewPanel, which asks its data source for each file in turn."""

    source: Any = None
    """Referenced here: the panel does not retain it."""

    @classmethod
    def show(cls, paths: Sequence[str], place: int) -> bool:
        """Open the panel over these pictures, or close an open one; return True.

        A panel that raises is closed again: the caller shows Easel's own overlay instead.
        """
        panel = _panel_class().sharedPreviewPanel()
        if panel.isVisible():
            panel.orderOut_(None)
            return True
        cls.source = _source_class().alloc().init()
        cls.source.paths = list(paths)
        _make_controller()
        panel.makeKeyAndOrderFront_(None)
        try:
            cls._fill(panel, place)
        except Exception:
            panel.orderOut_(None)
            raise
        return True

    @classmethod
    def _fill(cls, panel: Any, place: int) -> None:
        if panel.currentController() is None:
            panel.setDataSource_(cls.source)
        panel.reloadData()
        panel.setCurrentPreviewItemIndex_(place)


@lru_cache(maxsize=1)
def _panel_class() -> Any:
    import objc

    objc.loadBundle("Quartz", {}, bundle_path=_FRAMEWORK)
    return objc.lookUpClass("QLPreviewPanel")


@lru_cache(maxsize=1)
def _make_controller() -> None:
    """Let Qt's application delegate, at the end of the responder chain, control the panel.

    Without a controller the panel complains in the system's log, and may be empty.
    """
    import AppKit
    import objc

    def accepts(_self: Any, _panel: Any) -> bool:
        return True

    def begin(_self: Any, panel: Any) -> None:
        panel.setDataSource_(_MacPanel.source)

    def end(_self: Any, panel: Any) -> None:
        panel.setDataSource_(None)

    methods = [
        objc.selector(accepts, selector=b"acceptsPreviewPanelControl:", signature=b"Z@:@"),
        objc.selector(begin, selector=b"beginPreviewPanelControl:", signature=b"v@:@"),
        objc.selector(end, selector=b"endPreviewPanelControl:", signature=b"v@:@"),
    ]
    delegate: object = AppKit.NSApplication.sharedApplication().delegate()
    objc.classAddMethods(type(delegate), methods)


@lru_cache(maxsize=1)
def _source_class() -> Any:
    """Return a class of the bridge, created once: Objective-C class names are unique."""
    import AppKit
    import objc

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
