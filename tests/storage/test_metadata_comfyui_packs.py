"""Graphs of ComfyUI's most used packs: what their loaders, stacks, pipes and samplers mean."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.comfyui.comfyui_recipe import read_comfyui

Nodes = dict[str, Any]
SAMPLING = {"seed": 7, "steps": 9, "cfg": 3.0, "sampler_name": "euler", "scheduler": "karras"}


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}


def plain(**changes: Any) -> Nodes:
    graph = {
        "3": node(
            "KSampler",
            **SAMPLING,
            denoise=1.0,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name="base.safetensors"),
        "5": node("EmptyLatentImage", width=64, height=96, batch_size=1),
        "6": node("CLIPTextEncode", text="red apple", clip=["4", 1]),
        "7": node("CLIPTextEncode", text="blur", clip=["4", 1]),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", images=["8", 0]),
    }
    return graph | changes


def must(graph: Nodes) -> ReadRecipe:
    read = read_comfyui(graph)
    assert read is not None
    return read


def rewired(graph: Nodes, **inputs: Any) -> Nodes:
    graph["3"]["inputs"] |= inputs
    return graph


def everything(recipe: Any) -> tuple[Any, ...]:
    keys = ("prompt", "negative_prompt", "width", "height", "seed", "steps", "sampler")
    return (*(recipe.get(key) for key in keys), recipe.model_name)


EXPECTED = ("red apple", "blur", 64, 96, 7, 9, "euler", "base")


def efficient() -> Nodes:
    graph = plain()
    for name in ("4", "5", "6", "7"):
        del graph[name]
    graph["20"] = node(
        "Efficient Loader",
        ckpt_name="base.safetensors",
        vae_name="Baked VAE",
        clip_skip=-2,
        lora_name="None",
        lora_model_strength=1.0,
        lora_clip_strength=1.0,
        positive="red apple",
        negative="blur",
        empty_latent_width=64,
        empty_latent_height=96,
        batch_size=1,
        lora_stack=["21", 0],
    )
    graph["21"] = node(
        "LoRA Stacker",
        input_mode="advanced",
        lora_count=2,
        **{"lora_name_1": "ink.safetensors", "lora_wt_1": 1.0, "model_str_1": 0.8},
        **{"clip_str_1": 0.5, "lora_name_2": "None", "lora_name_3": "old.safetensors"},
        **{"lora_wt_3": 1.0, "model_str_3": 1.0, "clip_str_3": 1.0},
    )
    graph["8"]["inputs"]["vae"] = ["20", 4]
    graph["3"]["class_type"] = "KSampler (Efficient)"
    return rewired(
        graph, model=["20", 0], positive=["20", 1], negative=["20", 2], latent_image=["20", 3]
    )


def test_efficiency_nodes() -> None:
    read = must(efficient())
    assert everything(read.recipe) == EXPECTED
    assert read.recipe["loras"] == [{"name": "ink", "weight": 0.8, "text_weight": 0.5}]
    assert read.recipe["clip_skip"] == 1


@pytest.mark.parametrize("kind", ["FromBasicPipe", "FromBasicPipe_v2"])
def test_impacts_pipes(kind: str) -> None:
    graph = plain()
    graph["20"] = node(
        "ToBasicPipe",
        model=["4", 0],
        clip=["4", 1],
        vae=["4", 2],
        positive=["6", 0],
        negative=["7", 0],
    )
    graph["21"] = node(kind, basic_pipe=["20", 0])
    rewired(graph, model=["21", 0], positive=["21", 3], negative=["21", 4])
    assert everything(must(graph).recipe) == EXPECTED
    pipe = plain() | {"20": graph["20"]}
    pipe["3"] = node("ImpactKSamplerBasicPipe", **SAMPLING, denoise=1.0, latent_image=["5", 0])
    pipe["3"]["inputs"]["basic_pipe"] = ["20", 0]
    assert everything(must(pipe).recipe) == EXPECTED


def test_impacts_wildcards() -> None:
    graph = plain()
    graph["6"] = node(
        "ImpactWildcardEncode",
        wildcard_text="red {apple|pear}",
        populated_text="red apple",
        model=["4", 0],
        clip=["4", 1],
        seed=1,
    )
    rewired(graph, positive=["6", 2], model=["6", 0])
    assert everything(must(graph).recipe) == EXPECTED


def test_rgthrees_loras_and_context() -> None:
    graph = plain()
    graph["20"] = node(
        "Power Lora Loader (rgthree)",
        lora_1={"on": True, "lora": "ink.safetensors", "strength": 0.8},
        lora_2={"on": False, "lora": "off.safetensors", "strength": 1.0},
        model=["4", 0],
        clip=["4", 1],
    )
    graph["21"] = node(
        "Lora Loader Stack (rgthree)",
        **{"lora_01": "tone.safetensors", "strength_01": 0.5, "lora_02": "None"},
        model=["20", 0],
        clip=["20", 1],
    )
    graph["22"] = node("Context (rgthree)", model=["21", 0], positive=["6", 0], seed=7)
    graph["23"] = node("Seed (rgthree)", seed=7)
    rewired(graph, model=["22", 1], positive=["22", 4], seed=["23", 0])
    read = must(graph)
    assert everything(read.recipe) == EXPECTED
    assert read.recipe["loras"] == [
        {"name": "ink", "weight": 0.8},
        {"name": "tone", "weight": 0.5},
    ]


def test_easy_use() -> None:
    graph = plain()
    graph["20"] = node("easy positive", positive="red apple")
    graph["6"]["inputs"]["text"] = ["20", 0]
    assert everything(must(graph).recipe) == EXPECTED
    for name in ("3", "4", "5", "6", "7"):
        del graph[name]
    graph["20"] = node(
        "easy fullLoader",
        **{"ckpt_name": "base.safetensors", "lora_name": "None", "positive": "red apple"},
        **{"negative": "blur", "resolution": "width x height (custom)", "clip_skip": -1},
        **{"empty_latent_width": 64, "empty_latent_height": 96},
    )
    graph["21"] = node("easy preSampling", **SAMPLING, denoise=1.0, pipe=["20", 0])
    graph["3"] = node("easy kSampler", pipe=["21", 0], image_output="Preview")
    graph["9"] = node("SaveImage", images=["3", 1])
    assert everything(must(graph).recipe) == EXPECTED


def test_comfyrolls_stack_and_sizes() -> None:
    graph = plain()
    graph["20"] = node(
        "CR LoRA Stack",
        **{"switch_1": "On", "lora_name_1": "ink.safetensors", "model_weight_1": 0.8},
        **{"clip_weight_1": 0.8, "switch_2": "Off", "lora_name_2": "off.safetensors"},
        **{"model_weight_2": 1.0, "clip_weight_2": 1.0},
    )
    graph["21"] = node("CR Apply LoRA Stack", model=["4", 0], clip=["4", 1], lora_stack=["20", 0])
    graph["22"] = node(
        "CR SDXL Aspect Ratio",
        **{"width": 1024, "height": 1024, "aspect_ratio": "2:3 portrait 832x1216"},
        swap_dimensions="Off",
    )
    rewired(graph, model=["21", 0], latent_image=["22", 4])
    recipe = must(graph).recipe
    assert recipe["loras"] == [{"name": "ink", "weight": 0.8}]
    assert (recipe["width"], recipe["height"]) == (832, 1216)
    graph["5"]["inputs"] |= {"width": ["22", 0], "height": ["22", 1]}
    graph["22"]["inputs"]["swap_dimensions"] = "On"
    recipe = must(rewired(graph, latent_image=["5", 0])).recipe
    assert (recipe["width"], recipe["height"]) == (1216, 832)


def test_loaders_and_texts_of_other_packs() -> None:
    graph = plain()
    graph["4"] = node("CheckpointLoader|pysssss", ckpt_name={"content": "base.safetensors"})
    graph["20"] = node("Text Concatenate", delimiter=" ", text_a="red", text_b=["21", 0])
    graph["21"] = node("Text Multiline", text="apple")
    graph["6"]["inputs"]["text"] = ["20", 0]
    assert everything(must(graph).recipe) == EXPECTED
    graph["4"] = node("CheckpointLoaderSimple", ckpt_name=["22", 0])
    graph["22"] = node("Checkpoint Selector", ckpt_name="base.safetensors")
    assert everything(must(graph).recipe) == EXPECTED


def test_a_prompt_that_is_not_found_is_no_empty_one() -> None:
    graph = plain()
    graph["6"] = node("MysteryEncoder", words=["20", 0])
    graph["20"] = node("MysteryWords", depth=3)
    read = must(graph)
    assert "prompt" not in read.recipe
    assert ("positive prompt", "comes from MysteryEncoder") in read.unmapped
    assert {"MysteryEncoder", "MysteryWords"} <= {name for name, _ in read.unmapped}


def test_boxes_masks_and_pasted_latents_are_told() -> None:
    graph = plain()
    graph["20"] = node(
        "GLIGENTextboxApply",
        **{"text": "a hat", "width": 32, "height": 32, "x": 0, "y": 0},
        conditioning_to=["6", 0],
        clip=["4", 1],
        gligen_textbox_model=["21", 0],
    )
    graph["21"] = node("GLIGENLoader", gligen_name="gligen.safetensors")
    graph["22"] = node("SetLatentNoiseMask", samples=["23", 0], mask=["24", 1])
    graph["23"] = node("VAEEncode", pixels=["24", 0], vae=["4", 2])
    graph["24"] = node("LoadImage", image="a.png")
    read = must(rewired(graph, positive=["20", 0], latent_image=["22", 0]))
    assert read.recipe["prompt"] == "red apple"
    left = dict(read.unmapped)
    assert "a hat" in left["GLIGENTextboxApply"]
    assert left["mask"] == "of SetLatentNoiseMask"


def test_what_a_second_pass_does_otherwise_is_told() -> None:
    graph = plain()
    graph["20"] = node("LatentUpscaleBy", scale_by=2.0, samples=["3", 0])
    graph["21"] = node("CLIPTextEncode", text="green pear", clip=["4", 1])
    graph["22"] = node(
        "KSampler",
        **{"seed": 8, "steps": 10, "cfg": 4.0, "sampler_name": "dpmpp_sde"},
        **{"scheduler": "normal", "denoise": 0.5},
        **{"model": ["4", 0], "positive": ["21", 0], "negative": ["7", 0]},
        latent_image=["20", 0],
    )
    graph["8"]["inputs"]["samples"] = ["22", 0]
    read = must(graph)
    assert read.recipe["high_res_fix"]["scale"] == 2.0
    assert dict(read.unmapped) == {
        "second pass: sampler_name": "dpmpp_sde",
        "second pass: scheduler": "normal",
        "second pass: cfg": "4.0",
        "second pass: seed": "8",
        "second pass: positive": "green pear",
    }


def test_workflows_list_the_widgets_of_packs() -> None:
    workflow = {
        "nodes": [
            {"id": 1, "type": "easy positive", "widgets_values": ["red apple"], "outputs": []},
            {
                "id": 2,
                "type": "Efficient Loader",
                "widgets_values": [
                    *("base.safetensors", "Baked VAE", -1, "None", 1, 1, "red apple", "blur"),
                    *("none", "comfy", 64, 96, 1),
                ],
            },
            {
                "id": 3,
                "type": "KSampler (Efficient)",
                "widgets_values": [7, "fixed", 9, 3.0, "euler", "karras", 1.0, "auto", "true"],
                "inputs": [
                    {"name": "model", "link": 1},
                    {"name": "positive", "link": 2},
                    {"name": "negative", "link": 3},
                    {"name": "latent_image", "link": 4},
                ],
            },
        ],
        "links": [
            *([1, 2, 0, 3, 0, "MODEL"], [2, 2, 1, 3, 1, "CONDITIONING"]),
            *([3, 2, 2, 3, 2, "CONDITIONING"], [4, 2, 3, 3, 3, "LATENT"]),
        ],
    }
    assert everything(must(workflow).recipe) == EXPECTED
