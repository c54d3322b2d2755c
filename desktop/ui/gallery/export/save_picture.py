"""Save a copy of a picture in the format of the chosen file extension."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.core.errors import BadInput

_NAMES = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "tiff": "TIFF", "heic": "HEIC"}
_OTHER_ENDINGS = {".jpeg": ".jpg", ".tiff": ".tif", ".heif": ".heic"}


def format_name(kind: str) -> str:
    """Return the display name of a format of `storage.pictures.export`."""
    return _NAMES[kind]


def ask_target(window: QWidget, path: str) -> str:
    """Ask where to save a copy of `path`; return "" if canceled."""
    from desktop.storage.pictures.export import SUFFIXES, formats

    filters = {f"{format_name(kind)} (*{SUFFIXES[kind]})": SUFFIXES[kind] for kind in formats()}
    own = next((f for f, suffix in filters.items() if suffix == Path(path).suffix.lower()), "")
    title = QCoreApplication.translate("Saving", "Save Picture As")
    target, chosen = QFileDialog.getSaveFileName(
        window, title, Path(path).name, ";;".join(filters), own
    )
    if target and not Path(target).suffix and chosen in filters:
        target += filters[chosen]
    return target


def save_copy(path: str, target: str) -> None:
    """Save `path` as `target`, with its recipe. For background threads. Raises EaselError."""
    from desktop.storage.pictures.export import SUFFIXES, ExportOptions, formats, save_as

    ending = Path(target).suffix.lower()
    usual = _OTHER_ENDINGS.get(ending, ending)
    for kind in formats():
        if SUFFIXES[kind] == usual:
            save_as(Path(path), Path(target), ExportOptions(format=kind))
            return
    known = tuple(SUFFIXES[kind] for kind in formats())
    raise BadInput(
        "Easel can’t save pictures as “{ending}”; it can as {choices}.",
        ending=ending or target,
        choices=known,
    )
