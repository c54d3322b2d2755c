"""The palette that Qt makes of a Mac's colours: what each role gets, and the system's own values.

Roles as qtbase's cocoa plugin fills them (`qt_mac_createSystemPalette`), colours as macOS 14 and 15
give them in sRGB, for both appearances and every accent of System Settings > Appearance.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from desktop.ui.theme.theme import Appearance, SystemPalette

_Role, _Group = QPalette.ColorRole, QPalette.ColorGroup

ACCENTS = {  # controlAccentColor, light and dark
    "blue": ("#007aff", "#007aff"),
    "purple": ("#953d96", "#a550a7"),
    "pink": ("#f74f9e", "#f74f9e"),
    "red": ("#e0383e", "#ff5257"),
    "orange": ("#f7821b", "#f7821b"),
    "yellow": ("#ffc726", "#ffc600"),
    "green": ("#62ba46", "#62ba46"),
    "graphite": ("#989898", "#8c8c8c"),
}
_SELECTED = {  # selectedControlColor: a tint of the accent
    "blue": ("#b3d7ff", "#3f638b"),
    "purple": ("#dfc5df", "#6c4a6d"),
    "pink": ("#fccae2", "#85536b"),
    "red": ("#f5c3c5", "#8b4748"),
    "orange": ("#fdd9bb", "#865b3c"),
    "yellow": ("#ffeebe", "#8b7a40"),
    "green": ("#d0eac8", "#547a4a"),
    "graphite": ("#e0e0e0", "#666666"),
}
_SYSTEM: dict[str, tuple[str, str]] = {
    "window": ("#ececec", "#323232"),
    "text_background": ("#ffffff", "#1e1e1e"),
    "control_text": ("#d8000000", "#d8ffffff"),
    "disabled_text": ("#3f000000", "#3fffffff"),
    "unemphasized": ("#dcdcdc", "#464646"),
    "control": ("#ffffff", "#3fffffff"),
    "link": ("#0068da", "#419cff"),
    "placeholder": ("#3f000000", "#3fffffff"),
}


def mac_palette(accent: str, *, dark: bool) -> QPalette:
    """What `QGuiApplication.palette` is on a Mac with this accent."""
    color = {name: QColor(pair[dark]) for name, pair in _SYSTEM.items()}
    window = color["window"]
    black, white = QColor("black"), QColor("white")
    palette = QPalette(
        black, window, window.lighter(110), window.darker(160), window.darker(140), black, white
    )
    every = (_Group.Active, _Group.Inactive, _Group.Disabled)
    roles: list[tuple[Any, Any, QColor]] = [
        *((group, _Role.Window, window) for group in every),
        *((group, _Role.Base, color["text_background"]) for group in every[:2]),
        (_Group.Disabled, _Role.Base, window),
        *((group, _Role.Dark, QColor(191, 191, 191)) for group in every),
        (_Group.Active, _Role.Highlight, QColor(_SELECTED[accent][dark])),
        *((group, _Role.Highlight, color["unemphasized"]) for group in every[1:]),
        (_Group.Active, _Role.ButtonText, color["control_text"]),
        *((group, _Role.ToolTipBase, color["control"]) for group in every),
        (_Group.Active, _Role.Link, color["link"]),
        *((group, _Role.PlaceholderText, color["placeholder"]) for group in every),
        *((group, _Role.Accent, QColor(ACCENTS[accent][dark])) for group in every),
    ]
    for role in (_Role.Text, _Role.WindowText, _Role.HighlightedText):
        roles += [(group, role, color["control_text"]) for group in every[:2]]
        roles.append((_Group.Disabled, role, color["disabled_text"]))
    for group, role, value in roles:
        palette.setColor(group, role, value)
    return palette


def system_palette(accent: str) -> SystemPalette:
    """For `Theme`: the Mac's palette in the appearance that is wanted ("": light)."""

    def give(_app: QApplication, appearance: Appearance) -> QPalette:
        return mac_palette(accent, dark=appearance == "dark")

    return give
