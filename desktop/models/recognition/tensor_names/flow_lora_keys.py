"""Tell LoRAs of FLUX.2 klein and Z-Image from those of their relatives, by names and widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from desktop.models.families.flux2_klein import FLUX2_KLEIN
from desktop.models.families.z_image import Z_IMAGE
from desktop.models.model import Family
from desktop.models.recognition.safetensors_header import Header

_FLUX = re.compile(r"(^|[._])(double|single)_blocks[._]\d|single_transformer_blocks[._]\d")
_FLUX2 = re.compile(r"to_qkv_mlp_proj|ff(_context)?[._]linear_(in|out)|[._]stream_modulation")
_FLUX1 = re.compile(
    r"[._](img_mod|txt_mod|modulation)[._]lin|proj_mlp|ff(_context)?[._]net|norm1(_context)?[._]lin"
    r"|single_transformer_blocks[._]\d+[._](attn[._]to_[qkv]\b|attn_to_[qkv]\b|proj_out)"
)
_S3 = re.compile(
    r"(^|[._])(noise_refiner|context_refiner|layers)[._]\d+[._](attention|feed_forward)"
)
_BLOCK = re.compile(r"(double|single)(?:_transformer)?_blocks[._](\d+)")
_DOWN = re.compile(r"(lora_down|lora_A|lora\.down)")
_UP = re.compile(r"(lora_up|lora_B|lora\.up)")
_OTHERS = {4096: "FLUX.2 klein 9B", 6144: "FLUX.2 dev"}
_LUMINA = 2304
_FLUX1_WIDTHS = (
    (r"linear2[._]", _DOWN, 1, 5 * 3072),
    (r"mlp[._]2[._]", _DOWN, 1, 4 * 3072),
    (r"mlp[._]0[._]", _UP, 0, 4 * 3072),
    (r"linear1[._]", _UP, 0, 7 * 3072),
)
"""Where FLUX.1's feed-forward, 4 x 3072 wide, tells it from klein's, which is 3 x 3072 and gated:
module, role, side of the tensor, width."""
_FLUX1_DEEP = 8
"""Double blocks that only the largest FLUX.2 has."""


class FlowLora(NamedTuple):
    """The family of a transformer's LoRA, or an unsupported relative."""

    family: Family = "unknown"
    base: str = ""


def recognise_flow_lora(header: Header, names: Sequence[str]) -> FlowLora | None:
    """Return the family of the LoRA with tensors `names`; None for other LoRAs."""
    text = "\n".join(names)
    if _S3.search(text):
        lumina = _LUMINA in _widths(header, names, r"attention[._](qkv|to_q)")
        return FlowLora(base="Lumina 2") if lumina else FlowLora(Z_IMAGE.id)
    second = _FLUX2.search(text) is not None
    if not second and not _FLUX.search(text):
        return None
    if not second and _is_flux1(header, names, text):
        return FlowLora(base="FLUX")
    inner = _widths(header, names, r"(qkv|linear1|to_q(kv_mlp_proj)?|mlp[._]0|linear_in)[._]")
    other = next((_OTHERS[width] for width in sorted(inner) if width in _OTHERS), "")
    return FlowLora(base=other) if other else FlowLora(FLUX2_KLEIN.id)


def _is_flux1(header: Header, names: Sequence[str], text: str) -> bool:
    """Return whether names, depth (19 double blocks to klein's 5) or widths are those of FLUX.1."""
    if _FLUX1.search(text):
        return True
    if any(kind == "double" and int(n) >= _FLUX1_DEEP for kind, n in _BLOCK.findall(text)):
        return True
    return any(
        width in _widths(header, names, module, role, side)
        for module, role, side, width in _FLUX1_WIDTHS
    )


def _widths(
    header: Header,
    names: Sequence[str],
    module: str,
    role: re.Pattern[str] = _DOWN,
    side: int = 1,
) -> set[int]:
    """Return the sides of the tensors of one role in modules of these names."""
    wanted = re.compile(module)
    return {
        header.shapes[name][side]
        for name in names
        if wanted.search(name) and role.search(name) and len(header.shapes[name]) >= 2
    }
