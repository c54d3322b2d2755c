"""Tasks of the engine child, each a frozen request, and the job around one."""

from __future__ import annotations

from typing import Literal

import msgspec

from .compute import ComputeUnit
from .grid import GridRequest
from .request import GenerationRequest, LoraUse
from .server import server_of


class ConvertRequest(msgspec.Struct, frozen=True, kw_only=True, tag="convert"):
    """Convert a torch model into a Core ML folder. Paths are absolute, sizes in pixels."""

    source: str
    output: str
    attention: Literal["auto", "original", "split_einsum", "split_einsum_v2"] = "auto"
    width: int | None = None
    height: int | None = None
    batch_one: bool = False
    chunk_unet: bool = False
    quantize_nbits: Literal[1, 2, 4, 6, 8] | None = None
    compress: Literal["none", "linear8"] = "none"
    controlnets: tuple[str, ...] = ()
    support_controlnet: bool = False
    vae: str | None = None
    loras: tuple[LoraUse, ...] = ()
    """LoRAs merged into the weights permanently; several add up."""
    min_deployment_target: Literal["macOS13", "macOS14", "macOS15"] = "macOS13"
    form: Literal["packages", "compiled"] = "packages"
    check: bool = False


class ShrinkRequest(msgspec.Struct, frozen=True, kw_only=True, tag="shrink"):
    """Write a copy of a model with 8-bit transformer weights. Paths are absolute."""

    source: str
    output: str
    family: str


class InspectRequest(msgspec.Struct, frozen=True, kw_only=True, tag="inspect"):
    """Inspect a model in depth: compute plan, operations off the Neural Engine."""

    model: str
    compute_unit: ComputeUnit = ComputeUnit.ALL
    what: Literal["machine", "neural_engine", "compute_plan", "proof"] = "neural_engine"
    check: str = ""
    """The check of core.proof.CHECKS to run for "proof"."""


class UpscaleRequest(msgspec.Struct, frozen=True, kw_only=True, tag="upscale"):
    """Enlarge one picture with an upscaler file (safetensors)."""

    image: str
    model: str
    tile: int = 256


class BenchRequest(msgspec.Struct, frozen=True, kw_only=True, tag="bench"):
    """Time a model: `runs` pictures after one warm-up."""

    request: GenerationRequest
    runs: int = 3


Task = (
    GenerationRequest
    | GridRequest
    | ConvertRequest
    | ShrinkRequest
    | InspectRequest
    | UpscaleRequest
    | BenchRequest
)


def servers_of(task: Task) -> frozenset[str]:
    """Return the servers on which `task` is drawn; "" is this machine."""
    if isinstance(task, GridRequest):
        return frozenset(server_of(cell.request.model) for cell in task.cells)
    drawn = isinstance(task, GenerationRequest)
    return frozenset({server_of(task.model) if drawn else ""})


class PictureForm(msgspec.Struct, frozen=True, kw_only=True):
    """File format of new pictures, `quality` 1 to 100 if lossy, and their names.

    Names follow a template of `storage.pictures.name_template` ('': prompt and seed).
    """

    format: Literal["png", "jpeg", "webp"] = "png"
    quality: int = 95
    template: str = ""


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """One task with its id in the queue and the destination of its pictures.

    `output` is a folder, or a file name ending in .png, .jpg or .webp for a single picture.
    `asked_by` names the requesting program, if not the user at the window.
    """

    id: str
    task: Task
    output: str
    asked_by: str = ""
    form: PictureForm = PictureForm()
    kept: bool = True
    """Whether its pictures are written to files; else each is in its event only."""
