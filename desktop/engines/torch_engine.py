"""The engine for torch models: diffusers folders and single safetensors files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import torch

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput, EaselError
from desktop.core.events import READY, DrawnPicture, Loading
from desktop.core.hardware.proof import UNPROVED, DeviceChoices
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.models.hashing import BackgroundHash, weight_file

from .families.family_loaders import loader_of
from .mps_attention import on_device
from .sampling.explain_errors import explain_error
from .sampling.picture_generator import Identity, PictureGenerator
from .torch.devices import DTYPES, device_and_precision, release_memory, suit_layout
from .torch.loading import PipelineParts, ReportLoading, load_folder
from .torch.single_file_loader import load_file


class TorchEngine:
    """One torch model in memory. Created by `load`; unusable after `close`."""

    def __init__(
        self,
        path: Path,
        generator: PictureGenerator,
        precision: str,
        digest: BackgroundHash,
        choices: DeviceChoices = UNPROVED,
        *,
        int8: bool = False,
    ) -> None:
        self._path, self._precision, self._digest, self._int8 = path, precision, digest, int8
        self._choices = choices
        self._stamp = _stamp(path)
        self._generator: PictureGenerator | None = generator
        self._device = generator.device

    @classmethod
    def load(
        cls,
        request: GenerationRequest,
        job: str,
        emit: Emit,
        check: CancelCheck,
        *,
        cache_dir: Path,
        low_memory: bool = False,
        choices: DeviceChoices = UNPROVED,
    ) -> TorchEngine:
        """Load the model that `request` names.

        `choices` are the settings proved for the machine's GPU. Raises EaselError, and what `check`
        raises.
        """
        path, int8 = Path(request.model), request.precision == "int8"
        device, precision = device_and_precision(request, choices)

        def report(what: Message, fraction: float | None) -> None:
            check()
            emit(Loading(job=job, what=what, fraction=fraction))

        with ExitStack() as undo:
            digest = BackgroundHash(path, cache_dir)
            undo.callback(digest.close)
            parts = _load_parts(request, device, precision, cache_dir, report, choices)
            known = request.identity
            identity = Identity(
                name=known.name,
                family=parts.family if known.family == "unknown" else known.family,
                hash=digest,
                runtime="torch",
                device=device.type,
                precision="int8" if int8 else precision,
            )
            report(READY, 1.0)
            undo.pop_all()
        generator = PictureGenerator(parts, identity, device, low_memory=low_memory)
        return cls(path, generator, precision, digest, choices, int8=int8)

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` can be drawn without loading any of the model again."""
        if self._generator is None or Path(request.model) != self._path:
            return False
        if (request.precision == "int8") != self._int8:
            return False
        if _stamp(self._path) != self._stamp:
            return False  # another model was put in its place
        try:
            device, precision = device_and_precision(request, self._choices)
        except BadInput:
            return False
        return device == self._device and precision == self._precision

    def generate(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[DrawnPicture]:
        """See core.engine_interface.Engine."""
        if self._generator is None:
            raise EaselError("The model is no longer loaded.")
        with explain_error():
            for picture in self._generator.generate(job, request, emit, check):
                yield picture
                self._digest.begin()  # the first picture did not wait for the file to be read

    def close(self) -> None:
        """Release the model and its memory."""
        self._generator = None
        self._digest.close()
        release_memory(self._device)

    @property
    def generator(self) -> Any:
        """The generator, for measurements and tests."""
        return self._generator


def _load_parts(
    request: GenerationRequest,
    device: torch.device,
    precision: str,
    cache_dir: Path,
    report: ReportLoading,
    choices: DeviceChoices,
) -> PipelineParts:
    """Return the parts of the request's model, on `device`.

    Raises EaselError, and what `report` raises.
    """
    with explain_error():
        load = loader_of(request.identity.family)
        if load is not None:
            return load(request, device, DTYPES[precision], cache_dir, report)
        if request.identity.kind == "diffusers":
            parts = load_folder(Path(request.model), DTYPES[precision], report)
        else:
            parts = load_file(request, cache_dir, DTYPES[precision], report)
        for module in (*parts.text_encoders, parts.vae, parts.unet):
            report(Message("model into memory"), 0.9)
            on_device(module, device, mode=choices.attention)
        if _wants_fp32_vae(parts, device, precision, choices):
            parts.vae.to(torch.float32)
        suit_layout(parts.vae, device)
    return parts


def _wants_fp32_vae(
    parts: PipelineParts, device: torch.device, precision: str, choices: DeviceChoices
) -> bool:
    """Return whether the VAE overflows in the GPU's half precision and must run in float32."""
    if device.type == "mps":
        return parts.vae_needs_fp32 or choices.vae == "fp32"
    return precision == "fp16" and parts.vae_needs_fp32


def _stamp(path: Path) -> tuple[int, int] | None:
    """Return size and modification time of the weights, to detect changed files."""
    weights = weight_file(path)
    try:
        stat = weights.stat() if weights else None
    except OSError:
        return None
    return (stat.st_size, stat.st_mtime_ns) if stat else None
