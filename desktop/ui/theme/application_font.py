"""The bundled font for systems other than the Mac, which has its own."""

from __future__ import annotations

import logging

from PySide6.QtGui import QFont, QFontDatabase

from desktop.models.resources import resource

logger = logging.getLogger(__name__)

_FAMILY = "Easel Inter"
_KOREAN = "Noto Sans CJK KR"
_POINTS = 9.75
"""13 pixels as on a Mac, and more where the system's resolution exceeds 96 dpi."""


def application_font(system: QFont) -> QFont:
    """Return Inter, similar to the Mac's font, with `system` as fallback for other scripts."""
    if not QFontDatabase.hasFamily(_FAMILY):
        _bring()
    font = QFont(system)
    font.setFamilies(list(dict.fromkeys((_FAMILY, _KOREAN, *system.families()))))
    font.setPointSizeF(_POINTS)
    return font


def _bring() -> None:
    for file in sorted(resource("fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            logger.warning("%s is no font that Qt can read", file)
