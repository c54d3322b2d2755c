"""The style sheet: metrics in resources/theme/easel.qss, colors from a palette."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette

from desktop.models.resources import resource

_Role = QPalette.ColorRole


def stylesheet(palette: QPalette) -> str:
    """Return the application's style sheet in the colors of `palette`."""
    names = {
        "window": _Role.Window,
        "base": _Role.Base,
        "text": _Role.WindowText,
        "secondary": _Role.PlaceholderText,
        "accent": _Role.Accent,
        "on_accent": _Role.HighlightedText,
        "link": _Role.Link,
        "hairline": _Role.Mid,
        "border": _Role.Dark,
        "hover": _Role.Midlight,
        "button": _Role.Button,
        "tip": _Role.ToolTipBase,
    }
    sheet = resource("theme", "easel.qss").read_text(encoding="utf-8")
    for name, role in names.items():
        sheet = sheet.replace(f"@{name};", palette.color(role).name() + ";")
    accent = palette.color(_Role.Accent)
    text = palette.color(_Role.WindowText)
    faint = palette.color(QPalette.ColorGroup.Disabled, _Role.WindowText)
    for name, color in (
        ("accent_hover", accent.darker(108)),
        ("accent_pressed", accent.darker(115)),
        ("accent_wash", _with_alpha(accent, 0.16)),
        ("scroll", _with_alpha(text, 0.26)),
        ("scroll_hover", _with_alpha(text, 0.44)),
        ("faint", faint),
        ("warning", QColor("#ffb340" if text.lightnessF() > 0.5 else "#b25000")),
    ):
        sheet = sheet.replace(f"@{name};", f"{color.name(QColor.NameFormat.HexArgb)};")
    return sheet


def _with_alpha(color: QColor, alpha: float) -> QColor:
    result = QColor(color)
    result.setAlphaF(alpha)
    return result
