"""Selection of the device and the precision of a torch model on this machine."""

from __future__ import annotations

import gc
import logging
import os
from typing import Any

import psutil
import torch

from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import UNPROVED, DeviceChoices
from desktop.core.request import GenerationRequest
from desktop.models.families.known_families import family_named
from desktop.models.machine import this_machine
from desktop.models.memory.flow_precision import flow_precision

DEVICE_VARIABLE = "EASEL_DEVICE"
DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


logger = logging.getLogger(__name__)
_BF16_CAPABILITY = (8, 0)
"""Compute capability of Ampere, NVIDIA's first with bf16 in hardware (CUDA C++ Programming Guide,
"Arithmetic Instructions"); Turing and Volta emulate it, and are fast in fp16.
"""


def pick_device(unit: ComputeUnit) -> torch.device:
    """Return the device for `unit`: if it allows the GPU, MPS, else CUDA, else the CPU.

    EASEL_DEVICE=cpu keeps everything on the CPU: on virtual Macs MPS gives wrong numbers. Raises
    BadInput for CPU_AND_NE, since only Core ML models run on the Neural Engine.
    """
    if unit is ComputeUnit.CPU_AND_NE:
        raise BadInput(
            "Only Core ML models run on the Neural Engine: convert this model, or choose another "
            "compute unit."
        )
    on_cpu = unit is ComputeUnit.CPU_ONLY or os.environ.get(DEVICE_VARIABLE) == "cpu"
    if on_cpu:
        return torch.device("cpu")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cuda" if cuda_works() else "cpu")


def cuda_works() -> bool:
    """Return whether PyTorch can compute on an NVIDIA GPU here.

    A GPU that is too old for this PyTorch is listed as available, and fails at the first kernel.
    """
    if not torch.cuda.is_available():
        return False
    try:
        return bool((torch.ones(1, device="cuda") + 1 == 2).item())
    except RuntimeError as error:
        logger.warning("The GPU can't be used: %s", str(error).partition("\n")[0])
        return False


def cuda_summary() -> str:
    """Return the first GPU's name, compute capability and memory, for a report."""
    cuda: Any = torch.cuda
    facts = cuda.get_device_properties(0)
    memory = facts.total_memory / 2**30
    return f"{facts.name}, capability {facts.major}.{facts.minor}, {memory:.0f} GB"


def pick_precision(wanted: str, device: torch.device, choices: DeviceChoices = UNPROVED) -> str:
    """Return the precision ("fp32", "fp16" or "bf16") that `wanted` (or "auto") means on `device`.

    bf16 is emulated on the GPUs of M1 and M2, so MPS gets fp16; a CPU and an NVIDIA GPU get bf16
    only with hardware support. Raises BadInput for fp16 on a CPU, where many operations lack it or
    crawl.
    """
    if wanted == "auto":
        if device.type == "mps":
            return choices.precision or "fp16"
        if device.type == "cuda":
            has_bf16 = torch.cuda.get_device_capability() >= _BF16_CAPABILITY
            return "bf16" if has_bf16 else "fp16"
        return "bf16" if cpu_has_bf16() else "fp32"
    if wanted == "fp16" and device.type == "cpu":
        raise BadInput("A CPU can’t run a model in fp16: choose auto, fp32 or bf16.")
    return wanted


def cpu_has_bf16() -> bool:
    """Return whether this CPU multiplies bf16 matrices in hardware (AVX-512 BF16 or AMX)."""
    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name, bool)()) for name in checks)


def device_and_precision(
    request: GenerationRequest, choices: DeviceChoices = UNPROVED
) -> tuple[torch.device, str]:
    """Return the device and the precision in which `request` is computed on this machine.

    `choices` are the settings proved for the machine's GPU.
    """
    device = pick_device(request.compute_unit)
    flows = family_named(request.identity.family).flow is not None
    wanted = "auto" if request.precision == "int8" else request.precision
    if flows and device.type == "mps" and wanted == "auto":
        wrong = choices.precision == "fp32"
        return device, "fp32" if wrong else flow_precision(this_machine(), on_gpu=True)
    return device, pick_precision(wanted, device, choices)


def device_memory(device: torch.device) -> int:
    """Return the bytes that models can take on `device`, regardless of current use."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[1])
    if device.type == "mps":
        return int(torch.mps.recommended_max_memory())
    return psutil.virtual_memory().total


def release_memory(device: torch.device) -> None:
    """Return the allocator's free blocks to the system."""
    gc.collect()
    if device.type == "mps":
        torch.mps.empty_cache()
    elif device.type == "cuda":
        torch.cuda.empty_cache()


def suit_layout(vae: Any, device: torch.device) -> Any:
    """Convert a VAE's weights to the layout in which `device` convolves fastest; return it.

    On a CPU that is `torch.channels_last`: the SD VAE takes 0.78 of the time in float32 and 0.85 in
    bfloat16, with results equal within rounding. The UNet gains nothing from it in float32 and is
    left as it is.
    """
    if device.type == "cpu":
        vae.to(memory_format=torch.channels_last)
    return vae
