"""The three sources of noise against published values, and variation seeds."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from desktop.core.errors import BadInput
from desktop.core.request import GenerationRequest
from desktop.engines.sampling.noise import first_noise, generator_for, noise_of, slerp
from desktop.engines.sampling.philox import philox_randn

SHAPE = (1, 4, 8, 8)


def test_philox_draws_what_cuda_draws() -> None:
    published = [
        [-0.92466259, -0.42534415, -2.6438457, 0.14518388],
        [-0.12086647, -0.57972564, -0.62285122, -0.32838709],
        [-1.07454231, -0.36314407, -1.67105067, 2.26550497],
    ]
    assert philox_randn(0, (3, 4)) == pytest.approx(np.array(published), abs=1e-6)


def test_philox_takes_64_bits_and_moves_on() -> None:
    assert not np.array_equal(philox_randn(1, (4,)), philox_randn(1 + 2**32, (4,)))
    assert not np.array_equal(philox_randn(1, (4,)), philox_randn(1, (4,), offset=1))
    large = philox_randn(3, (100_000,))
    assert abs(float(large.mean())) < 0.02
    assert float(large.std()) == pytest.approx(1, abs=0.02)


def test_numpys_noise_is_apples() -> None:
    noise = first_noise("numpy", 93, SHAPE, generator_for(93))
    np.random.seed(93)
    apples = np.random.randn(*SHAPE).astype(np.float16)
    assert np.array_equal(noise.numpy(), apples.astype(np.float32))
    assert first_noise("numpy", 0, (3,), generator_for(0)).tolist() == pytest.approx(
        [1.764052, 0.400157, 0.978738], abs=1e-3
    )


def test_numpy_takes_32_bits() -> None:
    with pytest.raises(BadInput, match="4294967295"):
        first_noise("numpy", 2**32, SHAPE, generator_for(0))


def test_torchs_noise_is_diffusers() -> None:
    noise = first_noise("torch", 7, SHAPE, generator_for(7))
    torch.manual_seed(7)
    assert torch.equal(noise, torch.randn(SHAPE))


def test_half_precision_noise_is_the_same_noise() -> None:
    half = torch.randn(SHAPE, generator=generator_for(7), dtype=torch.float16)
    assert half.float() == pytest.approx(first_noise("torch", 7, SHAPE, generator_for(7)), abs=2e-3)


def test_seeds_of_64_bits() -> None:
    first_noise("torch", 2**64 - 1, SHAPE, generator_for(2**64 - 1))


def test_variation_goes_from_one_seed_to_the_other() -> None:
    request = GenerationRequest(prompt="", model="", seed=1, variation_seed=2)

    def at(strength: float) -> torch.Tensor:
        import msgspec

        changed = msgspec.structs.replace(request, variation_strength=strength)
        return noise_of(changed, 0, SHAPE, generator_for(1))

    one = first_noise("torch", 1, SHAPE, generator_for(1))
    two = first_noise("torch", 2, SHAPE, generator_for(2))
    assert torch.equal(at(0), one)
    assert at(1.0) == pytest.approx(two, abs=1e-5)
    assert float(at(0.5).std()) == pytest.approx(1, abs=0.1)
    assert not torch.equal(at(0.5), one)


def test_slerp_of_equals_is_no_change() -> None:
    noise = torch.randn(SHAPE)
    assert slerp(0.3, noise, noise) == pytest.approx(noise)
