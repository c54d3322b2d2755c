"""The side panels' widths in pixels, saved with the window's, and scaled to another one."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter

from desktop.ui.gallery.inspector.inspector_panel import WIDTH as INSPECTOR_WIDTH
from desktop.ui.generate.panel.prompt_panel import WIDTH as PANEL_WIDTH
from desktop.ui.state.ui_state import UiState

_KEY = "panels"
_USUAL = (PANEL_WIDTH, INSPECTOR_WIDTH)


def keep_widths(state: UiState, splitter: QSplitter) -> None:
    """Save the panels' widths; a hidden panel keeps its last one."""
    before = state.mapping(_KEY)
    sizes = splitter.sizes()
    widths = {
        "controls": sizes[0] or before.get("controls", PANEL_WIDTH),
        "inspector": sizes[2] or before.get("inspector", INSPECTOR_WIDTH),
        "window": splitter.width(),
    }
    state.keep(_KEY, widths)


def restore_widths(state: UiState, splitter: QSplitter, window: int) -> None:
    """Restore the panels' widths in a window `window` pixels wide; the gallery has the rest."""
    kept = state.mapping(_KEY)
    names = ("controls", "inspector", "window")
    controls, inspector, before = (_pixels(kept.get(name)) for name in names)
    if controls and inspector and before:
        controls, inspector = fitted(controls, inspector, before, window)
    else:
        controls, inspector = _USUAL
    splitter.setSizes([controls, max(1, window - controls - inspector - 2), inspector])


def _pixels(value: object) -> int:
    """Return a saved width in pixels; 0 if it is invalid."""
    return value if type(value) is int and value > 0 else 0


def fitted(controls: int, inspector: int, before: int, now: int) -> tuple[int, int]:
    """Scale the panels' widths from a window `before` pixels wide to one of `now` pixels.

    In a narrower window a panel that was widened shrinks, down to its usual width.
    """
    share = min(1.0, now / before)
    fits = [
        max(min(width, usual), round(width * share))
        for width, usual in zip((controls, inspector), _USUAL, strict=True)
    ]
    return fits[0], fits[1]
