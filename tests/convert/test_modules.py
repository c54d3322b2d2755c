"""Text encoder, VAE and safety checker against the originals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import AutoencoderKL
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from transformers import CLIPConfig, CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from desktop.engines.convert import conversion_parts as parts
from desktop.engines.convert.networks import modules
from desktop.engines.convert.networks.convertible_text_encoder import TextEncoder


@pytest.fixture(autouse=True)
def no_gradients() -> Any:
    with torch.no_grad():
        yield


def _text_model(cls: Any, end: int, act: str = "quick_gelu") -> Any:
    torch.manual_seed(0)
    return cls(
        CLIPTextConfig(
            vocab_size=60,
            hidden_size=32,
            intermediate_size=48,
            num_hidden_layers=3,
            num_attention_heads=4,
            max_position_embeddings=20,
            projection_dim=24,
            hidden_act=act,
            eos_token_id=end,
        )
    ).eval()


@pytest.mark.parametrize("end", [2, 57])
@pytest.mark.parametrize("act", ["quick_gelu", "gelu"])
def test_the_text_encoder_is_transformers_one(end: int, act: str) -> None:
    model = _text_model(CLIPTextModel, end, act)
    ids = torch.tensor([[58, 5, 9, 7, *[57] * 16]])
    expected = model(ids)
    hidden, pooled = TextEncoder(model, penultimate=False)(ids.float())
    assert torch.allclose(hidden, expected.last_hidden_state, atol=1e-5)
    assert torch.allclose(pooled, expected.pooler_output, atol=1e-5)


def test_sdxl_gets_the_state_before_the_last_layer_and_the_projection() -> None:
    model = _text_model(CLIPTextModelWithProjection, 57)
    ids = torch.tensor([[58, 5, 9, 7, *[57] * 16]])
    expected = model(ids, output_hidden_states=True)
    hidden, embeds = TextEncoder(model, penultimate=True)(ids.float())
    assert torch.allclose(hidden, expected.hidden_states[-2], atol=1e-5)
    assert torch.allclose(embeds, expected.text_embeds, atol=1e-5)
    assert embeds.shape == (1, 24)


@pytest.mark.parametrize("attends", [True, False])
def test_the_vae_is_diffusers_vae(attends: bool) -> None:
    torch.manual_seed(0)
    settings: dict[str, Any] = {
        "block_out_channels": (8, 16),
        "down_block_types": ("DownEncoderBlock2D",) * 2,
        "up_block_types": ("UpDecoderBlock2D",) * 2,
        "norm_num_groups": 4,
        "mid_block_add_attention": attends,
    }
    vae = AutoencoderKL(**settings).eval()
    z, x = torch.randn(1, 4, 28, 20), torch.rand(1, 3, 36, 28) * 2 - 1
    image, latent = vae.decode(z).sample, vae.encode(x).latent_dist.parameters
    assert torch.allclose(modules.VAEDecoder(vae)(z), image, atol=1e-4)
    assert torch.allclose(modules.VAEEncoder(vae)(x), latent, atol=1e-4)


def _safety_checker() -> Any:
    torch.manual_seed(0)
    small = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1}
    vision = small | {"num_attention_heads": 2, "image_size": 32, "patch_size": 8}
    text = small | {"num_attention_heads": 2, "vocab_size": 20}
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)
    checker = StableDiffusionSafetyChecker(config).eval()
    checker.concept_embeds.copy_(torch.randn(17, 12))
    checker.special_care_embeds.copy_(torch.randn(3, 12))
    return checker


@pytest.mark.parametrize(("limit", "special"), [(-1.0, 1.0), (1.0, 1.0), (0.3, -1.0), (0.3, 1.0)])
def test_the_safety_checker_judges_as_diffusers_does(limit: float, special: float) -> None:
    checker = _safety_checker()
    checker.concept_embeds_weights.fill_(limit)
    checker.special_care_embeds_weights.fill_(special)
    pixels = torch.randn(1, 3, 32, 32)
    images = torch.rand(1, 8, 8, 3)
    wanted, found = checker(pixels, images.clone().numpy())
    ours = modules.SafetyCheckerModule(checker)
    filtered, verdict, scores = ours(pixels, images, torch.zeros(1))
    assert verdict.shape == (1, 1, 1, 1)
    assert bool(verdict) == found[0]
    assert torch.equal(filtered, torch.from_numpy(wanted))
    assert torch.allclose(scores, parts._judged(checker, pixels)[0], atol=1e-5)
    lenient = ours(pixels, images, torch.tensor([-9.0]))[2]
    assert (lenient <= scores + 1e-6).all()


def test_the_check_of_a_text_encoder_sees_a_wrong_one(sd: Path) -> None:
    part = parts.text_encoder(_text_model(CLIPTextModel, 57), penultimate=False, check=True)
    hidden, _pooled = part.module(*part.inputs.values())
    assert torch.allclose(hidden, part.expected[0], atol=1e-5)
    torch.nn.init.zeros_(part.module.final_norm.weight)  # type: ignore[union-attr]
    assert not torch.allclose(part.module(*part.inputs.values())[0], part.expected[0], atol=1e-2)
