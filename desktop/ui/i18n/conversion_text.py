"""The converter's choices and measures in the user's language."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def attention_words(attention: str) -> str:
    """What an attention is made for."""
    words = {
        "auto": translate("Conversion", "Best for this Mac"),
        "original": translate("Conversion", "GPU"),
        "split_einsum": translate("Conversion", "Neural Engine"),
        "split_einsum_v2": translate("Conversion", "Neural Engine, in pieces"),
    }
    return words.get(attention, attention)


def gigabytes(size: float) -> str:
    """Bytes in GB (or MB below a tenth of one), as the Finder counts."""
    if size < 1e8:
        return translate("Conversion", "{n} MB").format(n=QLocale().toString(size / 1e6, "f", 1))
    return translate("Conversion", "{n} GB").format(n=QLocale().toString(size / 1e9, "f", 1))


def decibels(value: Any) -> str:
    """A PSNR; None stands for no difference at all."""
    if not isinstance(value, int | float):
        return translate("Conversion", "equal")
    return translate("Conversion", "{n} dB").format(n=QLocale().toString(float(value), "f", 1))
