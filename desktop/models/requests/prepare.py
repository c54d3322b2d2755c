"""Make a checked request of the user's settings, or refuse with one sentence."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar, cast, get_args

import msgspec

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.prompts.prompt_schedule import joins_prompts
from desktop.core.request import (
    MAX_SEED,
    EmbeddingUse,
    GenerationRequest,
    HighResFix,
    NoiseSource,
    Precision,
    PromptDialect,
    VaeTiling,
)
from desktop.core.sampling.flow_noise import FLOW_SCHEDULES
from desktop.core.sampling.samplers import noise_schedule_named, parse_scheduler
from desktop.core.server import on_server
from desktop.models.families.known_families import family_named
from desktop.models.memory.picture_plan import plan_picture, refuse_unfit
from desktop.models.model import Model

from .draft import Draft
from .pictures.picture_sizes import checked_size
from .prepare_extras import (
    check_capabilities,
    checked_controlnets,
    checked_high_res_fix,
    checked_loras,
    checked_references,
    checked_start,
)
from .value_checks import number, one_of, prompt_text, shown, whole, word

_T = TypeVar("_T")

_WEIGHTED = re.compile(r"\([^()]{1,200}:\s?\d+(\.\d+)?\)")
MAX_STEPS = 1000
MAX_COUNT = 1000
MAX_GUIDANCE = 100.0
MAX_CLIP_SKIP = 11
MAX_NUMPY_SEED = 2**32 - 1


def prepare(
    draft: Draft,
    model: Model,
    *,
    drawn_seed: int | None = None,
    embeddings: tuple[EmbeddingUse, ...] = (),
    wildcards: str = "",
) -> GenerationRequest:
    """Return the request of `draft` with `model`, everything resolved and checked.

    `drawn_seed` is used where neither the draft nor the model's defaults have a seed; without it
    such a draft is a ValueError (this function is pure, it draws no random numbers). Raises
    BadInput.
    """
    if model.problem:
        raise BadInput("“{name}” can’t be used. {problem}", name=model.name, problem=model.problem)
    defaults = model.defaults
    width, height = checked_size(draft.width, draft.height, model)
    steps = whole(Message("number of steps"), _or(draft.steps, defaults.steps), 1, MAX_STEPS)
    start = checked_start(draft.starting_image, steps, model, (width, height))
    sampler, schedule = _scheduler(draft, model)
    count = whole(Message("number of pictures"), _or(draft.count, 1), 1, MAX_COUNT)
    rng = cast(
        "NoiseSource", one_of(Message("rng"), _or(draft.rng, "torch"), get_args(NoiseSource))
    )
    request = GenerationRequest(
        prompt=prompt_text(Message("prompt"), draft.prompt),
        negative_prompt=prompt_text(Message("negative prompt"), draft.negative_prompt or ""),
        model=model.path,
        identity=model.identity,
        seed=_seed(draft, model, drawn_seed, rng, count),
        count=count,
        width=width,
        height=height,
        steps=steps,
        guidance_scale=number(
            Message("guidance"),
            _or(draft.guidance_scale, defaults.guidance_scale),
            0,
            MAX_GUIDANCE,
        ),
        sampler=sampler,
        noise_schedule=schedule,
        rng=rng,
        compute_unit=_unit(draft.compute_unit, model),
        precision=_precision(draft.precision, model),
        clip_skip=whole(Message("clip skip"), _or(draft.clip_skip, 0), 0, MAX_CLIP_SKIP),
        prompt_dialect=cast(
            "PromptDialect",
            one_of(
                Message("prompt dialect"),
                _or(draft.prompt_dialect, "easel"),
                get_args(PromptDialect),
            ),
        ),
        starting_image=start,
        references=checked_references(draft.references, model),
        loras=checked_loras(draft.loras),
        embeddings=embeddings,
        wildcards=wildcards,
        vae=draft.vae or None,
        vae_tiling=cast(
            "VaeTiling",
            one_of(Message("VAE tiling"), _or(draft.vae_tiling, "auto"), get_args(VaeTiling)),
        ),
        controlnets=checked_controlnets(draft.controlnets),
        variation_seed=_variation_seed(draft, drawn_seed, rng, count),
        variation_strength=number(
            Message("variation strength"), _or(draft.variation_strength, 0.0), 0, 1
        ),
        high_res_fix=_high_res_fix(draft.high_res_fix, width, height, model),
        safety_checker=draft.safety_checker,
        previews=draft.previews,
        prediction="" if model.server or model.kind == "diffusers" else model.prediction,
        portable_runtime=draft.portable_runtime,
    )
    check_capabilities(request, model)
    return _planned(request, model)


def _planned(request: GenerationRequest, model: Model) -> GenerationRequest:
    """Return `request` in the precision and with references of the size that fit the memory.

    Raises BadInput where nothing does.
    """
    size, references = (request.width, request.height), len(request.references)
    unit, precision = request.compute_unit, request.precision
    unfit = refuse_unfit(model, *size, precision, unit, references)
    if unfit is not None:
        raise BadInput(unfit)
    plan = plan_picture(model, *size, precision=precision, unit=unit, references=references)
    if plan is None:
        return request
    return msgspec.structs.replace(
        request,
        precision=cast("Precision", plan.precision),
        reference_pixels=plan.reference_pixels,
    )


def advice(request: GenerationRequest) -> list[Message]:
    """Return messages about settings that are allowed but perhaps unintended, such as an empty
    prompt.
    """
    said: list[Message] = []
    if not request.prompt.strip():
        said.append(Message("The prompt is empty: the picture will be whatever the model likes."))
    flows = family_named(request.identity.family).flow is not None
    if flows and _WEIGHTED.search(request.prompt):
        said.append(
            Message(
                "Weights such as (word:1.2) mean nothing to this model’s text encoder, which reads "
                "them as plain words: say it in a sentence."
            )
        )
    if request.prompt_dialect != "a1111" and joins_prompts(request.prompt) and not flows:
        said.append(
            Message(
                "“AND” is a plain word here: it joins prompts where the prompt is read as in A1111."
            )
        )
    if len(request.prompt) > 2000 and not flows:
        said.append(
            Message(
                "The prompt has {count} characters; words far behind the first 75 tokens have "
                "little effect.",
                count=f"{len(request.prompt):,}",
            )
        )
    return said


def check_files(request: GenerationRequest) -> None:
    """Check that a request's files exist and are readable. Raises BadInput.

    Those on a server are left to the server.
    """
    start = request.starting_image
    named = [(Message("model"), request.model)]
    if start is not None:
        named.append((Message("starting image"), start.path))
        named += [(Message("mask"), start.mask)] if start.mask else []
    named += [(Message("reference"), use.path) for use in request.references]
    named += [(Message("LoRA"), use.path) for use in request.loras]
    named += [(Message("ControlNet"), use.path) for use in request.controlnets]
    named += [(Message("ControlNet picture"), use.image) for use in request.controlnets]
    made_by = [use.preprocessor_model for use in request.controlnets if use.preprocessor_model]
    named += [(Message("preprocessor"), path) for path in made_by]
    named += [(Message("VAE"), request.vae)] if request.vae else []
    for what, path in named:
        if not on_server(path):
            _check_readable(what, path)


def _check_readable(what: Message, path: str) -> None:
    try:
        if Path(path).is_dir():
            next(Path(path).iterdir(), None)
        else:
            Path(path).open("rb").close()
    except FileNotFoundError as error:
        raise BadInput("The {what} {path} is not there.", what=what, path=path) from error
    except (OSError, ValueError) as error:
        raise BadInput(
            "The {what} {path} can’t be read.", str(error), what=what, path=path
        ) from error


def _or(value: _T | None, default: _T) -> _T:
    return default if value is None else value


def _seed(draft: Draft, model: Model, drawn: int | None, rng: str, count: int) -> int:
    seed = draft.seed
    if seed is None:
        seed = model.defaults.seed
    if seed is None:
        seed = drawn
    if seed is None:
        raise ValueError("no seed: draw one and pass it as drawn_seed")
    return _checked_seed(Message("seed"), seed, rng, 1 if draft.variation_strength else count)


def _variation_seed(draft: Draft, drawn: int | None, rng: str, count: int) -> int | None:
    """Return the variation's seed; where only a strength was given, one derived from the drawn
    seed.
    """
    seed = draft.variation_seed
    if seed is None:
        if not draft.variation_strength or drawn is None:
            return None
        seed = (drawn * 2_654_435_761 + 1) % MAX_NUMPY_SEED // 2
    return _checked_seed(Message("variation seed"), seed, rng, count)


def _checked_seed(what: Message, seed: int, rng: str, count: int) -> int:
    seed = whole(what, seed, 0, MAX_SEED)
    if rng == "numpy" and seed + count - 1 > MAX_NUMPY_SEED:
        raise BadInput(
            "NumPy’s random numbers take seeds from 0 to {most}: choose a smaller {what} or "
            "another rng (torch, nvidia).",
            most=f"{MAX_NUMPY_SEED:,}",
            what=what,
        )
    return seed


def _scheduler(draft: Draft, model: Model) -> tuple[str, str]:
    """Return (sampler, noise schedule); a sampler's name may include its schedule ('DPM++ 2M
    Karras').
    """
    sampler: str | None = None
    brought: str | None = None
    own = family_named(model.family).samplers
    if draft.sampler is not None:
        wanted = word(Message("sampler"), draft.sampler)
        if wanted in own:
            sampler = wanted
        else:
            sampler, brought = parse_scheduler(wanted)
        if own and sampler is not None and sampler not in own:
            raise BadInput(
                "“{model}” draws with the samplers {samplers}: choose one of them.",
                model=model.name,
                samplers=own,
            )
    sampler = _or(sampler, model.defaults.sampler)
    if draft.noise_schedule is None:
        schedule = _or(brought, model.defaults.noise_schedule)
    else:
        said = word(Message("schedule"), draft.noise_schedule)
        schedule = noise_schedule_named(said, sampler)
    if family_named(model.family).flow is not None and schedule not in FLOW_SCHEDULES:
        raise BadInput(
            "“{model}” draws with the schedules {schedules}: choose one of them.",
            model=model.name,
            schedules=FLOW_SCHEDULES,
        )
    return sampler, schedule


def _unit(wanted: str | None, model: Model) -> ComputeUnit:
    choices = model.capabilities.units
    if wanted is None:
        recommended = [choice.unit for choice in choices if choice.recommended]
        return (recommended or [choice.unit for choice in choices] or [ComputeUnit.ALL])[0]
    name = str(wanted).strip().upper()
    if name in {str(choice.unit) for choice in choices}:
        return ComputeUnit(name)
    options = tuple(str(choice.unit) for choice in choices)
    if name not in list(ComputeUnit):
        raise BadInput(
            "“{value}” is no compute unit: choose one of {options}.",
            value=shown(wanted),
            options=options,
        )
    if name == ComputeUnit.CPU_AND_NE and model.kind != "coreml":
        raise BadInput(
            "“{model}” is a PyTorch model, which the Neural Engine can’t run: choose one of "
            "{options}, or convert it to Core ML first (easel models convert).",
            model=model.name,
            options=options,
        )
    raise BadInput(
        "“{model}” can’t use {name} on this machine: choose one of {options}.",
        model=model.name,
        name=name,
        options=options,
    )


def _precision(wanted: str | None, model: Model) -> Precision:
    precision = cast(
        "Precision", one_of(Message("precision"), wanted or "auto", get_args(Precision))
    )
    support = model.capabilities.precision
    if precision == "int8" and support:
        support = model.capabilities.int8
    if precision != "auto" and not support:
        raise BadInput(support.refusal)
    return precision


def _high_res_fix(
    fix: HighResFix | None, width: int, height: int, model: Model
) -> HighResFix | None:
    return None if fix is None else checked_high_res_fix(fix, width, height, model)
