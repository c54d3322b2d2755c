from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.storage.metadata.formats.jpeg import caption_of
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.tools.draw_things import read_description, read_draw_things
from desktop.storage.metadata.tools.invokeai import read_invokeai, read_sd_metadata
from desktop.storage.metadata.tools.mochi import read_caption

INVOKE_5: dict[str, Any] = {
    "generation_mode": "txt2img",
    "positive_prompt": "landscape, 언덕",
    "negative_prompt": "low quality",
    "width": 768,
    "height": 432,
    "seed": 356120443,
    "rand_device": "cpu",
    "cfg_scale": 7.5,
    "cfg_rescale_multiplier": 0,
    "steps": 50,
    "scheduler": "dpmpp_2m_sde_k",
    "model": {
        "key": "4ea8",
        "hash": "blake3:9e4b",
        "name": "Dreamshaper 8",
        "base": "sd-1",
        "type": "main",
    },
    "loras": [{"model": {"name": "Ink scenery", "base": "sd-1"}, "weight": 0.75}],
    "clip_skip": 0,
    "app_version": "5.4.2",
    "seamless_x": True,
}
DRAW_THINGS: dict[str, Any] = {
    "c": 'a "fox" & friends,\n<b>',
    "uc": "blurry",
    "model": "realistic_vision_v5.1_f16.ckpt",
    "sampler": "DPM++ 2M Karras",
    "scale": 4.5,
    "seed": 2441935286,
    "seed_mode": "Scale Alike",
    "size": "512x768",
    "steps": 25,
    "strength": 1,
    "v2": {"clipSkip": 2, "loras": [{"file": "detail_f16.ckpt", "weight": 0.8}], "controls": []},
}
MOCHI = (
    "Include in Image: a cube; Steps of stone: two, 큐브; Exclude from Image: blur; "
    "Model: Example_split-einsum; Steps: 8; Guidance Scale: 7.5; Seed: 42; Size: 512x512; "
    "Scheduler: DPM-Solver++; ML Compute Unit: CPU & Neural Engine; "
    "Generator: Mochi Diffusion 6.0"
)


def png(path: Path, **texts: str) -> Path:
    info = PngInfo()
    for key, value in texts.items():
        info.add_itxt(key.replace("__", ":").replace("_com_", ".com."), value)
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    return path


def xmp(properties: str) -> str:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 6.0.0">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/">'
        f"{properties}</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def escaped(text: str) -> str:
    for plain, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "&#xA;")):
        text = text.replace(plain, entity)
    return text


def test_invokeai(tmp_path: Path) -> None:
    read = read_recipe(png(tmp_path / "a.png", invokeai_metadata=json.dumps(INVOKE_5)))
    assert read is not None
    assert read.source == "InvokeAI"
    assert dict(read.recipe) == {
        "prompt": "landscape, 언덕",
        "negative_prompt": "low quality",
        "seed": 356120443,
        "steps": 50,
        "width": 768,
        "height": 432,
        "guidance_scale": 7.5,
        "noise_schedule": "karras",
        "sampler": "dpmpp_2m_sde",
        "model": {"name": "Dreamshaper 8", "family": "sd1", "hash": "9e4b"},
        "loras": [{"name": "Ink scenery", "weight": 0.75}],
        "app": "InvokeAI 5.4.2",
        "rng": "torch",
        "prompt_dialect": "invokeai",
    }
    assert read.unmapped == (("seamless_x", "true"),)


def test_invokeai_3_and_2() -> None:
    older = {**INVOKE_5, "model": {"model_name": "amixx", "base_model": "sd-1"}, "loras": []}
    older["scheduler"] = "euler_a"
    read = read_invokeai(older)
    assert read is not None
    assert read.recipe.model_name == "amixx"
    assert read.recipe["sampler"] == "euler_ancestral"
    second = read_sd_metadata(
        {
            "model": "stable diffusion",
            "model_weights": "stable-diffusion-1.5",
            "model_hash": "CC6CB27103417325FF94F52B7A5D2DDE45A7515B25C255D8E396C90014281516",
            "app_version": "2.3.1",
            "image": {
                "prompt": [{"prompt": "a fox [ugly, blurry]", "weight": 1.0}],
                "steps": 50,
                "cfg_scale": 7.5,
                "seed": 5,
                "sampler": "k_lms",
                "width": 512,
                "height": 512,
                "threshold": 0,
                "type": "txt2img",
            },
        }
    )
    assert second is not None
    assert second.recipe["prompt"] == "a fox"
    assert second.recipe["negative_prompt"] == "ugly, blurry"
    assert second.recipe["sampler"] == "lms"
    assert second.recipe["model"]["hash"].startswith("cc6cb271")


def check_draw_things(path: Path) -> None:
    read = read_recipe(path)
    assert read is not None
    assert read.source == "Draw Things"
    recipe = read.recipe
    assert recipe["prompt"] == DRAW_THINGS["c"]
    assert recipe["negative_prompt"] == "blurry"
    assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m", "karras")
    assert (recipe["width"], recipe["height"]) == (512, 768)
    assert recipe["seed"] == 2441935286
    assert recipe["loras"] == [{"name": "detail_f16", "weight": 0.8}]
    assert recipe["clip_skip"] == 1
    assert recipe.model_name == "realistic_vision_v5.1_f16"
    assert read.unmapped == (("seed_mode", "Scale Alike"),)


def test_draw_things_in_xmp_and_in_exif(tmp_path: Path) -> None:
    text = json.dumps(DRAW_THINGS)
    packet = xmp(
        "<xmp:CreatorTool>Draw Things</xmp:CreatorTool><exif:UserComment><rdf:Alt>"
        f'<rdf:li xml:lang="x-default">{escaped(text)}</rdf:li></rdf:Alt></exif:UserComment>'
    )
    check_draw_things(png(tmp_path / "a.png", **{"XML__com.adobe.xmp": packet}))
    exif = Image.Exif()
    exif[0x0131] = "Draw Things"
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + text.encode()
    for name in ("b.jpg", "b.webp", "b.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name, exif=exif)
        check_draw_things(tmp_path / name)


def test_draw_things_description() -> None:
    read = read_description(
        "draw prompt,\nsecond\n-draw negative\nSteps: 20, Sampler: Euler A Trailing, "
        "Guidance Scale: 4.0, Seed: 42, Size: 640x480, Model: m.ckpt, Strength: 0.5"
    )
    assert read is not None
    assert read.recipe["prompt"] == "draw prompt,\nsecond"
    assert read.recipe["negative_prompt"] == "draw negative"
    assert (read.recipe["sampler"], read.recipe["noise_schedule"]) == ("euler_ancestral", "simple")
    assert read.recipe["image"]["strength"] == 0.5


def iptc(caption: bytes) -> bytes:
    record = b"\x1c\x02\x00\x00\x02\x00\x02"
    record += b"\x1c\x02\x78" + struct.pack(">H", len(caption)) + caption
    name = b"8BIM\x04\x25\x03abc" + struct.pack(">I", 3) + b"odd\0"
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(record)) + record
    return name + block + (b"\0" if len(record) % 2 else b"")


def with_caption(path: Path, caption: str) -> Path:
    Image.new("RGB", (8, 8)).save(path)
    data = b"Photoshop 3.0\0" + iptc(caption.encode())
    segment = b"\xff\xed" + struct.pack(">H", len(data) + 2) + data
    path.write_bytes(path.read_bytes()[:2] + segment + path.read_bytes()[2:])
    return path


def test_mochi_in_iptc_and_xmp(tmp_path: Path) -> None:
    packet = xmp(
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escaped(MOCHI)}</rdf:li>'
        "</rdf:Alt></dc:description>"
    )
    paths = [
        with_caption(tmp_path / "a.jpg", MOCHI),
        png(tmp_path / "b.png", **{"XML__com.adobe.xmp": packet}),
    ]
    for path in paths:
        read = read_recipe(path)
        assert read is not None
        assert read.source == "Mochi Diffusion"
        assert dict(read.recipe) == {
            "prompt": "a cube; Steps of stone: two, 큐브",
            "negative_prompt": "blur",
            "model": {"name": "Example_split-einsum", "family": "", "hash": ""},
            "steps": 8,
            "seed": 42,
            "guidance_scale": 7.5,
            "width": 512,
            "height": 512,
            "sampler": "dpmpp_2m",
            "compute_unit": "CPU_AND_NE",
            "app": "Mochi Diffusion 6.0",
        }
        assert read.unmapped == ()


def test_mochi_lists_what_it_cannot_map() -> None:
    read = read_caption(
        "Include in Image: x; Seed: 1; Upscaler: RealESRGAN; Scheduler: Discrete Flow; "
        "Generator: Mochi Diffusion 6.0"
    )
    assert read is not None
    assert dict(read.unmapped) == {"sampler": "Discrete Flow", "Upscaler": "RealESRGAN"}
    assert read_caption("Include in Image: x; Seed: 1") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=10,
)


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from(sorted(INVOKE_5)), JSON))
def test_any_invokeai_values(changes: dict[str, Any]) -> None:
    read_invokeai({**INVOKE_5, **changes})
    read_sd_metadata({"image": {"prompt": changes.get("loras", ""), **changes}})


@settings(max_examples=40)
@given(st.dictionaries(st.sampled_from([*sorted(DRAW_THINGS), "clip_skip", "lora"]), JSON))
def test_any_draw_things_values(changes: dict[str, Any]) -> None:
    read_draw_things({**DRAW_THINGS, **changes})


@given(st.text(max_size=200))
def test_any_caption(text: str) -> None:
    read_caption(text)
    read_caption(f"Include in Image: {text}; Seed: {text}; Size: {text}; Generator: {text}")
    read_description(f"{text}\nGuidance Scale: {text}, Seed: 1, Steps: {text}, Size: {text}")


@given(st.binary(max_size=200))
def test_any_photoshop_block(data: bytes) -> None:
    caption_of(data)
    caption_of(b"8BIM\x04\x04\0\0" + data)
    caption_of(iptc(b"x")[:-9] + data)
