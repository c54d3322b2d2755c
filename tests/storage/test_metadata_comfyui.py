from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from sd_parsers import ParserManager

from desktop.core.sampling.sigmas import sigmas_for
from desktop.storage.metadata.reading import read_recipe
from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.comfyui.comfyui_recipe import read_comfyui
from tests.core.noise_table import sd_table

Nodes = dict[str, Any]


def node(kind: str, **inputs: Any) -> dict[str, Any]:
    return {"class_type": kind, "inputs": inputs}


def text_to_image(**changes: Any) -> Nodes:
    """The graph that ComfyUI opens with, in its API form."""
    graph = {
        "3": node(
            "KSampler",
            seed=156680208700286,
            steps=20,
            cfg=8,
            sampler_name="euler",
            scheduler="normal",
            denoise=1,
            model=["4", 0],
            positive=["6", 0],
            negative=["7", 0],
            latent_image=["5", 0],
        ),
        "4": node("CheckpointLoaderSimple", ckpt_name="SD1.5/v1-5-pruned-emaonly.safetensors"),
        "5": node("EmptyLatentImage", width=512, height=768, batch_size=1),
        "6": node("CLIPTextEncode", text='glass bottle, "galaxy": a, b\n둘째 🌌', clip=["4", 1]),
        "7": node("CLIPTextEncode", text="text, watermark", clip=["4", 1]),
        "8": node("VAEDecode", samples=["3", 0], vae=["4", 2]),
        "9": node("SaveImage", filename_prefix="ComfyUI", images=["8", 0]),
    }
    return {**graph, **changes}


def must(data: object) -> ReadRecipe:
    read = read_comfyui(data)
    assert read is not None
    return read


def test_the_default_graph() -> None:
    read = must(text_to_image())
    assert dict(read.recipe) == {
        "prompt_dialect": "comfyui",
        "seed": 156680208700286,
        "steps": 20,
        "guidance_scale": 8.0,
        "sampler": "euler",
        "noise_schedule": "normal",
        "prompt": 'glass bottle, "galaxy": a, b\n둘째 🌌',
        "negative_prompt": "text, watermark",
        "model": {"name": "v1-5-pruned-emaonly", "family": "", "hash": ""},
        "width": 512,
        "height": 768,
    }
    assert read.unmapped == ()
    assert read.notices == ()


def test_a_chain_of_loras_clip_skip_and_a_vae() -> None:
    graph = text_to_image()
    graph["3"]["inputs"]["model"] = ["11", 0]
    graph["6"]["inputs"]["clip"] = ["12", 0]
    graph["8"]["inputs"]["vae"] = ["13", 0]
    graph["10"] = node(
        "LoraLoader",
        lora_name="styles/ink.safetensors",
        strength_model=0.8,
        strength_clip=0.5,
        model=["4", 0],
        clip=["4", 1],
    )
    graph["11"] = node(
        "LoraLoaderModelOnly", lora_name="lcm.safetensors", strength_model=1.0, model=["10", 0]
    )
    graph["12"] = node("CLIPSetLastLayer", stop_at_clip_layer=-2, clip=["10", 1])
    graph["13"] = node("VAELoader", vae_name="vae-ft-mse.safetensors")
    read = must(graph)
    assert read.recipe["loras"] == [
        {"name": "ink", "weight": 0.8, "text_weight": 0.5},
        {"name": "lcm", "weight": 1.0, "text_weight": 0.0},
    ]
    assert read.recipe["clip_skip"] == 1
    assert read.recipe["vae"] == "vae-ft-mse.safetensors"
    assert read.recipe.model_name == "v1-5-pruned-emaonly"
    assert read.unmapped == ()


def test_prompts_and_seeds_that_are_links() -> None:
    graph = text_to_image()
    graph["6"]["inputs"]["text"] = ["20", 0]
    graph["3"]["inputs"]["seed"] = ["22", 0]
    graph["20"] = node("StringConcatenate", string_a=["21", 0], string_b="night", delimiter=", ")
    graph["21"] = node("PrimitiveStringMultiline", value="a city at")
    graph["22"] = node("PrimitiveInt", value=2**64 - 1)
    read = must(graph)
    assert read.recipe["prompt"] == "a city at, night"
    assert read.recipe["seed"] == 2**64 - 1
    assert read.unmapped == ()


def test_a_prompt_from_an_unknown_node_is_listed_not_guessed() -> None:
    graph = text_to_image()
    graph["6"]["inputs"]["text"] = ["20", 0]
    graph["20"] = node("LLMPromptWriter", instruction="write about dogs", temperature=0.7)
    read = must(graph)
    assert "prompt" not in read.recipe
    assert ("positive prompt", "comes from LLMPromptWriter") in read.unmapped
    assert any(name == "LLMPromptWriter" for name, _ in read.unmapped)


def test_image_to_image_runs_as_many_steps() -> None:
    graph = text_to_image()
    graph["3"]["inputs"] |= {"denoise": 0.5, "latent_image": ["20", 0]}
    graph["20"] = node("VAEEncode", pixels=["21", 0], vae=["4", 2])
    graph["21"] = node("LoadImage", image="example.png")
    read = must(graph)
    assert read.recipe["steps"] == 40
    assert read.recipe["image"] == {"path": "example.png", "strength": 0.5}
    assert "20 steps" in str(read.notices[0])
    assert "width" not in read.recipe


def test_sdxl_turbo_with_a_custom_sampler() -> None:
    graph = {
        "13": node(
            "SamplerCustom",
            add_noise=True,
            noise_seed=0,
            cfg=1,
            model=["20", 0],
            positive=["6", 0],
            negative=["7", 0],
            sampler=["14", 0],
            sigmas=["22", 0],
            latent_image=["5", 0],
        ),
        "14": node("KSamplerSelect", sampler_name="euler_ancestral"),
        "22": node("SDTurboScheduler", steps=1, denoise=1, model=["20", 0]),
        "20": node("CheckpointLoaderSimple", ckpt_name="sd_xl_turbo_1.0_fp16.safetensors"),
        "5": node("EmptyLatentImage", width=512, height=512, batch_size=1),
        "6": node("CLIPTextEncode", text="fox", clip=["20", 1]),
        "7": node("ConditioningZeroOut", conditioning=["6", 0]),
        "8": node("VAEDecode", samples=["13", 0], vae=["20", 2]),
        "27": node("SaveImage", images=["8", 0]),
    }
    read = must(graph)
    assert read.recipe["sampler"] == "euler_ancestral"
    assert read.recipe["noise_schedule"] == "sd_turbo"
    assert read.recipe["steps"] == 1
    assert read.recipe["guidance_scale"] == 1.0
    assert read.recipe["negative_prompt"] == ""
    assert read.unmapped == ()


def test_the_advanced_custom_sampler() -> None:
    graph = text_to_image()
    graph["3"] = node(
        "SamplerCustomAdvanced",
        noise=["30", 0],
        guider=["31", 0],
        sampler=["32", 0],
        sigmas=["33", 0],
        latent_image=["5", 0],
    )
    graph["30"] = node("RandomNoise", noise_seed=42)
    graph["31"] = node("CFGGuider", cfg=3.5, model=["4", 0], positive=["6", 0], negative=["7", 0])
    graph["32"] = node("KSamplerSelect", sampler_name="dpmpp_2m")
    graph["33"] = node("BasicScheduler", scheduler="karras", steps=12, denoise=1, model=["4", 0])
    read = must(graph)
    recipe = read.recipe
    assert (recipe["seed"], recipe["steps"], recipe["guidance_scale"]) == (42, 12, 3.5)
    assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m", "karras")
    assert recipe["prompt"].startswith("glass")
    assert recipe.model_name == "v1-5-pruned-emaonly"
    assert read.unmapped == ()


def test_a_second_pass_after_a_latent_upscale() -> None:
    graph = text_to_image()
    graph["8"]["inputs"]["samples"] = ["41", 0]
    graph["40"] = node("LatentUpscaleBy", upscale_method="bilinear", scale_by=1.5, samples=["3", 0])
    graph["41"] = {
        "class_type": "KSampler",
        "inputs": {
            **graph["3"]["inputs"],
            "seed": 1,
            "steps": 10,
            "denoise": 0.5,
            "latent_image": ["40", 0],
        },
    }
    read = must(graph)
    assert read.recipe["seed"] == 156680208700286
    assert read.recipe["high_res_fix"] == {"scale": 1.5, "strength": 0.5, "steps": 20}
    assert (read.recipe["width"], read.recipe["steps"]) == (512, 20)


def test_parts_that_easel_lacks_are_listed() -> None:
    graph = text_to_image()
    graph["3"]["inputs"]["positive"] = ["50", 0]
    graph["3"]["inputs"]["model"] = ["52", 0]
    graph["50"] = node(
        "ControlNetApply",
        strength=0.9,
        conditioning=["53", 0],
        control_net=["51", 0],
        image=["54", 0],
    )
    graph["51"] = node("ControlNetLoader", control_net_name="canny.safetensors")
    graph["52"] = node("FreeU_V2", b1=1.3, b2=1.4, model=["4", 0])
    graph["53"] = node("ConditioningCombine", conditioning_1=["6", 0], conditioning_2=["55", 0])
    graph["54"] = node("LoadImage", image="edges.png")
    graph["55"] = node("CLIPTextEncode", text="the other half", clip=["4", 1])
    graph["3"]["inputs"]["sampler_name"] = "dpmpp_2m_sde_gpu"
    read = must(graph)
    names = {name for name, _ in read.unmapped}
    assert {"ControlNetApply", "ControlNetLoader", "FreeU_V2"} <= names
    assert ("positive prompt, another part", "the other half") in read.unmapped
    assert read.recipe["prompt"].startswith("glass bottle")
    assert read.recipe["sampler"] == "dpmpp_2m_sde"
    assert "from the CPU" in str(read.notices[0])


def test_a_switched_off_branch_is_not_read() -> None:
    graph = text_to_image()
    graph["60"] = {
        "class_type": "KSampler",
        "inputs": {**graph["3"]["inputs"], "seed": 99, "latent_image": ["5", 0]},
    }
    read = must({"60": graph.pop("60"), **graph})
    assert read.recipe["seed"] == 156680208700286
    assert "1 more samplers" in str(read.notices[0])


def saved_workflow() -> dict[str, Any]:
    """The default graph as the editor saves it, with a rerouted prompt and a bypassed LoRA."""

    def entry(number: int, kind: str, widgets: list[Any], mode: int = 0, **links: Any) -> Any:
        inputs = [{"name": name, "type": spec[0], "link": spec[1]} for name, spec in links.items()]
        return {
            "id": number,
            "type": kind,
            "mode": mode,
            "inputs": inputs,
            "widgets_values": widgets,
        }

    return {
        "last_node_id": 12,
        "nodes": [
            entry(
                3,
                "KSampler",
                [77, "randomize", 20, 8, "dpmpp_2m", "karras", 1],
                model=("MODEL", 1),
                positive=("CONDITIONING", 4),
                negative=("CONDITIONING", 6),
                latent_image=("LATENT", 2),
            ),
            entry(4, "CheckpointLoaderSimple", ["model.safetensors"]),
            entry(5, "EmptyLatentImage", [640, 512, 1]),
            entry(6, "CLIPTextEncode", ["a fox"], clip=("CLIP", 3)),
            entry(7, "CLIPTextEncode", ["text"], clip=("CLIP", 5)),
            entry(8, "VAEDecode", [], samples=("LATENT", 7), vae=("VAE", 8)),
            entry(9, "SaveImage", ["ComfyUI"], images=("IMAGE", 9)),
            entry(
                10,
                "LoraLoader",
                ["off.safetensors", 1, 1],
                mode=4,
                model=("MODEL", 10),
                clip=("CLIP", 11),
            ),
            entry(11, "Reroute", [], **{"": ("*", 12)}),
            entry(12, "KSampler", [1, "fixed", 1, 1, "euler", "normal", 1], mode=2),
        ],
        "links": [
            [1, 10, 0, 3, 0, "MODEL"],
            [2, 5, 0, 3, 3, "LATENT"],
            [3, 10, 1, 6, 0, "CLIP"],
            [4, 11, 0, 3, 1, "CONDITIONING"],
            [5, 4, 1, 7, 0, "CLIP"],
            [6, 7, 0, 3, 2, "CONDITIONING"],
            [7, 3, 0, 8, 0, "LATENT"],
            [8, 4, 2, 8, 1, "VAE"],
            [9, 8, 0, 9, 0, "IMAGE"],
            [10, 4, 0, 10, 0, "MODEL"],
            [11, 4, 1, 10, 1, "CLIP"],
            [12, 6, 0, 11, 0, "*"],
        ],
        "version": 0.4,
    }


def test_a_saved_workflow() -> None:
    read = must(saved_workflow())
    recipe = read.recipe
    assert (recipe["seed"], recipe["steps"], recipe["guidance_scale"]) == (77, 20, 8.0)
    assert (recipe["sampler"], recipe["noise_schedule"]) == ("dpmpp_2m", "karras")
    assert (recipe["width"], recipe["height"]) == (640, 512)
    assert (recipe["prompt"], recipe["negative_prompt"]) == ("a fox", "text")
    assert recipe.model_name == "model"
    assert "loras" not in recipe
    assert read.unmapped == ()


def test_pictures_and_json_files(tmp_path: Path) -> None:
    info = PngInfo()
    info.add_text("prompt", json.dumps(text_to_image()))
    info.add_text("workflow", json.dumps({"nodes": [], "links": []}))
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=info)
    only = PngInfo()
    only.add_text("workflow", json.dumps(saved_workflow()))
    Image.new("RGB", (8, 8)).save(tmp_path / "b.png", pnginfo=only)
    (tmp_path / "c.json").write_text(json.dumps(saved_workflow()))
    (tmp_path / "d.json").write_text(json.dumps({"prompt": text_to_image(), "client_id": "x"}))
    (tmp_path / "e.json").write_text(
        json.dumps(text_to_image()).replace('"batch_size": 1', '"batch_size": NaN')
    )
    exif = Image.Exif()
    exif[0x010E] = "prompt:" + json.dumps(text_to_image())
    Image.new("RGB", (8, 8)).save(tmp_path / "f.webp", exif=exif)
    for name, seed in (
        ("a.png", 156680208700286),
        ("b.png", 77),
        ("c.json", 77),
        ("d.json", 156680208700286),
        ("e.json", 156680208700286),
        ("f.webp", 156680208700286),
    ):
        read = read_recipe(tmp_path / name)
        assert read is not None, name
        assert read.source == "ComfyUI"
        assert read.recipe["seed"] == seed


def test_an_independent_reader_agrees(tmp_path: Path) -> None:
    graph = text_to_image()
    links = [
        [number, int(value[0]), value[1], int(key), 0, kind]
        for number, (key, value, kind) in enumerate(
            (key, value, {"model": "MODEL", "clip": "CLIP"}.get(name, "CONDITIONING"))
            for key, item in graph.items()
            for name, value in item["inputs"].items()
            if isinstance(value, list)
        )
    ]
    info = PngInfo()
    info.add_text("prompt", json.dumps(graph))
    info.add_text("workflow", json.dumps({"nodes": [], "links": links}))
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=info)
    with Image.open(tmp_path / "a.png") as image:
        theirs = ParserManager().parse(image)
    ours = read_recipe(tmp_path / "a.png")
    assert ours is not None
    assert theirs is not None
    (sampler,) = theirs.samplers
    assert [p.value for p in sampler.prompts] == [ours.recipe["prompt"]]
    assert [p.value for p in sampler.negative_prompts] == [ours.recipe["negative_prompt"]]
    assert sampler.name == ours.recipe["sampler"]
    assert int(sampler.parameters["seed"]) == ours.recipe["seed"]
    assert sampler.model is not None
    assert ours.recipe.model_name in str(sampler.model.name)


KEYS = st.sampled_from(["3", "4", "5", "6", "7", "8", "9"])
LINKS = st.tuples(KEYS, st.integers(-1, 3)).map(list)
VALUES = st.one_of(LINKS, st.none(), st.integers(), st.floats(), st.text(max_size=9), st.just([]))


@settings(max_examples=60)
@given(
    st.dictionaries(
        KEYS,
        st.dictionaries(
            st.sampled_from(
                [
                    "model",
                    "positive",
                    "negative",
                    "latent_image",
                    "steps",
                    "seed",
                    "denoise",
                    "clip",
                    "text",
                    "samples",
                    "vae",
                    "string_a",
                    "string_b",
                    "value",
                    "sigmas",
                    "guider",
                    "width",
                    "height",
                ]
            ),
            VALUES,
        ),
        max_size=7,
    ),
    st.data(),
)
def test_any_wiring_ends(changes: Nodes, data: st.DataObject) -> None:
    graph = text_to_image()
    kinds = ["StringConcatenate", "KSampler", "VAEEncode", "LatentUpscaleBy", "LoraLoader"]
    for key, inputs in changes.items():
        graph[key]["inputs"].update(inputs)
        if data.draw(st.booleans()):
            graph[key]["class_type"] = data.draw(st.sampled_from(kinds))
    read_comfyui(graph)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["nodes", "links", "class_type", "inputs", "id", "type", "widgets_values", "1"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_any_json_is_read_without_trouble(data: object) -> None:
    read_comfyui(data)
    read_comfyui({"1": data, "2": {"class_type": "KSampler", "inputs": data}})
    read_comfyui({"nodes": [data, {"id": 1, "type": "KSampler", "inputs": data}], "links": [data]})


@pytest.mark.parametrize("data", [None, [], {}, "x", {"a": 1}, {"nodes": []}, {"1": node("Note")}])
def test_what_is_no_graph(data: object) -> None:
    assert read_comfyui(data) is None


def test_a_huge_graph_is_left_alone() -> None:
    assert read_comfyui({str(n): node("Note") for n in range(6000)}) is None


def test_sd_turbos_denoise_leaves_out_the_first_of_its_ten_timesteps() -> None:
    graph = text_to_image()
    graph["20"] = node("SDTurboScheduler", steps=2, denoise=0.5, model=["4", 0])
    graph["21"] = node("KSamplerSelect", sampler_name="euler")
    graph["3"] = node(
        "SamplerCustom",
        noise_seed=3,
        cfg=1.0,
        model=["4", 0],
        positive=["6", 0],
        negative=["7", 0],
        sampler=["21", 0],
        sigmas=["20", 0],
        latent_image=["30", 0],
    )
    graph["30"] = node("VAEEncode", pixels=["31", 0], vae=["4", 2])
    graph["31"] = node("LoadImage", image="start.png")
    recipe = must(graph).recipe
    steps, strength = recipe["steps"], recipe["image"]["strength"]
    assert sigmas_for("sd_turbo", steps, sd_table())[steps - int(steps * strength + 0.5) :] == (
        pytest.approx([*sd_table()[[499, 399]].tolist(), 0.0])
    )


@pytest.mark.parametrize(
    ("kind", "settings", "schedule", "left"),
    [
        ("KarrasScheduler", {"sigma_max": 14.614642, "rho": 7.0}, "karras", []),
        ("KarrasScheduler", {"sigma_max": 10.0, "rho": 7.0}, "karras", ["sigma_max"]),
        ("AlignYourStepsScheduler", {"model_type": "SDXL"}, "align_your_steps_comfyui", []),
        ("BetaSamplingScheduler", {"alpha": 0.6, "beta": 0.6}, "beta", []),
        ("PolyexponentialScheduler", {"rho": 1.0}, "exponential", []),
        ("PolyexponentialScheduler", {"rho": 2.0}, "exponential", ["rho"]),
    ],
)
def test_nodes_that_make_sigmas(
    kind: str, settings: dict[str, object], schedule: str, left: list[str]
) -> None:
    graph = text_to_image()
    graph["20"] = node(kind, steps=8, **settings)
    graph["21"] = node("KSamplerSelect", sampler_name="euler")
    graph["3"] = node(
        "SamplerCustom",
        noise_seed=3,
        cfg=2.0,
        model=["4", 0],
        positive=["6", 0],
        negative=["7", 0],
        sampler=["21", 0],
        sigmas=["20", 0],
        latent_image=["5", 0],
    )
    read = must(graph)
    assert read.recipe["noise_schedule"] == schedule
    assert [name for name, _ in read.unmapped] == [f"{name} of {kind}" for name in left]


def klein_edit() -> Nodes:
    """ComfyUI's klein template with two pictures, in its API form."""
    return {
        "1": node("LoadImage", image="room.png"),
        "2": node("LoadImage", image="cat.png"),
        "3": node("ImageScaleToTotalPixels", image=["1", 0], upscale_method="lanczos"),
        "4": node("VAEEncode", pixels=["3", 0], vae=["20", 0]),
        "5": node("VAEEncode", pixels=["2", 0], vae=["20", 0]),
        "6": node("CLIPTextEncode", text="the cat from picture 2 on the sofa", clip=["21", 0]),
        "7": node("ReferenceLatent", conditioning=["6", 0], latent=["4", 0]),
        "8": node("ReferenceLatent", conditioning=["7", 0], latent=["5", 0]),
        "9": node("ConditioningZeroOut", conditioning=["6", 0]),
        "10": node("CFGGuider", model=["22", 0], positive=["8", 0], negative=["9", 0], cfg=1),
        "11": node(
            "SamplerCustomAdvanced",
            noise=["12", 0],
            guider=["10", 0],
            sampler=["13", 0],
            sigmas=["14", 0],
            latent_image=["15", 0],
        ),
        "12": node("RandomNoise", noise_seed=5),
        "13": node("KSamplerSelect", sampler_name="euler"),
        "14": node("Flux2Scheduler", steps=4, width=1024, height=768),
        "15": node("EmptyFlux2LatentImage", width=1024, height=768, batch_size=1),
        "16": node("VAEDecode", samples=["11", 0], vae=["20", 0]),
        "17": node("SaveImage", images=["16", 0]),
        "20": node("VAELoader", vae_name="flux2-vae.safetensors"),
        "21": node("CLIPLoader", clip_name="qwen_3_4b.safetensors", type="flux2"),
        "22": node("UNETLoader", unet_name="flux-2-klein-4b.safetensors"),
    }


def test_kleins_references_in_their_order() -> None:
    read = must(klein_edit())
    assert read.recipe["references"] == [{"path": "room.png"}, {"path": "cat.png"}]
    assert read.recipe["prompt"] == "the cat from picture 2 on the sofa"
    assert (read.recipe["steps"], read.recipe["width"], read.recipe["seed"]) == (4, 1024, 5)
    left = " ".join(name for name, _ in read.unmapped)
    assert "ReferenceLatent" not in left
    assert "LoadImage" not in left
    assert "noise_schedule" not in left


def test_kontexts_latent_only_says_the_size() -> None:
    graph = text_to_image(
        **{
            "30": node("LoadImage", image="apple.png"),
            "31": node("VAEEncode", pixels=["33", 0], vae=["4", 2]),
            "32": node("ReferenceLatent", conditioning=["6", 0], latent=["31", 0]),
            "33": node("FluxKontextImageScale", image=["30", 0]),
        }
    )
    graph["3"]["inputs"] |= {"latent_image": ["31", 0], "positive": ["32", 0]}
    read = must(graph)
    assert read.recipe["references"] == [{"path": "apple.png"}]
    assert "image" not in read.recipe
    graph["3"]["inputs"]["denoise"] = 0.5
    assert must(graph).recipe["image"]["path"] == "apple.png"


def test_qwens_encoder_names_its_pictures() -> None:
    pictures = {f"image{n}": [str(40 + n), 0] for n in (1, 2, 3)}
    loads = {str(40 + n): node("LoadImage", image=f"{n}.png") for n in (1, 2, 3)}
    encoder = node("TextEncodeQwenImageEditPlus", prompt="make it night", clip=["4", 1], **pictures)
    read = must(text_to_image(**{"6": encoder}, **loads))
    assert [use["path"] for use in read.recipe["references"]] == ["1.png", "2.png", "3.png"]
    assert read.recipe["prompt"] == "make it night"


def test_references_that_lead_in_a_circle_end() -> None:
    loop = node("ReferenceLatent", conditioning=["6", 0], latent=["6", 0])
    assert "references" not in must(text_to_image(**{"6": loop})).recipe
