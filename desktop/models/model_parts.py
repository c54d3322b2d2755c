"""Find the parts of models in several files: encoders and VAEs, in any folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from desktop.core.messages import Message

from .asset import Asset
from .machine import Machine
from .memory.estimate import with_memory
from .model import Model

COMFYUI_FOLDERS = {
    "text_encoder": ("text_encoders", "clip"),
    "vae": ("vae",),
    "transformer": ("diffusion_models", "unet"),
}
"""ComfyUI's folder of each part of a model in several files, below its `models` folder."""
_OTHER_FOLDERS = frozenset({"checkpoints", "loras", "controlnet", "upscale_models", "embeddings"})
_PART_WORDS = {
    "qwen3-2560": (Message("text encoder Qwen3-4B"), "qwen3-4b"),
    "vae-flux2": (Message("VAE of FLUX.2"), "flux2-vae"),
    "vae-flux1": (Message("VAE of FLUX.1 (ae)"), "flux1-vae"),
}
"""The name of a key's part for people, and its catalogue entry."""
_WHOLE = ("bf16", "fp16", "fp32")


def with_parts(models: Sequence[Model], assets: Sequence[Asset], machine: Machine) -> list[Model]:
    """Return `models` with the paths of their parts; a missing part is a problem."""
    return [_with_parts(model, assets, machine) if model.needs else model for model in models]


def neighbours(path: Path) -> list[Path]:
    """Return the folders beside the transformer's at `path` in which ComfyUI keeps its parts."""
    folders = [name for role in ("text_encoder", "vae") for name in COMFYUI_FOLDERS[role]]
    for parent in list(path.parents)[:3]:
        if parent.name.lower() in COMFYUI_FOLDERS["transformer"]:
            beside = [parent.parent / name for name in folders]
            return [folder for folder in beside if folder.is_dir()]
    return [path.parent] if path.parent.is_dir() else []


def _with_parts(model: Model, assets: Sequence[Asset], machine: Machine) -> Model:
    if model.problem:
        return model
    found: dict[str, Asset] = {}
    for role, key in model.needs.items():
        offers = [asset for asset in assets if asset.offers == key and not asset.problem]
        if not offers:
            return msgspec.structs.replace(
                model, problem=_missing(key, (asset for asset in assets if asset.offers))
            )
        found[role] = min(offers, key=lambda asset: _preference(asset, model))
    weights = {role: asset.parameters for role, asset in found.items() if asset.parameters}
    largest = max([model.size_bytes, *(asset.size_bytes for asset in found.values())])
    complete = msgspec.structs.replace(
        model,
        parts=tuple((role, asset.path) for role, asset in found.items()),
        weights=model.weights | weights,
        size_bytes=largest,  # the text encoder is let go before the transformer is loaded
        notices=(*model.notices, *_misplaced(found)),
        details=(*model.details, *((_ROLES[role], asset.name) for role, asset in found.items())),
        memory_bytes=0,
    )
    total = model.size_bytes + sum(asset.size_bytes for asset in found.values())
    return msgspec.structs.replace(with_memory(complete, machine), size_bytes=total)


_ROLES = {"text_encoder": Message("Text encoder"), "vae": Message("VAE")}


def _preference(asset: Asset, model: Model) -> tuple[bool, bool, int]:
    """Return the sort key: whole before quantized weights, the same library folder, the smaller
    file.
    """
    return (asset.precision not in _WHOLE, asset.source != model.source, asset.size_bytes)


def _missing(key: str, others: Iterable[Asset]) -> Message:
    words, entry = _PART_WORDS.get(key, (key, ""))
    wrong = next(
        (asset for asset in others if asset.offers.partition("-")[0] == key.partition("-")[0]), None
    )
    if not entry:
        return Message("It needs a part that is in no model folder: {part}.", part=words)
    if wrong is not None and wrong.kind == "text_encoder":
        return Message(
            "It needs the {part}, which is in no model folder; “{other}” is of another size. The "
            "catalog has it as {entry}.",
            part=words,
            other=wrong.name,
            entry=entry,
        )
    return Message(
        "It needs the {part}, which is in no model folder. The catalog has it as {entry}.",
        part=words,
        entry=entry,
    )


def _misplaced(found: dict[str, Asset]) -> list[Message]:
    """Return a message on each part in a folder that ComfyUI uses for something else."""
    known = _OTHER_FOLDERS.union(*COMFYUI_FOLDERS.values())
    said: list[Message] = []
    for role, asset in found.items():
        folder = Path(asset.path).parent.name.lower()
        if folder in known - set(COMFYUI_FOLDERS[role]):
            said.append(
                Message(
                    "“{name}” lies in {folder}; ComfyUI looks for it in {wanted}.",
                    name=asset.name,
                    folder=folder,
                    wanted=COMFYUI_FOLDERS[role][0],
                )
            )
    return said
