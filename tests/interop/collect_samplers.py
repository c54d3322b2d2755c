"""Writes down where ComfyUI's own samplers end on the toy model: `numbers/comfyui_samplers.json`.

Run it by hand beside a copy of ComfyUI and, for Restart, of A1111 or a fork of it; nothing of
either is kept but the numbers:
`PYTHONPATH=COMFYUI:. python tests/interop/collect_samplers.py COMFYUI [A1111]`.
"""

# pyright: basic, reportMissingImports=false, reportAssignmentType=false, reportAttributeAccessIssue=false
from __future__ import annotations

import importlib.util
import json
import sys
import types
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import torch

from tests.interop.toy_model import SHAPE, estimates, guided, noises, start

OUT = Path(__file__).parent / "numbers" / "comfyui_samplers.json"
STEPS = 20
STARTS = (0, 12)


class Asked:
    """ComfyUI's model as its samplers see it: called with a latent and its noise level."""

    def __init__(self, sampling: Any) -> None:
        patcher = SimpleNamespace(get_model_object=lambda _name: sampling)
        self.inner_model = SimpleNamespace(
            model_patcher=patcher, inner_model=SimpleNamespace(model_sampling=sampling)
        )
        self.calls = 0

    def __call__(self, x: Any, sigma: Any, model_options: Any = None, **_: Any) -> Any:
        level = float(sigma.flatten()[0])
        self.calls += 1
        _, plain = estimates(x, level)
        denoised = guided(x, level)
        for after in (model_options or {}).get("sampler_post_cfg_function", ()):
            denoised = after({"denoised": denoised, "uncond_denoised": plain})
        return denoised


def main(comfyui: str, a1111: str = "") -> None:
    """Write the numbers."""
    from comfy.cli_args import args

    args.cpu = True
    from comfy import model_sampling, samplers
    from comfy.k_diffusion import sampling as k_diffusion

    class Discrete(model_sampling.ModelSamplingDiscrete, model_sampling.EPS):
        pass

    model_sampling_ = Discrete()
    draws = noises()
    k_diffusion.default_noise_sampler = lambda *_, **__: lambda *_: next(draws)
    k_diffusion.BrownianTreeNoiseSampler = k_diffusion.default_noise_sampler
    version: dict[str, Any] = {}
    exec((Path(comfyui) / "comfyui_version.py").read_text("utf-8"), version)
    ends: dict[str, Any] = {}
    sigmas: dict[str, Any] = {}
    for schedule in samplers.SCHEDULER_NAMES:
        for steps in (1, 4, STEPS):
            levels = samplers.calculate_sigmas(model_sampling_, schedule, steps)
            sigmas[f"{schedule} {steps}"] = levels.tolist()
        for name in samplers.SAMPLER_NAMES:
            for begin in STARTS:
                ksampler = samplers.KSampler.__new__(samplers.KSampler)
                ksampler.model = SimpleNamespace(get_model_object=lambda _name: model_sampling_)
                ksampler.scheduler, ksampler.sampler = schedule, name
                levels = ksampler.calculate_sigmas(STEPS).clone()[begin:]
                draws = noises()
                x, asked = start(float(levels[0])), Asked(model_sampling_)
                run = samplers.sampler_object(name).sampler_function
                kwargs = {"extra_args": {"seed": 1}, "callback": None, "disable": True}
                end = run(asked, x, levels, **kwargs)
                key = f"{name} {schedule} {begin}"
                ends[key] = [asked.calls, *end.flatten().tolist()]
    numbers = {
        "source": f"ComfyUI {version['__version__']}, run on a CPU by collect_samplers.py",
        "steps": STEPS,
        "shape": SHAPE,
        "sigmas": sigmas,
        "ends": "evaluations, then the last latent, by 'sampler schedule first-step'",
    }
    found = {name: [round(v, 7) if i else v for i, v in enumerate(e)] for name, e in ends.items()}
    numbers |= {"values": found}
    if a1111:
        numbers |= _restart(a1111, sigmas)
    OUT.write_text(_lines(numbers), "utf-8")


def _restart(a1111: str, sigmas: dict[str, Any]) -> dict[str, Any]:
    """A1111's Restart, whose noise torch's own generator draws."""
    from comfy.k_diffusion import sampling as k_diffusion

    shared = types.ModuleType("modules.shared")
    shared.opts = SimpleNamespace(sd_sampling="A1111")  # type: ignore[attr-defined]
    package = types.ModuleType("k_diff.k_diffusion")
    package.sampling = k_diffusion  # type: ignore[attr-defined]
    sys.modules |= {
        "modules": types.ModuleType("modules"),
        "modules.shared": shared,
        "k_diff": types.ModuleType("k_diff"),
        "k_diff.k_diffusion": package,
        "k_diff.k_diffusion.sampling": k_diffusion,
    }
    path = Path(a1111) / "modules" / "sd_samplers_extra.py"
    spec = importlib.util.spec_from_file_location("extra", path)
    assert spec is not None
    assert spec.loader is not None
    extra = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(extra)
    ends: dict[str, list[float]] = {}
    whole = torch.tensor(sigmas["karras 20"])
    long = k_diffusion.get_sigmas_karras(40, float(whole[-2]), float(whole[0]))
    for steps, levels in ((20, whole), (40, long), (8, whole[12:])):
        draws = noises()
        held = torch.randn_like
        torch.randn_like = lambda *_, draws=draws: next(draws)  # type: ignore[assignment]
        try:
            asked = Asked(None)
            end = extra.restart_sampler(asked, start(float(levels[0])), levels, disable=True)
        finally:
            torch.randn_like = held
        ends[f"restart {steps}"] = [asked.calls, *(round(v, 7) for v in end.flatten().tolist())]
    return {"restart_source": "Restart of A1111 (its fork reForge), likewise", "restart": ends}


def _lines(numbers: dict[str, Any]) -> str:
    """JSON with one key a line, so that a change shows."""
    rows: list[str] = []
    for key, value in numbers.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            rows.append(f"{json.dumps(key)}: {{\n{inner}\n }}")
        else:
            rows.append(f"{json.dumps(key)}: {json.dumps(value)}")
    return "{\n " + ",\n ".join(rows) + "\n}\n"


if __name__ == "__main__":
    main(*sys.argv[1:])
