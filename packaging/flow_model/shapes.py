"""The parts of the little flow model: klein's classes of diffusers, a thousandth of their size."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKLFlux2, Flux2Transformer2DModel
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3Model

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
TEMPLATE = "<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"
"""What Qwen3's chat template makes of a prompt without thinking, as klein is asked."""
VOCABULARY = 1536
TOKENS = 40
TEXT_WIDTH = 128
LAYERS_HEARD = (1, 2, 3)
"""Of four layers, as klein hears 9, 18 and 27 of 36."""


def make_tokenizer(texts: Iterable[str]) -> PreTrainedTokenizerFast:
    """A byte-level BPE over `texts`, framed as Qwen's."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=list(SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([*texts, *["user\n", "assistant\n"] * 50], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="<|endoftext|>",
        eos_token="<|im_end|>",
        model_max_length=TOKENS,
    )


def make_vae() -> Any:
    """FLUX.2's VAE with 32 latent channels at an eighth, 1.6 million weights."""
    return AutoencoderKLFlux2(
        block_out_channels=(24, 48, 72, 96),
        layers_per_block=1,
        norm_num_groups=6,
        latent_channels=32,
        sample_size=256,
    )


def make_text_encoder(vocabulary: int) -> Any:
    """Qwen3 with four layers."""
    return Qwen3Model(
        Qwen3Config(
            vocab_size=vocabulary,
            hidden_size=TEXT_WIDTH,
            intermediate_size=256,
            num_hidden_layers=4,
            num_attention_heads=4,
            num_key_value_heads=2,
            head_dim=32,
            max_position_embeddings=512,
            rope_parameters={"rope_type": "default", "rope_theta": 1_000_000.0},
        )
    )


def make_transformer() -> Any:
    """klein's transformer with 2 double and 4 single blocks, 6 heads of 32."""
    return Flux2Transformer2DModel(
        in_channels=128,
        num_layers=2,
        num_single_layers=4,
        attention_head_dim=32,
        num_attention_heads=6,
        joint_attention_dim=TEXT_WIDTH * len(LAYERS_HEARD),
        timestep_guidance_channels=128,
        mlp_ratio=3.0,
        axes_dims_rope=(8, 8, 8, 8),
        guidance_embeds=False,
    )


def heard(encoder: Any, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """What the transformer hears of tokenized prompts: (B, T, 3 * width)."""
    states = encoder(ids, attention_mask=mask, output_hidden_states=True, use_cache=False)
    return torch.cat([states.hidden_states[layer] for layer in LAYERS_HEARD], dim=-1)


def save(folder: Path, vae: Any, encoder: Any, transformer: Any, tokenizer: Any) -> None:
    """Write the diffusers folder, weights in fp16."""
    import json

    from diffusers import FlowMatchEulerDiscreteScheduler

    vae.half().save_pretrained(folder / "vae")
    transformer.half().save_pretrained(folder / "transformer")
    encoder.half().save_pretrained(folder / "text_encoder")
    tokenizer.save_pretrained(folder / "tokenizer")
    FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True).save_pretrained(folder / "scheduler")
    index = {
        "_class_name": "Flux2KleinPipeline",
        "is_distilled": False,
        "scheduler": ["diffusers", "FlowMatchEulerDiscreteScheduler"],
        "text_encoder": ["transformers", "Qwen3ForCausalLM"],
        "tokenizer": ["transformers", "Qwen2TokenizerFast"],
        "transformer": ["diffusers", "Flux2Transformer2DModel"],
        "vae": ["diffusers", "AutoencoderKLFlux2"],
    }
    (folder / "model_index.json").write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")
