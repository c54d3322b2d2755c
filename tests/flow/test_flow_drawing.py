"""The little flow model draws what was asked for, the same from every form of file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, Flux2KleinPipeline, ZImagePipeline, ZImageTransformer2DModel
from PIL import Image
from transformers import AutoTokenizer, Qwen3Config, Qwen3ForCausalLM, Qwen3Model

from desktop.core.errors import BadInput, EaselError, JobCancelled
from desktop.core.events import DrawnPicture, Event, Preview, Step
from desktop.core.request import GenerationRequest, StartingImage
from desktop.engines.flow.flow_scheduler import FlowScheduler
from desktop.engines.mps_attention import BoundedAttention
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from tests.models import flow_layouts as flow

from . import flow_files as files
from .flow_files import MODEL

SMALL: dict[str, Any] = {
    "prompt": "red apple",
    "width": 64,
    "height": 64,
    "steps": 2,
    "guidance_scale": 1.0,
    "precision": "fp32",
    "seed": 1,
}


def request_for(path: Path, *folders: Path, **settings: Any) -> GenerationRequest:
    model = ModelLibrary(folders).at(path)
    return prepare(Draft(**(SMALL | settings)), model)


class Drawing:
    """Draws; a model that is open stays open for the file's other tests."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._open: list[TorchEngine] = []

    def __call__(
        self, request: GenerationRequest, events: list[Event] | None = None
    ) -> list[DrawnPicture]:
        heard: list[Event] = [] if events is None else events
        engine = next((open for open in self._open if open.serves(request)), None)
        if engine is None:
            engine = TorchEngine.load(
                request, "j", heard.append, lambda: None, cache_dir=self._cache
            )
            self._open.append(engine)
        return list(engine.generate("j", request, heard.append, lambda: None))

    def close(self) -> None:
        for engine in self._open:
            engine.close()


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drawing]:
    drawing = Drawing(tmp_path_factory.mktemp("cache"))
    yield drawing
    drawing.close()


def pixels(picture: DrawnPicture) -> np.ndarray:
    flat = np.frombuffer(picture.rgb, np.uint8)
    return flat.reshape(picture.height, picture.width, 3).astype(np.float64)


def decibels(one: np.ndarray, other: np.ndarray) -> float:
    return 10 * math.log10(255**2 / max(float(((one - other) ** 2).mean()), 1e-9))


FORMS: dict[str, Callable[[Path], Path]] = {
    "split": files.write_split,
    "scaled fp8": files.write_scaled,
    "all in one": files.write_all_in_one,
    "gguf": lambda root: files.write_gguf(root, gguf.GGMLQuantizationType.Q8_0),
}


def test_every_form_draws_the_same(draw: Drawing, tmp_path: Path) -> None:
    whole = pixels(draw(request_for(MODEL))[0])
    for name, write in FORMS.items():
        root = tmp_path / name
        root.mkdir()
        path = write(root)
        found = draw(request_for(path, root))[0]
        assert decibels(whole, pixels(found)) > 30, name
        assert found.recipe["model"]["family"] == "flux2_klein"


def test_it_draws_what_was_asked_for(draw: Drawing) -> None:
    """Red where an apple is red, yellow for a banana, white around both."""
    for prompt, brighter in (("red apple", 0), ("blue heart", 2)):
        request = request_for(MODEL, prompt=prompt, width=256, height=256, steps=8)
        picture = pixels(draw(request)[0])
        middle = picture[110:150, 110:150].mean((0, 1))
        assert middle[brighter] - np.delete(middle, brighter).max() > 40, (prompt, middle)
        assert picture[:8, :8].min() > 200


def test_the_stock_pipeline_draws_the_same(draw: Drawing) -> None:
    request = request_for(MODEL, steps=3)
    mine = pixels(draw(request)[0])
    tokenizer = AutoTokenizer.from_pretrained(MODEL / "tokenizer")
    pipeline = Flux2KleinPipeline.from_pretrained(
        MODEL,
        text_encoder=Qwen3ForCausalLM.from_pretrained(MODEL / "text_encoder"),
        tokenizer=tokenizer,
    )
    pipeline.set_progress_bar_config(disable=True)
    pipeline.transformer.float()
    pipeline.vae.float()
    pipeline.text_encoder.model = Qwen3Model.from_pretrained(MODEL / "text_encoder").float()
    frame = "<|im_start|>user\nred apple<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n"
    batch = tokenizer([frame], padding="max_length", max_length=40, return_tensors="pt")
    states = pipeline.text_encoder.model(**batch, output_hidden_states=True).hidden_states
    noise = torch.randn((1, 128, 4, 4), generator=torch.Generator().manual_seed(1))
    image = pipeline(
        prompt_embeds=torch.cat([states[layer] for layer in (1, 2, 3)], dim=-1),
        latents=noise,
        width=64,
        height=64,
        num_inference_steps=3,
        guidance_scale=1.0,
    ).images[0]
    assert decibels(mine, np.asarray(image).astype(np.float64)) > 45


def test_steps_previews_count_and_seeds(draw: Drawing) -> None:
    events: list[Event] = []
    pictures = draw(request_for(MODEL, count=2, steps=3), events)
    assert [event.step for event in events if isinstance(event, Step)] == [1, 2, 3, 1, 2, 3]
    last = [event for event in events if isinstance(event, Preview)][-1]
    assert (last.width, last.height) == (8, 8)
    again = draw(request_for(MODEL, seed=2, steps=3))[0]
    assert pictures[1].rgb == again.rgb != pictures[0].rgb
    varied = draw(request_for(MODEL, variation_seed=5, variation_strength=0.3, steps=3))[0]
    assert varied.rgb != pictures[0].rgb


@pytest.mark.parametrize("sampler", ["heun", "dpmpp_2m", "res_multistep", "euler_ancestral"])
def test_samplers(draw: Drawing, sampler: str) -> None:
    events: list[Event] = []
    settings: dict[str, Any] = {"steps": 3, "noise_schedule": "simple"}
    plain = draw(request_for(MODEL, **settings))[0]
    other = draw(request_for(MODEL, sampler=sampler, **settings), events)[0]
    assert other.rgb != plain.rgb
    assert [event.step for event in events if isinstance(event, Step)] == [1, 2, 3]


def test_a_sampler_it_has_not_is_refused() -> None:
    with pytest.raises(BadInput, match="res_multistep"):
        request_for(MODEL, sampler="ddpm")


def test_solvers_reach_the_same_picture() -> None:
    """On a straight path all deterministic solvers end at the picture itself."""
    clean, noise = torch.randn(1, 4, 8), torch.randn(1, 4, 8)
    for sampler in ("euler", "heun", "dpmpp_2m", "res_multistep"):
        scheduler = FlowScheduler(np.array([1.0, 0.8, 0.5, 0.2, 0.0]), sampler)
        state = noise
        for time in scheduler.timesteps:
            state = scheduler.step(noise - clean, time, state)[0]
        torch.testing.assert_close(state, clean, atol=1e-4, rtol=1e-4)


def test_starting_image_and_mask(draw: Drawing, tmp_path: Path) -> None:
    first = draw(request_for(MODEL, width=128, height=128, steps=4))[0]
    source, mask = tmp_path / "source.png", tmp_path / "mask.png"
    Image.frombytes("RGB", (128, 128), first.rgb).save(source)
    painted = np.zeros((128, 128), np.uint8)
    painted[:, 64:] = 255
    Image.fromarray(painted).save(mask)
    size: dict[str, Any] = {"width": 128, "height": 128, "steps": 4, "prompt": "blue heart"}
    events: list[Event] = []
    start = StartingImage(path=str(source), strength=0.5)
    near = draw(request_for(MODEL, starting_image=start, **size), events)[0]
    assert [event.step for event in events if isinstance(event, Step)] == [1, 2]
    far = draw(request_for(MODEL, **size))[0]
    assert decibels(pixels(near), pixels(first)) > decibels(pixels(far), pixels(first))
    masked = StartingImage(path=str(source), strength=1.0, mask=str(mask))
    half = pixels(draw(request_for(MODEL, starting_image=masked, **size))[0])
    assert decibels(half[:, :60], pixels(first)[:, :60]) > 40
    assert decibels(half[:, 70:], pixels(first)[:, 70:]) < 30


def test_a_negative_prompt_counts_above_guidance_1(draw: Drawing) -> None:
    plain = draw(request_for(MODEL, guidance_scale=3.0))[0]
    other = draw(request_for(MODEL, guidance_scale=3.0, negative_prompt="apple"))[0]
    without = draw(request_for(MODEL, negative_prompt="apple"))[0]
    assert plain.rgb != other.rgb
    assert without.rgb == draw(request_for(MODEL))[0].rgb


def test_a_prompt_is_heard_once(tmp_path: Path) -> None:
    request = request_for(MODEL)
    engine = TorchEngine.load(request, "j", lambda _: None, lambda: None, cache_dir=tmp_path)
    first = next(iter(engine.generate("j", request, lambda _: None, lambda: None)))
    assert engine.generator.prompts.loads == 1
    engine.close()
    engine = TorchEngine.load(request, "j", lambda _: None, lambda: None, cache_dir=tmp_path)
    again = next(iter(engine.generate("j", request, lambda _: None, lambda: None)))
    assert engine.generator.prompts.loads == 0
    assert first.rgb == again.rgb
    engine.close()


def test_cancelling_between_steps(tmp_path: Path) -> None:
    request = request_for(MODEL, steps=8)
    steps: list[Event] = []

    def check() -> None:
        if any(isinstance(event, Step) for event in steps):
            raise JobCancelled

    engine = TorchEngine.load(request, "j", steps.append, check, cache_dir=tmp_path)
    with pytest.raises(JobCancelled):
        list(engine.generate("j", request, steps.append, check))
    assert len([event for event in steps if isinstance(event, Step)]) == 1
    engine.close()


def test_missing_scales_are_told(draw: Drawing, tmp_path: Path) -> None:
    path = files.write_scaled(tmp_path)
    tensors = {
        name: tensor
        for name, tensor in files.load_file(path).items()
        if name != "img_in.scale_weight"
    }
    files.write(path, tensors)
    with pytest.raises(EaselError, match="scales"):
        draw(request_for(path, tmp_path))


def make_z_image(root: Path) -> None:
    """A tiny Z-Image with random weights as split files."""
    net = files.z_image()
    for parameter in net.parameters():
        torch.nn.init.normal_(parameter, std=0.05)
    state = flow.z_image_as_comfyui(net.state_dict())
    files.write(root / "diffusion_models" / "z_image_turbo.safetensors", state)
    vae = AutoencoderKL(
        block_out_channels=(24, 48, 72, 96),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        layers_per_block=1,
        latent_channels=16,
        norm_num_groups=6,
        use_quant_conv=False,
        use_post_quant_conv=False,
        scaling_factor=0.3611,
        shift_factor=0.1159,
    )
    files.write(root / "vae" / "ae.safetensors", flow.vae_as_bfl(vae.state_dict()))
    net.save_pretrained(root / "z" / "transformer")
    vae.save_pretrained(root / "z" / "vae")


def test_z_image_draws_what_its_pipeline_draws(draw: Drawing, tmp_path: Path) -> None:
    files.write_parts(tmp_path)
    (tmp_path / "vae" / "flux2-vae.safetensors").unlink()
    make_z_image(tmp_path)
    path = tmp_path / "diffusion_models" / "z_image_turbo.safetensors"
    request = request_for(path, tmp_path, steps=3)
    assert request.identity.variant == "turbo"
    mine = pixels(draw(request)[0])
    tokenizer = AutoTokenizer.from_pretrained(MODEL / "tokenizer")
    encoder = Qwen3Model.from_pretrained(MODEL / "text_encoder").float()
    frame = "<|im_start|>user\nred apple<|im_end|>\n<|im_start|>assistant\n"
    batch = tokenizer([frame], return_tensors="pt")
    heard = encoder(**batch, output_hidden_states=True).hidden_states[-2][0]
    from diffusers import FlowMatchEulerDiscreteScheduler

    folder = tmp_path / "z"
    pipeline = ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=AutoencoderKL.from_pretrained(folder / "vae"),
        text_encoder=None,
        tokenizer=None,
        transformer=ZImageTransformer2DModel.from_pretrained(folder / "transformer"),
    )
    pipeline.set_progress_bar_config(disable=True)
    noise = torch.randn((1, 16, 8, 8), generator=torch.Generator().manual_seed(1))
    levels = [1 - int(k * 1000 / 3) / 1000 for k in range(3)]  # as `simple` picks them
    image = pipeline(
        prompt_embeds=[heard.detach()],
        latents=noise,
        width=64,
        height=64,
        sigmas=levels,
        num_inference_steps=3,
        guidance_scale=0.0,
    ).images[0]
    assert decibels(mine, np.asarray(image).astype(np.float64)) > 45
    guided = draw(request_for(path, tmp_path, steps=3, guidance_scale=50.0))[0]
    assert not np.array_equal(pixels(guided), mine)


def test_only_the_layers_that_are_heard_are_loaded() -> None:
    from desktop.engines.families.draw_flux2_klein import KleinFamily
    from desktop.engines.families.draw_z_image import ZImageFamily
    from desktop.engines.flow.network_shapes import qwen3_encoder

    assert KleinFamily().layers_heard(36) == (9, 18, 27)
    assert ZImageFamily().layers_heard(36) == (35,)
    config = Qwen3Config(
        vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=4,
        num_attention_heads=2, num_key_value_heads=1, head_dim=16,
        rope_parameters={"rope_type": "default", "rope_theta": 1e6},
    )  # fmt: skip
    whole = Qwen3Model(config).eval()
    cut = qwen3_encoder(dict(whole.state_dict()), "encoder", 3)  # pyright: ignore
    ids = torch.tensor([[1, 2, 3]])
    expected = whole(ids, output_hidden_states=True).hidden_states[3]
    torch.testing.assert_close(cut(ids, output_hidden_states=True).hidden_states[3], expected)
    assert len(cut.layers) == 3


def test_attention_in_blocks_is_that_of_the_whole() -> None:
    query, key, value = (torch.randn(1, 2, 33, 8) for _ in range(3))
    whole = torch.nn.functional.scaled_dot_product_attention(query, key, value)
    with BoundedAttention(limit=2000):
        blocks = torch.nn.functional.scaled_dot_product_attention(
            query=query, key=key, value=value, enable_gqa=False
        )
    torch.testing.assert_close(blocks, whole, atol=1e-5, rtol=1e-5)
