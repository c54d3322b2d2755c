"""Localized names of the models, presets and styles that come with Easel."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from .translate_noop import QT_TRANSLATE_NOOP

NAMES = (
    QT_TRANSLATE_NOOP("Names", "Starter (draws icons)"),
    QT_TRANSLATE_NOOP("Names", "Starter"),
    QT_TRANSLATE_NOOP("Names", "SDXL-Turbo, 1 step"),
    QT_TRANSLATE_NOOP("Names", "SDXL-Turbo, 4 steps"),
    QT_TRANSLATE_NOOP("Names", "Lightning, 4 steps"),
    QT_TRANSLATE_NOOP("Names", "Lightning, 8 steps"),
    QT_TRANSLATE_NOOP("Names", "LCM, 6 steps"),
    QT_TRANSLATE_NOOP("Names", "ComfyUI’s first workflow"),
    QT_TRANSLATE_NOOP("Names", "A1111’s defaults"),
    QT_TRANSLATE_NOOP("Names", "Apple’s defaults"),
    QT_TRANSLATE_NOOP("Names", "Photograph"),
    QT_TRANSLATE_NOOP("Names", "Oil painting"),
    QT_TRANSLATE_NOOP("Names", "Watercolor"),
    QT_TRANSLATE_NOOP("Names", "Line drawing"),
    QT_TRANSLATE_NOOP("Names", "Pixel art"),
    QT_TRANSLATE_NOOP("Names", "3D render"),
)


def shown_name(name: str) -> str:
    """Return `name` localized if bundled, also before a bracket; others stay unchanged.

    A converted model is named like that: Starter (draws icons) (Core ML, original).
    """
    own = name if name in NAMES else next((n for n in NAMES if name.startswith(f"{n} (")), "")
    return QCoreApplication.translate("Names", own) + name[len(own) :] if own else name
