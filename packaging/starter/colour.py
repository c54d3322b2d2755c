"""Colour as eyes see it: CIE L*a*b* from sRGB, and the CIEDE2000 difference."""

from __future__ import annotations

import math

import torch
from torch import Tensor

_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)


def lab(rgb: Tensor) -> Tensor:
    """L*a*b* of sRGB values in 0..1, channels in dimension 1."""
    linear = torch.where(
        rgb > 0.04045, ((rgb.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4, rgb / 12.92
    )
    matrix = torch.tensor(_TO_XYZ) / torch.tensor(_WHITE)[:, None]
    xyz = torch.einsum("ij,bjhw->bihw", matrix, linear)
    edge = (6 / 29) ** 3
    root = torch.where(
        xyz > edge, xyz.clamp_min(edge) ** (1 / 3), xyz / (3 * (6 / 29) ** 2) + 4 / 29
    )
    x, y, z = root.unbind(1)
    return torch.stack((116 * y - 16, 500 * (x - y), 200 * (y - z)), 1)


def difference(first: Tensor, second: Tensor) -> Tensor:
    """CIEDE2000 of two L*a*b* tensors, channels in dimension 1."""
    light1, a1, b1 = first.unbind(1)
    light2, a2, b2 = second.unbind(1)
    chroma = (a1.hypot(b1) + a2.hypot(b2)) / 2
    stretch = 1.5 - 0.5 * (chroma**7 / (chroma**7 + 25.0**7)).sqrt()
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = a1.hypot(b1), a2.hypot(b2)
    h1, h2 = torch.atan2(b1, a1) % math.tau, torch.atan2(b2, a2) % math.tau

    grey = c1 * c2 == 0
    turn = h2 - h1
    turn = torch.where(turn > math.pi, turn - math.tau, turn)
    turn = torch.where(turn < -math.pi, turn + math.tau, turn)
    turn = torch.where(grey, torch.zeros_like(turn), turn)
    delta_l, delta_c = light2 - light1, c2 - c1
    delta_h = 2 * (c1 * c2).sqrt() * (turn / 2).sin()

    mean_l, mean_c = (light1 + light2) / 2, (c1 + c2) / 2
    apart = (h1 - h2).abs() > math.pi
    mean_h = (h1 + h2) / 2
    mean_h = torch.where(
        apart, torch.where(h1 + h2 < math.tau, mean_h + math.pi, mean_h - math.pi), mean_h
    )
    mean_h = torch.where(grey, h1 + h2, mean_h)
    weight = (
        1
        - 0.17 * (mean_h - math.radians(30)).cos()
        + 0.24 * (2 * mean_h).cos()
        + 0.32 * (3 * mean_h + math.radians(6)).cos()
        - 0.20 * (4 * mean_h - math.radians(63)).cos()
    )
    scale_l = 1 + 0.015 * (mean_l - 50) ** 2 / (20 + (mean_l - 50) ** 2).sqrt()
    scale_c = 1 + 0.045 * mean_c
    scale_h = 1 + 0.015 * mean_c * weight
    blue = math.radians(30) * (-(((mean_h.rad2deg() - 275) / 25) ** 2)).exp()
    cross = -2 * (mean_c**7 / (mean_c**7 + 25.0**7)).sqrt() * (2 * blue).sin()
    light, chrome, hue = delta_l / scale_l, delta_c / scale_c, delta_h / scale_h
    return (light**2 + chrome**2 + hue**2 + cross * chrome * hue).clamp_min(0).sqrt()
