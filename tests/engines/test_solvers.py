"""Our own samplers against plain forms of the published algorithms, on a model with an answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch

from desktop.core.sampling.samplers import SAMPLERS
from desktop.engines.sampling.noise import PhiloxNoise
from desktop.engines.sampling.philox import philox_randn
from desktop.engines.sampling.schedulers import make_scheduler, planned_steps
from desktop.engines.sampling.solvers import SOLVERS, levels_asked

CONFIG = {
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
    "steps_offset": 1,
    "timestep_spacing": "leading",
}
SHAPE = (1, 4, 6, 6)
Model = Callable[[torch.Tensor, float], torch.Tensor]


def denoiser(x: torch.Tensor, sigma: float) -> torch.Tensor:
    """Guided (3) between two mixtures: not linear in x, and exact for each of them."""

    def of(center: float) -> torch.Tensor:
        pull = torch.tanh(x * center / (sigma * sigma + 0.25))
        return (0.25 * x / (sigma * sigma + 0.25)) + center * pull * sigma * sigma / (
            sigma * sigma + 0.25
        )

    plain, wanted = of(0.4), of(0.8)
    return plain + 3.0 * (wanted - plain)


def noises() -> Iterator[torch.Tensor]:
    generator = torch.Generator().manual_seed(9)
    while True:
        yield torch.randn(SHAPE, generator=generator)


def split(s: float, to: float, eta: float = 1.0) -> tuple[float, float]:
    up = min(to, eta * math.sqrt(to**2 * (s**2 - to**2) / s**2)) if eta else 0.0
    return math.sqrt(to**2 - up**2), up


def ref_euler_ancestral(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    for i in range(len(sigmas) - 1):
        d = (x - model(x, sigmas[i])) / sigmas[i]
        down, up = split(sigmas[i], sigmas[i + 1])
        x = x + d * (down - sigmas[i])
        if sigmas[i + 1] > 0:
            x = x + next(noise) * up
    return x


def ref_2s(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        down, up = split(sigmas[i], sigmas[i + 1])
        if down == 0:
            x = x + (x - denoised) / sigmas[i] * (down - sigmas[i])
        else:
            t, t_next = -math.log(sigmas[i]), -math.log(down)
            h = t_next - t
            s = t + 0.5 * h
            x_2 = math.exp(-s) / math.exp(-t) * x - math.expm1(-h * 0.5) * denoised
            denoised_2 = model(x_2, math.exp(-s))
            x = math.exp(-t_next) / math.exp(-t) * x - math.expm1(-h) * denoised_2
        if sigmas[i + 1] > 0:
            x = x + next(noise) * up
    return x


def ref_sde(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        if sigmas[i + 1] == 0:
            x = denoised
            continue
        t, t_next = -math.log(sigmas[i]), -math.log(sigmas[i + 1])
        s = t + 0.5 * (t_next - t)
        down, up = split(math.exp(-t), math.exp(-s))
        s_ = -math.log(down)
        x_2 = math.exp(-s_) / math.exp(-t) * x - math.expm1(t - s_) * denoised
        x_2 = x_2 + next(noise) * up
        denoised_2 = model(x_2, math.exp(-s))
        down, up = split(math.exp(-t), math.exp(-t_next))
        t_ = -math.log(down)
        x = math.exp(-t_) / math.exp(-t) * x - math.expm1(t - t_) * denoised_2
        x = x + next(noise) * up
    return x


def ref_3m(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    d_1 = d_2 = None
    h_1 = h_2 = 0.0
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        if sigmas[i + 1] == 0:
            return denoised
        h = math.log(sigmas[i]) - math.log(sigmas[i + 1])
        e = 2 * h
        x = math.exp(-e) * x + -math.expm1(-e) * denoised
        phi_2 = math.expm1(-e) / e + 1
        if d_2 is not None and d_1 is not None:
            r0, r1 = h_1 / h, h_2 / h
            a, b = (denoised - d_1) / r0, (d_1 - d_2) / r1
            first = a + (a - b) * r0 / (r0 + r1)
            second = (a - b) / (r0 + r1)
            x = x + phi_2 * first - (phi_2 / e - 0.5) * second
        elif d_1 is not None:
            x = x + phi_2 * (denoised - d_1) / (h_1 / h)
        x = x + next(noise) * sigmas[i + 1] * math.sqrt(-math.expm1(-2 * h))
        d_1, d_2, h_1, h_2 = denoised, d_1, h, h_1
    return x


def ref_lms(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    slopes: list[torch.Tensor] = []
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        if sigmas[i + 1] == 0:
            return denoised
        slopes.append((x - denoised) / sigmas[i])
        order = min(i + 1, 4)
        for j in range(order):
            total, points = 0.0, 4000
            width = (sigmas[i + 1] - sigmas[i]) / points
            for k in range(points):
                tau, value = sigmas[i] + (k + 0.5) * width, 1.0
                for m in range(order):
                    if m != j:
                        value *= (tau - sigmas[i - m]) / (sigmas[i - j] - sigmas[i - m])
                total += value * width
            x = x + total * slopes[i - j]
    return x


def ref_ipndm(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    d: list[torch.Tensor] = []
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        if sigmas[i + 1] == 0:
            return denoised
        d.append((x - denoised) / sigmas[i])
        h = sigmas[i + 1] - sigmas[i]
        if i == 0:
            x = x + h * d[-1]
        elif i == 1:
            x = x + h * (3 * d[-1] - d[-2]) / 2
        elif i == 2:
            x = x + h * (23 * d[-1] - 16 * d[-2] + 5 * d[-3]) / 12
        else:
            x = x + h * (55 * d[-1] - 59 * d[-2] + 37 * d[-3] - 9 * d[-4]) / 24
    return x


def ref_gradient(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    old = None
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        d = (x - denoised) / sigmas[i]
        mixed = d if old is None else 2 * d - old
        x = denoised if sigmas[i + 1] == 0 else x + mixed * (sigmas[i + 1] - sigmas[i])
        old = d
    return x


def ref_res(eta: float) -> Callable[..., Any]:
    def run(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
        old, old_down = None, 0.0
        for i in range(len(sigmas) - 1):
            denoised = model(x, sigmas[i])
            down, up = split(sigmas[i], sigmas[i + 1], eta)
            if down == 0 or old is None:
                x = x + (x - denoised) / sigmas[i] * (down - sigmas[i])
            else:
                t, t_old, t_next = -math.log(sigmas[i]), -math.log(old_down), -math.log(down)
                t_prev = -math.log(sigmas[i - 1])
                h = t_next - t
                c2 = (t_prev - t_old) / h
                phi_1 = math.expm1(-h) / -h
                phi_2 = (phi_1 - 1) / -h
                x = math.exp(-h) * x + h * ((phi_1 - phi_2 / c2) * denoised + phi_2 / c2 * old)
            if sigmas[i + 1] > 0 and up:
                x = x + next(noise) * up
            old, old_down = denoised, down
        return x

    return run


def ref_er(model: Model, x: torch.Tensor, sigmas: list[float], noise: Any) -> Any:
    def scale(v: float) -> float:
        return v * (math.exp(v**0.3) + 10)

    d_old = slope_old = None
    for i in range(len(sigmas) - 1):
        denoised = model(x, sigmas[i])
        s, t = sigmas[i], sigmas[i + 1]
        if t == 0:
            return denoised
        r = scale(t) / scale(s)
        x = r * x + (1 - r) * denoised
        if d_old is not None:
            width = (s - t) / 200
            places = [t + k * width for k in range(200)]
            one = sum(1 / scale(p) for p in places) * width
            slope = (denoised - d_old) / (s - sigmas[i - 1])
            x = x + (t - s + one * scale(t)) * slope
            if slope_old is not None:
                two = sum((p - s) / scale(p) for p in places) * width
                curve = (slope - slope_old) / ((s - sigmas[i - 2]) / 2)
                x = x + ((t - s) ** 2 / 2 + two * scale(t)) * curve
            slope_old = slope
        d_old = denoised
        x = x + next(noise) * math.sqrt(max(t**2 - s**2 * r**2, 0))
    return x


REFERENCES: dict[str, Callable[..., Any]] = {
    "euler_ancestral": ref_euler_ancestral,
    "dpmpp_2s_ancestral": ref_2s,
    "dpmpp_sde": ref_sde,
    "dpmpp_3m_sde": ref_3m,
    "lms": ref_lms,
    "ipndm": ref_ipndm,
    "gradient_estimation": ref_gradient,
    "res_multistep": ref_res(0.0),
    "res_multistep_ancestral": ref_res(1.0),
    "er_sde": ref_er,
}


def ours(sampler: str, schedule: str, steps: int, start: int = 0) -> tuple[Any, torch.Tensor]:
    """The scheduler and the latent that it ends at, driven as a pipeline drives it."""
    scheduler = make_scheduler(sampler, schedule, steps, CONFIG)
    scheduler.set_timesteps(planned_steps(scheduler, steps))
    draws = noises()
    scheduler.step_noise = lambda _: next(draws)
    timesteps = scheduler.timesteps[start * scheduler.order :]
    if start:
        scheduler.set_begin_index(start * scheduler.order)
    first = float(scheduler.sigmas[start])
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(4)) * first
    for timestep in timesteps:
        level = scheduler._sigma_now(timestep)
        taken = scheduler.scale_model_input(x, timestep)
        assert taken == pytest.approx(x / math.sqrt(level**2 + 1), abs=1e-5)
        noise = (x - denoiser(x, level)) / level
        (x,) = scheduler.step(noise, timestep, x, return_dict=False)
    return scheduler, x


@pytest.mark.parametrize("start", [0, 12, 19])
@pytest.mark.parametrize(
    "schedule",
    ["karras", "normal", "simple", "sgm_uniform", "exponential", "beta", "linear_quadratic"],
)
@pytest.mark.parametrize("sampler", REFERENCES)
def test_twenty_steps_end_where_the_published_algorithm_does(
    sampler: str, schedule: str, start: int
) -> None:
    scheduler, found = ours(sampler, schedule, 20, start)
    sigmas = [float(value) for value in scheduler.sigmas[start:]]
    x = torch.randn(SHAPE, generator=torch.Generator().manual_seed(4)) * sigmas[0]
    wanted = REFERENCES[sampler](denoiser, x, sigmas, noises())
    assert torch.isfinite(found).all()
    assert (found - wanted).abs().max() <= 1e-3 * max(float(wanted.abs().max()), 1.0)


def test_every_solver_of_the_table_is_there() -> None:
    assert {s.solver for s in SAMPLERS.values() if s.solver} == set(SOLVERS) == set(REFERENCES)


def test_dpmpp_sde_evaluates_as_often_as_comfyuis() -> None:
    levels = [float(20 - k) for k in range(21)]
    assert len(levels_asked(SOLVERS["dpmpp_sde"], levels)) == 39


def test_dpmpp_3m_sde_does_not_run_away() -> None:
    _, found = ours("dpmpp_3m_sde", "normal", 20)
    assert float(found.abs().max()) < 10  # as the published algorithm itself


def test_the_noises_of_the_steps_are_the_sources_next_ones() -> None:
    draw = PhiloxNoise(5)
    for call in (1, 2):
        assert torch.equal(draw(SHAPE), torch.from_numpy(philox_randn(5, SHAPE, call)))
