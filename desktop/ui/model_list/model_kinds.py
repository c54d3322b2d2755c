"""The groups in which models and assets are shown, in the picker and in the models window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from desktop.models.asset import Asset
from desktop.models.model import Model

Thing = TypeVar("Thing", bound=Model | Asset)
translate = QCoreApplication.translate


def group_of(thing: Model | Asset) -> str:
    """Return the heading for `thing`."""
    if isinstance(thing, Asset):
        return {
            "lora": translate("ModelKinds", "LoRAs"),
            "vae": translate("ModelKinds", "VAEs"),
            "controlnet": translate("ModelKinds", "ControlNets"),
            "embedding": translate("ModelKinds", "Embeddings"),
            "upscaler": translate("ModelKinds", "Upscalers"),
            "text_encoder": translate("ModelKinds", "Text encoders"),
            "depth": translate("ModelKinds", "Depth map makers"),
            "pose": translate("ModelKinds", "Pose map makers"),
            "component": translate("ModelKinds", "Parts of models"),
        }[thing.kind]
    if thing.server:
        return translate("ModelKinds", "On {server}").format(server=thing.server)
    if thing.source == "Easel":
        return translate("ModelKinds", "Comes with Easel")
    return {
        "coreml": translate("ModelKinds", "Core ML"),
        "single_file": translate("ModelKinds", "PyTorch checkpoints"),
        "diffusers": translate("ModelKinds", "PyTorch folders"),
    }[thing.kind]


def grouped(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    """Return the things by group; in each group usable ones first, else in their order."""
    groups: dict[str, list[Thing]] = {}
    for thing in sorted(things, key=lambda thing: bool(thing.problem)):
        groups.setdefault(group_of(thing), []).append(thing)
    return groups
