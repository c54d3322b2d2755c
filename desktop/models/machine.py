"""The facts of a machine that decide which models it can run, and how."""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import platform
import plistlib
import re
from pathlib import Path
from typing import TypeVar
from xml.parsers.expat import ExpatError

import msgspec
import psutil

_CData = TypeVar("_CData", ctypes.c_int32, "ctypes.Array[ctypes.c_char]")


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """A computer. `memory_bytes` is all its memory; a Mac's GPU shares it."""

    system: str
    arm: bool
    memory_bytes: int
    performance_cores: int = 0
    """The number of performance cores; 0: unknown."""
    half_on_cpu: bool = False
    """Whether the processor computes in bf16 natively; else models run in fp32 on it."""

    chip: str = ""
    """A Mac's processor, e.g. "Apple M2 Pro"; "": unknown."""

    nvidia: bool = False
    """Whether an NVIDIA driver runs: models then use the graphics card's own memory."""

    @property
    def is_mac(self) -> bool:
        """Whether Core ML is available."""
        return self.system == "Darwin"

    @property
    def has_metal_gpu(self) -> bool:
        """Whether PyTorch can use the GPU (MPS) and Core ML the Neural Engine."""
        return self.is_mac and self.arm

    @property
    def gpu_has_bf16(self) -> bool:
        """Whether a Mac's GPU computes in bf16 rather than emulating it: M3 and newer."""
        generation = re.match(r"Apple M(\d+)", self.chip)
        return generation is None or int(generation[1]) >= 3


def this_machine() -> Machine:
    """Return this machine. Inside a container the memory is the host's."""
    return Machine(
        system=platform.system(),
        arm=platform.machine().lower() in {"arm64", "aarch64"},
        memory_bytes=psutil.virtual_memory().total,
        performance_cores=_performance_cores(),
        half_on_cpu=_half_on_cpu(),
        chip=_chip(),
        nvidia=Path("/proc/driver/nvidia/version").exists(),
    )


def macos_version(root: Path = Path("/")) -> str:
    """Return this Mac's system version, e.g. "26.1"; "" elsewhere.

    `platform.mac_ver` returns 16.0 for macOS 26 where Python was built with an older SDK.
    """
    folder = root / "System" / "Library" / "CoreServices"
    for name in (".SystemVersionPlatform.plist", "SystemVersion.plist"):
        try:
            with (folder / name).open("rb") as file:
                return str(plistlib.load(file)["ProductVersion"])
        except (OSError, ValueError, KeyError, ExpatError):
            continue
    return ""


def _performance_cores() -> int:
    """Return `hw.perflevel0.physicalcpu` on a Mac, else the number of physical cores."""
    found = _sysctl(b"hw.perflevel0.physicalcpu", ctypes.c_int32(0))
    return psutil.cpu_count(logical=False) or 1 if found is None else found.value


@functools.cache
def _chip() -> str:
    """Return `machdep.cpu.brand_string` on a Mac, else ""."""
    found = _sysctl(b"machdep.cpu.brand_string", ctypes.create_string_buffer(128))
    return "" if found is None else found.value.decode(errors="replace")


def _sysctl(name: bytes, value: _CData) -> _CData | None:
    """Return `value` with the number or text `name` of macOS; None elsewhere, or without it."""
    library = ctypes.util.find_library("c") if platform.system() == "Darwin" else None
    if library is None:
        return None
    size = ctypes.c_size_t(ctypes.sizeof(value))
    call = ctypes.CDLL(library).sysctlbyname
    failed = call(name, ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0))
    return None if failed else value


def _half_on_cpu() -> bool:
    """Return whether Linux lists AVX-512 BF16 or AMX, as `engines.torch.devices` asks PyTorch."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            flags = next((line for line in file if line.startswith("flags")), "").split()
    except OSError:
        return False
    return bool({"avx512_bf16", "amx_tile"} & set(flags))
