"""Sizes, downloads and the catalogue's texts as people read them, in their language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.models.catalogue import Entry
from desktop.models.downloads.progress import DownloadStatus
from desktop.ui.marking import QT_TRANSLATE_NOOP
from desktop.ui.progress_words import duration

translate = QCoreApplication.translate

TEXTS = (
    QT_TRANSLATE_NOOP("Catalogue", "1024 x 1024 only, on the GPU"),
    QT_TRANSLATE_NOOP("Catalogue", "4 to 8 steps instead of 25"),
    QT_TRANSLATE_NOOP("Catalogue", "A picture in one step"),
    QT_TRANSLATE_NOOP("Catalogue", "A picture in one step, 512 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "Adds fine detail to a finished picture"),
    QT_TRANSLATE_NOOP("Catalogue", "Detailed pictures, 1024 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "Fast and sparing; 512 x 512 only"),
    QT_TRANSLATE_NOOP("Catalogue", "Fast; thousands of styles and LoRAs"),
    QT_TRANSLATE_NOOP("Catalogue", "Half the memory for the last step, and no black pictures"),
    QT_TRANSLATE_NOOP("Catalogue", "Icons of everyday things, small and quick"),
    QT_TRANSLATE_NOOP("Catalogue", "Open landscapes and light"),
    QT_TRANSLATE_NOOP("Catalogue", "Open landscapes and light, 512 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "Open landscapes and light, 768 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "Paints masked parts of a picture anew"),
    QT_TRANSLATE_NOOP("Catalogue", "Pictures in a few steps"),
    QT_TRANSLATE_NOOP("Catalogue", "Pictures in four steps, 1024 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL at 768 x 768 on the Neural Engine"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL in 4.5 bits a weight"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL pictures in 2 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL pictures in 4 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL pictures in 8 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "SDXL pictures in less memory, faster"),
    QT_TRANSLATE_NOOP("Catalogue", "Sharper previews, very quick decoding"),
    QT_TRANSLATE_NOOP("Catalogue", "The smallest download; 512 x 512 only"),
    QT_TRANSLATE_NOOP("Catalogue", "16 GB of memory or more"),
    QT_TRANSLATE_NOOP("Catalogue", "16 GB of memory or more; a GPU of the Pro class for comfort"),
    QT_TRANSLATE_NOOP("Catalogue", "16 GB of memory; 8 GB with patience"),
    QT_TRANSLATE_NOOP("Catalogue", "Every Mac"),
    QT_TRANSLATE_NOOP("Catalogue", "Every Mac that runs SDXL"),
    QT_TRANSLATE_NOOP("Catalogue", "Every Mac that runs the model"),
    QT_TRANSLATE_NOOP("Catalogue", "Every Mac with Apple silicon"),
    QT_TRANSLATE_NOOP("Catalogue", "Laptops and Macs with 8 GB: runs on the Neural Engine"),
    QT_TRANSLATE_NOOP("Catalogue", "Laptops with 16 GB"),
    QT_TRANSLATE_NOOP("Catalogue", "Macs with a Max or Ultra chip"),
    QT_TRANSLATE_NOOP("Catalogue", "Macs with a Max or Ultra chip and 16 GB or more"),
    QT_TRANSLATE_NOOP("Catalogue", "Macs with a Max or Ultra chip: runs on the GPU"),
    QT_TRANSLATE_NOOP("Catalogue", "A Mac: compiled models run nowhere else"),
    QT_TRANSLATE_NOOP("Catalogue", "A model of its family; sampler LCM, guidance 1 to 2"),
    QT_TRANSLATE_NOOP("Catalogue", "A picture to start from"),
    QT_TRANSLATE_NOOP("Catalogue", "An SDXL model"),
    QT_TRANSLATE_NOOP(
        "Catalogue", "An SDXL model; sampler Euler, noise schedule SGM uniform, guidance 1"
    ),
    QT_TRANSLATE_NOOP("Catalogue", "macOS 14"),
    QT_TRANSLATE_NOOP("Catalogue", "macOS 14; a Mac"),
    QT_TRANSLATE_NOOP("Catalogue", "GPU"),
    QT_TRANSLATE_NOOP("Catalogue", "Neural Engine"),
    QT_TRANSLATE_NOOP("Catalogue", "compiled"),
    QT_TRANSLATE_NOOP("Catalogue", "packages"),
    QT_TRANSLATE_NOOP("Catalogue", "6 bits"),
    QT_TRANSLATE_NOOP("Catalogue", "mixed-bit"),
    QT_TRANSLATE_NOOP("Catalogue", "512 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "768 pixels"),
    QT_TRANSLATE_NOOP("Catalogue", "Base"),
    QT_TRANSLATE_NOOP("Catalogue", "Refiner"),
    QT_TRANSLATE_NOOP("Catalogue", "2 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "4 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "8 steps"),
    QT_TRANSLATE_NOOP("Catalogue", "For SDXL"),
    QT_TRANSLATE_NOOP("Catalogue", "For SSD-1B"),
    QT_TRANSLATE_NOOP("Catalogue", "For SD 1 and 2"),
    QT_TRANSLATE_NOOP("Catalogue", "For Stable Diffusion 1.5"),
)
"""The texts of the catalogue's file and of the families, which are data and can't call tr()."""

LABELS = (
    QT_TRANSLATE_NOOP("ModelDetails", "Family"),
    QT_TRANSLATE_NOOP("ModelDetails", "Pipeline"),
    QT_TRANSLATE_NOOP("ModelDetails", "Parameterization"),
    QT_TRANSLATE_NOOP("ModelDetails", "Converted from"),
    QT_TRANSLATE_NOOP("ModelDetails", "Attention"),
    QT_TRANSLATE_NOOP("ModelDetails", "Form"),
    QT_TRANSLATE_NOOP("ModelDetails", "Picture size"),
    QT_TRANSLATE_NOOP("ModelDetails", "UNet batch"),
    QT_TRANSLATE_NOOP("ModelDetails", "Compression"),
    QT_TRANSLATE_NOOP("ModelDetails", "Prediction"),
    QT_TRANSLATE_NOOP("ModelDetails", "Runtime"),
    QT_TRANSLATE_NOOP("ModelDetails", "Not there"),
    QT_TRANSLATE_NOOP("ModelDetails", "ControlNets"),
    QT_TRANSLATE_NOOP("ModelDetails", "Checked against PyTorch"),
    QT_TRANSLATE_NOOP("ModelDetails", "Memory while drawing"),
)
"""The labels of `Model.details`."""


def said(text: str) -> str:
    """A text of the catalogue or of a family, in the window's language."""
    return translate("Catalogue", text) if text else ""


def said_label(label: str) -> str:
    """A label of a model's details, in the window's language."""
    return translate("ModelDetails", label)


def said_variant(variant: str) -> str:
    """A variant's name: its parts, each in the window's language."""
    return ", ".join(said(part) for part in variant.split(", ")) if variant else ""


def size(count: int) -> str:
    """A number of bytes as people read it: 6.94 GB, 335 MB, 12 KB."""
    for unit, power, digits in (("GB", 1e9, 2), ("MB", 1e6, 0), ("KB", 1e3, 0)):
        if count >= power * 0.995:
            return f"{QLocale().toString(count / power, 'f', digits)} {unit}"
    return f"{count} B"


def entry_size(entry: Entry) -> str:
    """What getting an entry costs."""
    if entry.included:
        return translate("ModelWords", "Comes with Easel")
    shown = size(entry.size_bytes)
    if entry.size_is_exact:
        return shown
    return translate("ModelWords", "about {size}").format(size=shown)


def amount(status: DownloadStatus) -> str:
    """How much of a download is there."""
    if status.total_bytes <= 0:
        return size(status.done_bytes) if status.done_bytes else ""
    return translate("ModelWords", "{done} of {total}").format(
        done=size(status.done_bytes), total=size(status.total_bytes)
    )


def progress(status: DownloadStatus) -> str:
    """What a download is doing, in one line; for a failed one its sentence."""
    there = amount(status)
    if status.state == "failed" or (status.state == "running" and status.sentence):
        return status.sentence
    if status.state == "waiting":
        return translate("ModelWords", "Waits for its turn")
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
