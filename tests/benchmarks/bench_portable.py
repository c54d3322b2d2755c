"""The portable runtime against eager PyTorch (SDPA) on the same UNet: time and memory, both fp32.

`python -m tests.benchmarks.bench_portable full` does it at SD 1.5 size (13 GB for the conversion,
minutes); without `full` a quarter of the width is measured. Each runs in a process of its own; the
evaluations alternate.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .table import median, show

RUNS = 5
TIME_AIM, MEMORY_AIM = 1.5, 1.2


def unet(full: bool) -> Any:
    """SD 1.5's UNet with random weights, the same ones each time."""
    import torch
    from diffusers import UNet2DConditionModel

    torch.manual_seed(0)
    width = 320 if full else 96
    return (
        UNet2DConditionModel(
            sample_size=64,
            block_out_channels=(width, 2 * width, 4 * width, 4 * width),
            cross_attention_dim=768,
            attention_head_dim=8,
        )
        .eval()
        .requires_grad_(False)
    )


def make_inputs(full: bool) -> dict[str, Any]:
    import torch

    generator = torch.Generator().manual_seed(1)
    side = 64
    return {
        "sample": torch.randn(2, 4, side, side, generator=generator),
        "timestep": torch.full((2,), 500.0),
        "encoder_hidden_states": torch.randn(2, 768, 1, 77, generator=generator),
    }


def convert(full: bool, attention: str, path: Path) -> None:
    """Write the UNet as a package."""
    import torch

    from desktop.engines.convert.networks.modules import UNet
    from desktop.engines.convert.trace import to_package

    values = {name: value.half() for name, value in make_inputs(full).items()}
    with torch.inference_mode(False):
        module = UNet(unet(full), attention)  # type: ignore[arg-type]
        to_package(module, values, ["noise_pred"], path, target="macOS13")


def peak_bytes() -> int:
    """The most resident memory that this process ever had."""
    status = Path("/proc/self/status").read_text("ascii")
    values = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if "kB" in line}
    return int(values["VmHWM"]) * 1024


def serve(kind: str, full: bool, package: str) -> None:
    """Load, then evaluate once for each line on stdin; print seconds, at the end a checksum."""
    import torch

    inputs = make_inputs(full)
    began = time.monotonic()
    if kind == "eager":
        model = unet(full)
        text = inputs["encoder_hidden_states"].squeeze(2).transpose(1, 2)

        def evaluate() -> Any:
            with torch.inference_mode():
                return model(inputs["sample"], inputs["timestep"], text, return_dict=False)[0]
    else:
        from desktop.engines.coreml.portable.portable_model import PortableModel

        portable = PortableModel.load(Path(package))

        def evaluate() -> Any:
            return torch.from_numpy(portable.predict(inputs)["noise_pred"])

    result = evaluate()
    print(json.dumps({"load": time.monotonic() - began}), flush=True)
    for _ in sys.stdin:
        began = time.monotonic()
        result = evaluate()
        seconds = time.monotonic() - began
        print(json.dumps({"seconds": seconds, "peak": peak_bytes()}), flush=True)
    torch.save(result, f"{package}.{kind}.pt")


def start(kind: str, full: bool, package: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", __spec__.name, "serve", kind, str(int(full)), str(package)]  # type: ignore[union-attr]
    return subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(process: subprocess.Popen[str]) -> dict[str, float]:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("\n")
    process.stdin.flush()
    return json.loads(process.stdout.readline())


def compare(full: bool, attention: str, folder: Path) -> None:
    """Measure one attention and print the rows."""
    import torch

    package = folder / f"{attention}.mlpackage"
    words = [
        sys.executable,
        "-m",
        __spec__.name,
        "convert",
        str(int(full)),
        attention,
        str(package),
    ]  # type: ignore[union-attr]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    processes = {kind: start(kind, full, package) for kind in ("eager", "portable")}
    for process in processes.values():
        assert process.stdout is not None
        process.stdout.readline()
    times: dict[str, list[float]] = {kind: [] for kind in processes}
    peaks: dict[str, float] = {}
    for _ in range(RUNS):
        for kind, process in processes.items():
            answer = ask(process)
            times[kind].append(answer["seconds"])
            peaks[kind] = answer["peak"]
    for process in processes.values():
        assert process.stdin is not None
        process.stdin.close()
        process.wait()
    results = {kind: torch.load(f"{package}.{kind}.pt") for kind in processes}
    error = (results["eager"] - results["portable"]).square().mean()
    psnr = 10 * torch.log10(results["eager"].abs().max() ** 2 / error)
    eager, portable = median(times["eager"]), median(times["portable"])
    show(
        f"One UNet evaluation, batch 2, 512 x 512, fp32, {attention}, PSNR {float(psnr):.1f} dB",
        ("", "eager SDPA", "portable", "ratio", "aim"),
        [
            ("seconds", f"{eager:.2f}", f"{portable:.2f}", f"{portable / eager:.2f}", TIME_AIM),
            (
                "peak GB",
                f"{peaks['eager'] / 1e9:.2f}",
                f"{peaks['portable'] / 1e9:.2f}",
                f"{peaks['portable'] / peaks['eager']:.2f}",
                MEMORY_AIM,
            ),
        ],
    )


def main(words: list[str]) -> None:
    if words[:1] == ["convert"]:
        convert(bool(int(words[1])), words[2], Path(words[3]))
    elif words[:1] == ["serve"]:
        serve(words[1], bool(int(words[2])), words[3])
    else:
        from desktop.engines.convert.networks.channel_attention import KERNELS

        full = "full" in words
        with tempfile.TemporaryDirectory(prefix="easel-bench-") as folder:
            for attention in [word for word in words if word in KERNELS] or ["original"]:
                compare(full, attention, Path(folder))


if __name__ == "__main__":
    main(sys.argv[1:])
