"""Flags of A1111, ComfyUI, stable-diffusion.cpp and Apple's Swift command line, as aliases.

They are hidden from the help: whoever knows them need not look them up.
"""

from __future__ import annotations

import argparse
from typing import Any

from desktop.cli.command_parser import CommandParser

_UNITS = {
    "all": "ALL",
    "cpuonly": "CPU_ONLY",
    "cpuandgpu": "CPU_AND_GPU",
    "cpuandneuralengine": "CPU_AND_NE",
}
"""The compute units as Apple's Swift command line spells them."""

_TEXTS = {
    "model": ("--resource-path", "--ckpt-name", "--ckpt"),
    "output": ("--output-path", "--outdir", "--output-dir"),
    "negative_prompt": ("--neg-prompt", "--negative"),
    "image": ("--init-img", "--init-image"),
    "sampler": ("--sampler-name", "--sampling-method"),
    "noise_schedule": ("--schedule-type",),
}
_WHOLE = {
    "steps": ("--step-count", "--sampling-steps"),
    "count": ("--image-count", "--batch-count", "--n-iter", "--batch-size"),
    "high_res_steps": ("--hr-second-pass-steps",),
}
_NUMBERS = {
    "guidance_scale": ("--cfg-scale",),
    "strength": ("--denoising-strength",),
    "high_res_fix": ("--hr-scale",),
}
_ACCEPTED = ("--reduce-memory", "--xl", "--xlrefiner")
"""Flags without effect here: the model's kind is known, and memory is managed."""
_ACCEPTED_VALUES = ("--save-every",)


def add_other_flags(parser: CommandParser) -> None:
    """Accept the flags of other programs that correspond to an option of `easel generate`."""
    for kind, table in ((str, _TEXTS), (int, _WHOLE), (float, _NUMBERS)):
        for dest, names in table.items():
            parser.add_argument(*names, dest=dest, type=kind, **_HIDDEN)
    parser.add_argument("--noise-seed", dest="seed", type=seed_number, **_HIDDEN)
    parser.add_argument("--compute-units", dest="compute_unit", type=_unit, **_HIDDEN)
    parser.add_argument(
        "--disable-safety", dest="safety_checker", action="store_false", help=argparse.SUPPRESS
    )
    for name in _ACCEPTED:
        parser.add_argument(name, action="store_true", help=argparse.SUPPRESS)
    for name in _ACCEPTED_VALUES:
        parser.add_argument(name, help=argparse.SUPPRESS)


_HIDDEN: dict[str, Any] = {"help": argparse.SUPPRESS, "default": argparse.SUPPRESS}
"""The option itself has the default."""


def seed_number(text: str) -> int | None:
    """Parse a seed; -1 means a random one, as in A1111 and Draw Things, and returns None."""
    number = int(text)
    return None if number == -1 else number


def _unit(text: str) -> str:
    return _UNITS.get(text.strip().lower(), text)
