"""Localized texts of sizes and downloads."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.core.messages import english, joined
from desktop.models.catalogue.catalogue import CatalogueEntry
from desktop.models.downloads.download_progress import DownloadStatus

from .progress_text import duration
from .translate_message import translate_message

translate = QCoreApplication.translate


def said_variant(variant: str) -> str:
    """Return a variant's name with each of its parts localized."""
    return (
        translate_message(joined(english(part) for part in variant.split(", "))) if variant else ""
    )


def size(count: int) -> str:
    """Return a number of bytes in readable units: 6.94 GB, 335 MB, 12 KB."""
    for unit, power, digits in (("GB", 1e9, 2), ("MB", 1e6, 0), ("KB", 1e3, 0)):
        if count >= power * 0.995:
            return f"{QLocale().toString(count / power, 'f', digits)} {unit}"
    return f"{count} B"


def entry_size(entry: CatalogueEntry) -> str:
    """Return the text of an entry's download size."""
    if entry.included:
        return translate("ModelWords", "Comes with Easel")
    shown = size(entry.size_bytes)
    if entry.size_is_exact:
        return shown
    return translate("ModelWords", "about {size}").format(size=shown)


def amount(status: DownloadStatus) -> str:
    """Return how much of a download is complete, as text."""
    if status.total_bytes <= 0:
        return size(status.done_bytes) if status.done_bytes else ""
    return translate("ModelWords", "{done} of {total}").format(
        done=size(status.done_bytes), total=size(status.total_bytes)
    )


def progress(status: DownloadStatus) -> str:
    """Return a download's status in a single line; for a failed one its message."""
    there = amount(status)
    if status.state == "failed" or (status.state == "running" and status.message):
        return translate_message(status.message)
    if status.state == "waiting":
        return translate("ModelWords", "Waiting for its turn")
    if status.state == "unpacking":
        return translate("ModelWords", "Unpacking…")
    if status.state == "done":
        return size(status.total_bytes)
    if status.state == "paused":
        return _joined(translate("ModelWords", "Paused"), there)
    speed = left = ""
    if status.bytes_per_second > 0:
        speed = translate("ModelWords", "{speed}/s").format(
            speed=size(round(status.bytes_per_second))
        )
    if status.seconds_left is not None:
        left = translate("ModelWords", "{time} left").format(time=duration(status.seconds_left))
    return _joined(there, speed, left)


def _joined(*parts: str) -> str:
    return "  ·  ".join(part for part in parts if part)
