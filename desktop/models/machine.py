"""The few facts of a machine that decide which models it can run, and how."""

from __future__ import annotations

import platform

import msgspec
import psutil


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """One computer. `memory_bytes` is all its memory; a Mac's GPU shares it."""

    system: str
    arm: bool
    memory_bytes: int

    @property
    def is_mac(self) -> bool:
        """Whether Core ML is there."""
        return self.system == "Darwin"

    @property
    def has_metal_gpu(self) -> bool:
        """Whether PyTorch can use the GPU (MPS) and Core ML the Neural Engine."""
        return self.is_mac and self.arm


def this_machine() -> Machine:
    """The machine that Easel runs on. Inside a container the memory is the host's."""
    return Machine(
        system=platform.system(),
        arm=platform.machine().lower() in {"arm64", "aarch64"},
        memory_bytes=psutil.virtual_memory().total,
    )
