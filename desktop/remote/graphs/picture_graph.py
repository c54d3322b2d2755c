"""Build the graph of one picture's request for a ComfyUI server."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from desktop.core.errors import BadInput
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.sampling.partial_steps import partial_steps
from desktop.models.families.known_families import family_named
from desktop.remote.drawing.server_file_checks import server_file
from desktop.remote.protocol.offers import Offers
from desktop.remote.protocol.server_http import Json

from .graph_nodes import Graph, Link
from .model_loading import LoadedModel, load_model
from .prompt_words import comfyui_parts

_SIZE_STEP = 8
"""Pixels of a latent cell's side."""
_LAST_STEP = 10_000
_TILE, _OVERLAP = 512, 64
_OWN_SIGMAS = ("sd_turbo", "align_your_steps_comfyui")
"""Noise schedules with nodes of their own."""
_CANNY_LOW, _CANNY_HIGH = 0.4, 0.8
"""The defaults of those nodes."""


class Uploads(msgspec.Struct, frozen=True, kw_only=True):
    """The uploaded pictures' names in a graph; one for each ControlNet and reference."""

    start: str = ""
    mask: str = ""
    controls: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


class Passes(NamedTuple):
    """The ids of the sampling nodes, and the number of steps of each."""

    steps: dict[str, int]

    @property
    def total(self) -> int:
        """The steps of all passes."""
        return sum(self.steps.values())

    def done(self, node: str, value: int) -> int | None:
        """Return the steps done once `node` is at `value`; None for a node that doesn't sample."""
        before = 0
        for name, steps in self.steps.items():
            if name == node:
                return before + min(value, steps)
            before += steps
        return None


class PictureGraph(NamedTuple):
    """A picture's graph, its output node, and its sampling passes."""

    nodes: dict[str, Json]
    output: str
    passes: Passes


def picture_graph(
    request: GenerationRequest, index: int, offers: Offers, uploads: Uploads
) -> PictureGraph:
    """Return the graph of picture `index` of `request`, whose choices are resolved.

    Raises BadInput for settings that the server can't honor.
    """
    file = server_file(request.model, "", Message("model"))
    graph = Graph(file.server, offers)
    _check_kind_of_noise(request)
    model = load_model(graph, request)
    builder = _Builder(graph, request, index, model)
    image, passes = builder.image(uploads)
    graph.add("picture", "PreviewImage", images=image)
    return PictureGraph(graph.nodes, "picture", passes)


def _check_kind_of_noise(request: GenerationRequest) -> None:
    """Refuse noise that ComfyUI's own nodes don't make."""
    if request.rng != "torch":
        raise BadInput(
            "A ComfyUI server draws its noise as torch does: choose torch as its source."
        )
    if request.varies:
        raise BadInput("A ComfyUI server draws no variations of a seed: set their strength to 0.")


class _Builder:
    """Builder of the sampling and decoding nodes, on a graph that has its model."""

    def __init__(
        self, graph: Graph, request: GenerationRequest, index: int, model: LoadedModel
    ) -> None:
        self._graph, self._request, self._model = graph, request, model
        self._seed = request.seed_of(index)
        self._sampler = _named(request, graph, "sampler")
        flow = family_named(request.identity.family).flow
        self._custom = request.noise_schedule in _OWN_SIGMAS or (
            request.noise_schedule == "default" and flow is not None and flow.empirical
        )
        self._schedule = "" if self._custom else _named(request, graph, "noise_schedule")
        self._add: Callable[..., Link] = graph.add

    def image(self, uploads: Uploads) -> tuple[Link, Passes]:
        """Add the nodes up to the decoded picture; return its output and the sampling passes."""
        positive = self._encoded("positive", self._request.prompt)
        negative = self._encoded("negative", self._request.negative_prompt)
        positive, negative = self._controlled(positive, negative, uploads)
        positive, negative = self._referring(positive, negative, uploads)
        latent, positive, negative = self._start(positive, negative, uploads)
        start = self._request.starting_image
        strength = start.strength if start else 1.0
        samples, steps = self._sampled("sample", latent, positive, negative, strength)
        passes = {"sample": steps}
        if self._request.high_res_fix is not None:
            samples, more = self._second_pass(samples, positive, negative)
            passes["refine"] = more
        return self._decoded(samples), Passes(passes)

    def _encoded(self, node: str, text: str) -> Link:
        """Return the conditioning of a prompt; parts between BREAKs are concatenated, as in
        A1111.
        """
        flow = family_named(self._request.identity.family).flow is not None
        parts = [text] if flow else comfyui_parts(self._request, text)
        whole: Link | None = None
        for number, part in enumerate(parts):
            name = node if not number else f"{node}-{number + 1}"
            link = self._add(name, "CLIPTextEncode", clip=self._model.clip, text=part)
            if whole is not None:
                link = self._add(
                    f"{name}-joined",
                    "ConditioningConcat",
                    conditioning_to=whole,
                    conditioning_from=link,
                )
            whole = link
        assert whole is not None
        return whole

    def _controlled(self, positive: Link, negative: Link, uploads: Uploads) -> tuple[Link, Link]:
        for number, use in enumerate(self._request.controlnets):
            file = server_file(use.path, self._graph.server, Message("ControlNet"))
            if use.preprocessor in ("depth", "pose"):
                raise BadInput(
                    "“{server}” makes no {kind} maps for Easel: give a finished map, and no "
                    "preprocessor.",
                    server=self._graph.server,
                    kind=use.preprocessor,
                )
            name = f"control-{number + 1}"
            net = self._add(f"{name}-net", "ControlNetLoader", control_net_name=file.name)
            image = self._add(f"{name}-image", "LoadImage", image=uploads.controls[number])
            if use.preprocessor == "canny":
                image = self._add(
                    f"{name}-edges",
                    "Canny",
                    image=image,
                    low_threshold=_CANNY_LOW,
                    high_threshold=_CANNY_HIGH,
                )
            both = self._add(
                name,
                "ControlNetApplyAdvanced",
                positive=positive,
                negative=negative,
                control_net=net,
                image=image,
                vae=self._model.vae,
                strength=use.weight,
                start_percent=use.start,
                end_percent=use.end,
            )
            positive, negative = both, Link(both.node, 1)
        return positive, negative

    def _referring(self, positive: Link, negative: Link, uploads: Uploads) -> tuple[Link, Link]:
        """Return the conditionings with an editing model's reference pictures."""
        for number, name in enumerate(uploads.references, 1):
            image = self._add(f"reference-{number}", "LoadImage", image=name)
            latent = self._add(
                f"reference-{number}-latent", "VAEEncode", pixels=image, vae=self._model.vae
            )
            positive = self._add(
                f"positive-with-{number}", "ReferenceLatent", conditioning=positive, latent=latent
            )
            negative = self._add(
                f"negative-with-{number}", "ReferenceLatent", conditioning=negative, latent=latent
            )
        return positive, negative

    def _start(self, positive: Link, negative: Link, uploads: Uploads) -> tuple[Link, Link, Link]:
        """Return the initial latent and the conditionings, which an inpainting model changes."""
        if not uploads.start:
            latent = self._add(
                "latent",
                self._model.empty_latent,
                width=self._request.width,
                height=self._request.height,
                batch_size=1,
            )
            return latent, positive, negative
        pixels = self._add("start", "LoadImage", image=uploads.start)
        if not uploads.mask:
            return self._encoded_pixels(pixels), positive, negative
        mask = self._add("mask", "LoadImageMask", image=uploads.mask, channel="red")
        if self._request.identity.variant == "inpainting":
            joined = self._add(
                "inpaint",
                "InpaintModelConditioning",
                positive=positive,
                negative=negative,
                vae=self._model.vae,
                pixels=pixels,
                mask=mask,
                noise_mask=True,
            )
            return Link(joined.node, 2), joined, Link(joined.node, 1)
        latent = self._encoded_pixels(pixels)
        return (
            self._add("masked", "SetLatentNoiseMask", samples=latent, mask=mask),
            positive,
            negative,
        )

    def _encoded_pixels(self, pixels: Link) -> Link:
        return self._add("start-latent", "VAEEncode", pixels=pixels, vae=self._model.vae)

    def _sampled(
        self,
        node: str,
        latent: Link,
        positive: Link,
        negative: Link,
        strength: float,
        steps: int = 0,
    ) -> tuple[Link, int]:
        """Return the samples and the number of steps run: `strength` is their share, as in
        Easel.
        """
        planned = steps or self._request.steps
        run = partial_steps(planned, strength)
        shared = {
            "model": self._model.model,
            "cfg": self._request.guidance_scale or 1.0,  # 0 and 1 are both none
            "positive": positive,
            "negative": negative,
            "latent_image": latent,
        }
        if self._custom:
            return self._with_own_sigmas(node, planned, run, shared), run
        shared |= {
            "steps": planned,
            "sampler_name": self._sampler,
            "scheduler": self._schedule,
        }
        if run == planned:
            return self._add(node, "KSampler", seed=self._seed, denoise=1.0, **shared), run
        link = self._add(
            node,
            "KSamplerAdvanced",
            add_noise="enable",
            noise_seed=self._seed,
            start_at_step=planned - run,
            end_at_step=_LAST_STEP,
            return_with_leftover_noise="disable",
            **shared,
        )
        return link, run

    def _with_own_sigmas(self, node: str, planned: int, run: int, shared: Json) -> Link:
        """Return the samples by a schedule with its own node; the last `run` noise levels
        are used.
        """
        name, model = f"{node}-sigmas", self._model.model
        if self._request.noise_schedule == "sd_turbo":
            sigmas = self._add(name, "SDTurboScheduler", model=model, steps=planned, denoise=1.0)
        elif self._request.noise_schedule == "align_your_steps_comfyui":
            two = family_named(self._request.identity.family).two_encoders
            kind = "SDXL" if two else "SD1"
            sigmas = self._add(
                name, "AlignYourStepsScheduler", model_type=kind, steps=planned, denoise=1.0
            )
        else:
            width, height = self._request.width, self._request.height
            sigmas = self._add(name, "Flux2Scheduler", steps=planned, width=width, height=height)
        if run < planned:
            split = self._add(f"{name}-from", "SplitSigmas", sigmas=sigmas, step=planned - run)
            sigmas = Link(split.node, 1)
        sampler = self._add(f"{node}-sampler", "KSamplerSelect", sampler_name=self._sampler)
        return self._add(
            node,
            "SamplerCustom",
            add_noise=True,
            noise_seed=self._seed,
            sampler=sampler,
            sigmas=sigmas,
            **shared,
        )

    def _second_pass(self, samples: Link, positive: Link, negative: Link) -> tuple[Link, int]:
        fix = self._request.high_res_fix
        assert fix is not None
        larger = self._add(
            "larger",
            "LatentUpscale",
            samples=samples,
            upscale_method="bilinear",
            width=round(self._request.width * fix.scale / _SIZE_STEP) * _SIZE_STEP,
            height=round(self._request.height * fix.scale / _SIZE_STEP) * _SIZE_STEP,
            crop="disabled",
        )
        return self._sampled("refine", larger, positive, negative, fix.strength, fix.steps)

    def _decoded(self, samples: Link) -> Link:
        if self._request.vae_tiling != "on":
            return self._add("decoded", "VAEDecode", samples=samples, vae=self._model.vae)
        return self._add(
            "decoded",
            "VAEDecodeTiled",
            samples=samples,
            vae=self._model.vae,
            tile_size=_TILE,
            overlap=_OVERLAP,
            temporal_size=_OVERLAP,
            temporal_overlap=_SIZE_STEP,
        )


def _named(request: GenerationRequest, graph: Graph, setting: str) -> str:
    """Return ComfyUI's name of the sampler or the schedule. Raises BadInput if unavailable."""
    wanted = str(getattr(request, setting))
    there = graph.offers.samplers if setting == "sampler" else graph.offers.schedules
    if wanted == "default":
        flow = family_named(request.identity.family).flow is not None
        wanted = "simple" if flow else "normal"
    if wanted in there:
        return wanted
    if setting == "sampler":
        raise BadInput(
            "“{server}” has no sampler {name}: choose another one.",
            server=graph.server,
            name=wanted,
        )
    raise BadInput(
        "“{server}” has no schedule {name}: choose one of {known}.",
        server=graph.server,
        name=wanted,
        known=there,
    )
