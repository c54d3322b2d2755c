"""The widths of the side panels, remembered with the window's, and fitted to another one."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter

from desktop.ui.gallery.inspector.inspector_panel import WIDTH as INSPECTOR_WIDTH
from desktop.ui.generate.panel.prompt_panel import WIDTH as PANEL_WIDTH
from desktop.ui.state.ui_state import UiState

_KEY = "panels"
_USUAL = (PANEL_WIDTH, INSPECTOR_WIDTH)


def keep_widths(state: UiState, splitter: QSplitter) -> None:
    """Remember the panels' widths; a hidden panel keeps the one it had."""
    before = state.mapping(_KEY)
    sizes = splitter.sizes()
    widths = {
        "controls": sizes[0] or before.get("controls", PANEL_WIDTH),
        "inspector": sizes[2] or before.get("inspector", INSPECTOR_WIDTH),
        "window": splitter.width(),
    }
    state.keep(_KEY, widths)


def restore_widths(state: UiState, splitter: QSplitter, window: int) -> None:
    """Give the panels their widths in a window `window` pixels wide; the gallery has the rest."""
    kept = state.mapping(_KEY)
    names = ("controls", "inspector", "window")
    controls, inspector, before = (_pixels(kept.get(name)) for name in names)
    if controls and inspector and before:
        controls, inspector = fitted(controls, inspector, before, window)
    else:
        controls, inspector = _USUAL
    splitter.setSizes([controls, max(1, window - controls - inspector - 2), inspector])


def _pixels(value: object) -> int:
    """A width as it was kept; 0 if it is none."""
    return value if type(value) is int and value > 0 else 0


def fitted(controls: int, inspector: int, before: int, now: int) -> tuple[int, int]:
    """The panels' widths of a window `before` pixels wide in one of `now` pixels.

    In a narrower window a panel that was dragged wide gives way, down to its usual width.
    """
    share = min(1.0, now / before)
    fits = [
        max(min(width, usual), round(width * share))
        for width, usual in zip((controls, inspector), _USUAL, strict=True)
    ]
    return fits[0], fits[1]
