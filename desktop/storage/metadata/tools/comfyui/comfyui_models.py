"""The checkpoint and the LoRAs behind a sampler's model, through loaders, stacks and pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from desktop.files.json_coerce import as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import RecipeBuilder

from .comfyui_graph import ComfyGraph, ComfyNode
from .comfyui_texts import Texts
from .comfyui_widgets import LORA_STACKS, LORA_STRENGTHS, PIPES

_CHECKPOINTS = ("ckpt_name", "base_ckpt_name", "unet_name", "model_path")
_PART = "unet_name"
"""The transformer of a model in several files; Easel finds the other files itself."""
_ENCODERS = {
    *("CLIPLoader", "DualCLIPLoader", "TripleCLIPLoader", "QuadrupleCLIPLoader"),
    *("CLIPLoaderGGUF", "DualCLIPLoaderGGUF", "TripleCLIPLoaderGGUF"),
}
_OWN_SHIFTS = {"ModelSamplingAuraFlow": 3.0, "ModelSamplingSD3": 3.0}
"""The models' default shifts: Z-Image's, as its templates set it."""
_STACKS = ("lora_stack", "optional_lora_stack")
_NONE = ("", "none")
_MOST_LORAS = 200


class ModelChain:
    """Walk of a model's link up to its checkpoint; adds the understood nodes to `used`."""

    def __init__(
        self, graph: ComfyGraph, used: set[str], draft: RecipeBuilder, texts: Texts
    ) -> None:
        self._graph, self._used, self._draft, self._texts = graph, used, draft, texts
        self.in_parts = False
        """Whether the model lies in several files: transformer, text encoder, VAE."""

    def take(self, start: ComfyNode | None) -> None:
        """Add the checkpoint and the LoRAs from `start` upwards."""
        loras: list[tuple[str, object, object]] = []
        seen: set[str] = set()
        node = start
        while node is not None and node.id not in seen:
            seen.add(node.id)
            loras = [*self._loras(node), *loras][:_MOST_LORAS]
            name = self._checkpoint(node)
            if name:
                self._used.add(node.id)
                self._draft.model(name)
                self.in_parts = _PART in node.inputs
                break
            shift = as_number(self._texts.plain(node.inputs.get("shift")))
            if shift is not None and shift == _OWN_SHIFTS.get(node.kind):
                self._used.add(node.id)
            node = self._before(node)
        for name, weight, text_weight in loras:
            self._draft.lora(name, weight, text_weight)
        if self.in_parts:
            nodes = self._graph.nodes.values()
            self._used.update(node.id for node in nodes if node.kind in _ENCODERS)

    def _before(self, node: ComfyNode) -> ComfyNode | None:
        """Return the node that provides `node`'s model."""
        for key in ("model", *PIPES):
            found = self._graph.target(node.inputs.get(key))
            if found is not None:
                return found
        return None

    def _checkpoint(self, node: ComfyNode) -> str:
        for key in _CHECKPOINTS:
            value = node.inputs.get(key)
            name = as_text(as_mapping(value).get("content")) or as_text(self._texts.plain(value))
            if name:
                return name
        return ""

    def _loras(self, node: ComfyNode, depth: int = 0) -> list[tuple[str, object, object]]:
        """Return (name, weight, text encoder weight) of the LoRAs of one loader or stack,
        in order.
        """
        found = [*self._own(node), *self._stacked(node), *self._switched(node)]
        if found:
            self._used.add(node.id)
        for key in _STACKS:
            stack = self._graph.target(node.inputs.get(key))
            if stack is not None and depth < 50:
                self._used.add(node.id)
                found = [*self._loras(stack, depth + 1), *found]
        return found

    def _own(self, node: ComfyNode) -> Iterator[tuple[str, object, object]]:
        value = node.inputs.get("lora_name")
        name = as_text(as_mapping(value).get("content")) or as_text(self._texts.plain(value))
        if name.lower() in _NONE or as_text(node.inputs.get("switch")) == "Off":
            return
        for first, second in LORA_STRENGTHS:
            if first in node.inputs:
                strength = self._texts.plain(node.inputs[first])
                # a loader for the model only leaves the text encoders alone
                alone = 0.0 if node.kind == "LoraLoaderModelOnly" else strength
                yield name, strength, self._texts.plain(node.inputs.get(second, alone))
                return
        yield name, 1.0, None

    def _stacked(self, node: ComfyNode) -> Iterator[tuple[str, object, object]]:
        simple = node.inputs.get("input_mode") == "simple"
        count = node.inputs.get("lora_count")
        for pattern, model, clip, both, switch in LORA_STACKS:
            for key in list(node.inputs):
                match = re.fullmatch(pattern, key)
                name = as_text(self._texts.plain(node.inputs[key])) if match else ""
                if match is None or name.lower() in _NONE:
                    continue
                number = match[1]
                if isinstance(count, int) and int(number) > count:
                    continue
                weights = [
                    self._texts.plain(node.inputs.get(form.replace("{n}", number)))
                    for form in (model, clip, both)
                ]
                known = [weight for weight in weights if weight is not None]
                off = as_text(node.inputs.get(switch.replace("{n}", number))) == "Off"
                if not known or (switch and off):
                    continue
                if weights[2] is not None and (simple or weights[0] is None):
                    yield name, weights[2], None
                elif weights[0] is not None:
                    yield name, weights[0], weights[1]

    def _switched(self, node: ComfyNode) -> Iterator[tuple[str, object, object]]:
        """Yield the LoRAs of rgthree's Power Lora Loader: a mapping for each LoRA, with a
        switch.
        """
        for value in node.inputs.values():
            entry = as_mapping(value)
            name = as_text(entry.get("lora"))
            if "on" in entry and name.lower() not in _NONE and entry["on"] and not as_list(value):
                yield name, entry.get("strength", 1.0), entry.get("strengthTwo")
