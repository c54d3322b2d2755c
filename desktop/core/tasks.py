"""Tasks of the engine child, each a frozen request, and the job around one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from .grids.grid import GridRequest
from .hardware.compute import ComputeUnit
from .request import (
    ControlNetUse,
    EmbeddingUse,
    GenerationRequest,
    LoraUse,
    ModelIdentity,
    Precision,
)
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
    """Enlarge one picture with an upscaler: a file (safetensors), or a `core.server.ServerFile`.

    `tile` is the side of a piece in pixels on this machine; a server chooses its own.
    """

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
    """Return the servers on which `task` is done; "" is this machine."""
    if isinstance(task, GridRequest):
        return frozenset(server_of(cell.request.model) for cell in task.cells)
    drawn = isinstance(task, GenerationRequest | UpscaleRequest)
    return frozenset({server_of(task.model) if drawn else ""})


class PictureForm(msgspec.Struct, frozen=True, kw_only=True):
    """File format of new pictures, `quality` 1 to 100 if lossy, and their names.

    Names follow a template of `storage.pictures.name_template` ('': prompt and seed).
    """

    format: Literal["png", "jpeg", "webp"] = "png"
    quality: int = 95
    template: str = ""


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What of a request is another one where it is drawn elsewhere: its files, and how they run.

    The fields are those of `GenerationRequest`.
    """

    model: str
    identity: ModelIdentity
    loras: tuple[LoraUse, ...] = ()
    embeddings: tuple[EmbeddingUse, ...] = ()
    controlnets: tuple[ControlNetUse, ...] = ()
    vae: str | None = None
    compute_unit: ComputeUnit = ComputeUnit.ALL
    precision: Precision = "auto"
    reference_pixels: int = 0
    prediction: str = ""
    safety_checker: bool = True
    portable_runtime: bool = False

    @classmethod
    def of(cls, request: GenerationRequest) -> Place:
        """Where `request` is drawn."""
        return cls(**{name: getattr(request, name) for name in cls.__struct_fields__})

    @property
    def server(self) -> str:
        """The server, "" for this machine."""
        return server_of(self.model)

    def request(self, request: GenerationRequest) -> GenerationRequest:
        """`request` as it is drawn here."""
        changes = {name: getattr(self, name) for name in self.__struct_fields__}
        return msgspec.structs.replace(request, **changes)


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
    places: tuple[Place, ...] = ()
    """Where else each of its pictures may be drawn: whoever is free draws it."""
    drawn: tuple[int, ...] = ()
    """The pictures of the task that are on the disk already; only where there are `places`."""

    @property
    def where(self) -> tuple[str, ...]:
        """The places where it may be drawn: servers, "" for this machine; its task's own first."""
        own = max(servers_of(self.task))  # a grid over several is refused by any server
        return (own, *(place.server for place in self.places))

    def without(self, drawn: Iterable[int]) -> Job | None:
        """What is left to draw once the pictures `drawn` of its task are on the disk, too.

        None where that is nothing. Only for a job with `places`.
        """
        task = self.task
        assert isinstance(task, GenerationRequest)
        done = {*self.drawn, *drawn}
        first = next((index for index in range(task.count) if index not in done), task.count)
        if first == task.count:
            return None
        later = tuple(sorted(index - first for index in done if index > first))
        return msgspec.structs.replace(self, task=task.after(first), drawn=later)


def without_previews(task: Task) -> Task:
    """`task` as one that sends no previews."""
    if isinstance(task, GenerationRequest):
        return msgspec.structs.replace(task, previews=False)
    if isinstance(task, GridRequest):
        cells = tuple(
            msgspec.structs.replace(
                cell, request=msgspec.structs.replace(cell.request, previews=False)
            )
            for cell in task.cells
        )
        return msgspec.structs.replace(task, cells=cells)
    return task
