"""Prompts and plain values in a ComfyUI graph, which may be links to other nodes."""

from __future__ import annotations

from typing import Any

from desktop.files.json_coerce import as_integer, as_list, as_text
from desktop.storage.metadata.recipe_builder import RecipeBuilder

from .comfyui_graph import ComfyGraph, ComfyNode

_VALUE_KEYS = ("value", "text", "string", "prompt", "seed", "int", "float", "number")
"""Under these names the usual nodes for a single value keep it."""
_PASS_ON = ("conditioning", "conditioning_to", "conditioning_1")
_MAX_PARTS = 64


class Texts:
    """Resolves links to values and prompts; adds what it understood to `used`."""

    def __init__(self, graph: ComfyGraph, used: set[str], draft: RecipeBuilder) -> None:
        self.graph = graph
        self.used = used
        self.draft = draft
        self.clip_skip = 0
        self._budget = 200  # joins in joins end here, even if they go in circles

    def plain(self, value: object) -> Any:
        """The value that an input has, or that the node it links to holds; None if unclear."""
        seen: set[str] = set()
        while as_list(value):
            node = self.graph.target(value)
            if node is None or node.id in seen:
                return None
            seen.add(node.id)
            if node.kind == "StringConcatenate":
                return self._joined(node)
            key = next((key for key in _VALUE_KEYS if key in node.inputs), None)
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
        first, second, between = (
            self.plain(node.inputs.get(key, "")) for key in ("string_a", "string_b", "delimiter")
        )
        if not isinstance(first, str) or not isinstance(second, str):
            return None
        return (first + as_text(between) + second)[: 2**20]

    def prompt(self, link: object, side: str) -> str:
        """The prompt text behind a conditioning; parts beyond the first are listed."""
        texts: list[str] = []
        self._collect(link, side, texts, set())
        parts = list(dict.fromkeys(text for text in texts if text))
        for part in parts[1:]:
            self.draft.leave(f"{side} prompt, another part", part)
        return parts[0] if parts else ""

    def _collect(self, link: object, side: str, texts: list[str], seen: set[str]) -> None:
        waiting = [link]
        while waiting and len(texts) < _MAX_PARTS:
            node = self.graph.target(waiting.pop(0))
            if node is None or node.id in seen:
                continue
            seen.add(node.id)
            if node.kind == "ConditioningZeroOut":
                self.used.add(node.id)
            elif self._encoder(node, side, texts):
                continue
            else:
                waiting += [node.inputs[key] for key in node.inputs if self._leads_on(key, side)]

    @staticmethod
    def _leads_on(key: str, side: str) -> bool:
        return key == side or key in _PASS_ON or key.startswith("conditioning")

    def _encoder(self, node: ComfyNode, side: str, texts: list[str]) -> bool:
        """Take the text of a node that encodes one; False if it isn't such a node."""
        if "clip" not in node.inputs:
            return False
        keys = [
            key for key in ("text", "text_g", "text_l", "clip_l", "t5xxl") if key in node.inputs
        ]
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
        self._look_at_clip(node.inputs["clip"])
        return True

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
