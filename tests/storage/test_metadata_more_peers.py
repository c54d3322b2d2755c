"""Recipes of SwarmUI, Fooocus, NovelAI, Easy Diffusion, InvokeAI 1, mflux, and hidden ones."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.easy_diffusion import read_easy_diffusion
from desktop.storage.metadata.tools.fooocus import read_fooocus
from desktop.storage.metadata.tools.invokeai import read_dream
from desktop.storage.metadata.tools.mflux import read_mflux
from desktop.storage.metadata.tools.mochi import read_caption
from desktop.storage.metadata.tools.novelai import read_novelai, round_weights
from desktop.storage.metadata.tools.swarmui import read_swarmui

PARAMETERS = "red apple\nNegative prompt: blur\nSteps: 9, Sampler: Euler a, CFG scale: 3, Seed: 7"
GRAPH = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            **{"seed": 7, "steps": 9, "cfg": 3.0, "sampler_name": "euler", "denoise": 1.0},
            **{"scheduler": "simple", "positive": ["6", 0], "negative": ["8", 0]},
            **{"latent_image": ["5", 0], "model": ["4", 0]},
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "a.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 96}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "red apple", "clip": ["4", 1]}},
    "8": {"class_type": "CLIPTextEncode", "inputs": {"text": "blur", "clip": ["4", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["10", 0]}},
    "10": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
}
SWARM: dict[str, Any] = {
    "sui_image_params": {
        **{"prompt": "a fox <lora:tone:0.5> <wildcard:animal>", "negativeprompt": "blur"},
        **{"model": "SDXL/juggernaut", "images": 1, "seed": 11, "steps": 20, "cfgscale": 6.5},
        **{"width": 832, "height": 1216, "sampler": "dpmpp_2m_sde", "scheduler": "karras"},
        **{"loras": ["ink"], "loraweights": ["0.8"], "swarm_version": "0.9.5.0"},
        **{"clipstopatlayer": -2, "sharpness": 3, "vae": "sdxl_vae.safetensors"},
    },
    "sui_extra_data": {"date": "2025-03-01"},
}
FOOOCUS: dict[str, Any] = {
    **{"adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8", "scheduler": "karras"},
    **{"base_model_hash": "aeb7e9e689", "full_prompt": ["a fox, cinematic"], "guidance_scale": 4},
    **{"loras": [["offset", 0.1, "4852686128"]], "metadata_scheme": "fooocus", "prompt": "a fox"},
    **{"negative_prompt": "unrealistic", "refiner_model": "None", "resolution": "(896, 1152)"},
    **{"sampler": "dpmpp_2m_sde_gpu", "seed": "123", "sharpness": 2.0, "steps": 30},
    **{"styles": "['Fooocus V2']", "version": "Fooocus v2.5.0", "performance": "Speed"},
    **{"vae": "Default (model)"},
}
NOVELAI: dict[str, Any] = {
    **{"steps": 28, "sampler": "k_euler_ancestral", "seed": 5, "scale": 11.0, "uc": "lowres"},
    **{"width": 512, "height": 768, "sm": False, "noise_schedule": "native", "qualityToggle": True},
}
EASY: dict[str, Any] = {
    **{"prompt": "a fox", "negative_prompt": "blur", "seed": "5", "sampler_name": "euler_a"},
    **{"use_stable_diffusion_model": "models/sd-v1-5", "use_vae_model": "None", "width": "512"},
    **{"height": "640", "num_inference_steps": "25", "guidance_scale": "7.5", "lora_alpha": "0.5"},
    **{"use_lora_model": "ink", "clip_skip": "True", "use_upscale": "RealESRGAN_x4plus"},
}
MFLUX: dict[str, Any] = {
    **{"mflux_version": "0.6.0", "model": "dev", "seed": 3, "steps": 14, "guidance": 4.0},
    **{"width": 512, "height": 512, "quantize": 8, "prompt": "a fox"},
    "lora_paths": ["x.safetensors"],
    **{"lora_scales": [0.7], "generation_time_seconds": 12.1},
}  # fmt: skip


def must(path: Path) -> ReadRecipe:
    read = read_recipe(path)
    assert read is not None
    return read


def png(path: Path, **texts: str) -> Path:
    info = PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    return path


def with_exif(path: Path, tags: dict[int, Any], comment: str = "") -> Path:
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    if comment:
        exif.get_ifd(0x8769)[0x9286] = b"UNICODE\0" + comment.encode("utf-16-be")
    Image.new("RGB", (8, 8)).save(path, exif=exif)
    return path


def test_swarmui(tmp_path: Path) -> None:
    text = json.dumps(SWARM)
    for path in (
        png(tmp_path / "a.png", parameters=text),
        with_exif(tmp_path / "a.jpg", {}, text),
    ):
        read = must(path)
        assert read.source == "SwarmUI"
        recipe = read.recipe
        assert (recipe["prompt"], recipe["negative_prompt"]) == ("a fox <wildcard:animal>", "blur")
        assert (recipe["seed"], recipe["steps"], recipe["guidance_scale"]) == (11, 20, 6.5)
        assert (recipe["width"], recipe["height"]) == (832, 1216)
        assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m_sde", "karras")
        assert recipe["loras"] == [{"name": "tone", "weight": 0.5}, {"name": "ink", "weight": 0.8}]
        assert (recipe["clip_skip"], recipe["prompt_dialect"]) == (1, "comfyui")
        assert recipe.model_name == "juggernaut"
        assert dict(read.unmapped) == {"prompt syntax": "<wildcard:animal>", "sharpness": "3"}


def check_fooocus(read: ReadRecipe) -> None:
    recipe = read.recipe
    assert (recipe["prompt"], recipe["negative_prompt"]) == ("a fox", "unrealistic")
    assert (recipe["width"], recipe["height"], recipe["seed"]) == (896, 1152, 123)
    assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m_sde", "karras")
    (lora,) = recipe["loras"]
    assert (lora["name"], lora["weight"]) == ("offset", 0.1)
    assert recipe.model_name == "juggernautXL_v8"


def test_fooocus_own_scheme(tmp_path: Path) -> None:
    text = json.dumps(FOOOCUS)
    paths = [png(tmp_path / "a.png", parameters=text, fooocus_scheme="fooocus")]
    for name in ("b.jpg", "b.webp"):  # the comment stands among the main tags
        paths.append(with_exif(tmp_path / name, {0x9286: text, 0x0131: "Fooocus v2.5.0"}))
    for path in paths:
        read = must(path)
        assert read.source == "Fooocus"
        check_fooocus(read)
        assert read.recipe["loras"][0]["hash"] == "4852686128"
        left = dict(read.unmapped)
        assert left["styles"] == "Fooocus V2"
        assert left["full_prompt"] == "a fox, cinematic"


def test_fooocus_log_and_a1111_scheme() -> None:
    log = {
        **{"Prompt": "a fox", "Negative Prompt": "unrealistic", "Resolution": "(896, 1152)"},
        **{"Base Model": "juggernautXL_v8.safetensors", "Sampler": "dpmpp_2m_sde_gpu"},
        **{"Scheduler": "karras", "Seed": 123, "LoRA 1": "offset.safetensors : 0.1"},
        **{"Sharpness": 2.0, "Guidance Scale": 4.0},
    }
    read = read_fooocus(log)
    assert read is not None
    check_fooocus(read)
    a1111 = read_parameters(
        "a fox\nNegative prompt: unrealistic\nSteps: 30, Sampler: DPM++ 2M SDE, Scheduler: karras, "
        "Seed: 123, Size: 896x1152, CFG scale: 4, Sharpness: 2, Model: juggernautXL_v8, "
        'Lora hashes: "offset: 48526861", Lora weights: "offset: 0.1", Version: Fooocus v2.5.0'
    )
    assert a1111 is not None
    check_fooocus(a1111)


def test_novelai(tmp_path: Path) -> None:
    path = png(
        tmp_path / "a.png",
        Description="{{fox}}, [tree], 1.3::sky::",
        Software="NovelAI",
        Source="Stable Diffusion XL C1E1DE52",
        Comment=json.dumps(NOVELAI),
    )
    read = must(path)
    assert read.source == "NovelAI"
    assert read.recipe["prompt"] == "((fox:1.05):1.05), (tree:0.9524), (sky:1.3)"
    assert read.recipe["negative_prompt"] == "lowres"
    assert (read.recipe["sampler"], read.recipe["seed"]) == ("euler_ancestral", 5)
    assert dict(read.unmapped) == {"qualityToggle": "true"}


def test_novelais_brackets_may_stay_open() -> None:
    assert round_weights("a {b [c") == "a (b (c:0.9524):1.05)"
    assert round_weights("a} (b)") == r"a \(b\)"


def test_easy_diffusion(tmp_path: Path) -> None:
    for path in (
        png(tmp_path / "a.png", **EASY),
        with_exif(tmp_path / "a.jpg", {}, json.dumps(EASY)),
    ):
        read = must(path)
        assert read.source == "Easy Diffusion"
        recipe = read.recipe
        assert (recipe["prompt"], recipe["negative_prompt"]) == ("a fox", "blur")
        assert (recipe["width"], recipe["height"], recipe["steps"]) == (512, 640, 25)
        assert (recipe["sampler"], recipe["clip_skip"]) == ("euler_ancestral", 1)
        assert recipe["loras"] == [{"name": "ink", "weight": 0.5}]
        assert recipe.model_name == "sd-v1-5"
        assert dict(read.unmapped) == {"use_upscale": "RealESRGAN_x4plus"}


def test_invokeais_first_version(tmp_path: Path) -> None:
    dream = '"a fox [blur]" -s 50 -S 123 -W 512 -H 640 -C 7.5 -A k_euler_a -G 0.8'
    read = must(png(tmp_path / "a.png", Dream=dream))
    assert dict(read.recipe) == {
        "prompt_dialect": "invokeai",
        **{"prompt": "a fox", "negative_prompt": "blur", "steps": 50, "seed": 123},
        **{"width": 512, "height": 640, "guidance_scale": 7.5, "sampler": "euler_ancestral"},
        "app": "InvokeAI 1",
    }
    assert read.unmapped == (("-G", "0.8"),)


def test_mflux(tmp_path: Path) -> None:
    read = must(with_exif(tmp_path / "a.jpg", {}, json.dumps(MFLUX)))
    assert (read.source, read.recipe["prompt"]) == ("mflux", "a fox")
    assert (read.recipe["steps"], read.recipe["guidance_scale"]) == (14, 4.0)
    assert read.recipe["loras"] == [{"name": "x", "weight": 0.7}]


def stealth(path: Path, text: str, kind: str) -> Path:
    raw = text.encode()
    if kind.endswith("comp"):
        raw = gzip.compress(raw)
    data = kind.encode() + struct.pack(">I", len(raw) * 8) + raw
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    pixels = np.full((64, 96, 4), 254, np.uint8)
    channels = slice(3, 4) if "png" in kind else slice(0, 3)
    columns = pixels.transpose(1, 0, 2)[:, :, channels].copy()
    flat = columns.reshape(-1)
    flat[: len(bits)] |= bits
    pixels.transpose(1, 0, 2)[:, :, channels] = flat.reshape(columns.shape)
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize(
    "kind", ["stealth_pnginfo", "stealth_pngcomp", "stealth_rgbinfo", "stealth_rgbcomp"]
)
def test_recipes_hidden_in_the_pixels(tmp_path: Path, kind: str) -> None:
    read = must(stealth(tmp_path / "a.png", PARAMETERS, kind))
    assert (read.recipe["prompt"], read.recipe["seed"]) == ("red apple", 7)
    hidden = {"Description": "{fox}", "Comment": json.dumps(NOVELAI)}
    read = must(stealth(tmp_path / "b.png", json.dumps(hidden), kind))
    assert read.recipe["prompt"] == "(fox:1.05)"


def test_comfyuis_webp_and_animated_png(tmp_path: Path) -> None:
    text = json.dumps(GRAPH)
    webp = with_exif(
        tmp_path / "a.webp", {0x0110: f"prompt:{text}", 0x010F: 'workflow:{"nodes": []}'}
    )
    animated = png(tmp_path / "a.png")
    data = b"prompt\0" + text.encode("latin-1")
    chunk = struct.pack(">I", len(data)) + b"comf" + data
    chunk += struct.pack(">I", zlib.crc32(b"comf" + data))
    whole = animated.read_bytes()
    animated.write_bytes(whole[:-12] + chunk + whole[-12:])
    for path in (webp, animated):
        recipe = must(path).recipe
        assert (recipe["prompt"], recipe["width"], recipe["height"]) == ("red apple", 64, 96)
        assert (recipe["sampler"], recipe["noise_schedule"]) == ("euler", "simple")


def test_a1111s_text_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PARAMETERS)
    assert must(tmp_path / "a.txt").recipe["prompt"] == "red apple"
    (tmp_path / "b.txt").write_text("just a prompt")
    assert read_recipe(tmp_path / "b.txt") is None


def parameters(prompt: str, settings: str) -> ReadRecipe:
    read = read_parameters(f"{prompt}\nSteps: 9, Sampler: Euler a, Seed: 7, {settings}")
    assert read is not None
    return read


def test_civitais_resources() -> None:
    resources = [
        {"type": "checkpoint", "modelVersionId": 128713, "modelName": "DreamShaper"},
        {"type": "lora", "weight": 0.35, "modelName": "Detail, more", "modelVersionName": "1"},
        {"type": "embed", "modelName": "easynegative"},
    ]
    read = parameters(
        "x", f"CFG scale: 3, Civitai resources: {json.dumps(resources)}, Civitai metadata: {{}}"
    )
    assert read.recipe.model_name == "DreamShaper"
    assert read.recipe["loras"] == [{"name": "Detail, more", "weight": 0.35}]
    assert [name for name, _ in read.unmapped] == ["Civitai resource"]


@pytest.mark.parametrize(
    ("settings", "fix", "size"),
    [
        ("Size: 512x768, Hires resize: 1024x1536", (2.0, 0.4, 0), (512, 768)),
        ("Size: 512x512, Hires resize: 768x0", (1.5, 0.4, 0), (512, 512)),
        ("Size: 1024x1024, First pass size: 0x0", (2.0, 0.4, 0), (512, 512)),
        ("Size: 1024x1536, First pass size: 512x768", (2.0, 0.4, 0), (512, 768)),
        ("Size: 512x512, Hires upscale: 1.5, Hires steps: 4", (1.5, 0.4, 4), (512, 512)),
    ],
)
def test_second_passes(settings: str, fix: tuple[float, float, int], size: tuple[int, int]) -> None:
    read = parameters("x", f"{settings}, Denoising strength: 0.4")
    found = read.recipe["high_res_fix"]
    assert (found["scale"], found["strength"], found["steps"]) == fix
    assert (read.recipe["width"], read.recipe["height"]) == size
    assert "image" not in read.recipe
    assert not read.unmapped


def test_a_second_pass_of_unknown_size_is_no_starting_image() -> None:
    read = parameters("x", "Size: 512x512, Hires steps: 4, Denoising strength: 0.4")
    assert "image" not in read.recipe
    assert dict(read.unmapped) == {"Denoising strength": "0.4", "Hires steps": "4"}


def test_a1111s_prompt_syntax_is_kept_for_its_dialect() -> None:
    read = parameters(
        "a [cat:dog:0.5] [red|blue] fox AND tree <lora:x:te=0.2:unet=0.7> <hypernet:foo:1>",
        "CFG scale: 3",
    )
    assert read.recipe["prompt"] == "a [cat:dog:0.5] [red|blue] fox AND tree"
    assert read.recipe["loras"] == [{"name": "x", "weight": 0.7, "text_weight": 0.2}]
    assert read.recipe["prompt_dialect"] == "a1111"
    assert dict(read.unmapped) == {"hypernet": "foo:1"}


def test_settings_over_two_lines_and_templates_behind_them() -> None:
    for text in (
        "x\nSteps: 9, Sampler: Euler a,\nSeed: 7, CFG scale: 3, Size: 64x96",
        "x\nSteps: 9, Sampler: Euler a, Seed: 7, Size: 64x96\nTemplate: a {b|c}\n"
        "Negative Template: d",
    ):
        read = read_parameters(text)
        assert read is not None
        assert (read.recipe["prompt"], read.recipe["steps"], read.recipe["seed"]) == ("x", 9, 7)
        assert (read.recipe["width"], read.recipe["height"]) == (64, 96)


def test_sd_next_and_stable_diffusion_cpp() -> None:
    read = parameters("x", "CFG scale: 3, RNG: cuda")
    assert read.recipe["rng"] == "nvidia"
    text = "x\nSteps: 9, Sampler: DPM++ 2M, Seed: 7, Sampler options: karras/sde-dpmsolver++/x"
    again = read_parameters(text)
    assert again is not None
    assert (again.recipe["sampler"], again.recipe["noise_schedule"]) == ("dpmpp_2m_sde", "karras")
    assert again.unmapped == (("Sampler options", "x"),)


@pytest.mark.parametrize("joint", ["; ", "\n"])
@pytest.mark.parametrize("behind", ["Quality: 90", "Starting Image: a.png", "Something: else"])
def test_mochi_6(joint: str, behind: str) -> None:
    pairs = ["Metadata Version: 2", "Include in Image: a fox", "Exclude from Image: blur"]
    pairs += ["Steps: 8", "Seed: 3", "Size: 512x768", behind, "Generator: Mochi Diffusion 6.0"]
    read = read_caption(joint.join(pairs))
    assert read is not None
    assert (read.recipe["prompt"], read.recipe["negative_prompt"]) == ("a fox", "blur")
    assert (read.recipe["width"], read.recipe["height"]) == (512, 768)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("known", "read"),
    [
        (SWARM["sui_image_params"], lambda data: read_swarmui({"sui_image_params": data})),
        (FOOOCUS, read_fooocus),
        (NOVELAI, read_novelai),
        (EASY, read_easy_diffusion),
        (MFLUX, read_mflux),
    ],
)
@given(data=st.data())
def test_any_values(known: dict[str, Any], read: Callable[[object], object], data: Any) -> None:
    read({**known, **data.draw(st.dictionaries(st.sampled_from(sorted(known)), JSON, max_size=4))})


@given(st.text(max_size=120))
def test_any_text(text: str) -> None:
    read_dream(f'"{text}" -s {text} -S 1')
    read_dream(text)
    round_weights(text)
    read_parameters(f"{text}\nSteps: 1, Seed: 2, Civitai resources: [{text}], Size: {text}")
