"""Recipes of FLUX.2 klein and Z-Image: graphs with split loaders, Forge's text, SwarmUI's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.core.model_match import match_model
from desktop.models.library import ModelLibrary
from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.comfyui.comfyui_recipe import read_comfyui
from desktop.storage.metadata.tools.swarmui import read_swarmui
from tests.models import flow_layouts as flow

Nodes = dict[str, Any]
KLEIN, Z = "flux-2-klein-4b", "z_image_turbo"


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}


def klein(loader: dict[str, Any], guider: dict[str, Any], encoder: str = "CLIPLoader") -> Nodes:
    """ComfyUI's own template for klein."""
    return {
        "1": loader,
        "2": node(encoder, clip_name="qwen_3_4b.safetensors", type="flux2", device="default"),
        "3": node("VAELoader", vae_name="flux2-vae.safetensors"),
        "4": node("CLIPTextEncode", text="a red fox in snow", clip=["2", 0]),
        "5": node("ConditioningZeroOut", conditioning=["4", 0]),
        "6": guider,
        "7": node("RandomNoise", noise_seed=42),
        "8": node("KSamplerSelect", sampler_name="euler"),
        "9": node("Flux2Scheduler", steps=4, width=1024, height=768),
        "10": node("EmptyFlux2LatentImage", width=1024, height=768, batch_size=1),
        "11": node(
            "SamplerCustomAdvanced",
            noise=["7", 0],
            guider=["6", 0],
            sampler=["8", 0],
            sigmas=["9", 0],
            latent_image=["10", 0],
        ),
        "12": node("VAEDecode", samples=["11", 0], vae=["3", 0]),
        "13": node("SaveImage", images=["12", 0]),
    }


def z_image(loader: dict[str, Any], shift: float = 3.0) -> Nodes:
    """ComfyUI's own template for Z-Image Turbo."""
    return {
        "1": loader,
        "2": node("CLIPLoader", clip_name="qwen_3_4b.safetensors", type="lumina2"),
        "3": node("VAELoader", vae_name="ae.safetensors"),
        "4": node("CLIPTextEncode", text="a red fox in snow", clip=["2", 0]),
        "5": node("ConditioningZeroOut", conditioning=["4", 0]),
        "6": node("ModelSamplingAuraFlow", model=["1", 0], shift=shift),
        "7": node("EmptySD3LatentImage", width=1024, height=768, batch_size=1),
        "8": node(
            "KSampler",
            model=["6", 0],
            positive=["4", 0],
            negative=["5", 0],
            latent_image=["7", 0],
            seed=42,
            steps=9,
            cfg=1.0,
            sampler_name="res_multistep",
            scheduler="simple",
            denoise=1.0,
        ),
        "9": node("VAEDecode", samples=["8", 0], vae=["3", 0]),
        "10": node("SaveImage", images=["9", 0]),
    }


CFG = node("CFGGuider", model=["1", 0], positive=["4", 0], negative=["5", 0], cfg=1.0)
BASIC = node("BasicGuider", model=["1", 0], conditioning=["4", 0])
UNET = node("UNETLoader", unet_name=f"flux/{KLEIN}.safetensors", weight_dtype="default")
GGUF = node("UnetLoaderGGUF", unet_name=f"{KLEIN}-Q8_0.gguf")
Z_UNET = node("UNETLoader", unet_name=f"{Z}.safetensors", weight_dtype="default")
Z_GGUF = node("UnetLoaderGGUF", unet_name=f"{Z}-Q8_0.gguf")


def must(data: object) -> ReadRecipe:
    read = read_comfyui(data)
    assert read is not None
    return read


def saved(graph: Nodes) -> dict[str, Any]:
    """The same graph as the editor saves it: widgets by place, links apart."""
    seeds = {"noise_seed": "fixed", "seed": "fixed"}
    nodes: list[dict[str, Any]] = []
    links: list[list[Any]] = []
    kinds = {"model": "MODEL", "clip": "CLIP", "vae": "VAE"}
    order = ("seed", "steps", "cfg", "sampler_name", "scheduler", "denoise")
    for key, one in graph.items():
        inputs: list[dict[str, Any]] = []
        widgets: list[Any] = []
        names = order if one["class_type"] == "KSampler" else tuple(one["inputs"])
        for name in (*(n for n in one["inputs"] if n not in names), *names):
            value = one["inputs"][name]
            if isinstance(value, list):
                kind = kinds.get(name, name.upper())
                links.append([len(links) + 1, int(value[0]), value[1], int(key), len(inputs), kind])
                inputs.append({"name": name, "type": kind, "link": len(links)})
            else:
                widgets += [value, *([seeds[name]] if name in seeds else [])]
        nodes.append(
            {
                "id": int(key),
                "type": one["class_type"],
                "mode": 0,
                "inputs": inputs,
                "widgets_values": widgets,
            }
        )
    return {"nodes": nodes, "links": links, "version": 0.4}


GRAPHS = {
    "klein": (klein(UNET, CFG), KLEIN),
    "klein, basic guider": (klein(UNET, BASIC), KLEIN),
    "klein, GGUF": (klein(GGUF, CFG, "CLIPLoaderGGUF"), f"{KLEIN}-Q8_0"),
    "Z-Image": (z_image(Z_UNET), Z),
    "Z-Image, GGUF": (z_image(Z_GGUF), f"{Z}-Q8_0"),
}


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("form", ["api", "workflow"])
def test_a_graph_with_split_loaders(name: str, form: str) -> None:
    graph, model = GRAPHS[name]
    read = must(json.loads(json.dumps(graph if form == "api" else saved(graph))))
    recipe, mine = read.recipe, name.startswith("klein")
    assert recipe.model_name == model
    assert recipe["prompt"] == "a red fox in snow"
    assert (recipe["width"], recipe["height"], recipe["seed"]) == (1024, 768, 42)
    assert (recipe["steps"], recipe["guidance_scale"]) == (4 if mine else 9, 1.0)
    sampling = ("euler", "default") if mine else ("res_multistep", "simple")
    assert (recipe["sampler"], recipe["noise_schedule"]) == sampling
    assert "vae" not in recipe
    assert read.unmapped == ()


def test_another_shift_is_named() -> None:
    assert must(z_image(Z_UNET, 6.0)).unmapped == (("ModelSamplingAuraFlow", '{"shift": 6.0}'),)


def test_a_checkpoints_other_vae_stays() -> None:
    graph = z_image(node("CheckpointLoaderSimple", ckpt_name="all-in-one.safetensors"))
    assert must(graph).recipe["vae"] == "ae.safetensors"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> ModelLibrary:
    root = tmp_path_factory.mktemp("models")
    for stem, tensors in (
        (KLEIN, flow.klein_as_bfl(flow.klein())),
        (Z, flow.z_image_as_comfyui(flow.z_image())),
    ):
        flow.write_hole(root / "diffusion_models" / f"{stem}.safetensors", tensors)
        flow.write_gguf_hole(root / "unet" / f"{stem}-Q8_0.gguf", tensors, "Q8_0")
    return ModelLibrary([root])


FORGE = """a red fox in snow
Steps: {steps}, Sampler: Euler, Schedule type: Simple, CFG scale: 1, Distilled CFG Scale: 3.5, \
Seed: 42, Size: 1024x768, Model hash: {hash}, Model: {model}, Version: neo, Module 1: {vae}, \
Module 2: qwen_3_4b"""


@pytest.mark.parametrize(("model", "steps", "vae"), [(KLEIN, 4, "flux2-vae"), (Z, 9, "ae")])
def test_forge_and_swarmui_and_the_library(
    library: ModelLibrary, model: str, steps: int, vae: str
) -> None:
    forge = read_parameters(FORGE.format(model=model, steps=steps, vae=vae, hash="0123456789"))
    swarm = read_swarmui(
        {
            "sui_image_params": {
                "prompt": "a red fox in snow",
                "model": f"{model}.safetensors",
                "seed": 42,
                "steps": steps,
                "cfgscale": 1.0,
                "width": 1024,
                "height": 768,
                "sampler": "euler",
                "scheduler": "simple",
                "sigmashift": 5.0,
                "swarm_version": "0.9.7",
            }
        }
    )
    for read in (forge, swarm):
        assert read is not None
        recipe = read.recipe
        assert (recipe["steps"], recipe["guidance_scale"], recipe["seed"]) == (steps, 1.0, 42)
        assert (recipe["sampler"], recipe["noise_schedule"]) == ("euler", "simple")
        assert (recipe["width"], recipe["height"]) == (1024, 768)
        found = match_model(recipe.model_name, "", library.models())
        assert Path(found.path).stem == model
    assert forge is not None
    assert swarm is not None
    assert dict(forge.unmapped)["Distilled CFG Scale"] == "3.5"
    assert {"Module 1", "Module 2"} <= dict(forge.unmapped).keys()
    assert "sigmashift" in dict(swarm.unmapped)


@pytest.mark.parametrize("name", GRAPHS)
def test_the_graphs_model_is_found(library: ModelLibrary, name: str) -> None:
    graph, model = GRAPHS[name]
    found = match_model(must(graph).recipe.model_name, "", library.models())
    assert Path(found.path).stem == model
