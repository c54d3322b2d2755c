"""Bad input gets one sentence that says what is allowed, good input the model's defaults."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.core.capabilities import Support, UnitChoice
from desktop.core.errors import BadInput
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import ControlNetUse, HighResFix, LoraUse, StartingImage
from desktop.models.families.known_families import traits_of
from desktop.models.families.torch_capabilities import torch_capabilities
from desktop.models.library import ModelLibrary
from desktop.models.model import Family, Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.guidance_checks import check_guidance
from desktop.models.requests.prepare import advice, check_files, prepare
from tests.models.conftest import LINUX, MAC


def torch_model(family: Family = "sd1", variant: str = "", **more: Any) -> Model:
    return Model(
        name="Test model",
        path="/models/test.safetensors",
        kind="single_file",
        family=family,
        variant=variant,
        capabilities=torch_capabilities(family, variant, MAC),
        defaults=traits_of(family, variant).defaults,
        **more,
    )


def refusal(draft: Draft, model: Model | None = None) -> str:
    with pytest.raises(BadInput) as caught:
        prepare(draft, model or torch_model(), drawn_seed=1)
    sentence = str(caught.value)
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(steps=0), "from 1 to 1,000; it is 0"),
        (Draft(steps=10_000), "from 1 to 1,000; it is 10,000"),
        (Draft(steps=10**400), "from 1 to 1,000"),
        (Draft(guidance_scale=math.nan), "from 0 to 100; it is nan"),
        (Draft(guidance_scale=math.inf), "it is inf"),
        (Draft(guidance_scale=-1.0), "from 0 to 100"),
        (Draft(seed=-1), "from 0 to 18,446,744,073,709,551,615"),
        (Draft(seed=2**64), "from 0 to 18,446,744,073,709,551,615"),
        (Draft(seed=2**32, rng="numpy"), "4,294,967,295"),
        (Draft(seed=2**32 - 1, count=2, rng="numpy"), "4,294,967,295"),
        (Draft(rng="dice"), "torch, numpy, nvidia"),
        (Draft(count=0), "from 1 to 1,000"),
        (Draft(count=1001), "from 1 to 1,000"),
        (Draft(width=500), "496 or 504 would do"),
        (Draft(height=0), "from 64 to 4096"),
        (Draft(width=8192), "from 64 to 4096"),
        (Draft(compute_unit="CPU_AND_NE"), "Neural Engine"),
        (Draft(compute_unit="TPU"), "ALL, CPU_AND_GPU, CPU_ONLY"),
        (Draft(precision="int4"), "auto, fp32, bf16, fp16"),
        (Draft(sampler="eulr"), "euler"),
        (Draft(noise_schedule="karas"), "karras"),
        (Draft(clip_skip=12), "from 0 to 11"),
        (Draft(variation_strength=1.5), "from 0 to 1"),
        (Draft(variation_seed=2**64), "variation seed"),
        (Draft(prompt="x" * 100_001), "at most 100,000"),
        (Draft(prompt="\udc80"), "no text"),
        (Draft(negative_prompt="a\0b"), "NUL"),
        (Draft(starting_image=StartingImage(path="a.png", strength=1.2)), "from 0 to 1"),
        (Draft(starting_image=StartingImage(path="a.png", strength=math.nan)), "strength"),
        (Draft(steps=4, starting_image=StartingImage(path="a.png", strength=0.1)), "10 steps"),
        (Draft(starting_image=StartingImage(path="a.png", strength=0.0)), "strength of 0"),
        (Draft(loras=(LoraUse(name="l", path="l", weight=math.inf),)), "LoRA “l”"),
        (Draft(high_res_fix=HighResFix(scale=9)), "from 1 to 4"),
        (Draft(width=2048, high_res_fix=HighResFix(scale=4)), "4096"),
        (
            Draft(controlnets=(ControlNetUse(name="c", path="c", image="i", start=0.6, end=0.5),)),
            "before its end",
        ),
        (Draft(controlnets=(ControlNetUse(name="c", path="c", image=""),)), "picture"),
    ],
)
def test_bad_input_gets_one_sentence(draft: Draft, words: str) -> None:
    assert words in refusal(draft)


def test_nothing_set_takes_the_models_defaults() -> None:
    request = prepare(Draft(prompt="a cat"), torch_model("sdxl", "turbo"), drawn_seed=5)
    assert (request.width, request.height, request.steps) == (512, 512, 1)
    assert request.guidance_scale == 1.0
    assert (request.sampler, request.noise_schedule) == ("euler", "karras")
    assert (request.seed, request.count) == (5, 1)
    assert request.compute_unit == ComputeUnit.ALL


def test_what_the_user_set_wins_over_the_defaults() -> None:
    draft = Draft(
        steps=3, guidance_scale=0, width=640, height=448, seed=2**64 - 1, compute_unit="CPU_ONLY"
    )
    request = prepare(draft, torch_model("sdxl", "turbo"))
    assert (request.steps, request.guidance_scale, request.width) == (3, 0.0, 640)
    assert (request.seed, request.compute_unit) == (2**64 - 1, ComputeUnit.CPU_ONLY)


def test_a_samplers_name_may_bring_its_noise_schedule() -> None:
    request = prepare(Draft(sampler="DPM++ 2M Karras"), torch_model(), drawn_seed=1)
    assert (request.sampler, request.noise_schedule) == ("dpmpp_2m", "karras")
    request = prepare(Draft(sampler="euler", noise_schedule="simple"), torch_model(), drawn_seed=1)
    assert (request.sampler, request.noise_schedule) == ("euler", "simple")


def test_a_long_prompt_is_fine_and_told_about_and_an_empty_one_too() -> None:
    long = prepare(Draft(prompt="고양이 🎨 " * 1700), torch_model(), drawn_seed=1)
    assert "little effect" in str(advice(long)[0])
    assert "empty" in str(advice(prepare(Draft(), torch_model(), drawn_seed=1))[0])
    assert advice(prepare(Draft(prompt="빨간 사과"), torch_model(), drawn_seed=1)) == []


def test_a_forgotten_seed_is_the_programs_fault() -> None:
    with pytest.raises(ValueError, match="drawn_seed"):
        prepare(Draft(), torch_model())


def test_an_unusable_model_says_its_reason() -> None:
    assert "pickle" in refusal(Draft(), torch_model(problem="It is a pickle."))


def test_inpainting_and_refiner_models_ask_for_what_they_need() -> None:
    start = StartingImage(path="a.png")
    assert "mask" in refusal(Draft(), torch_model("sd1", "inpainting"))
    assert "mask" in refusal(Draft(starting_image=start), torch_model("sd1", "inpainting"))
    assert "starting image" in refusal(Draft(), torch_model("sdxl_refiner"))
    prepare(Draft(starting_image=start), torch_model("sdxl_refiner"), drawn_seed=1)


def test_fixed_sizes_and_closed_capabilities_are_kept() -> None:
    capabilities = msgspec.structs.replace(
        torch_capabilities("sd1", "", MAC),
        sizes=((512, 512),),
        units=(UnitChoice(unit=ComputeUnit.CPU_AND_NE, recommended=True),),
        loras=Support(False, Message("LoRAs must be mixed in before converting.")),
    )
    model = msgspec.structs.replace(torch_model(), kind="coreml", capabilities=capabilities)
    assert "converted for 512 x 512" in refusal(Draft(width=768), model)
    assert "mixed in" in refusal(Draft(loras=(LoraUse(name="l", path="l"),)), model)
    assert "choose one of CPU_AND_NE" in refusal(Draft(compute_unit="ALL"), model)
    assert prepare(Draft(), model, drawn_seed=1).compute_unit == ComputeUnit.CPU_AND_NE


def test_missing_files_are_named(tmp_path: Any) -> None:
    model = ModelLibrary(machine=LINUX).starter()
    check_files(prepare(Draft(), model, drawn_seed=1))
    start = StartingImage(path=str(tmp_path / "gone.png"))
    with pytest.raises(BadInput, match=r"starting image .*gone\.png is not there"):
        check_files(prepare(Draft(starting_image=start), model, drawn_seed=1))


@pytest.mark.parametrize(
    ("dialect", "told"), [("easel", True), ("comfyui", True), ("a1111", False)]
)
def test_and_is_a_word_where_it_joins_nothing(dialect: str, told: bool) -> None:
    draft = Draft(prompt="a cat AND a dog", prompt_dialect=dialect)
    said = advice(prepare(draft, torch_model(), drawn_seed=1))
    assert ("plain word" in " ".join(map(str, said))) is told
    small = Draft(prompt="a cat and a dog", prompt_dialect=dialect)
    assert advice(prepare(small, torch_model(), drawn_seed=1)) == []


def test_a_sampler_that_guides_by_itself_is_refused_where_guidance_is_an_input(
    tmp_path: Path,
) -> None:
    model = msgspec.structs.replace(torch_model("sd1", "lcm"), kind="diffusers", path=str(tmp_path))
    request = prepare(Draft(prompt="x", sampler="euler_cfg_pp"), model, drawn_seed=1)
    (tmp_path / "unet").mkdir()
    config = tmp_path / "unet" / "config.json"
    config.write_text('{"time_cond_proj_dim": null}')
    check_guidance(request, model)
    config.write_text('{"time_cond_proj_dim": 256}')
    with pytest.raises(BadInput, match="draws without guidance, which Euler CFG"):
        check_guidance(request, model)
    check_guidance(msgspec.structs.replace(request, sampler="euler"), model)
