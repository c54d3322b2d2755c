"""Localized texts of the converter's options and measurements."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate


def attention_words(attention: str) -> str:
    """Return the description of an attention implementation: what it suits."""
    words = {
        "auto": translate("Conversion", "Best for this Mac"),
        "original": translate("Conversion", "GPU"),
        "split_einsum": translate("Conversion", "Neural Engine"),
        "split_einsum_v2": translate("Conversion", "Neural Engine, in pieces"),
    }
    return words.get(attention, attention)


def gigabytes(size: float) -> str:
    """Return `size` bytes in GB (in MB below 0.1 GB), decimal as in the Finder."""
    if size < 1e8:
        return translate("Conversion", "{n} MB").format(n=QLocale().toString(size / 1e6, "f", 1))
    return translate("Conversion", "{n} GB").format(n=QLocale().toString(size / 1e9, "f", 1))


def decibels(value: Any) -> str:
    """Return a PSNR in dB; None stands for identical pictures."""
    if not isinstance(value, int | float):
        return translate("Conversion", "equal")
    return translate("Conversion", "{n} dB").format(n=QLocale().toString(float(value), "f", 1))
