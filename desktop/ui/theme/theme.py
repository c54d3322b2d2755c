"""The look of the window: the system's palette, a few tones mixed from it, one style sheet.

Every color is a role of the application's palette, so widgets and delegates with their own painting
use their `palette()` and need no further argument. Roles that Qt leaves vague are used like this:
Window = side panels and toolbar, Base = gallery and text fields, AlternateBase = an empty tile,
Button = a push button, Mid = hairlines, Dark = borders of fields, Midlight = hover, PlaceholderText
= secondary text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from .application_font import application_font
from .stylesheet import stylesheet

READABLE = 4.5
"""The minimum contrast of text."""
_LEAST_FOR_WHITE = 1.8
"""Accents lighter than that (yellow) would turn brown under white text."""

Appearance = Literal["", "light", "dark"]
SystemPalette = Callable[[QApplication, Appearance], QPalette]
_Role = QPalette.ColorRole


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return `first` mixed with `share` (0..1) of `second`."""
    keep = 1.0 - share
    return QColor.fromRgbF(
        first.redF() * keep + second.redF() * share,
        first.greenF() * keep + second.greenF() * share,
        first.blueF() * keep + second.blueF() * share,
    )


def translucent(color: QColor, alpha: float) -> QColor:
    """Return `color` with `alpha` (0..1)."""
    result = QColor(color)
    result.setAlphaF(alpha)
    return result


def is_dark(palette: QPalette) -> bool:
    """Return whether the text is lighter than its background."""
    return palette.color(_Role.WindowText).lightnessF() > palette.color(_Role.Window).lightnessF()


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast of two opaque colors, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable_accent(accent: QColor) -> tuple[QColor, QColor]:
    """Return `accent` as a background, and the color of text on it, with a contrast of 4.5.

    White text on all accents, as on the system: they are darkened for it. Black on yellow.
    """
    white, black = QColor("white"), QColor("black")
    if contrast(accent, white) < _LEAST_FOR_WHITE:
        return QColor(accent), black
    ground, share = QColor(accent), 0.0
    while contrast(ground, white) < READABLE:
        share += 0.01
        ground = QColor(mix(accent, black, share).rgb())  # rounded, as it is drawn
    return ground, white


def warning_color(palette: QPalette) -> QColor:
    """Return the amber of warnings, readable on the window's colors."""
    return QColor("#ffb340" if is_dark(palette) else "#b25000")


def scaled_font(widget: QWidget, factor: float, *, bold: bool = False) -> QFont:
    """Return the widget's font times `factor`, so that all text follows the system's size."""
    font = QFont(widget.font())
    if font.pointSizeF() > 0:
        font.setPointSizeF(font.pointSizeF() * factor)
    else:
        font.setPixelSize(max(9, round(font.pixelSize() * factor)))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


class Theme(QObject):
    """Palette and style sheet in step with the system's light or dark appearance.

    `appearance` "light" or "dark" overrides the system's. `system_palette` returns the system's own
    colors.
    """

    def __init__(
        self,
        app: QApplication,
        appearance: Appearance = "",
        system_palette: SystemPalette | None = None,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._system_palette = system_palette or _system_palette
        self._appearance: Appearance = appearance
        app.setStyle("fusion")
        if sys.platform != "darwin":
            app.setFont(application_font(app.font()))
        self.refresh()
        app.styleHints().colorSchemeChanged.connect(self.refresh)

    def show_as(self, appearance: Appearance) -> None:
        """Switch to light or dark, or follow the system ("")."""
        self._appearance = appearance
        scheme = Qt.ColorScheme
        wanted = {"light": scheme.Light, "dark": scheme.Dark, "": scheme.Unknown}
        self._app.styleHints().setColorScheme(wanted[appearance])
        self.refresh()

    def follow(self, window: QWidget) -> None:
        """Follow the accent color too, whose changes a Mac reports to each window."""
        if sys.platform == "darwin":
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ThemeChange:
            QTimer.singleShot(0, self, self.refresh)
        return super().eventFilter(watched, event)

    def refresh(self) -> None:
        """Read the system's colors again and repaint everything with them."""
        palette = complete(self._system_palette(self._app, self._appearance))
        self._app.setPalette(palette)
        self._app.setStyleSheet(stylesheet(palette))


def complete(system: QPalette) -> QPalette:
    """Return `system` plus the tones that Easel needs, mixed from the system's colors."""
    palette = QPalette(system)
    window, base = system.color(_Role.Window), system.color(_Role.Base)
    text = system.color(_Role.WindowText)
    dark = is_dark(system)
    for role, color in (
        (_Role.AlternateBase, mix(base, text, 0.07 if dark else 0.045)),
        (_Role.Button, mix(window, QColor("white"), 0.12) if dark else QColor("white")),
        (_Role.Mid, mix(window, text, 0.13)),
        (_Role.Dark, mix(window, text, 0.24)),
        (_Role.Midlight, mix(window, text, 0.08)),
        (_Role.PlaceholderText, mix(window, text, 0.7)),
        (_Role.ToolTipBase, mix(window, QColor("white"), 0.08 if dark else 0.7)),
        (_Role.ToolTipText, text),
    ):
        palette.setColor(role, color)
    accent, on_accent = readable_accent(system.color(_Role.Accent))
    palette.setColor(_Role.Accent, accent)
    palette.setColor(_Role.Highlight, accent)
    palette.setColor(_Role.HighlightedText, on_accent)
    faint = mix(window, text, 0.40)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def _system_palette(app: QApplication, appearance: Appearance) -> QPalette:
    """Return the Mac's own colors on a Mac; elsewhere similar tones for `appearance`."""
    if sys.platform == "darwin":
        app.setPalette(QPalette())
        return app.palette()
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    if appearance:
        dark = appearance == "dark"
    window, base, text, accent = (
        ("#2a2a2c", "#1e1e1f", "#e6e6e8", "#2870dc")
        if dark
        else ("#f2f2f4", "#ffffff", "#252527", "#0a66d8")
    )
    palette = QPalette(QColor(window))
    for role, name in (
        (_Role.Window, window),
        (_Role.Base, base),
        (_Role.WindowText, text),
        (_Role.Text, text),
        (_Role.ButtonText, text),
        (_Role.Accent, accent),
        (_Role.Highlight, accent),
        (_Role.HighlightedText, "#ffffff"),
        (_Role.BrightText, "#ffffff"),
        (_Role.Link, "#5aa2ff" if dark else "#0a5cc2"),
    ):
        palette.setColor(role, QColor(name))
    return palette
