"""Generation with a flow family's model: prompts first, then the transformer, then the VAE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from desktop.core.request import GenerationRequest
from desktop.core.sampling.flow_noise import FlowNoise
from desktop.core.sampling.flow_sigmas import flow_sigmas
from desktop.core.sampling.partial_steps import partial_steps
from desktop.core.sampling.sigmas import Sigmas
from desktop.engines.conditioning.controlnet_inputs import ControlNetInput
from desktop.engines.mps_attention import bounded_attention
from desktop.engines.sampling.drawing_backend import HearsPrompts
from desktop.engines.sampling.noise import generator_for, noise_of
from desktop.engines.sampling.passes import Pass
from desktop.engines.sampling.step_reporter import StepReporter
from desktop.engines.sampling.vae_codec import ForwardPreHook

from .flow_codec import FlowCodec
from .flow_family import FlowFamily, make_pipeline
from .flow_scheduler import FlowScheduler, Kept


class FlowPassRunner:
    """Runner of one request's passes; `transformer` loads it when the first one runs."""

    def __init__(self, family: FlowFamily, codec: FlowCodec, transformer: Callable[[], Any]):
        self._family, self._codec, self._transformer = family, codec, transformer
        assert family.record.flow is not None
        self._noise: FlowNoise = family.record.flow
        self._channels = family.record.latent.channels

    def steps_of(self, request: GenerationRequest, run: Pass) -> int:
        """See RunsPasses."""
        return len(self._levels(request, run)) - 1

    @torch.inference_mode()
    def run(
        self,
        request: GenerationRequest,
        index: int,
        run: Pass,
        guidance: Mapping[str, Any],
        control: ControlNetInput | None,
        reporter: StepReporter,
    ) -> torch.Tensor:
        """See RunsPasses."""
        del control
        transformer = self._transformer()
        levels, scale = self._levels(request, run), self._codec.scale
        cells = (run.height // scale, run.width // scale)
        generator = generator_for(request.seed_of(index))
        noise = noise_of(request, index, (1, self._channels, *cells), generator)
        begin, kept = noise, None
        if run.latent is not None:
            first = float(levels[0])
            begin = first * noise + (1 - first) * run.latent.cpu()
        if run.start is not None and run.start.region is not None and run.latent is not None:
            region = F.adaptive_max_pool2d(run.start.region, cells)
            kept = Kept(
                self._family.layout(run.latent.cpu()),
                self._family.layout(region.expand(1, self._channels, *cells)),
            )

        def more(like: torch.Tensor) -> torch.Tensor:
            fresh = torch.randn(like.shape, generator=generator, dtype=torch.float32)
            return fresh.to(like.device)

        scheduler = _Shown(levels, request.sampler, more, kept)
        scheduler.as_picture = lambda state: self._family.picture_of(state, *cells)
        pipeline = make_pipeline(self._family, scheduler, transformer, self._codec.vae)
        seen: dict[str, Any] = {"image": list(run.references)} if run.references else {}
        reporter.begin(scheduler, len(levels) - 1)
        device = next(transformer.parameters()).device
        with ForwardPreHook(transformer, reporter.check), bounded_attention(device):
            latent = pipeline(
                **guidance,
                **seen,
                height=run.height,
                width=run.width,
                num_inference_steps=len(levels) - 1,
                latents=begin.to(device),
                output_type="latent",
                return_dict=False,
                callback_on_step_end=reporter.step_done,
            )[0]
        return self._family.finished(latent, self._codec)

    def _levels(self, request: GenerationRequest, run: Pass) -> Sigmas:
        """Return the sigmas of the pass. Raises BadInput if none is left."""
        all_ = flow_sigmas(self._noise, request.noise_schedule, run.steps, run.width, run.height)
        if run.latent is None or run.strength >= 1:
            return np.asarray(all_)
        steps = partial_steps(run.steps, run.strength, len(all_) - 1)
        return np.asarray(all_[-(steps + 1) :])


class _Shown(FlowScheduler):
    """Source of estimates as latents, for previews."""

    as_picture: Callable[[torch.Tensor], torch.Tensor]

    def denoised(self) -> torch.Tensor | None:
        state = super().denoised()
        return None if state is None else self.as_picture(state)


class FlowBackend:
    """Backend of a flow family, see DrawingBackend."""

    def __init__(
        self,
        family: FlowFamily,
        prompts: HearsPrompts,
        codec: FlowCodec,
        holder: Any,
    ) -> None:
        """Keep the parts; `holder` has transformer and LoRAs: `load_flow.TransformerHolder`."""
        self.prompts, self.codec = prompts, codec
        self._holder = holder
        self.runner = FlowPassRunner(family, codec, holder.get)

    @property
    def follows_steps(self) -> bool:
        """See DrawingBackend."""
        return False

    @property
    def lora_pipeline(self) -> Any:
        """See DrawingBackend."""
        return self._holder
