"""Compile converted packages to .mlmodelc under Apple's names; macOS only."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from desktop.core.errors import EaselError

_NAMES = {
    "text_encoder": "TextEncoder",
    "text_encoder_2": "TextEncoder2",
    "unet": "Unet",
    "control-unet": "ControlledUnet",
    "vae_decoder": "VAEDecoder",
    "vae_encoder": "VAEEncoder",
    "safety_checker": "SafetyChecker",
}


def compiled_name(part: str, package: str) -> str:
    """Return Apple's name for a compiled part, relative to the model's folder.

    `part` is its name in the report ("unet", "controlnet", ...), `package` its file's name.
    """
    stem = package.removesuffix(".mlpackage")
    if part == "controlnet":
        words = re.split(r"[_\-\s]+", stem.removeprefix("ControlNet_"))
        return f"controlnet/{''.join(word[:1].upper() + word[1:] for word in words)}.mlmodelc"
    chunk = re.search(r"_chunk([12])$", stem)
    return f"{_NAMES[part]}{f'Chunk{chunk[1]}' if chunk else ''}.mlmodelc"


def compile_packages(part: str, packages: list[Path], folder: Path) -> list[Path]:
    """Compile `packages` of one part into `folder`, delete them, and return the compiled models.

    Raises EaselError where Core ML can't compile one.
    """
    from coremltools.models.utils import compile_model

    compiled: list[Path] = []
    for package in packages:
        target = folder / compiled_name(part, package.name)
        target.parent.mkdir(exist_ok=True)
        try:
            compile_model(str(package), destination_path=str(target))
        except Exception as error:
            raise EaselError(
                "Core ML could not compile {package}.", str(error), package=package.name
            ) from error
        shutil.rmtree(package)
        compiled.append(target)
    return compiled
