"""The solvers by name, and their properties for a scheduler."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from . import cfg_pp, dpm_solver, multistep, predictor_corrector, single_step
from .protocol import Solver

SOLVERS: dict[str, Solver] = {
    "euler_ancestral": single_step.euler_ancestral,
    "dpmpp_2s_ancestral": single_step.dpmpp_2s_ancestral,
    "dpmpp_sde": single_step.dpmpp_sde,
    "dpm_2_ancestral": single_step.dpm_2_ancestral,
    "lcm": single_step.lcm,
    "ddpm": single_step.ddpm,
    "heunpp2": single_step.heunpp2,
    "restart": single_step.restart,
    "seeds_2": single_step.seeds_2,
    "seeds_3": single_step.seeds_3,
    "dpmpp_2m_sde": multistep.dpmpp_2m_sde,
    "dpmpp_2m_sde_heun": multistep.dpmpp_2m_sde_heun,
    "dpmpp_3m_sde": multistep.dpmpp_3m_sde,
    "lms": multistep.lms,
    "ipndm": multistep.ipndm,
    "ipndm_v": multistep.ipndm_v,
    "deis": multistep.deis,
    "gradient_estimation": multistep.gradient_estimation,
    "res_multistep": multistep.res_multistep,
    "res_multistep_ancestral": multistep.res_multistep_ancestral,
    "er_sde": multistep.er_sde,
    "uni_pc": predictor_corrector.uni_pc,
    "uni_pc_bh2": predictor_corrector.uni_pc_bh2,
    "sa_solver": predictor_corrector.sa_solver,
    "sa_solver_pece": predictor_corrector.sa_solver_pece,
    "dpm_fast": dpm_solver.dpm_fast,
    "dpm_adaptive": dpm_solver.dpm_adaptive,
    "euler_cfg_pp": cfg_pp.euler_cfg_pp,
    "euler_ancestral_cfg_pp": cfg_pp.euler_ancestral_cfg_pp,
    "dpmpp_2s_ancestral_cfg_pp": cfg_pp.dpmpp_2s_ancestral_cfg_pp,
    "dpmpp_2m_cfg_pp": cfg_pp.dpmpp_2m_cfg_pp,
    "res_multistep_cfg_pp": cfg_pp.res_multistep_cfg_pp,
    "res_multistep_ancestral_cfg_pp": cfg_pp.res_multistep_ancestral_cfg_pp,
    "gradient_estimation_cfg_pp": cfg_pp.gradient_estimation_cfg_pp,
}
"""Solvers by ComfyUI's names; Restart is A1111's."""

SELF_PACED = {"heunpp2": 3, "seeds_3": 3, "restart": 2, "dpm_fast": 1, "dpm_adaptive": 120}
"""Most evaluations per requested step of the solvers whose evaluations don't fall into equal steps,
or are determined only during the run.
"""

WITH_WINDOW = ("sa_solver", "sa_solver_pece")
"""Solvers that take `window`: the highest and lowest sigma between which they add noise."""


def is_cfg_pp(solver: str) -> bool:
    """Return whether `solver` is also sent the unconditional estimate."""
    return solver.endswith("_cfg_pp")


def levels_asked(solver: str, levels: Sequence[float]) -> list[float]:
    """Return the sigmas of a solver's evaluations in order; not for dpm_adaptive."""
    nothing = torch.zeros(1)
    sent = (nothing,) * (3 if is_cfg_pp(solver) else 2)
    run = SOLVERS[solver](nothing, levels, torch.zeros_like)
    asked: list[float] = []
    try:
        _, level = next(run)
        while True:
            asked.append(level)
            _, level = run.send(sent)
    except StopIteration:
        return asked
