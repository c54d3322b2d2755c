"""A family that Easel doesn't know, in one file: of SD 3's shape, with a stock pipeline.

Run as a program it is the engine child that draws with it too.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import torch
import transformers
from diffusers.models.autoencoders.autoencoder_kl import AutoencoderKL
from diffusers.models.transformers.transformer_sd3 import SD3Transformer2DModel
from diffusers.pipelines.stable_diffusion_3.pipeline_stable_diffusion_3 import (
    StableDiffusion3Pipeline,
)
from diffusers.schedulers.scheduling_flow_match_euler_discrete import (
    FlowMatchEulerDiscreteScheduler,
)

from desktop.core.messages import Message
from desktop.core.request import GenerationRequest
from desktop.core.sampling.flow_noise import FlowNoise
from desktop.engines.families.family_loaders import FLOW_FAMILIES
from desktop.engines.flow.flow_family import FlowFamily, FlowModel
from desktop.engines.torch.loading import load_tokenizer
from desktop.engines.torch.whole_modules import load_module, part_words
from desktop.models.families.flow_files import FlowFiles
from desktop.models.families.flow_traits import FLOW_REFUSALS, FLOW_SAMPLERS
from desktop.models.families.known_families import FAMILIES
from desktop.models.families.model_family import (
    LatentFormat,
    ModelFamily,
    defaults_of,
    traits_with,
)
from desktop.models.resources import resource
from desktop.process.child import main

_WIDTH = 16
"""Of each of its two CLIPs; what the transformer hears has the third encoder's."""
_HEARD = 2 * _WIDTH

MADE_UP = ModelFamily(
    id="made_up",
    variants={
        "": traits_with("Made Up", Message("Noise"), defaults_of(64, 2, 4.0, "euler default"))
    },
    latent=LatentFormat(channels=16, rgb_factors=((0.1, 0.0, -0.1),) * 16),
    vae_group="made_up",
    flow=FlowNoise(shift=3.0, points=1000),
    files=FlowFiles(transformer_class=SD3Transformer2DModel.__name__),
    samplers=FLOW_SAMPLERS,
    refusals=FLOW_REFUSALS,
    size_step=16,
)


class MadeUpFamily(FlowFamily):
    """Draws with the stock pipeline of SD 3."""

    record = MADE_UP
    pipeline = StableDiffusion3Pipeline.__name__

    def components(self) -> dict[str, Any]:
        """See FlowFamily."""
        return dict.fromkeys(_ENCODERS) | dict.fromkeys(_TOKENIZERS)

    def prompts(self, model: FlowModel) -> MadeUpPrompts:
        """See FlowFamily."""
        return MadeUpPrompts(model)


class MadeUpPrompts:
    """What the stock pipeline's three encoders make of a prompt. See HearsPrompts."""

    state: object = ()
    notices: tuple[Message, ...] = ()

    def __init__(self, model: FlowModel) -> None:
        parts: dict[str, Any] = {
            name: load_module(cls, model.place(name), part_words(name), dtype=model.dtype)
            for name, cls in _ENCODERS.items()
        }
        folder = model.place("tokenizer").parent
        parts |= {name: load_tokenizer(folder, name) for name in _TOKENIZERS}
        self._pipeline: Any = StableDiffusion3Pipeline(
            transformer=None,
            scheduler=FlowMatchEulerDiscreteScheduler(),
            vae=None,
            **parts,
        ).to(model.device)

    @torch.inference_mode()
    def guidance(self, request: GenerationRequest) -> dict[str, Any]:
        """See HearsPrompts."""
        words, other = request.prompt, request.negative_prompt
        found = self._pipeline.encode_prompt(
            words,
            words,
            words,
            negative_prompt=other,
            negative_prompt_2=other,
            negative_prompt_3=other,
            max_sequence_length=_LONGEST,
        )
        names = ("prompt_embeds", "negative_prompt_embeds")
        pooled = ("pooled_prompt_embeds", "negative_pooled_prompt_embeds")
        guidance = {"guidance_scale": request.guidance_scale}
        return guidance | dict(zip((*names, *pooled), found, strict=True))


_ENCODERS: dict[str, Any] = {
    "text_encoder": transformers.CLIPTextModelWithProjection,
    "text_encoder_2": transformers.CLIPTextModelWithProjection,
    "text_encoder_3": transformers.T5EncoderModel,
}
_TOKENIZERS = ("tokenizer", "tokenizer_2", "tokenizer_3")
_LONGEST = 16


def write_model(folder: Path) -> Path:
    """A random model of the family as a diffusers folder, some 1 MB."""
    torch.manual_seed(0)
    tokens = resource("starter") / "tokenizer"
    made: Any = transformers.AutoTokenizer.from_pretrained(str(tokens))
    clip = transformers.CLIPTextConfig(
        vocab_size=len(made), hidden_size=_WIDTH, intermediate_size=_WIDTH, num_hidden_layers=2,
        num_attention_heads=2, projection_dim=_WIDTH, max_position_embeddings=made.model_max_length,
        eos_token_id=made.eos_token_id, bos_token_id=made.bos_token_id,
    )  # fmt: skip
    t5 = transformers.T5Config(
        vocab_size=len(made), d_model=_HEARD, d_kv=8, d_ff=_WIDTH, num_layers=1, num_heads=2
    )
    transformer = SD3Transformer2DModel(
        sample_size=8, num_layers=1, attention_head_dim=8, num_attention_heads=2,
        caption_projection_dim=16, joint_attention_dim=_HEARD, pooled_projection_dim=2 * _WIDTH,
        pos_embed_max_size=16,
    )  # fmt: skip
    vae = AutoencoderKL(
        block_out_channels=(8,) * 4, down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4, latent_channels=16, norm_num_groups=4,
        scaling_factor=1.5, shift_factor=0.06, use_quant_conv=False, use_post_quant_conv=False,
    )  # fmt: skip
    with torch.no_grad():  # a new one adds nothing to what it is given
        transformer.proj_out.weight.normal_(0, 0.2)
        transformer.norm_out.linear.weight.normal_(0, 0.2)
    StableDiffusion3Pipeline(
        transformer=transformer,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=vae,
        text_encoder=_ENCODERS["text_encoder"](clip),
        text_encoder_2=_ENCODERS["text_encoder_2"](clip),
        text_encoder_3=_ENCODERS["text_encoder_3"](t5),
        tokenizer=made,
        tokenizer_2=made,
        tokenizer_3=made,
    ).save_pretrained(folder)
    for name in _TOKENIZERS:
        shutil.rmtree(folder / name)
        shutil.copytree(tokens, folder / name)
    return folder


if __name__ == "__main__":
    FAMILIES[MADE_UP.id] = MADE_UP
    FLOW_FAMILIES[MADE_UP.id] = MadeUpFamily()
    sys.exit(main())
