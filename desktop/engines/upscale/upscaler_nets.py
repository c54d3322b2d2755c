"""The networks of the Real-ESRGAN family: RRDBNet and compact SRVGGNet, from safetensors.

After 'ESRGAN' (Wang et al. 2018) and 'Real-ESRGAN' (Wang et al. 2021); the shapes are read from the
file's tensors.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import torch
from safetensors import SafetensorError
from torch import nn
from torch.nn import functional

from desktop.core.errors import BadInput
from desktop.engines.torch.tensor_file import read_all

Weights = dict[str, torch.Tensor]


class Upscaler(msgspec.Struct):
    """A loaded network; `module` maps (1, 3, H, W) in 0..1 to `scale` times the size."""

    module: nn.Module
    scale: int


def load_upscaler(path: Path) -> Upscaler:
    """Return the network in the safetensors file `path`. Raises BadInput for anything else."""
    if path.suffix != ".safetensors":
        raise BadInput(
            "{file} is no safetensors file: pickles (.pth, .pt) can run code when opened, so "
            "Easel never loads them. Convert it to safetensors first.",
            file=path.name,
        )
    try:
        weights = read_all(path)
    except (OSError, SafetensorError) as error:
        raise BadInput("The upscaler {file} can’t be read.", str(error), file=path.name) from error
    weights = _renamed(weights)
    try:
        with torch.device("meta"):  # what the shapes promise costs nothing before it is there
            if "conv_first.weight" in weights:
                net: Rrdb | Compact = Rrdb.like(weights, path.name)
            elif "body.0.weight" in weights:
                net = Compact.like(weights, path.name)
            else:
                raise _unknown(path.name)
        net.load_state_dict(weights, assign=True)
    except (RuntimeError, ValueError, IndexError, KeyError) as error:
        raise _unknown(path.name, str(error)) from error
    return Upscaler(net.float().eval().requires_grad_(False), net.scale)


def _unknown(name: str, details: str = "") -> BadInput:
    return BadInput(
        "{file} is no upscaler of the Real-ESRGAN family (RRDBNet or SRVGGNetCompact).",
        details,
        file=name,
    )


class _Dense(nn.Module):
    """Dense block: five convolutions, each on the outputs of all before it."""

    def __init__(self, width: int, growth: int) -> None:
        super().__init__()
        for number in range(5):
            out = width if number == 4 else growth
            self.add_module(
                f"conv{number + 1}", nn.Conv2d(width + number * growth, out, 3, padding=1)
            )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the input plus a scaled residual; the same shape."""
        seen = [x]
        for number in range(1, 5):
            conv = self.get_submodule(f"conv{number}")
            seen.append(functional.leaky_relu(conv(torch.cat(seen, 1)), 0.2))
        return x + 0.2 * self.get_submodule("conv5")(torch.cat(seen, 1))


class _Block(nn.Module):
    """Residual-in-residual block: three dense blocks and a skip connection."""

    def __init__(self, width: int, growth: int) -> None:
        super().__init__()
        self.rdb1, self.rdb2, self.rdb3 = (_Dense(width, growth) for _ in range(3))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the input plus a scaled residual; the same shape."""
        return x + 0.2 * self.rdb3(self.rdb2(self.rdb1(x)))


class Rrdb(nn.Module):
    """RRDBNet. Scales 1 and 2 fold pixels into channels first; the network itself enlarges by 4."""

    def __init__(self, channels: int, width: int, growth: int, blocks: int) -> None:
        super().__init__()
        self.fold = {3: 1, 12: 2, 48: 4}[channels]
        self.scale = 4 // self.fold
        self.conv_first = nn.Conv2d(channels, width, 3, padding=1)
        self.body = nn.Sequential(*(_Block(width, growth) for _ in range(blocks)))
        for name in ("conv_body", "conv_up1", "conv_up2", "conv_hr"):
            self.add_module(name, nn.Conv2d(width, width, 3, padding=1))
        self.conv_last = nn.Conv2d(width, 3, 3, padding=1)

    @classmethod
    def like(cls, weights: Weights, file: str) -> Rrdb:
        """Return a network with the shapes of `weights` from `file`.

        Raises BadInput on mismatch.
        """
        first = weights["conv_first.weight"]
        growth = weights.get("body.0.rdb1.conv1.weight")
        blocks = {match[1] for name in weights if (match := re.match(r"body\.(\d+)\.rdb", name))}
        if growth is None or first.shape[1] not in (3, 12, 48):
            raise _unknown(file)
        return cls(first.shape[1], first.shape[0], growth.shape[0], len(blocks))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (1, 3, H, W) to (1, 3, scale H, scale W)."""
        height, width = x.shape[-2:]
        x = functional.pad(x, (0, -width % self.fold, 0, -height % self.fold), mode="replicate")
        x = self.conv_first(functional.pixel_unshuffle(x, self.fold))
        x = x + self.get_submodule("conv_body")(self.body(x))
        for name in ("conv_up1", "conv_up2"):
            large = functional.interpolate(x, scale_factor=2, mode="nearest")
            x = functional.leaky_relu(self.get_submodule(name)(large), 0.2)
        x = self.conv_last(functional.leaky_relu(self.get_submodule("conv_hr")(x), 0.2))
        return x[..., : height * self.scale, : width * self.scale]


class Compact(nn.Module):
    """SRVGGNetCompact: plain convolutions, pixel shuffle, and the enlarged input added."""

    def __init__(self, width: int, layers: int, scale: int) -> None:
        super().__init__()
        self.scale = scale
        body: list[nn.Module] = [nn.Conv2d(3, width, 3, padding=1), nn.PReLU(width)]
        for _ in range(layers):
            body += [nn.Conv2d(width, width, 3, padding=1), nn.PReLU(width)]
        body.append(nn.Conv2d(width, 3 * scale * scale, 3, padding=1))
        self.body = nn.Sequential(*body)

    @classmethod
    def like(cls, weights: Weights, file: str) -> Compact:
        """Return a network with the shapes of `weights` from `file`.

        Raises BadInput on mismatch.
        """
        last = max(int(name.split(".")[1]) for name in weights if name.startswith("body."))
        first, end = weights["body.0.weight"], weights.get(f"body.{last}.weight")
        scale = 0 if end is None else round((end.shape[0] / 3) ** 0.5)
        if end is None or end.shape[0] != 3 * scale * scale or first.shape[1] != 3 or last % 2:
            raise _unknown(file)
        if last > len(weights):  # a name that promises a million layers
            raise _unknown(file)
        return cls(first.shape[0], last // 2 - 1, scale)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Map (1, 3, H, W) to (1, 3, scale H, scale W)."""
        large = functional.interpolate(x, scale_factor=self.scale, mode="nearest")
        return functional.pixel_shuffle(self.body(x), self.scale) + large


_OLD_NAMES = (
    (r"model\.0\.", "conv_first."),
    (r"model\.1\.sub\.(\d+)\.RDB(\d)\.conv(\d)\.0\.", r"body.\1.rdb\2.conv\3."),
    (r"model\.1\.sub\.\d+\.(?=weight|bias)", "conv_body."),
    (r"model\.3\.", "conv_up1."),
    (r"model\.6\.", "conv_up2."),
    (r"model\.8\.", "conv_hr."),
    (r"model\.10\.", "conv_last."),
    (r"RRDB_trunk\.(\d+)\.RDB(\d)\.", r"body.\1.rdb\2."),
    (r"trunk_conv\.", "conv_body."),
    (r"upconv(\d)\.", r"conv_up\1."),
    (r"HRconv\.", "conv_hr."),
)


def _renamed(weights: Weights) -> Weights:
    """Return tensors under current names: files of the first ESRGAN use two older sets."""
    return {_new_name(name.removeprefix("params_ema.").removeprefix("params.")): value
            for name, value in weights.items()}  # fmt: skip


def _new_name(name: str) -> str:
    for old, new in _OLD_NAMES:
        changed, count = re.subn(rf"^{old}", new, name)
        if count:
            return changed
    return name
