"""Prompts and plain values in a ComfyUI graph, which may be links to other nodes."""

from __future__ import annotations

import re
from typing import Any

from desktop.files.json_coerce import as_integer, as_list, as_text
from desktop.storage.metadata.recipe_builder import RecipeBuilder

from .comfyui_graph import ComfyGraph, ComfyNode
from .comfyui_widgets import JOINS, PIPES, SLOTS

_VALUE_KEYS = (
    *("value", "text", "string", "prompt", "seed", "int", "float", "number", "populated_text"),
    *("positive", "negative", "ckpt_name", "sampler_name", "scheduler", "Text", "STRING", "val"),
    *("wildcard_text", "noise_seed", "seed_num", "any_01", "any_02", "input1", "text1"),
)
"""Inputs in which the usual single-value nodes keep their value."""
_TEXT_KEYS = ("text", "prompt", "text_g", "text_l", "clip_l", "t5xxl")
_PASS_ON = ("conditioning", "conditioning_to", "conditioning_1")
_MAX_PARTS = 64
_SIZE = re.compile(r"(?<!\d)(\d{2,5})\s{0,3}[x×]\s{0,3}(\d{2,5})(?!\d)")


class Texts:
    """Resolver of links to values and prompts; adds the understood nodes to `used`."""

    def __init__(self, graph: ComfyGraph, used: set[str], draft: RecipeBuilder) -> None:
        self.graph = graph
        self.used = used
        self.draft = draft
        self.clip_skip = 0
        self._zeroed = False
        self._budget = 200  # joins in joins end here, even if they go in circles

    def plain(self, value: object) -> Any:
        """Return an input's value, or that of the linked node; None if unclear."""
        seen: set[str] = set()
        while as_list(value):
            node = self.graph.target(value)
            if node is None or node.id in seen:
                return None
            seen.add(node.id)
            if node.kind in JOINS:
                return self._joined(node)
            slot = self.graph.slot(value)
            side = size_of(node)
            if side is not None and slot in (0, 1):
                self.used.add(node.id)
                return side[slot]
            key = _key_of(node, slot)
            if key is None:
                return None
            self.used.add(node.id)
            value = node.inputs[key]
        return value

    def _joined(self, node: ComfyNode) -> str | None:
        self._budget -= 1
        if self._budget < 0:
            return None
        self.used.add(node.id)
        names, between = JOINS[node.kind]
        parts = [self.plain(node.inputs[name]) for name in names.split() if name in node.inputs]
        if not parts or not all(isinstance(part, str) for part in parts):
            return None
        joint = as_text(self.plain(node.inputs.get(between, ""))) if between else ""
        return joint.join(parts)[: 2**20]

    def prompt(self, link: object, side: str) -> str | None:
        """Return the prompt text behind a conditioning; parts beyond the first are listed.

        Returns None where no text was found, and lists the node.
        """
        if isinstance(link, str):
            return link.strip()
        texts: list[str] = []
        listed = len(self.draft.unmapped)
        self._zeroed = False
        self._collect(link, side, texts, set())
        parts = list(dict.fromkeys(text for text in texts if text))
        for part in parts[1:]:
            self.draft.leave(f"{side} prompt, another part", part)
        if parts:
            return parts[0]
        if texts or self._zeroed:
            return ""
        source = self.graph.target(link)
        if source is not None and len(self.draft.unmapped) == listed:
            self.draft.leave(f"{side} prompt", f"comes from {source.kind}")
        return None

    def _collect(self, link: object, side: str, texts: list[str], seen: set[str]) -> None:
        waiting = [link]
        while waiting and len(texts) < _MAX_PARTS:
            node = self.graph.target(waiting.pop(0))
            if node is None or node.id in seen:
                continue
            seen.add(node.id)
            if node.kind == "ConditioningZeroOut":
                self.used.add(node.id)
                self._zeroed = True
            elif self._encoder(node, side, texts):
                continue
            else:
                waiting += [node.inputs[key] for key in node.inputs if self._leads_on(key, side)]

    @staticmethod
    def _leads_on(key: str, side: str) -> bool:
        return key == side or key in _PASS_ON or key in PIPES or key.startswith("conditioning")

    def _encoder(self, node: ComfyNode, side: str, texts: list[str]) -> bool:
        """Take the text of an encoding node; return False for other nodes."""
        own = node.inputs.get(side)
        if isinstance(own, str) and not node.kind.startswith("GLIGEN"):  # a loader with prompts
            self.used.add(node.id)
            texts.append(own.strip())
            self._take_skip(node.inputs.get("clip_skip", node.inputs.get("base_clip_skip")))
            return True
        if "populated_text" in node.inputs:  # the wildcards' choices are made in it
            self.used.add(node.id)
            texts.append(as_text(self.plain(node.inputs["populated_text"])).strip())
            return True
        if node.kind.startswith("GLIGEN"):
            self.used.add(node.id)
            words = {key: value for key, value in node.inputs.items() if not as_list(value)}
            self.draft.leave(node.kind, words)
            return False
        if "clip" not in node.inputs and "prompt" not in node.inputs:
            return False
        keys = [key for key in _TEXT_KEYS if key in node.inputs]
        if not keys:
            return False
        self.used.add(node.id)
        for key in keys:
            text = self.plain(node.inputs[key])
            if isinstance(text, str):
                texts.append(text.strip())
            else:
                source = self.graph.target(node.inputs[key])
                kind = source.kind if source is not None else "a missing node"
                self.draft.leave(f"{side} prompt", f"comes from {kind}")
        self._look_at_clip(node.inputs.get("clip"))
        return True

    def _take_skip(self, layer: object) -> None:
        number = as_integer(layer)
        if number is not None and number < 0:
            self.clip_skip = -number - 1

    def _look_at_clip(self, link: object) -> None:
        for _ in range(len(self.graph.nodes)):
            node = self.graph.target(link)
            if node is None:
                return
            layer = as_integer(node.inputs.get("stop_at_clip_layer"))
            if layer is not None:
                self.used.add(node.id)
                self.clip_skip = max(-layer - 1, 0)
            link = node.inputs.get("clip")


def _key_of(node: ComfyNode, slot: int) -> str | None:
    """Return the input that a node's output `slot` passes on."""
    slots = SLOTS.get(node.kind, ())
    if 0 <= slot < len(slots) and slots[slot] in node.inputs:
        return slots[slot]
    if {"positive", "negative"} <= node.inputs.keys() and slot in (0, 1):
        return ("positive", "negative")[slot]
    return next((key for key in _VALUE_KEYS if key in node.inputs), None)


def size_of(node: ComfyNode) -> tuple[int, int] | None:
    """Return the size in a node's text, such as `3:4 portrait 896x1152`; None without one."""
    for key in ("aspect_ratio", "dimensions", "resolution"):
        match = _SIZE.search(as_text(node.inputs.get(key)))
        if match:
            width, height = int(match[1]), int(match[2])
            swapped = as_text(node.inputs.get("swap_dimensions")) == "On"
            return (height, width) if swapped else (width, height)
    return None
