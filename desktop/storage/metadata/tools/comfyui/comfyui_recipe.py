"""Read the recipe out of a ComfyUI graph: from the saved picture back to sampler and loaders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.sampling.samplers import steps_for_denoise
from desktop.files.json_coerce import as_integer, as_list, as_mapping, as_number, as_text
from desktop.storage.metadata.recipe_builder import ReadRecipe, RecipeBuilder

from .comfyui_graph import ComfyGraph, ComfyNode, read_graph
from .comfyui_models import ModelChain
from .comfyui_references import referenced_pictures
from .comfyui_texts import Texts, size_of
from .comfyui_widgets import PIPE_SAMPLERS, PIPES

_SAMPLERS = {"KSampler", "KSamplerAdvanced", "SamplerCustom", "SamplerCustomAdvanced"}
_ENDS = {"SaveImage", "PreviewImage", "SaveImageWebsocket", "Image Save"}
_SILENT = {
    *_ENDS,
    *("VAEDecode", "VAEDecodeTiled", "KSamplerSelect", "RandomNoise", "Note", "MarkdownNote"),
    *("PrimitiveNode", "Reroute", "BasicGuider", "CFGGuider"),
}
_MOST = 100
"""Maximum samplers and saved pictures examined in one graph."""
_SAMPLER_INPUTS = {
    *("seed", "noise_seed", "steps", "cfg", "sampler_name", "scheduler", "denoise", "model"),
    *("positive", "negative", "latent_image", "add_noise", "noise", "guider", "sampler"),
    *("sigmas", "start_at_step", "end_at_step", "return_with_leftover_noise"),
}


def read_comfyui(data: object) -> ReadRecipe | None:
    """Return the recipe of a graph's saved picture; None where `data` is no ComfyUI graph."""
    graph = read_graph(data)
    if graph is None:
        return None
    return _Reader(graph).read()


class _Reader:
    """Follower of one graph's links. Unsupported nodes on the way are listed."""

    def __init__(self, graph: ComfyGraph) -> None:
        self.graph = graph
        self.draft = RecipeBuilder("ComfyUI")
        self.used: set[str] = set()
        self.texts = Texts(graph, self.used, self.draft)
        self.models = ModelChain(graph, self.used, self.draft, self.texts)

    def read(self) -> ReadRecipe | None:
        samplers = [node for node in self.graph.nodes.values() if _is_sampler(node)][:_MOST]
        if not samplers:
            return None
        self.draft.notices += self.graph.notices
        self.draft.put("prompt_dialect", "comfyui")
        base, later = self._order(samplers)
        settings = self._settings(base)
        self._sampling(settings)
        self._conditioning(settings)
        self.models.take(self.graph.target(self._link(settings, "model")) or base)
        self._latent(base, settings)
        self._references(settings)
        self._vae(base)
        for node in later:
            self._second_pass(node)
        self._leave_the_rest(later[-1] if later else base)
        return self.draft.done()

    def _order(self, samplers: list[ComfyNode]) -> tuple[ComfyNode, list[ComfyNode]]:
        """Return the first sampler on the way to a saved picture, and the later ones."""
        ends = [node for node in self.graph.nodes.values() if node.kind in _ENDS][:_MOST]
        known = {node.id for node in samplers}
        reached: list[list[ComfyNode]] = []
        for end in ends:
            chain = [node for node in self.graph.ancestors(end) if node.id in known]
            if chain:
                reached.append(chain)
        chain = max(reached, key=len) if reached else samplers[:1]
        others = len(samplers) - len(chain)
        if others:
            self.draft.notices.append(
                Message(
                    "The graph has {others} more samplers, whose settings are not in this recipe.",
                    others=others,
                )
            )
        base = next((n for n in chain if not self._earlier_sampler(n)), chain[-1])
        return base, [node for node in reversed(chain) if node is not base]

    def _earlier_sampler(self, node: ComfyNode) -> bool:
        source = self.graph.target(node.inputs.get("latent_image"))
        if source is None:
            return False
        return any(_is_sampler(n) and n is not node for n in self.graph.ancestors(source))

    def _settings(self, node: ComfyNode) -> dict[str, Any]:
        """Return a sampler's inputs, merged with those of its component nodes."""
        self.used.add(node.id)
        merged = dict(node.inputs)
        for name in ("noise", "guider", "sampler", "sigmas"):
            part = self.graph.target(node.inputs.get(name))
            if part is None:
                continue
            self.used.add(part.id)
            for key, value in part.inputs.items():
                merged.setdefault("positive" if key == "conditioning" else key, value)
            if part.kind == "BasicGuider":
                merged.setdefault("cfg", 1.0)
            if name == "sigmas" and "scheduler" not in part.inputs:
                merged["scheduler"] = _sigmas_name(part.kind)
                for key, value in _other_numbers(part).items():
                    self.draft.leave(f"{key} of {part.kind}", value)
        if "steps" not in merged:
            self._add_pipe(merged)
        return merged

    def _add_pipe(self, merged: dict[str, Any]) -> None:
        """Merge the inputs of a pipe's nodes, nearest first."""
        node = self.graph.target(self._link(merged, "pipe"))
        for _ in range(20):
            if node is None:
                return
            self.used.add(node.id)
            for key, value in node.inputs.items():
                merged.setdefault(key, value)
            node = self.graph.target(self._link(node.inputs, "pipe"))

    def _sampling(self, settings: dict[str, Any]) -> None:
        draft, plain = self.draft, self.texts.plain
        seed = settings.get("seed", settings.get("noise_seed"))
        draft.integer("seed", plain(seed), "seed")
        draft.integer("steps", plain(settings.get("steps")), "steps", 1)
        if "cfg" in settings:
            draft.number("guidance_scale", plain(settings["cfg"]), "cfg")
        draft.scheduler(plain(settings.get("sampler_name")), plain(settings.get("scheduler")))
        steps = as_integer(draft.values.get("steps")) or 0
        start, end = as_integer(settings.get("start_at_step")), settings.get("end_at_step")
        if start:
            draft.leave("start_at_step", start)
        if (as_integer(end) or steps) < steps:
            draft.leave("end_at_step", end)

    def _link(self, settings: Mapping[str, Any], role: str) -> Any:
        """Return the link of a sampler's model or prompt: an input, or a pipe with all of them."""
        if role in settings:
            return settings[role]
        return next((settings[key] for key in PIPES if key in settings), None)

    def _conditioning(self, settings: dict[str, Any]) -> None:
        """Add the prompts; one that can't be resolved is kept as typed."""
        positive = self.texts.prompt(self._link(settings, "positive"), "positive")
        if positive is not None:
            self.draft.prompt_with_tags(positive)
        negative = self.texts.prompt(self._link(settings, "negative"), "negative")
        if negative is not None:
            self.draft.values["negative_prompt"] = negative
        if self.texts.clip_skip:
            self.draft.put("clip_skip", self.texts.clip_skip)

    def _latent(self, base: ComfyNode, settings: dict[str, Any]) -> None:
        source = self.graph.target(
            base.inputs.get("latent_image", self._link(settings, "latent_image"))
        )
        nodes = self.graph.ancestors(source) if source is not None else []
        denoise = as_number(self.texts.plain(settings.get("denoise", 1.0)))
        loaders = [node for node in nodes if node.kind == "LoadImage"]
        encodes = any(node.kind.startswith("VAEEncode") for node in nodes)
        for node in nodes:
            self._size(node)
            self._mask(node)
        if not encodes:
            self._strength(denoise)
            return
        self.used |= {node.id for node in nodes if node.kind.startswith("VAEEncode")}
        self.used |= {node.id for node in loaders}
        path = as_text(loaders[0].inputs.get("image")) if loaders else ""
        strength = self._strength(denoise)
        self.draft.put("image", {"path": path, "strength": strength})

    def _references(self, settings: dict[str, Any]) -> None:
        """Add the reference pictures of an editing graph, in the order in which the model gets
        them.
        """
        found = referenced_pictures(self.graph, self._link(settings, "positive"), self.used)
        if not found:
            return
        start = as_mapping(self.draft.values.get("image"))
        if start.get("strength") == 1.0 and start.get("path") in found:
            del self.draft.values["image"]  # its latent only says the size
        self.draft.put("references", [{"path": path} for path in found])

    def _size(self, node: ComfyNode) -> None:
        """Add a node's size, numeric or as text; the first counts."""
        if "width" in self.draft.values:
            return
        said = size_of(node)
        for stem in ("", "empty_latent_"):
            names = (f"{stem}width", f"{stem}height")
            if not said and not all(name in node.inputs for name in names):
                continue
            self.used.add(node.id)
            values = said or tuple(self.texts.plain(node.inputs[name]) for name in names)
            for side, value in zip(("width", "height"), values, strict=True):
                self.draft.integer(side, value, side, 1)
            return

    def _mask(self, node: ComfyNode) -> None:
        """Note that a mask or a pasted latent is not supported."""
        if as_list(node.inputs.get("mask")):
            self.draft.leave("mask", f"of {node.kind}")
        if node.kind.startswith("LatentComposite"):
            self.used.add(node.id)
            plain = {key: value for key, value in node.inputs.items() if not as_list(value)}
            self.draft.leave(node.kind, plain or "(no settings)")

    def _strength(self, denoise: float | None) -> float:
        """Return diffusers' strength for ComfyUI's denoise, which also changes the number
        of steps.
        """
        steps = as_integer(self.draft.values.get("steps"))
        if denoise is None or steps is None or denoise >= 1:
            return 1.0
        if self.draft.values.get("noise_schedule") == "sd_turbo":
            # That node leaves out the first of its ten timesteps and runs `steps` of the rest.
            left_out = 10 - int(10 * max(denoise, 0.1))
            self.draft.values["steps"] = left_out + min(steps, 10 - left_out)
            return min(steps, 10 - left_out) / self.draft.values["steps"]
        try:
            planned, strength = steps_for_denoise(steps, denoise)
        except BadInput:
            self.draft.leave("denoise", denoise)
            return 1.0
        self.draft.values["steps"] = planned
        self.draft.notices.append(
            Message(
                "ComfyUI runs {steps} steps at denoise {denoise}; here that is {planned} steps, "
                "of which the last {steps} run.",
                steps=steps,
                denoise=denoise,
                planned=planned,
            )
        )
        return strength

    def _vae(self, base: ComfyNode) -> None:
        """Add the decoding VAE; a model in several files has its own."""
        for node in self.graph.descendants(base):
            loader = self.graph.target(node.inputs.get("vae"))
            if node.kind.startswith("VAEDecode") and loader and "vae_name" in loader.inputs:
                self.used.add(loader.id)
                if not self.models.in_parts:
                    self.draft.put("vae", as_text(loader.inputs["vae_name"]))

    def _second_pass(self, node: ComfyNode) -> None:
        """Add a sampler after a latent upscale as the high-resolution fix; list others."""
        settings = self._settings(node)
        source = self.graph.target(node.inputs.get("latent_image"))
        width = as_integer(self.draft.values.get("width"))
        scale = None
        if source is not None and source.kind == "LatentUpscaleBy":
            scale = as_number(source.inputs.get("scale_by"))
        elif source is not None and source.kind == "LatentUpscale" and width:
            target = as_number(source.inputs.get("width"))
            scale = target / width if target else None
        denoise = as_number(self.texts.plain(settings.get("denoise")))
        steps = as_integer(self.texts.plain(settings.get("steps")))
        known_scale = scale is not None and 1 <= scale <= 4
        if not known_scale or not denoise or not steps or "high_res_fix" in self.draft.values:
            known = {key: settings[key] for key in _SAMPLER_INPUTS if key in settings}
            plain = {key: value for key, value in known.items() if not as_list(value)}
            self.draft.leave(f"{node.kind} {node.id}", plain)
            return
        if source is not None:
            self.used.add(source.id)
        try:
            planned, strength = steps_for_denoise(steps, min(denoise, 1.0))
        except BadInput:
            self.draft.leave(f"{node.kind} {node.id}", {"steps": steps, "denoise": denoise})
            return
        self.draft.put("high_res_fix", {"scale": scale, "strength": strength, "steps": planned})
        self._differences(settings)

    def _differences(self, settings: dict[str, Any]) -> None:
        """List the second pass's differences from the first: Easel uses the same settings."""
        plain, values = self.texts.plain, self.draft.values
        other = RecipeBuilder("")
        other.scheduler(plain(settings.get("sampler_name")), plain(settings.get("scheduler")))
        for key, names in (
            ("sampler", ("sampler_name",)),
            ("noise_schedule", ("scheduler",)),
            ("guidance_scale", ("cfg",)),
            ("seed", ("seed", "noise_seed")),
        ):
            said = next((plain(settings[name]) for name in names if name in settings), None)
            own = other.values.get(key, said)
            if said is not None and own != values.get(key) and as_number(own) != values.get(key):
                self.draft.leave(f"second pass: {names[0]}", said)
        for side, key in (("positive", "prompt"), ("negative", "negative_prompt")):
            words = Texts(self.graph, self.used, RecipeBuilder("")).prompt(
                self._link(settings, side), side
            )
            if words and words != values.get(key) and key in values:
                self.draft.leave(f"second pass: {side}", words)

    def _leave_the_rest(self, last: ComfyNode) -> None:
        for node in self.graph.ancestors(last, *self.graph.descendants(last)):
            if node.id not in self.used and node.kind not in _SILENT:
                plain = {k: v for k, v in node.inputs.items() if not as_list(v)}
                self.draft.leave(node.kind, plain or "(no settings)")


def _is_sampler(node: ComfyNode) -> bool:
    names = {"steps", "cfg", "sampler_name"}
    if node.kind in _SAMPLERS or node.kind in PIPE_SAMPLERS[:-1]:
        return True
    return names <= node.inputs.keys() and "latent_image" in node.inputs


_SIGMAS = {
    "SDTurboScheduler": "sd_turbo",
    "KarrasScheduler": "karras",
    "ExponentialScheduler": "exponential",
    "PolyexponentialScheduler": "exponential",
    "AlignYourStepsScheduler": "align_your_steps_comfyui",
    "BetaSamplingScheduler": "beta",
    "Flux2Scheduler": "default",
}
"""The noise schedules of sigma nodes with default parameters."""
_SIGMA_NUMBERS = {"sigma_max": 14.614642, "sigma_min": 0.0291675, "alpha": 0.6, "beta": 0.6}
"""Those parameters for Stable Diffusion; `rho` is the node's own."""
_RHO = {"KarrasScheduler": 7.0, "PolyexponentialScheduler": 1.0}


def _sigmas_name(kind: str) -> str:
    return _SIGMAS.get(kind, kind)


def _other_numbers(part: ComfyNode) -> dict[str, object]:
    """Return a sigma node's parameters that make its schedule another one."""
    usual = _SIGMA_NUMBERS | {"rho": _RHO.get(part.kind, 7.0)}
    return {
        name: part.inputs[name]
        for name, value in usual.items()
        if part.kind in _SIGMAS
        and name in part.inputs
        and abs((as_number(part.inputs[name]) or 0.0) - value) > 1e-3 * value
    }
