"""The engine for Core ML models: Apple's runtime on a Mac, the portable one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import torch

from desktop.core.engine_interface import CancelCheck, Emit
from desktop.core.errors import BadInput, EaselError
from desktop.core.events import READY, DrawnPicture, Loading
from desktop.core.messages import Message
from desktop.core.prompts.prompt_syntax import parse_prompt, without_breaks
from desktop.core.request import GenerationRequest
from desktop.engines.conditioning.prompt_chunks import Chunker
from desktop.engines.sampling.explain_errors import explain_error
from desktop.engines.sampling.picture_generator import Identity, PictureGenerator
from desktop.models.bundles.assemble import Bundle
from desktop.models.bundles.bundle import read_bundles
from desktop.models.bundles.coreml_models import merged_loras
from desktop.models.bundles.roles import ROLE_WORDS
from desktop.models.hashing import model_hash
from desktop.models.machine import this_machine

from .apple_runtime import AppleRuntime, has_core_ml
from .part_cache import PartCache
from .pipeline_parts import parts_of
from .runtime import PortableRuntime, Runtime

SMALL_MEMORY = 9 * 1024**3
"""Memory in bytes up to which (8 GB and the system's overhead) parts are loaded in turn."""

_FIXED = {
    "loras": Message(
        "A Core ML model’s weights are fixed: LoRAs can only be mixed in before converting."
    ),
    "embeddings": Message(
        "A Core ML model’s words are fixed: textual inversions can’t be used with it."
    ),
    "vae": Message("A Core ML model brings its own VAE: another one is chosen when converting."),
    "high_res_fix": Message(
        "This model draws in one size only, so there is no high-resolution pass."
    ),
    "clip_skip": Message(
        "This model’s text encoder gives one layer only: clip skip can’t be used."
    ),
}


class CoreMLEngine:
    """One Core ML model. Loads parts when first needed, and drops them in turn in low memory."""

    def __init__(
        self,
        request: GenerationRequest,
        bundle: Bundle,
        part_cache: PartCache,
        generator: PictureGenerator,
    ) -> None:
        self._key = _key(request)
        self._bundle, self._part_cache = bundle, part_cache
        self._generator: PictureGenerator | None = generator

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
        cache_limit: int = 0,
    ) -> CoreMLEngine:
        """Open the model that `request` names. Raises BadInput, EaselError, and as `check` does."""
        check()
        emit(Loading(job=job, what=Message("model"), fraction=0.0))
        low_memory = low_memory or this_machine().memory_bytes <= SMALL_MEMORY
        bundle = bundle_at(Path(request.model))
        runtime = runtime_for(request, cache_dir, cache_limit)
        part_cache = PartCache(runtime, low_memory=low_memory)
        with explain_error():
            parts = parts_of(bundle, part_cache, request.prediction or None)
        weights = bundle.any_unet.path
        identity = Identity(
            name=request.identity.name,
            family=bundle.family,
            hash=_hash(weights, cache_dir, check),
            runtime=runtime.name,
            device=runtime.device,
            precision=", ".join(filter(None, (bundle.precision, bundle.compression))),
            loras=", ".join(merged_loras(bundle)),
        )
        engine = cls(
            request, bundle, part_cache, PictureGenerator(parts, identity, torch.device("cpu"))
        )
        engine.attend(job, emit, check)
        if not low_memory:
            engine.load_parts()
        emit(Loading(job=job, what=READY, fraction=1.0))
        return engine

    def attend(self, job: str, emit: Emit, check: CancelCheck) -> None:
        """Set the job that is told of loading, and whose cancellation is checked, from now on."""
        self._part_cache.check = check

        def report(what: Message, note: Message | None) -> None:
            check()
            emit(Loading(job=job, what=what, note=note))

        self._part_cache.report = report

    def load_parts(self) -> None:
        """Load the parts that every picture needs."""
        bundle, part_cache = self._bundle, self._part_cache
        for role in ("text_encoder", "text_encoder_2", "vae_decoder"):
            if role in bundle.parts:
                part_cache.load(role, ROLE_WORDS[role], [bundle.parts[role]])
        base = next(b for b in ("unet", "control_unet") if bundle.unet_parts(b))
        part_cache.load(base, ROLE_WORDS["unet"], bundle.unet_parts(base))
        if refiner := bundle.unet_parts("refiner"):
            part_cache.load("refiner", ROLE_WORDS["refiner"], refiner)

    def serves(self, request: GenerationRequest) -> bool:
        """Return whether `request` can be drawn without loading any of the model again."""
        return self._generator is not None and _key(request) == self._key

    def generate(
        self, job: str, request: GenerationRequest, emit: Emit, check: CancelCheck
    ) -> Iterator[DrawnPicture]:
        """See core.engine_interface.Engine."""
        if self._generator is None:
            raise EaselError("The model is no longer loaded.")
        refuse_what_is_fixed(request, self._bundle)
        self.attend(job, emit, check)
        whole = _in_one_chunk(request)
        notices = self._notices(whole)
        if whole != request:
            notices = (
                Message("This model takes the prompt in one piece: BREAK had no effect."),
                *notices,
            )
        request = whole
        with explain_error():
            for picture in self._generator.generate(job, request, emit, check):
                said = (*picture.notices, *notices)
                yield msgspec.structs.replace(picture, notices=said) if notices else picture

    def close(self) -> None:
        """Release the model and its memory."""
        self._generator = None
        self._part_cache.drop()

    @property
    def part_cache(self) -> PartCache:
        """The loaded parts, for measurements and tests."""
        return self._part_cache

    def _notices(self, request: GenerationRequest) -> tuple[Message, ...]:
        """Return notices of the request's settings without effect, to show with the picture."""
        assert self._generator is not None
        parts = self._generator.parts
        room = self._bundle.tokens - 2
        chunker = Chunker(parts.tokenizers[0], self._bundle.tokens)
        return tuple(
            Message(
                "The {what} has {count} tokens and this model takes {room}: the rest had no "
                "effect.",
                what=what,
                count=count,
                room=room,
            )
            for what, text in (
                (Message("prompt"), request.prompt),
                (Message("negative prompt"), request.negative_prompt),
            )
            if (count := chunker.count(text)) > room
        )


def _in_one_chunk(request: GenerationRequest) -> GenerationRequest:
    """Return `request` without BREAKs, whose text would be cut: the UNet takes one chunk."""
    texts = {"prompt": request.prompt, "negative_prompt": request.negative_prompt}
    broken = {name: text for name, text in texts.items() if len(parse_prompt(text)) > 1}
    whole = {name: without_breaks(text) for name, text in broken.items()}
    return msgspec.structs.replace(request, **whole)


def bundle_at(path: Path) -> Bundle:
    """Return the Core ML model at `path`. Raises BadInput if it is missing or can't draw."""
    bundles = read_bundles(path)
    here = [bundle for bundle in bundles if bundle.path == path] or bundles
    problem = here[0].problem
    usable = [bundle for bundle in here if not bundle.problem]
    if not has_core_ml():
        usable = [bundle for bundle in usable if bundle.form == "packages"] or usable
    if problem is not None and not usable:
        raise BadInput(problem)
    return usable[0]


def runtime_for(request: GenerationRequest, cache_dir: Path, cache_limit: int = 0) -> Runtime:
    """Return Apple's runtime where available and not overridden, else the portable one."""
    if has_core_ml() and not request.portable_runtime:
        return AppleRuntime(request.compute_unit, cache_dir, cache_limit=cache_limit)
    precision = "bf16" if request.precision == "bf16" else "fp32"
    return PortableRuntime(request.compute_unit, precision)


def refuse_what_is_fixed(request: GenerationRequest, bundle: Bundle) -> None:
    """Raise BadInput for settings that a converted model can't follow."""
    for name, message in _FIXED.items():
        if getattr(request, name):
            raise BadInput(message)
    if (request.width, request.height) != (bundle.width, bundle.height):
        raise BadInput(
            "This model was converted for {width} x {height} pixels and makes no other size; "
            "{wanted_width} x {wanted_height} was asked for.",
            width=bundle.width,
            height=bundle.height,
            wanted_width=request.width,
            wanted_height=request.height,
        )
    if request.starting_image is not None and "vae_encoder" not in bundle.parts:
        raise BadInput("This model has no VAE encoder: starting images can’t be used.")


def _key(request: GenerationRequest) -> tuple[object, ...]:
    return (
        request.model,
        request.compute_unit,
        request.portable_runtime,
        request.prediction,
        request.precision == "bf16",
    )


def _hash(unet: Path, cache_dir: Path, check: CancelCheck) -> str:
    weights = sorted(unet.rglob("weight.bin"))
    return model_hash(weights[0], cache_dir, check) if weights else ""
