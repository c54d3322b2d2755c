"""Every family and every asset is named rightly from its header alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.models.families.known_families import traits_of
from desktop.models.families.torch_capabilities import with_overrides
from desktop.models.recognition.recognise import recognise_file, recognise_header
from desktop.models.recognition.safetensors_header import Header
from desktop.models.recognition.single_file_configs import config_name
from desktop.models.resources import resource
from tests.models.conftest import write_tensors

FAMILIES = json.loads(resource("configs", "families.json").read_text())
PUBLISHED_UNET_PARAMETERS = {
    "sd1": 859_520_964,
    "sd2_base": 865_910_724,
    "sd2_768v": 865_910_724,
    "sdxl": 2_567_463_684,
    "sdxl_turbo": 2_567_463_684,
}
NAMES = {
    "sd1_lcm": "dreamshaper-LCM",
    "sd1_turbo": "photon_turbo",
    "sd2_base": "v2-1_512-ema-pruned",
    "sd2_768v": "v2-1_768-ema-pruned",
    "sd2_turbo": "sd_turbo",
    "sdxl": "sd_xl_base_1.0",
    "sdxl_v": "noobaiXL_vPred10",
    "sdxl_v_zero_snr": "noobai",
    "sdxl_turbo": "sd_xl_turbo_1.0_fp16",
    "sdxl_lightning": "sdxl_lightning_4step",
    "sdxl_lcm": "someXL_lcm_v2",
    "ssd1b": "SSD-1B-A1111",
    "ssd1b_lcm": "ssd-1b-lcm",
}


NOTES = {"sdxl_v_zero_snr": {"ss_v_parameterization": "True", "ss_zero_terminal_snr": "True"}}


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_leads_back_to_its_own_configs(
    name: str, tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    path = tmp_path / f"{NAMES.get(name, name)}.safetensors"
    file = hollow(path, name, **NOTES.get(name, {}))
    found = recognise_file(file)
    assert found.problem is None
    assert found.what == "checkpoint"
    assert found.precision == "fp16"
    assert found.size_bytes == file.stat().st_size
    assert config_name(found.family, found.variant, found.prediction) == name


@pytest.mark.parametrize(("name", "count"), PUBLISHED_UNET_PARAMETERS.items())
def test_unets_have_the_published_number_of_parameters(
    name: str, count: int, shapes_of: Callable[[str], dict[str, tuple[int, ...]]]
) -> None:
    total = 0
    for key, shape in shapes_of(name).items():
        if key.startswith("model.diffusion_model."):
            size = 1
            for side in shape:
                size *= side
            total += size
    assert total == count


def test_a_turbo_file_of_the_published_name_has_the_published_size(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    file = hollow(tmp_path / "sd_xl_turbo_1.0_fp16.safetensors", "sdxl_turbo")
    assert abs(file.stat().st_size - 6_938_081_905) < 100_000


def _header(shapes: dict[str, tuple[int, ...]]) -> Header:
    return Header(shapes=shapes, names="\n" + "\n".join(shapes) + "\n")


def test_zero_snr_is_taken_where_the_file_says_so(
    tmp_path: Path, shapes_of: Callable[[str], dict[str, tuple[int, ...]]]
) -> None:
    for extra, name in (
        (("v_pred",), "sdxl_v"),
        (("v_pred", "ztsnr"), "sdxl_v_zero_snr"),
        (("ztsnr",), "sdxl"),
    ):
        shapes = shapes_of("sdxl") | dict.fromkeys(extra, (1,))
        found = recognise_header(_header(shapes), tmp_path / "mix.safetensors")
        assert config_name(found.family, found.variant, found.prediction) == name


def test_cosxl_is_refused_by_its_name(
    tmp_path: Path, shapes_of: Callable[[str], dict[str, tuple[int, ...]]]
) -> None:
    shapes = shapes_of("sdxl") | {"edm_vpred.sigma_max": (1,), "edm_vpred.sigma_min": (1,)}
    found = recognise_header(_header(shapes), tmp_path / "cosxl.safetensors")
    assert "CosXL" in str(found.problem)


def test_sd2_that_does_not_say_what_it_predicts_is_marked_unsure(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    found = recognise_file(hollow(tmp_path / "mymix.safetensors", "sd2_base"))
    assert (found.family, found.sure, found.prediction) == ("sd2", False, "v_prediction")
    assert "768-v" in str(found.notices[0])


def test_sd2_is_told_by_its_notes_and_by_the_config_beside_it(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    noted = hollow(
        tmp_path / "a.safetensors", "sd2_base", **{"modelspec.prediction_type": "epsilon"}
    )
    assert recognise_file(noted).variant == "base"
    beside = hollow(tmp_path / "b.safetensors", "sd2_base")
    beside.with_suffix(".yaml").write_text('model:\n  params:\n    parameterization: "v"\n')
    assert recognise_file(beside).variant == "768-v"
    assert recognise_file(beside).sure


def test_the_steps_of_a_distilled_file_are_in_its_name(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    two = recognise_file(hollow(tmp_path / "sdxl_lightning_2step.safetensors", "sdxl"))
    assert (two.variant, two.defaults) == ("lightning", {"steps": 2})
    real = recognise_file(hollow(tmp_path / "hyperrealism_12steps.safetensors", "sdxl"))
    assert (real.variant, real.defaults) == ("", {})


def test_the_folder_of_a_clone_tells_turbo(tmp_path: Path, hollow: Callable[..., Path]) -> None:
    assert recognise_file(hollow(tmp_path / "sdxl-turbo/model.safetensors", "sdxl")).variant == (
        "turbo"
    )


LORA = "lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k"
ASSETS: dict[str, tuple[dict[str, tuple[int, ...]], str, str, str]] = {
    "kohya-sd1": ({f"{LORA}.lora_down.weight": (8, 768), f"{LORA}.lora_up.weight": (640, 8)},
                  "lora", "sd1", ""),
    "kohya-sd2": ({f"{LORA}.lora_down.weight": (8, 1024)}, "lora", "sd2", ""),
    "kohya-sdxl": ({f"{LORA}.lora_down.weight": (8, 2048)}, "lora", "sdxl", ""),
    "lcm-lora-sdxl": ({"lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k"
                       ".lora_down.weight": (64, 2048)}, "lora", "sdxl", "lcm"),
    "sdxl_lightning_4step_lora": (
        {"unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.down.weight":
         (64, 2048)}, "lora", "sdxl", "lightning"),
    "peft": ({"unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight":
              (4, 768)}, "lora", "sd1", ""),
    "te-only-xl": ({"lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight": (4, 1280)},
                   "lora", "sdxl", ""),
    "lcm-lora-ssd-1b": (
        {f"lora_unet_down_blocks_2_attentions_0_transformer_blocks_{n}_attn2_to_k"
         ".lora_down.weight": (64, 2048) for n in range(4)}, "lora", "ssd1b", "lcm"),
    "lycoris": ({f"{LORA}.hada_w1_a": (640, 8), "lora_te2_x.hada_w1_a": (1, 1)},
                "lora", "sdxl", ""),
    "vae-ft-mse": ({"decoder.conv_in.weight": (512, 4, 3, 3),
                    "encoder.conv_in.weight": (128, 3, 3, 3)}, "vae", "sd1", ""),
    "my_vae": ({"decoder.conv_in.weight": (512, 4, 3, 3)}, "vae", "unknown", ""),
    "sdxl_vae": ({"decoder.conv_in.weight": (512, 4, 3, 3)}, "vae", "sdxl", ""),
    "taesd_decoder": ({"1.weight": (64, 4, 3, 3), "3.conv.0.weight": (64, 64, 3, 3)},
                      "vae", "sd1", "tiny"),
    "taesd": ({"decoder.layers.1.weight": (64, 4, 3, 3), "encoder.layers.0.weight": (64, 3, 3, 3)},
              "vae", "sd1", "tiny"),
    "control_v11p_sd15_canny": (
        {"control_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight": (320, 768)},
        "controlnet", "sd1", ""),
    "controlnet-canny-sdxl": (
        {"controlnet_cond_embedding.conv_in.weight": (16, 3, 3, 3),
         "down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.weight": (640, 2048)},
        "controlnet", "sdxl", ""),
    "EasyNegative": ({"emb_params": (8, 768)}, "embedding", "sd1", ""),
    "my-token": ({"<my-token>": (2, 1024)}, "embedding", "sd2", ""),
    "negativeXL": ({"clip_l": (8, 768), "clip_g": (8, 1280)}, "embedding", "sdxl", ""),
    "RealESRGAN_x4plus": ({"conv_first.weight": (64, 3, 3, 3),
                           "body.0.rdb1.conv1.weight": (32, 64, 3, 3)}, "upscaler", "unknown",
                          "esrgan"),
    "4x-UltraSharp": ({"model.0.weight": (64, 3, 3, 3),
                       "model.1.sub.0.RDB1.conv1.0.weight": (32, 64, 3, 3)}, "upscaler",
                      "unknown", "esrgan"),
    "realesr-animevideov3": ({"body.0.weight": (64, 3, 3, 3), "body.1.weight": (64,),
                              "body.2.weight": (64, 64, 3, 3)}, "upscaler", "unknown", "compact"),
}  # fmt: skip


@pytest.mark.parametrize("name", ASSETS)
def test_assets_and_what_they_belong_to(name: str, tmp_path: Path) -> None:
    shapes, what, family, variant = ASSETS[name]
    found = recognise_file(write_tensors(tmp_path / f"{name}.safetensors", shapes))
    assert (found.what, found.family, found.variant, found.problem) == (what, family, variant, None)


STRANGERS = {
    "flux": ({"model.diffusion_model.double_blocks.0.img_attn.norm.key_norm.scale": (128,)},
             "FLUX"),
    "sd3": ({"model.diffusion_model.joint_blocks.0.context_block.adaLN_modulation.1.bias": (9,),
             "first_stage_model.decoder.conv_in.weight": (512, 16, 3, 3)}, "SD3"),
    "flux-lora": ({"transformer.single_transformer_blocks.0.attn.to_k.lora_A.weight": (8, 3072)},
                  "FLUX"),
    "pix2pix": ({"model.diffusion_model.input_blocks.0.0.weight": (320, 8, 3, 3)}, "kind"),
    "t5": ({"encoder.block.0.layer.0.SelfAttention.k.weight": (4, 4)}, "text encoder"),
    "control-lora": ({"lora_controlnet": (0,), "x.lora_down.weight": (1, 1)}, "Control-LoRA"),
    "odd": ({"something.else": (3,), "two": (2,)}, "doesn’t know"),
}  # fmt: skip


@pytest.mark.parametrize("name", STRANGERS)
def test_what_easel_cant_run_says_so(name: str, tmp_path: Path) -> None:
    shapes, words = STRANGERS[name]
    found = recognise_file(write_tensors(tmp_path / f"{name}.safetensors", shapes))
    assert words in str(found.problem)
    assert str(found.problem).endswith(".")


def test_a_checkpoint_without_its_text_encoder_is_refused(
    tmp_path: Path, shapes_of: Callable[[str], dict[str, tuple[int, ...]]]
) -> None:
    bare = {k: v for k, v in shapes_of("sdxl").items() if not k.startswith("conditioner.")}
    found = recognise_file(write_tensors(tmp_path / "unet.safetensors", bare))
    assert "no text encoder" in str(found.problem)


def test_pickles_are_never_opened_and_tell_how_to_convert(tmp_path: Path) -> None:
    trap = tmp_path / "it's a model.ckpt"
    trap.write_bytes(b"\x80\x02cos\nsystem\n(S'touch pwned'\ntR.")
    found = recognise_file(trap)
    assert "pickle" in str(found.problem)
    assert "save_file" in str(found.details[0][1])
    assert not (tmp_path / "pwned").exists()
    (tmp_path / "embeddings").mkdir()
    small = tmp_path / "embeddings" / "bad-hands.pt"
    small.write_bytes(b"x")
    assert recognise_file(small).what == "embedding"


POINTER = (
    b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 6938081905\n"
)
BROKEN = {
    "a.safetensors": (POINTER, "git lfs pull"),
    "b.safetensors": (b"<!DOCTYPE html><html>", "web page"),
    "c.safetensors": (b"PK\x03\x04" + b"\0" * 30, "pickle"),
    "d.safetensors": (b"", "empty"),
    "e.safetensors": (b"\x10\0\0\0\0\0\0\0{}", "cut off"),
    "f.safetensors": (b"\xff" * 64, "no safetensors"),
    "g.safetensors.part": (b"half", "partial download"),
    "h.safetensors.crdownload": (b"half", "partial download"),
    "i.gguf": (b"GGUF", "GGUF"),
    "j.ckpt": (POINTER, "git lfs pull"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_says_what_to_do(name: str, tmp_path: Path) -> None:
    data, words = BROKEN[name]
    (tmp_path / name).write_bytes(data)
    assert words in str(recognise_file(tmp_path / name).problem)


def test_a_file_cut_at_its_end_names_the_missing_bytes(
    tmp_path: Path, hollow: Callable[..., Path]
) -> None:
    file = hollow(tmp_path / "sd.safetensors", "sd1")
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - 4096)
    assert "4,096 bytes are missing" in str(recognise_file(file).problem)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 0, -8, True, "512", 2.5])
def test_a_damaged_wish_of_a_model_is_left_out(value: object) -> None:
    kept = traits_of("sd1").defaults
    assert with_overrides(kept, {"width": value, "steps": 7}).width == kept.width
    assert with_overrides(kept, {"width": value, "steps": 7}).steps == 7
