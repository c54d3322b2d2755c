"""The converter's phases and choices in the user's language."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.ui.i18n.translate_message import translate_message

translate = QCoreApplication.translate
_CHECK, _COMPRESS, _NET = "Check of the ", "Compression of the ", "ControlNet "


def part_words(title: str) -> str:
    """A part as the converter calls it ("text encoder"), for people."""
    if title.startswith(_NET):
        return title
    words = {
        "text encoder": translate("Conversion", "Text encoder"),
        "second text encoder": translate("Conversion", "Second text encoder"),
        "UNet": translate("Conversion", "UNet"),
        "UNet for ControlNets": translate("Conversion", "UNet for ControlNets"),
        "VAE decoder": translate("Conversion", "VAE decoder"),
        "VAE encoder": translate("Conversion", "VAE encoder"),
        "safety checker": translate("Conversion", "Safety checker"),
    }
    return words.get(title, title)


def phase_words(phase: str) -> str:
    """A phase of a conversion, as the engine names it, for people."""
    if phase.startswith(_CHECK):
        return translate("Conversion", "{part}: comparing with PyTorch").format(
            part=part_words(phase.removeprefix(_CHECK))
        )
    if phase.startswith(_COMPRESS):
        return translate("Conversion", "{part}: compressing").format(
            part=part_words(phase.removeprefix(_COMPRESS))
        )
    words = {
        "Cutting the UNet": translate("Conversion", "Cutting the UNet in two"),
        "Compiling": translate("Conversion", "Compiling"),
    }
    return words.get(phase) or translate_message(part_words(phase))


def attention_words(attention: str) -> str:
    """What an attention is made for."""
    words = {
        "auto": translate("Conversion", "What suits this Mac"),
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
