"""Files that other programs have, each by its right name; keys as those programs write them."""

# ruff: noqa: E501  (one file a line: it is a table)

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.models.recognition.recognise import recognise_file, recognise_header
from desktop.models.recognition.safetensors_header import Header

Shapes = dict[str, tuple[int, ...]]
KEY = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k"


def header(shapes: Shapes) -> Header:
    return Header(shapes=shapes, names="\n" + "\n".join(shapes) + "\n")


@pytest.mark.parametrize(
    ("shapes", "what", "words"),
    [
        ({"lllite_unet_input_blocks_4_1.conditioning1.0.weight": (4, 3, 4, 4)}, "controlnet", "LLLite"),
        ({"lora_controlnet": (), "input_blocks.1.0.emb_layers.1.down": (4, 4)}, "controlnet", "Control-LoRA"),
        ({"input_hint_block.0.weight": (16, 3, 3, 3), "input_blocks.0.0.weight": (320, 4, 3, 3)}, "controlnet", "ControlNet"),
        ({"body.0.block1.weight": (320, 320, 3, 3), "conv_in.weight": (320, 192, 3, 3)}, "component", "T2I-Adapter"),
        ({"position_net.linears.0.weight": (512, 832)}, "component", "GLIGEN"),
        ({"id_encoder.visual_projection_2.weight": (1280, 1024)}, "component", "PhotoMaker"),
        ({"RRDB_trunk.0.RDB1.conv1.weight": (32, 64, 3, 3)}, "upscaler", "ESRGAN"),
        ({"block_1.c1_r.sk.weight": (48, 48, 1, 1)}, "upscaler", "another kind"),
        ({"0.weight": (64, 3, 3, 3), "1.conv.0.weight": (64, 64, 3, 3)}, "component", "tiny VAE"),
        ({"1.weight": (64, 16, 3, 3), "3.conv.0.weight": (64, 64, 3, 3)}, "vae", "FLUX"),
        ({"model.layers.0.self_attn.q_proj.weight": (8, 8)}, "component", "language model"),
        ({"transformer_blocks.0.img_mlp.net.0.proj.lora_A.weight": (4, 8)}, "lora", "Qwen-Image"),
        ({"transformer_blocks.0.attn.to_q.lora_A.weight": (4, 8)}, "lora", "transformer"),
        ({"distilled_guidance_layer.a": (1,), "double_blocks.0.img_attn.qkv.weight": (1, 1)}, "checkpoint", "Chroma"),
    ],
)  # fmt: skip
def test_what_easel_cannot_use_has_its_name(shapes: Shapes, what: str, words: str) -> None:
    found = recognise_header(header(shapes), Path("x.safetensors"))
    assert found.what == what
    assert words in str(found.problem)


@pytest.mark.parametrize(
    ("shapes", "family"),
    [
        ({f"{KEY}.hada_w1_b": (4, 768), f"{KEY}.hada_w1_a": (320, 4)}, "sd1"),
        ({f"{KEY}.hada_w1_b": (4, 2048), f"{KEY}.hada_w1_a": (640, 4)}, "sdxl"),
        ({f"{KEY}.lokr_w1": (8, 8), f"{KEY}.lokr_w2": (40, 96)}, "sd1"),
        ({f"{KEY}.lokr_w1": (8, 8), f"{KEY}.lokr_w2_a": (80, 4), f"{KEY}.lokr_w2_b": (4, 256)}, "sdxl"),
        ({f"{KEY}.diff": (320, 768)}, "sd1"),
        ({"lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight": (4, 768)}, "sd1"),
        ({"lora_te1_text_model_encoder_layers_0_self_attn_q_proj.lora_down.weight": (4, 768)}, "sdxl"),
        ({f"{KEY}.on_input": (), f"{KEY}.weight": (320,)}, "unknown"),
    ],
)  # fmt: skip
def test_the_family_of_every_kind_of_lora(shapes: Shapes, family: str) -> None:
    found = recognise_header(header(shapes), Path("x.safetensors"))
    assert (found.what, found.family, found.problem) == ("lora", family, None)


def test_half_of_a_faceid_is_refused() -> None:
    shapes: Shapes = {f"{KEY}.lora_down.weight": (4, 768), f"{KEY}.lora_up.weight": (320, 4)}
    path = Path("ip-adapter-faceid-plusv2_sd15_lora.safetensors")
    assert "FaceID" in str(recognise_header(header(shapes), path).problem)


def test_draw_things_files_are_no_pickles(tmp_path: Path) -> None:
    path = tmp_path / "model_f16.ckpt"
    path.write_bytes(b"SQLite format 3\0" + bytes(100))
    found = recognise_file(path)
    assert "Draw Things" in str(found.problem)
    assert found.details == ()
