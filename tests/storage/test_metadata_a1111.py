from __future__ import annotations

import io
from pathlib import Path

import piexif
import piexif.helper
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sd_parsers import ParserManager

from desktop.storage.metadata.formats.exif import exif_block, exif_texts
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.a1111_text import parameters_text, quoted
from desktop.storage.pictures.picture_files import write_picture
from tests.storage.samples import AWKWARD_PROMPTS, make_recipe, pixels

REAL = (
    "girl with a beret, blue eyes, by Alphonse Mucha: ((eyeshadow)) <lora:pastel:0.6>\n"
    "second line, detailed\n"
    "Negative prompt: ugly, fat, [blurry],\nextra_limb\n"
    "Steps: 20, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 965400086, Size: 512x768, "
    'Model hash: 45dee52bAA, Model: "dream, shaper", Denoising strength: 0.55, Clip skip: 2, '
    'Lora hashes: "pastel: abc", TI hashes: "easy: 1", Version: v1.9.4'
)

KEPT: list[Image.Image] = []
"""sd-parsers remembers the last picture by its id(), so ids must not come again."""


def plain_png(path: Path, **texts: str) -> Path:
    info = PngInfo()
    for key, value in texts.items():
        info.add_text(key, value)
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    return path


def test_a_real_text_is_read() -> None:
    read = read_parameters(REAL)
    assert read is not None
    recipe = read.recipe
    assert recipe["prompt"] == (
        "girl with a beret, blue eyes, by Alphonse Mucha: ((eyeshadow))\nsecond line, detailed"
    )
    assert recipe["negative_prompt"] == "ugly, fat, [blurry],\nextra_limb"
    assert (recipe["steps"], recipe["seed"], recipe["guidance_scale"]) == (20, 965400086, 7.5)
    assert (recipe["width"], recipe["height"]) == (512, 768)
    assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m", "karras")
    assert recipe["model"] == {"name": "dream, shaper", "family": "", "hash": "45dee52baa"}
    assert recipe["loras"] == [{"name": "pastel", "weight": 0.6}]
    assert recipe["clip_skip"] == 1
    assert recipe["image"]["strength"] == 0.55
    assert read.unmapped == (("TI hashes", "easy: 1"),)
    assert read.notices


def test_the_newer_separate_schedule() -> None:
    read = read_parameters("x\nSteps: 4, Sampler: Euler a, Schedule type: SGM Uniform, Seed: 1")
    assert read is not None
    assert read.recipe["sampler"] == "euler_ancestral"
    assert read.recipe["noise_schedule"] == "sgm_uniform"


def test_what_has_no_equal_is_listed() -> None:
    read = read_parameters("x\nSteps: many, Sampler: Restarted, Seed: -1, ENSD: 31337, Size: big")
    assert read is not None
    assert "steps" not in read.recipe
    assert "sampler" not in read.recipe
    assert dict(read.unmapped) == {
        "Steps": "many",
        "sampler": "Restarted",
        "Seed": "-1",
        "ENSD": "31337",
        "Size": "big",
    }


def test_hires_fix() -> None:
    read = read_parameters(
        "x\nSteps: 20, Seed: 1, Size: 512x512, Denoising strength: 0.4, Hires upscale: 2, "
        "Hires steps: 10, Hires upscaler: Latent"
    )
    assert read is not None
    assert read.recipe["high_res_fix"] == {"scale": 2.0, "strength": 0.4, "steps": 10}
    assert "image" not in read.recipe
    assert read.unmapped == (("Hires upscaler", "Latent"),)


def test_controlnets() -> None:
    read = read_parameters(
        "a cat\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 1, Size: 512x512, "
        'ControlNet 0: "Module: depth_midas, Model: control_v11f1p_sd15_depth [cfd03158], '
        'Weight: 0.8, Resize Mode: Crop and Resize, Guidance Start: 0.1, Guidance End: 0.9", '
        'ControlNet 1: "Module: none, Model: None"'
    )
    assert read is not None
    assert read.recipe["controlnets"] == [
        {
            "name": "control_v11f1p_sd15_depth",
            "image": "",
            "preprocessor": "depth",
            "weight": 0.8,
            "start": 0.1,
            "end": 0.9,
        }
    ]
    assert "not in the file" in str(read.notices[-1])
    assert [name for name, _ in read.unmapped] == ["ControlNet 1"]


def test_a_second_pass_and_controlnets_come_back() -> None:
    use = {"name": "canny", "preprocessor": "canny", "weight": 0.5, "start": 0.0, "end": 0.5}
    recipe = make_recipe(
        image=None,
        high_res_fix={"scale": 1.5, "strength": 0.4, "steps": 12},
        controlnets=[{**use, "image": "/a.png"}],
    )
    read = read_parameters(parameters_text(recipe))
    assert read is not None
    assert read.recipe["high_res_fix"] == {"scale": 1.5, "strength": 0.4, "steps": 12}
    assert read.recipe["controlnets"] == [{**use, "image": ""}]


@pytest.mark.parametrize("text", ["", "just words", "Steps: 20, Seed: 1", "a\nb: c, d: e"])
def test_text_without_a_line_of_settings_is_no_recipe(text: str) -> None:
    assert read_parameters(text) is None


@pytest.mark.parametrize("prompt", AWKWARD_PROMPTS)
@pytest.mark.parametrize("extension", ["png", "jpg", "webp"])
def test_an_independent_reader_reads_ours(tmp_path: Path, prompt: str, extension: str) -> None:
    recipe = make_recipe(prompt=prompt, negative_prompt="bad, worse: worst\n둘째 줄 🌧")
    path = tmp_path / f"a.{extension}"
    if extension == "png":
        path = write_picture(pixels(), 8, 6, recipe, tmp_path / "a.png")
    else:
        exif = exif_block(parameters_text(recipe))
        Image.new("RGB", (8, 8)).save(path, exif=exif)
    with Image.open(path) as image:
        KEPT.append(image)
        theirs = ParserManager().parse(image)
    assert theirs is not None
    (sampler,) = theirs.samplers
    assert sampler.name == "Euler a"
    assert sampler.model is not None
    assert (sampler.model.name, sampler.model.hash) == ("starter", "0123456789")
    assert sampler.parameters["seed"] == "7"
    assert sampler.parameters["scheduler"] == "Karras"
    assert [p.value for p in sampler.prompts] == ([prompt.strip()] if prompt else [])
    assert [p.value for p in sampler.negative_prompts] == [recipe["negative_prompt"]]


@pytest.mark.parametrize("prompt", [p for p in AWKWARD_PROMPTS if "<lora" not in p])
def test_we_read_what_others_write(tmp_path: Path, prompt: str) -> None:
    text = f"{prompt}\nNegative prompt: no, not: this\nSteps: 20, Sampler: Euler a, CFG scale: 7, "
    text += "Seed: 1, Size: 8x8, Model: m"
    png = plain_png(tmp_path / "a.png", parameters=text)
    comment = piexif.helper.UserComment.dump(text, encoding="unicode")
    exif = piexif.dump({"Exif": {piexif.ExifIFD.UserComment: comment}})
    jpg, webp = tmp_path / "a.jpg", tmp_path / "a.webp"
    for path in (jpg, webp):
        Image.new("RGB", (8, 8)).save(path, exif=exif)
    for path in (png, jpg, webp):
        read = read_recipe(path)
        assert read is not None
        assert read.source == "A1111"
        assert read.recipe["prompt"] == "\n".join(line.strip() for line in prompt.split("\n"))
        assert read.recipe["negative_prompt"] == "no, not: this"
        assert read.recipe["seed"] == 1


LINE = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\x85<"),
    max_size=60,
).map(str.strip)


@given(prompt=st.lists(LINE, max_size=4), negative=LINE, name=LINE, seed=st.integers(0, 2**64 - 1))
def test_round_trip(prompt: list[str], negative: str, name: str, seed: int) -> None:
    lines = [line for line in prompt if line and not line.startswith("Negative prompt:")]
    recipe = make_recipe(
        prompt="\n".join(lines), negative_prompt=negative, seed=seed, model={"name": name}
    )
    read = read_parameters(parameters_text(recipe))
    assert read is not None
    assert read.recipe["prompt"] == recipe["prompt"]
    if not negative.startswith("Negative prompt:"):
        assert read.recipe["negative_prompt"] == negative
    assert read.recipe["seed"] == seed
    assert read.recipe["sampler"] == "euler_ancestral"
    assert read.recipe["noise_schedule"] == "karras"
    assert read.recipe["guidance_scale"] == 7.5
    assert read.unmapped == ()


@given(st.text(max_size=300))
def test_any_text_is_read_without_trouble(text: str) -> None:
    read_parameters(text)
    read_parameters(f"{text}\nSteps: 1, Seed: {text}, Size: {text}, CFG scale: {text}, Model: x")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_user_comments_come_back(text: str) -> None:
    text = f"Steps: 1{text}x"
    assert exif_texts(exif_block(text).removeprefix(b"Exif\0\0"))[0] == text


def test_either_byte_order_of_a_user_comment_is_read() -> None:
    for encoding in ("utf-16-be", "utf-16-le", "utf-16", "utf-8"):
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9286] = (
            b"UNICODE\0" + "사과\nSteps: 1, Seed: 2, CFG scale: 3".encode(encoding)
        )
        buffer = io.BytesIO()
        Image.new("RGB", (8, 8)).save(buffer, "JPEG", exif=exif)
        comment = exif_texts(exif.tobytes().removeprefix(b"Exif\0\0")).comment
        assert comment.startswith("사과\nSteps")


def test_quotes_follow_the_grammar() -> None:
    assert quoted("plain name") == "plain name"
    assert quoted('a, "b": c') == '"a, \\"b\\": c"'
    assert quoted("첫\n둘") == '"첫\\n둘"'


@pytest.mark.parametrize(
    ("sampler", "said", "schedule"),
    [
        ("Euler a", "Automatic", "normal"),
        ("DPM++ 2M", "Automatic", "karras"),
        ("DPM++ 2M SDE", "Automatic", "exponential"),
        ("DDIM", "Automatic", "ddim_uniform"),
        ("Euler", "Beta", "beta_a1111"),
        ("Euler", "KL Optimal", "kl_optimal_a1111"),
        ("Euler", "DDIM", "ddim_uniform"),
        ("Euler", "Polyexponential", "exponential"),
        ("Euler", "Align Your Steps", "align_your_steps"),
        ("Euler", "Turbo", "turbo"),
        ("Euler", "", "normal"),
        ("DPM++ 2M Karras", "", "karras"),
    ],
)
def test_schedules_as_a1111_means_them(sampler: str, said: str, schedule: str) -> None:
    kind = f", Schedule type: {said}" if said else ""
    read = read_parameters(f"x\nSteps: 4, Sampler: {sampler}{kind}, Seed: 1, CFG scale: 2")
    assert read is not None
    assert read.recipe["noise_schedule"] == schedule
    assert read.recipe["prompt_dialect"] == "a1111"
    assert not read.unmapped
