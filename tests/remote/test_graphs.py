"""From a request to ComfyUI's graph: what each setting becomes, and what is refused."""

from __future__ import annotations

import msgspec
import pytest

from desktop.core.errors import BadInput
from desktop.core.request import (
    ControlNetUse,
    EmbeddingUse,
    HighResFix,
    LoraUse,
    ModelIdentity,
    StartingImage,
)
from desktop.remote.graphs.picture_graph import Uploads, picture_graph
from desktop.remote.protocol.offers import Offers

from .conftest import NAME, request_of
from .scripted_server import _NODES, SAMPLERS, SCHEDULES

OFFERS = Offers(
    nodes=frozenset([*_NODES, "AlignYourStepsScheduler"]),
    samplers=tuple(SAMPLERS),
    schedules=tuple(SCHEDULES),
)
KLEIN = ModelIdentity(
    kind="comfyui",
    name="klein",
    family="flux2_klein",
    parts=(
        ("text_encoder", f"server:{NAME}/text_encoders/qwen_3_4b.safetensors"),
        ("vae", f"server:{NAME}/vae/flux2-vae.safetensors"),
    ),
)


def there(folder: str, name: str) -> str:
    return f"server:{NAME}/{folder}/{name}"


def graph_of(uploads: Uploads | None = None, **changes: object):
    return picture_graph(request_of(**changes), 0, OFFERS, uploads or Uploads())


def inputs(graph, node: str) -> dict:
    return graph.nodes[node]["inputs"]


def test_every_link_leads_to_a_node() -> None:
    graph = graph_of(
        Uploads(start="easel/a.png", mask="easel/b.png", controls=("easel/c.png",)),
        starting_image=StartingImage(path="a", mask="b", strength=0.5),
        loras=(LoraUse(name="ink", path=there("loras", "ink.safetensors"), weight=0.7),),
        controlnets=(
            ControlNetUse(
                name="c", path=there("controlnet", "c.pth"), image="c", preprocessor="canny"
            ),
        ),
        high_res_fix=HighResFix(scale=1.5, strength=0.5),
        vae=there("vae", "v.safetensors"),
        clip_skip=1,
        vae_tiling="on",
        prompt="a red BREAK (apple:1.3)",
    )
    for node in graph.nodes.values():
        for value in node["inputs"].values():
            if isinstance(value, list):
                assert value[0] in graph.nodes
    kinds = [node["class_type"] for node in graph.nodes.values()]
    assert kinds.count("KSamplerAdvanced") == 2
    assert "Canny" in kinds
    assert graph.passes.total == 2 + 2
    assert graph.passes.done("refine", 1) == 3
    assert graph.passes.done("decoded", 1) is None
    assert inputs(graph, "larger")["width"] == 96
    assert inputs(graph, "positive-2")["text"] == "(apple:1.3)"
    assert inputs(graph, "clip-skip") == {"clip": ["lora-1", 1], "stop_at_clip_layer": -2}


@pytest.mark.parametrize(
    ("dialect", "text", "shown"),
    [
        ("easel", "[dull] (bright:1.2) \\(1980\\)", "(dull:0.9091) (bright:1.2) \\(1980\\)"),
        ("comfyui", "((a)) [b] BREAK c", "((a)) [b] BREAK c"),
        ("invokeai", "red++ apple", "(red:1.21) apple"),
    ],
)
def test_prompts_have_the_weights_of_their_dialect(dialect, text, shown) -> None:
    graph = graph_of(prompt=text, prompt_dialect=dialect)
    assert inputs(graph, "positive")["text"].replace("  ", " ") == shown


def test_embeddings_are_called_as_there() -> None:
    uses = (EmbeddingUse(name="badhands", path=there("embeddings", "badhands")),)
    graph = graph_of(negative_prompt="badhands, embedding:badhands, mybadhands", embeddings=uses)
    said = inputs(graph, "negative")["text"]
    assert said == "embedding:badhands, embedding:badhands, mybadhands"


@pytest.mark.parametrize(
    ("family", "dialect", "layer"),
    [("sd1", "easel", -3), ("sdxl", "easel", -4), ("sdxl", "a1111", -3)],
)
def test_clip_skip_counts_layers_as_diffusers_does(family, dialect, layer) -> None:
    identity = ModelIdentity(kind="comfyui", name="m", family=family)
    graph = graph_of(identity=identity, clip_skip=2, prompt_dialect=dialect)
    assert inputs(graph, "clip-skip")["stop_at_clip_layer"] == layer


def test_an_inpainting_model_gets_its_own_conditioning() -> None:
    identity = ModelIdentity(kind="comfyui", name="m", family="sd1", variant="inpainting")
    graph = graph_of(
        Uploads(start="a", mask="b"),
        identity=identity,
        starting_image=StartingImage(path="a", mask="b", strength=1.0),
    )
    assert inputs(graph, "sample")["latent_image"] == ["inpaint", 2]
    assert inputs(graph, "sample")["negative"] == ["inpaint", 1]


def test_klein_is_loaded_from_three_files_with_its_own_sigmas() -> None:
    model = there("diffusion_models", "flux-2-klein-4b.safetensors")
    graph = graph_of(model=model, identity=KLEIN, noise_schedule="default", prompt="a (b")
    assert inputs(graph, "encoder") == {"clip_name": "qwen_3_4b.safetensors", "type": "flux2"}
    assert inputs(graph, "own-vae")["vae_name"] == "flux2-vae.safetensors"
    assert graph.nodes["sample-sigmas"]["class_type"] == "Flux2Scheduler"
    assert graph.nodes["latent"]["class_type"] == "EmptyFlux2LatentImage"
    assert inputs(graph, "positive")["text"] == "a (b"


def test_klein_looks_at_its_references() -> None:
    model = there("diffusion_models", "flux-2-klein-4b.safetensors")
    uploads = Uploads(references=("easel/a.png", "easel/b.png"))
    graph = graph_of(uploads, model=model, identity=KLEIN, noise_schedule="default")
    assert inputs(graph, "sample")["positive"] == ["positive-with-2", 0]
    assert inputs(graph, "positive-with-2")["conditioning"] == ["positive-with-1", 0]
    assert inputs(graph, "negative-with-2")["latent"] == ["reference-2-latent", 0]
    assert inputs(graph, "reference-2")["image"] == "easel/b.png"


def test_z_image_has_its_shift() -> None:
    identity = msgspec.structs.replace(KLEIN, family="z_image")
    model = there("diffusion_models", "z_image_turbo.safetensors")
    graph = graph_of(model=model, identity=identity, noise_schedule="default")
    assert inputs(graph, "shift")["shift"] == 3.0
    assert inputs(graph, "sample")["model"] == ["shift", 0]
    assert inputs(graph, "sample")["scheduler"] == "simple"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rng": "nvidia"}, "draws its noise as torch"),
        ({"variation_seed": 1, "variation_strength": 0.2}, "no variations of a seed"),
        ({"noise_schedule": "beta_a1111"}, "has no schedule beta_a1111"),
        ({"vae": "/models/v.safetensors"}, "lies on this computer"),
        ({"vae": "server:other/vae/v.safetensors"}, "lies on “other”"),
        ({"model": "server:studio/diffusion_models/x.safetensors"}, "lacks the text encoder"),
        (
            {
                "controlnets": (
                    ControlNetUse(
                        name="c",
                        path="server:studio/controlnet/c",
                        image="i",
                        preprocessor="depth",
                    ),
                )
            },
            "makes no depth maps",
        ),
    ],
)
def test_what_a_server_cannot_do_is_refused(changes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        graph_of(Uploads(controls=("c",)), **changes)
