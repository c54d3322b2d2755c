"""Feed-forward layers whose products overflow in fp16 give what they give in float32."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
import torch
from diffusers import Flux2Transformer2DModel
from torch.nn import functional

from desktop.engines.flow.fp16_guard import GuardedFeedForward, guard_fp16
from desktop.engines.flow.int8_linear import Int8Linear, quantized
from desktop.models.machine import Machine
from desktop.models.memory.flow_precision import flow_precision

from . import flow_files as files

GIB = 2**30


def z_image() -> Any:
    return files.z_image().eval().requires_grad_(False)


def klein() -> Any:
    torch.manual_seed(0)
    made = Flux2Transformer2DModel(
        in_channels=16,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=4,
        joint_attention_dim=32,
        timestep_guidance_channels=32,
        axes_dims_rope=(4, 4, 4, 4),
        guidance_embeds=False,
    )
    return made.eval().requires_grad_(False)


def run_z_image(network: Any, dtype: torch.dtype) -> torch.Tensor:
    torch.manual_seed(1)
    latent, text = torch.randn(16, 1, 8, 8), torch.randn(12, 128)
    time = torch.tensor([0.5])
    return network([latent.to(dtype)], time.to(dtype), [text.to(dtype)], return_dict=False)[0][0]


def run_klein(network: Any, dtype: torch.dtype) -> torch.Tensor:
    torch.manual_seed(1)
    ids = torch.zeros(16, 4)
    ids[:, 1], ids[:, 2] = torch.arange(16) // 4, torch.arange(16) % 4
    return network(
        hidden_states=torch.randn(1, 16, 16).to(dtype),
        encoder_hidden_states=torch.randn(1, 8, 32).to(dtype),
        timestep=torch.tensor([0.5]).to(dtype),
        img_ids=ids,
        txt_ids=torch.zeros(8, 4),
        return_dict=False,
    )[0]


def with_outliers(network: Any, layers: tuple[str, ...], factor: float) -> Any:
    """The layers inside feed-forwards that multiply each other, `factor` times as large."""
    for name, module in network.named_modules():
        if name.endswith(layers):
            module.weight.mul_(factor)
    return network


def off(found: torch.Tensor, right: torch.Tensor) -> float:
    return ((found.float() - right).norm() / right.norm()).item()


def test_z_image_with_outliers_is_right_in_fp16() -> None:
    """A gate and a value of some hundreds each: their product is past 65,504."""
    whole = with_outliers(z_image(), ("feed_forward.w1", "feed_forward.w3"), 600.0)
    right = run_z_image(whole, torch.float32)
    plain = copy.deepcopy(whole).half()
    assert not run_z_image(plain, torch.float16).isfinite().all(), "nothing overflows without it"
    guard_fp16(plain)
    found = run_z_image(plain, torch.float16)
    assert found.isfinite().all()
    rounding = off(
        run_z_image(z_image().half(), torch.float16), run_z_image(z_image(), torch.float32)
    )
    assert off(found, right) < max(4 * rounding, 0.02)


def test_klein_with_outliers_stays_finite() -> None:
    """Its feed-forward ends in the residual stream, which fp16 holds up to 65,504."""
    whole = with_outliers(klein(), ("ff.linear_in", "ff_context.linear_in"), 600.0)
    plain = copy.deepcopy(whole).half()
    guard_fp16(plain)
    assert run_klein(plain, torch.float16).isfinite().all()


@pytest.mark.parametrize(("make", "run"), [(z_image, run_z_image), (klein, run_klein)])
def test_without_outliers_the_guard_changes_nothing(
    make: Callable[[], Any], run: Callable[..., torch.Tensor]
) -> None:
    right = run(make(), torch.float32)
    half = make().half()
    names = {name for name, _ in half.named_parameters()}
    plain = off(run(half, torch.float16), right)
    guard_fp16(half)
    assert {name for name, _ in half.named_parameters()} == names, "LoRAs find their modules"
    assert off(run(half, torch.float16), right) < 2 * plain + 1e-3


@pytest.mark.parametrize("size", [1e-3, 1.0, 1e3])
def test_single_tokens_of_any_size(size: float) -> None:
    """A token's own scale: a large one beside it takes nothing away from a small one."""
    layer = z_image().layers[0].feed_forward
    values = torch.randn(1, 6, 64)
    values[0, 0] *= size
    right = functional.silu(layer.w1(values)) * layer.w3(values) @ layer.w2.weight.T
    found = GuardedFeedForward(layer.half())(values.half())
    for token in range(6):
        assert off(found[0, token], right[0, token]) < 0.01


def test_eight_bit_layers_are_guarded_too() -> None:
    layer = z_image().layers[0].feed_forward
    for name in ("w1", "w2", "w3"):
        whole = getattr(layer, name)
        small = Int8Linear(whole.in_features, whole.out_features, bias=False)
        small.weight, small.weight_scale = quantized(whole.weight * (1 if name == "w2" else 600))
        setattr(layer, name, small)
    values = torch.randn(1, 6, 64)
    right = layer(values)
    assert not layer(values.half()).isfinite().all()
    assert off(GuardedFeedForward(layer)(values.half()), right) < 0.02


@pytest.mark.parametrize(
    ("chip", "wanted"),
    [
        ("Apple M1", "fp16"),
        ("Apple M2 Max", "fp16"),
        ("Apple M3", "bf16"),
        ("Apple M10 Ultra", "bf16"),
        ("Apple processor", "bf16"),
        ("", "bf16"),
    ],
)
def test_a_macs_precision(chip: str, wanted: str) -> None:
    mac = Machine(system="Darwin", arm=True, memory_bytes=16 * GIB, chip=chip)
    assert flow_precision(mac, on_gpu=True) == wanted
    assert flow_precision(mac, on_gpu=False) == "fp32"


def test_other_machines_precision() -> None:
    plain = Machine(system="Linux", arm=False, memory_bytes=16 * GIB)
    assert flow_precision(plain, on_gpu=False) == "fp32"
    half = Machine(system="Linux", arm=False, memory_bytes=16 * GIB, half_on_cpu=True)
    assert flow_precision(half, on_gpu=False) == "bf16"
    intel = Machine(system="Darwin", arm=False, memory_bytes=16 * GIB, chip="Intel(R) Core(TM)")
    assert flow_precision(intel, on_gpu=False) == "fp32"
