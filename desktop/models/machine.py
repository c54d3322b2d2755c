"""The few facts of a machine that decide which models it can run, and how."""

from __future__ import annotations

import ctypes
import ctypes.util
import platform
import plistlib
from pathlib import Path
from xml.parsers.expat import ExpatError

import msgspec
import psutil


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """One computer. `memory_bytes` is all its memory; a Mac's GPU shares it."""

    system: str
    arm: bool
    memory_bytes: int
    performance_cores: int = 0
    """The fast cores, not counting efficiency cores; 0: nobody looked."""
    half_on_cpu: bool = False
    """Whether the processor itself computes in bf16; else models run in fp32 on it."""

    nvidia: bool = False
    """Whether an NVIDIA driver runs: models then lie in the graphics card's own memory."""

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
        performance_cores=_performance_cores(),
        half_on_cpu=_half_on_cpu(),
        nvidia=Path("/proc/driver/nvidia/version").exists(),
    )


def macos_version(root: Path = Path("/")) -> str:
    """This Mac's system version, e.g. "26.1"; "" elsewhere.

    `platform.mac_ver` says 16.0 for macOS 26 where Python was built with an older SDK.
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
    """`hw.perflevel0.physicalcpu` on a Mac, else the physical cores."""
    if platform.system() == "Darwin":
        library = ctypes.util.find_library("c")
        value, size = ctypes.c_int32(0), ctypes.c_size_t(4)
        if library is not None:
            call = ctypes.CDLL(library).sysctlbyname
            name = b"hw.perflevel0.physicalcpu"
            if call(name, ctypes.byref(value), ctypes.byref(size), None, ctypes.c_size_t(0)) == 0:
                return value.value
    return psutil.cpu_count(logical=False) or 1


def _half_on_cpu() -> bool:
    """AVX-512 BF16 or AMX, as Linux lists them: what `engines.torch.devices` asks PyTorch about."""
    try:
        with open("/proc/cpuinfo", encoding="ascii", errors="replace") as file:
            flags = next((line for line in file if line.startswith("flags")), "").split()
    except OSError:
        return False
    return bool({"avx512_bf16", "amx_tile"} & set(flags))
