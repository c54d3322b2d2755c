"""The names of a LoRA file's tensors: the module and the role of each."""

from __future__ import annotations

from collections.abc import Container, Iterable

import msgspec

_SUFFIXES = {
    **{".lora_up.weight": "up", ".lora_down.weight": "down", ".lora_mid.weight": "mid"},
    **{".lora_B.weight": "up", ".lora_A.weight": "down", ".lora_B.bias": "bias"},
    **{".lora_B.default.weight": "up", ".lora_A.default.weight": "down"},
    **{".lora.up.weight": "up", ".lora.down.weight": "down"},
    **{"_lora.up.weight": "up", "_lora.down.weight": "down"},
    **{".lora_linear_layer.up.weight": "up", ".lora_linear_layer.down.weight": "down"},
    **{".alpha": "alpha", ".dora_scale": "dora_scale"},
    **{".lora_magnitude_vector": "dora_scale", ".lora_magnitude_vector.weight": "dora_scale"},
    **{f".{name}": name for name in ("hada_w1_a", "hada_w1_b", "hada_w2_a", "hada_w2_b")},
    **{f".{name}": name for name in ("hada_t1", "hada_t2", "lokr_w1", "lokr_w1_a", "lokr_w1_b")},
    **{f".{name}": name for name in ("lokr_w2", "lokr_w2_a", "lokr_w2_b", "lokr_t2")},
    **{f".{name}": name for name in ("diff", "diff_b", "oft_blocks", "rescale", "on_input")},
    **{f".{name}.weight": name for name in ("a1", "a2", "b1", "b2")},
    **{".w_norm": "w_norm", ".b_norm": "b_norm"},
}
_LONGEST_FIRST = sorted(_SUFFIXES, key=len, reverse=True)
_BUNDLED = ("bundle_emb.", "lora_te_embedding.")


class SortedKeys(msgspec.Struct, frozen=True):
    """A file's tensors by module: `modules[name][role]` is a tensor's name in the file."""

    modules: dict[str, dict[str, str]]
    strange: tuple[str, ...] = ()
    """Names of unknown tensors."""
    bundled: dict[str, dict[str, str]] = {}
    """The bundled textual inversions: `bundled[name][role]`, as `modules`."""


def sorted_keys(keys: Iterable[str]) -> SortedKeys:
    """Return `keys`, all names of a file, by module."""
    names = dict.fromkeys(keys)
    modules: dict[str, dict[str, str]] = {}
    bundled: dict[str, dict[str, str]] = {}
    strange: list[str] = []
    for key in names:
        if key.startswith(_BUNDLED):
            _, name, role = f"{key}.".split(".", 2)
            if name:
                bundled.setdefault(name, {})[role.removesuffix(".")] = key
            else:  # no prompt could name it
                strange.append(key)
            continue
        stem, role = _split(key, names)
        if role:
            modules.setdefault(stem, {})[role] = key
        else:
            strange.append(key)
    return SortedKeys(modules, tuple(strange), bundled)


def _split(key: str, keys: Container[str]) -> tuple[str, str]:
    """Return (module, role) of a tensor's name; role "" without one."""
    for suffix in _LONGEST_FIRST:
        if key.endswith(suffix):
            return key[: -len(suffix)], _SUFFIXES[suffix]
    if key.endswith(".weight") and f"{key.removesuffix('.weight')}.on_input" in keys:
        return key.removesuffix(".weight"), "ia3"
    return key, ""
