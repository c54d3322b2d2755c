"""Table of samplers and noise schedules: names in three worlds, and the diffusers class.

The keys are ComfyUI's names (plus `pndm`, which only diffusers and Apple have).
"""

# ruff: noqa: E501  (one sampler a line: it is a table)
from __future__ import annotations

import difflib
import math
import re
from typing import Any, Literal

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message


class Sampler(msgspec.Struct, frozen=True, kw_only=True):
    """One sampler: its names elsewhere, and the diffusers scheduler that runs it.

    `space` is the scaling of its latents: "sigma" (x0 + sigma * noise), "vp" (scaled to unit
    variance), or "discrete" (as "vp", but at whole timesteps only).
    """

    id: str
    label: str
    a1111: tuple[str, ...] = ()
    apple: tuple[str, ...] = ()
    diffusers: str = ""
    """Name of the diffusers class, "" if diffusers has none."""
    solver: str = ""
    """Solver of `engines.sampling.solvers` that runs it instead of a diffusers class."""
    kwargs: dict[str, Any] = {}
    space: Literal["sigma", "vp", "discrete"] = "vp"
    discard_penultimate: bool = False
    own_schedule: bool = False
    """Whether only the model's own timesteps are used: the noise schedule has no effect."""
    a1111_automatic: str = "normal"
    """Noise schedule that A1111's 'Automatic' means with this sampler."""
    note: Message | None = None
    """Difference from ComfyUI's sampler of this name."""


class NoiseSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """One noise schedule and its names."""

    id: str
    label: str
    a1111: tuple[str, ...] = ()


_SDE = {"algorithm_type": "sde-dpmsolver++"}
_PLUS_PLUS = Message("Wants a guidance of about 0.6 to 2.")
_TREE = Message(
    "ComfyUI and A1111 draw its noise otherwise: other details, the same kind of picture."
)
_STEP_NOISE = Message("ComfyUI draws its noise otherwise: other details, the same kind of picture.")

_ALL = (
    Sampler(id="euler", label="Euler", a1111=("Euler",), apple=("EulerDiscrete",), diffusers="EulerDiscreteScheduler", space="sigma"),
    Sampler(id="euler_ancestral", label="Euler a", a1111=("Euler a",), apple=("EulerAncestralDiscrete",), solver="euler_ancestral", space="sigma", diffusers="EulerAncestralDiscreteScheduler", note=_STEP_NOISE),
    Sampler(id="dpmpp_2m", label="DPM++ 2M", a1111=("DPM++ 2M",), a1111_automatic="karras", apple=("DPMSolverMultistep",), diffusers="DPMSolverMultistepScheduler", kwargs={"algorithm_type": "dpmsolver++", "solver_order": 2, "solver_type": "midpoint"}),
    Sampler(id="dpmpp_2m_sde", label="DPM++ 2M SDE", a1111=("DPM++ 2M SDE",), a1111_automatic="exponential", solver="dpmpp_2m_sde", space="sigma", diffusers="DPMSolverMultistepScheduler", note=_TREE),
    Sampler(id="dpmpp_2m_sde_heun", label="DPM++ 2M SDE Heun", a1111=("DPM++ 2M SDE Heun",), a1111_automatic="exponential", solver="dpmpp_2m_sde_heun", space="sigma", diffusers="DPMSolverMultistepScheduler", note=_TREE),
    Sampler(id="dpmpp_3m_sde", label="DPM++ 3M SDE", a1111=("DPM++ 3M SDE",), a1111_automatic="exponential", solver="dpmpp_3m_sde", space="sigma", diffusers="DPMSolverMultistepScheduler", note=_TREE),
    Sampler(id="dpmpp_sde", label="DPM++ SDE", a1111=("DPM++ SDE",), a1111_automatic="karras", solver="dpmpp_sde", space="sigma", diffusers="DPMSolverSinglestepScheduler", note=_TREE),
    Sampler(id="dpmpp_2s_ancestral", label="DPM++ 2S a", a1111=("DPM++ 2S a",), a1111_automatic="karras", solver="dpmpp_2s_ancestral", space="sigma", diffusers="DPMSolverSinglestepScheduler", note=_STEP_NOISE),
    Sampler(id="heun", label="Heun", a1111=("Heun",), diffusers="HeunDiscreteScheduler", space="sigma"),
    Sampler(id="dpm_2", label="DPM2", a1111=("DPM2",), a1111_automatic="karras", diffusers="KDPM2DiscreteScheduler", space="sigma", discard_penultimate=True),
    Sampler(id="dpm_2_ancestral", label="DPM2 a", a1111=("DPM2 a",), a1111_automatic="karras", solver="dpm_2_ancestral", diffusers="KDPM2AncestralDiscreteScheduler", space="sigma", discard_penultimate=True, note=_STEP_NOISE),
    Sampler(id="lms", label="LMS", a1111=("LMS",), apple=("LMSDiscrete",), solver="lms", space="sigma", diffusers="LMSDiscreteScheduler"),
    Sampler(id="uni_pc", label="UniPC", a1111=("UniPC",), a1111_automatic="default", apple=("UniPCMultistep",), solver="uni_pc", space="sigma", diffusers="UniPCMultistepScheduler", discard_penultimate=True),
    Sampler(id="uni_pc_bh2", label="UniPC BH2", solver="uni_pc_bh2", space="sigma", diffusers="UniPCMultistepScheduler", discard_penultimate=True),
    Sampler(id="deis", label="DEIS", a1111=("DEIS",), apple=("DEISMultistep",), solver="deis", space="sigma", diffusers="DEISMultistepScheduler"),
    Sampler(id="ddim", label="DDIM", a1111=("DDIM",), a1111_automatic="ddim_uniform", apple=("DDIM",), diffusers="EulerDiscreteScheduler", space="sigma"),
    Sampler(id="ddpm", label="DDPM", a1111=("DDPM",), solver="ddpm", space="sigma", diffusers="DDPMScheduler", note=_STEP_NOISE),
    Sampler(id="lcm", label="LCM", a1111=("LCM",), apple=("LCM",), solver="lcm", space="sigma", diffusers="LCMScheduler", note=_STEP_NOISE),
    Sampler(id="sa_solver", label="SA-Solver", solver="sa_solver", space="sigma", diffusers="SASolverScheduler", note=_STEP_NOISE),
    Sampler(id="sa_solver_pece", label="SA-Solver PECE", solver="sa_solver_pece", space="sigma", note=_STEP_NOISE),
    Sampler(id="restart", label="Restart", a1111=("Restart",), a1111_automatic="karras", solver="restart", space="sigma", note=Message("From 20 steps on it plans Karras levels itself, as A1111 does; ComfyUI does not have it.")),
    Sampler(id="dpm_fast", label="DPM fast", a1111=("DPM fast",), solver="dpm_fast", space="sigma", note=Message("Plans its steps itself: of the schedule only the ends count.")),
    Sampler(id="dpm_adaptive", label="DPM adaptive", a1111=("DPM adaptive",), solver="dpm_adaptive", space="sigma", note=Message("Takes as many steps as the picture needs: of the schedule only the ends count.")),
    Sampler(id="heunpp2", label="Heun++ 2", a1111=("HeunPP2",), solver="heunpp2", space="sigma"),
    Sampler(id="ipndm", label="iPNDM", a1111=("IPNDM",), solver="ipndm", space="sigma"),
    Sampler(id="ipndm_v", label="iPNDM v", a1111=("IPNDM_V",), solver="ipndm_v", space="sigma"),
    Sampler(id="res_multistep", label="RES multistep", a1111=("Res Multistep",), solver="res_multistep", space="sigma"),
    Sampler(id="res_multistep_ancestral", label="RES multistep a", solver="res_multistep_ancestral", space="sigma", note=_STEP_NOISE),
    Sampler(id="gradient_estimation", label="Gradient estimation", solver="gradient_estimation", space="sigma"),
    Sampler(id="er_sde", label="ER SDE", a1111=("ER SDE",), solver="er_sde", space="sigma", note=_STEP_NOISE),
    Sampler(id="seeds_2", label="SEEDS 2", solver="seeds_2", space="sigma", note=_STEP_NOISE),
    Sampler(id="seeds_3", label="SEEDS 3", solver="seeds_3", space="sigma", note=_STEP_NOISE),
    Sampler(id="euler_cfg_pp", label="Euler CFG++", solver="euler_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="euler_ancestral_cfg_pp", label="Euler a CFG++", solver="euler_ancestral_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="dpmpp_2m_cfg_pp", label="DPM++ 2M CFG++", solver="dpmpp_2m_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="dpmpp_2s_ancestral_cfg_pp", label="DPM++ 2S a CFG++", solver="dpmpp_2s_ancestral_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="res_multistep_cfg_pp", label="RES multistep CFG++", solver="res_multistep_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="res_multistep_ancestral_cfg_pp", label="RES multistep a CFG++", solver="res_multistep_ancestral_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="gradient_estimation_cfg_pp", label="Gradient est. CFG++", solver="gradient_estimation_cfg_pp", space="sigma", note=_PLUS_PLUS),
    Sampler(id="pndm", label="PNDM", a1111=("PLMS",), a1111_automatic="default", apple=("PNDM",), diffusers="PNDMScheduler", kwargs={"skip_prk_steps": True}, space="discrete", own_schedule=True, note=Message("Always uses the model’s own timesteps; ComfyUI does not have it.")),
)  # fmt: skip

SAMPLERS: dict[str, Sampler] = {sampler.id: sampler for sampler in _ALL}

_ON_ITS_OWN_TIMESTEPS: dict[str, dict[str, Any]] = {
    "dpmpp_2m_sde": {"kwargs": {**_SDE, "solver_order": 2, "solver_type": "midpoint"}},
    "dpmpp_2m_sde_heun": {"kwargs": {**_SDE, "solver_order": 2, "solver_type": "heun"}},
    "dpm_2_ancestral": {"space": "sigma"},
    "uni_pc": {"kwargs": {"solver_type": "bh1", "final_sigmas_type": "sigma_min"}},
    "uni_pc_bh2": {"kwargs": {"solver_type": "bh2"}},
    "deis": {},
    "sa_solver": {},
    "ddpm": {"kwargs": {"clip_sample": False}, "space": "discrete"},
    "lcm": {"kwargs": {"clip_sample": False}, "space": "discrete"},
}  # fmt: skip


def sampler_as_run(sampler: Sampler, noise_schedule: str) -> Sampler:
    """Return `sampler` as it runs: at "default" timesteps some are diffusers' own class."""
    own = _ON_ITS_OWN_TIMESTEPS.get(sampler.id)
    if own is None or noise_schedule != "default":
        return sampler
    return msgspec.structs.replace(sampler, **{"solver": "", "space": "vp"} | own)


_MOST_LETTERS = 200
"""Longest text of sampler and schedule names together, in characters."""
MOST_STEPS = 10_000
"""Upper bound for steps in imported data; a request takes a tenth of this."""

NOISE_SCHEDULES: dict[str, NoiseSchedule] = {
    schedule.id: schedule
    for schedule in (
        NoiseSchedule(id="default", label="Model's own"),
        NoiseSchedule(id="simple", label="Simple", a1111=("Simple",)),
        NoiseSchedule(id="sgm_uniform", label="SGM uniform", a1111=("SGM Uniform",)),
        NoiseSchedule(id="karras", label="Karras", a1111=("Karras",)),
        NoiseSchedule(
            id="exponential", label="Exponential", a1111=("Exponential", "Polyexponential")
        ),
        NoiseSchedule(id="ddim_uniform", label="DDIM uniform", a1111=("DDIM",)),
        NoiseSchedule(id="beta", label="Beta", a1111=("ComfyUI Beta",)),
        NoiseSchedule(id="normal", label="Normal", a1111=("Normal", "Uniform")),
        NoiseSchedule(id="linear_quadratic", label="Linear-quadratic"),
        NoiseSchedule(id="kl_optimal", label="KL optimal", a1111=("ComfyUI KL Optimal",)),
        NoiseSchedule(id="beta_a1111", label="Beta (A1111)", a1111=("Beta",)),
        NoiseSchedule(id="kl_optimal_a1111", label="KL optimal (A1111)", a1111=("KL Optimal",)),
        NoiseSchedule(id="align_your_steps", label="Align Your Steps", a1111=("Align Your Steps",)),
        NoiseSchedule(id="align_your_steps_comfyui", label="Align Your Steps (ComfyUI)"),
        NoiseSchedule(id="turbo", label="Turbo", a1111=("Turbo",)),
        NoiseSchedule(id="sd_turbo", label="SD Turbo (ComfyUI)"),
    )
}

ON_THE_GPU: dict[str, str] = {
    f"{name}_gpu": name
    for name in ("dpmpp_sde", "dpmpp_2m_sde", "dpmpp_2m_sde_heun", "dpmpp_3m_sde")
}
"""ComfyUI's names of samplers that differ only in the device that generates their noise."""

NEAREST: dict[str, str] = {
    "exp_heun_2_x0": "heun",
    "exp_heun_2_x0_sde": "seeds_2",
    "cfgpp_ud10_ab": "dpmpp_2m_cfg_pp",
}
"""Nearest equivalents of other programs' samplers that Easel lacks; for import only."""

_EXTRA_NAMES = {
    "dpmpp 2s a": "dpmpp_2s_ancestral",
    "euler ancestral": "euler_ancestral",
    "kdpm2discrete": "dpm_2",
    "kdpm2ancestraldiscrete": "dpm_2_ancestral",
    "heundiscrete": "heun",
    "dpmsolversinglestep": "dpmpp_2s_ancestral",
    "dpmsolversde": "dpmpp_sde",
    "sasolver": "sa_solver",
    "dpmpp": "dpmpp_2m",
    "plms": "pndm",
}


class SchedulerChoice(msgspec.Struct, frozen=True):
    """Sampler and noise schedule that a name means; None where the name leaves one open."""

    sampler: str | None
    noise_schedule: str | None
    notice: Message | None = None
    """For a name without an exact equivalent: the replacement."""
    approximate: bool = False
    """Whether the sampler is only the nearest equivalent."""


World = Literal["", "a1111"]
"""Program whose names are meant where two programs use one name for different things."""
AUTOMATIC = "automatic"
"""A1111's noise schedule that follows from the sampler; never that of a request."""


def parse_scheduler(text: str) -> tuple[str | None, str | None]:
    """Return the (sampler, noise schedule) that `text` names; None for what it leaves open.

    Accepts ComfyUI's names (`dpmpp_2m`), A1111's (`DPM++ 2M Karras`), Apple's and diffusers'
    (`DPMSolverMultistep`, with or without `Scheduler`), a bare noise schedule (`karras`), and both
    together (`euler+karras`, `euler/karras`, `euler karras`). Case, spaces, hyphens and underscores
    do not matter. Raises BadInput with a suggestion otherwise, and for samplers that can only be
    approximated (`import_scheduler` takes those).
    """
    choice = import_scheduler(text)
    if choice.approximate:
        raise BadInput("{notice} Ask for that one by its name.", notice=choice.notice or "")
    return choice.sampler, choice.noise_schedule


def import_scheduler(text: str, world: World = "") -> SchedulerChoice:
    """Parse as `parse_scheduler`, but map inexact names to the nearest sampler with a notice.

    `world` "a1111" takes 'Beta' and 'KL Optimal' for A1111's own formulas.
    """
    words = _words(text)
    names, schedules = _names(), _schedule_names(world)
    # A whole name goes first, so that "ddim_uniform" is no "ddim" with A1111's "uniform".
    cuts = [len(words), 0, *range(len(words) - 1, 0, -1)]
    for cut in cuts:
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        sampler = names.get(_fold(head)) if head else None
        schedule = schedules.get(_fold(tail)) if tail else None
        if (head and not sampler) or (tail and not schedule) or not words:
            continue
        if schedule == AUTOMATIC:
            schedule = automatic_schedule(_known(sampler))
        if sampler in ON_THE_GPU:
            same = ON_THE_GPU[sampler]
            notice = Message(
                "{sampler} draws its noise on the GPU; here it is {same}, whose noise comes from "
                "the CPU.",
                sampler=sampler,
                same=same,
            )
            return SchedulerChoice(same, schedule, notice)
        if sampler in NEAREST:
            near = NEAREST[sampler]
            notice = Message(
                "There is no {sampler} here; the nearest is {nearest} ({id}).",
                sampler=sampler,
                nearest=SAMPLERS[near].label,
                id=near,
            )
            return SchedulerChoice(near, schedule, notice, approximate=True)
        return SchedulerChoice(sampler, schedule)
    raise BadInput(_unknown(text))


def noise_schedule_named(text: str, sampler: str | None = None, world: World = "") -> str:
    """Return the id of the noise schedule named `text`; 'Automatic' depends on `sampler` (A1111).

    Raises BadInput with a suggestion for an unknown name.
    """
    found = (_schedule_names(world) | {"ddim": "ddim_uniform"}).get(_fold(text))
    if found is None:
        raise BadInput(_unknown_schedule(text))
    return automatic_schedule(sampler) if found == AUTOMATIC else found


def automatic_schedule(sampler: str | None) -> str:
    """Return the noise schedule of A1111's 'Automatic' with `sampler` (None: any other)."""
    return SAMPLERS[sampler].a1111_automatic if sampler in SAMPLERS else "normal"


def a1111_name(sampler: str, noise_schedule: str) -> str:
    """Return A1111's name of the pair, for `parameters` text: `DPM++ 2M Karras`."""
    entry = SAMPLERS.get(sampler)
    name = (entry.a1111 or (entry.label,))[0] if entry else sampler
    schedule = NOISE_SCHEDULES.get(noise_schedule)
    if schedule is None or noise_schedule == "default":
        return name
    return f"{name} {(schedule.a1111 or (schedule.label,))[0]}"


def steps_for_denoise(steps: int, denoise: float) -> tuple[int, float]:
    """Return diffusers' (steps, strength) for ComfyUI's (steps, denoise): `steps` steps run.

    ComfyUI plans int(steps / denoise) steps and runs the last `steps` of them; diffusers plans its
    steps and runs int(steps * strength). Raises BadInput for a denoise outside 0..1.
    """
    if not 0 < denoise <= 1:
        raise BadInput("Denoise is a number above 0 and up to 1.")
    if not 1 <= steps <= MOST_STEPS:
        raise BadInput("Steps are a whole number from 1 to {most}.", most=MOST_STEPS)
    if steps / denoise > 100 * MOST_STEPS:
        raise BadInput("The denoise is too small for so many steps.")
    planned = int(steps / denoise)
    strength = steps / planned
    while int(planned * strength) < steps:
        strength = math.nextafter(strength, 2.0)
    return planned, min(strength, 1.0)


def _names() -> dict[str, str]:
    names: dict[str, str] = {_fold(key): key for key in (*NEAREST, *ON_THE_GPU)}
    names |= {_fold(name): target for name, target in _EXTRA_NAMES.items()}
    for sampler in reversed(_ALL):
        known = (sampler.id, sampler.label, *sampler.a1111, *sampler.apple)
        names |= {_fold(name): sampler.id for name in known}
        if not sampler.diffusers:
            continue
        names.setdefault(_fold(sampler.diffusers), sampler.id)
        if sampler.id == "euler" or not sampler.kwargs:
            names.setdefault(_fold(sampler.diffusers.removesuffix("Scheduler")), sampler.id)
    names |= {_fold(s.diffusers): s.id for s in reversed(_ALL) if s.diffusers and s.id != "ddim"}
    return names | {_fold("DDIMScheduler"): "ddim"}


def _known(sampler: str | None) -> str | None:
    """Return the id of the sampler that is actually used for one of ComfyUI's names."""
    return None if sampler is None else ON_THE_GPU.get(sampler, NEAREST.get(sampler, sampler))


def _schedule_names(world: World) -> dict[str, str]:
    names: dict[str, str] = {}
    for schedule in NOISE_SCHEDULES.values():
        own, theirs = (schedule.id, schedule.label), schedule.a1111
        for name in (*own, *theirs):
            names.setdefault(_fold(name), schedule.id)
        if world == "a1111":
            names |= {_fold(name): schedule.id for name in theirs}
    return names | {_fold(AUTOMATIC): AUTOMATIC, "ays": "align_your_steps"}


def _words(text: str) -> list[str]:
    """Split where a sampler's name can end and a schedule's begin; [] if longer than two names."""
    if len(text) > _MOST_LETTERS:
        return []
    spread = re.sub(r"(?<!\+)\+(?!\+)|[/,]", " ", text.strip())
    return spread.replace("_", " ").split()


def _fold(name: str) -> str:
    lowered = name[:_MOST_LETTERS].lower().replace("dpm++", "dpmpp")
    return re.sub(r"[^a-z0-9]", "", lowered)


def _unknown_schedule(text: str) -> Message:
    name = f"“{text.strip()[:60]}”"
    near = difflib.get_close_matches(_fold(text), _schedule_names(""), n=1, cutoff=0.5)
    if near:
        known = _schedule_names("")[near[0]]
        return Message(
            "There is no schedule called {name}: did you mean {known}?",
            name=name,
            known=known,
        )
    return Message(
        "There is no schedule called {name}: choose one of {choices}.",
        name=name,
        choices=tuple(NOISE_SCHEDULES),
    )


def _unknown(text: str) -> Message:
    known = [*SAMPLERS, *(key for key in NOISE_SCHEDULES if key != "default")]
    known += [name for sampler in _ALL for name in (*sampler.a1111, *sampler.apple)]
    folded = {_fold(name): name for name in reversed(known)}
    near = difflib.get_close_matches(_fold(text), folded, n=1, cutoff=0.5)
    name = f"“{text.strip()[:60]}”"
    if near:
        return Message(
            "There is no sampler or schedule called {name}: did you mean {known}?",
            name=name,
            known=folded[near[0]],
        )
    return Message(
        "There is no sampler or schedule called {name}: for example {choices}.",
        name=name,
        choices=tuple(known[:3]),
    )
