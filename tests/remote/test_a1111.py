"""Jobs on a server that speaks A1111's HTTP: what is listed, sent, shown, refused and kept."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image
from starlette.responses import JSONResponse

from desktop.cli import main
from desktop.core.errors import BadInput, EaselError
from desktop.core.events import Cancelled, EngineLost, Failed, Finished, Loading, Preview, Step
from desktop.core.model_match import match_model
from desktop.core.request import EmbeddingUse, HighResFix, LoraUse, ModelIdentity, StartingImage
from desktop.core.server import Server
from desktop.core.tasks import UpscaleRequest
from desktop.models.requests.draft import Draft
from desktop.models.requests.prepare import prepare
from desktop.models.requests.request_places import same_models
from desktop.remote.remote_runner import RemoteRunner
from desktop.remote.server_directory import ServerDirectory
from desktop.storage.metadata.reading import read_recipe

from .conftest import NAME, Drawing, request_of
from .scripted_a1111 import SHA256, A1111Script, ScriptedA1111
from .scripted_server import ScriptedServer

StartA1111 = Callable[..., ScriptedA1111]


@pytest.fixture
def start_a1111() -> Iterator[StartA1111]:
    """Starts servers that are stopped after the test."""
    running: list[ScriptedA1111] = []

    def start(script: A1111Script | None = None, **more: int) -> ScriptedA1111:
        running.append(ScriptedA1111(script, **more))
        return running[-1]

    yield start
    for server in running:
        server.stop()


class _NoKeychain:
    def __init__(self, token: str = "") -> None:
        self._token = token

    def token(self, _address: str) -> str:
        return self._token


def directory(address: str, token: str = "") -> ServerDirectory:
    return ServerDirectory(lambda: [Server(name=NAME, address=address)], _NoKeychain(token))


@pytest.fixture
def drawing_on(drawing, tmp_path: Path) -> Callable[..., Drawing]:
    def make(server, token: str = "") -> Drawing:
        one = drawing(server)
        one.runner = RemoteRunner(directory(server.address, token).engine, tmp_path / "cache")
        return one

    return make


def asked(**changes: object):
    identity = ModelIdentity(kind="a1111", name="v1-5-pruned", family="sd1")
    return request_of(**{"identity": identity, **changes})


def test_the_program_is_recognised_and_its_models_are_listed(start_a1111, start_server) -> None:
    a1111, comfyui = start_a1111(), start_server()
    assert directory(comfyui.address).test(Server(name="c", address=comfyui.address)).program == (
        "ComfyUI"
    )
    found = directory(a1111.address)
    state = found.test(found.named(NAME))
    assert str(state.sentence()) == "A1111’s interface, 2 models, 20.0 of 24.0 GB free"
    (reading,) = found.read()
    assert reading.error is None
    models = {model.name: model for model in reading.contents.models}
    assert {name: (one.family, one.sha256) for name, one in models.items()} == {
        "v1-5-pruned": ("sd1", SHA256),
        "sd_xl_base_1.0": ("sdxl", ""),
    }
    assets = {(asset.kind, asset.name): asset.family for asset in reading.contents.assets}
    assert assets[("lora", "ink")] == "sd1"  # by its metadata
    assert assets[("lora", "detail_xl")] == "sdxl"
    assert ("embedding", "badhands") in assets
    assert ("vae", "vae-ft-mse") in assets
    assert ("upscaler", "R-ESRGAN 4x+") in assets
    assert ("upscaler", "None") not in assets


def test_another_program_at_the_same_address_is_recognised_anew(start_a1111) -> None:
    a1111 = start_a1111()
    found = directory(a1111.address)
    assert found.read()[0].contents.models[0].kind == "a1111"
    a1111.stop()
    comfyui = ScriptedServer(port=a1111.port)
    try:
        assert found.read()[0].contents.models[0].kind == "comfyui"
    finally:
        comfyui.stop()


def test_a_job_has_steps_previews_pictures_and_recipes(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(step_seconds=0.15))
    events = drawing_on(server).events(asked(count=2, steps=8, prompt="a {red|green} apple"))
    assert [e.index for e in events if isinstance(e, Finished)] == [0, 1]
    steps = [e for e in events if isinstance(e, Step)]
    assert {(e.index, e.steps) for e in steps} == {(0, 8), (1, 8)}
    assert [e.step for e in steps if e.index == 0] == sorted(
        {e.step for e in steps if e.index == 0}
    )
    assert [e for e in events if isinstance(e, Preview)]
    last = events[-1]
    assert isinstance(last, Finished)
    found = read_recipe(Path(last.path))
    assert found is not None
    recipe = found.recipe
    assert (recipe.text("server"), recipe.text("runtime")) == (NAME, "a1111")
    assert recipe.model_hash == SHA256
    assert recipe.integer("seed") == 8
    assert recipe.text("prompt_template") == "a {red|green} apple"
    (_, first), (route, body) = server.payloads
    assert route == "txt2img"
    assert (first["seed"], body["seed"]) == (7, 8)
    assert body["prompt"] == recipe.text("prompt")
    assert (body["sampler_name"], body["scheduler"]) == ("Euler", "Karras")
    assert body["override_settings"] == {
        "sd_model_checkpoint": "v1-5-pruned.safetensors",
        "CLIP_stop_at_last_layers": 1,
        "randn_source": "CPU",
        "img2img_fix_steps": False,
    }
    assert not body["save_images"]


def test_previews_that_nobody_wants_are_not_asked_for(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(step_seconds=0.2))
    events = drawing_on(server).events(asked(previews=False, steps=5))
    assert not [e for e in events if isinstance(e, Preview)]
    assert [e for e in events if isinstance(e, Step)]


def test_words_loras_embeddings_and_variations_are_in_a1111s_form(start_a1111, drawing_on) -> None:
    server = start_a1111()
    loras = (
        LoraUse(name="ink", path=f"server:{NAME}/loras/ink", weight=0.5),
        LoraUse(name="xl", path=f"server:{NAME}/loras/detail_xl", weight=1.0, text_weight=0.25),
    )
    embedding = EmbeddingUse(name="badhands", path=f"server:{NAME}/embeddings/badhands")
    drawing_on(server).events(
        asked(
            prompt="(a red:1.3) apple BREAK [dull] \\(still\\)",
            negative_prompt="embedding:badhands",
            loras=loras,
            embeddings=(embedding,),
            clip_skip=1,
            rng="nvidia",
            vae=f"server:{NAME}/vae/vae-ft-mse.safetensors",
            variation_seed=3,
            variation_strength=0.25,
            count=2,
        )
    )
    assert [body["subseed"] for _, body in server.payloads] == [3, 4]
    body = server.payloads[0][1]
    assert body["subseed_strength"] == 0.25
    assert body["prompt"] == (
        "(a red:1.3) apple BREAK (dull:0.9091) \\(still\\) <lora:ink:0.5> <lora:detail_xl:0.25:1>"
    )
    assert body["negative_prompt"] == "badhands"
    settings = body["override_settings"]
    assert settings["CLIP_stop_at_last_layers"] == 2
    assert settings["randn_source"] == "NV"
    assert settings["sd_vae"] == "vae-ft-mse.safetensors"


def test_a1111s_own_words_go_as_they_are(start_a1111, drawing_on) -> None:
    server = start_a1111()
    words = "[a cat:a dog:0.5] AND (x)"
    drawing_on(server).events(asked(prompt=words, prompt_dialect="a1111"))
    assert server.payloads[0][1]["prompt"] == words


def test_a_starting_image_runs_the_same_steps_and_keeps_what_the_mask_leaves(
    start_a1111, drawing_on, tmp_path
) -> None:
    Image.new("RGB", (80, 80), (10, 200, 30)).save(tmp_path / "start.png")
    mask = Image.new("L", (80, 80), 0)
    mask.paste(255, (0, 0, 40, 80))
    mask.save(tmp_path / "mask.png")
    server = start_a1111(A1111Script(step_seconds=0.15))
    start = StartingImage(
        path=str(tmp_path / "start.png"), mask=str(tmp_path / "mask.png"), strength=0.5
    )
    events = drawing_on(server).events(asked(starting_image=start, steps=10))
    ((route, body),) = server.payloads
    assert route == "img2img"
    assert int(body["denoising_strength"] * 10) + 1 == 5  # as A1111 counts
    assert {e.steps for e in events if isinstance(e, Step)} == {5}
    with Image.open(io.BytesIO(base64.b64decode(body["init_images"][0]))) as sent:
        assert sent.size == (64, 64)
        assert sent.getpixel((5, 5)) == (10, 200, 30)
    with Image.open(io.BytesIO(base64.b64decode(body["mask"]))) as sent:
        assert sent.convert("L").getpixel((5, 5)) == 255
        assert sent.convert("L").getpixel((60, 5)) == 0
    with Image.open(events[-1].path) as picture:
        pixels = np.asarray(picture)
    assert (pixels[:, 40:] == (10, 200, 30)).all()
    assert (pixels[:, :20] != (10, 200, 30)).any()


def test_the_second_pass_is_a1111s_hires_fix(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(step_seconds=0.15))
    fix = HighResFix(scale=2.0, strength=0.5, steps=8)
    events = drawing_on(server).events(asked(high_res_fix=fix, steps=3))
    body = server.payloads[0][1]
    assert (body["enable_hr"], body["hr_scale"], body["hr_upscaler"]) == (True, 2.0, "Latent")
    assert body["hr_second_pass_steps"] == 8
    assert int(body["denoising_strength"] * 8) + 1 == 4
    steps = [e for e in events if isinstance(e, Step)]
    assert {e.steps for e in steps} == {7}
    assert max(e.step for e in steps) > 3
    with Image.open(events[-1].path) as picture:
        assert picture.size == (128, 128)


def test_a_cancel_interrupts_at_once(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(step_seconds=0.05))
    one = drawing_on(server)

    def cancel(event, job) -> None:
        if isinstance(event, Step):
            one.runner.cancel(job)

    events = one.events(asked(steps=1000), cancel)
    assert isinstance(events[-1], Cancelled)
    assert server.interrupts == 1


def test_somebody_elses_picture_is_waited_for_and_never_interrupted(
    start_a1111, drawing_on
) -> None:
    server = start_a1111(A1111Script(before_ours=1_000_000))
    one = drawing_on(server)
    notes: list[str] = []

    def cancel(event, job) -> None:
        if isinstance(event, Loading) and event.note is not None:
            notes.append(str(event.what))
            one.runner.cancel(job)

    events = one.events(asked(), cancel)
    server.script.before_ours = 0
    assert notes == [f"the queue of “{NAME}”"]
    assert isinstance(events[-1], Cancelled)
    assert server.interrupts == 0


def test_a_server_without_progress_draws_too(start_a1111, drawing_on) -> None:
    lacking = {"progress", "schedulers", "sd-vae", "loras", "embeddings", "memory", "upscalers"}
    server = start_a1111(A1111Script(lacking=lacking))
    last = drawing_on(server).events(asked(noise_schedule="normal"))[-1]
    assert isinstance(last, Finished)
    assert "scheduler" not in server.payloads[0][1]


def test_a_server_that_dies_gives_its_job_back(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(step_seconds=0.05))
    one = drawing_on(server)

    def pull_the_plug(event, _job) -> None:
        if isinstance(event, Step):
            server.kill()

    last = one.events(asked(steps=1000), pull_the_plug)[-1]
    assert isinstance(last, EngineLost)
    assert "can’t be reached" in str(last.message)


def test_a_password_is_sent_as_api_auth_wants_it(start_a1111, drawing_on) -> None:
    server = start_a1111(A1111Script(user="me:secret"))
    assert isinstance(drawing_on(server, "me:secret").events(asked())[-1], Finished)
    last = drawing_on(server, "me:wrong").events(asked())[-1]
    assert isinstance(last, Failed)
    assert str(last.message) == f"“{NAME}” wants a token, or another one than was given."


@pytest.mark.parametrize(
    ("script", "changes", "words"),
    [
        (
            A1111Script(draws_with="ffffffffff"),
            {},
            f"“{NAME}” has drawn with another model, another.",
        ),
        (
            A1111Script(
                answers={
                    "txt2img": JSONResponse(
                        {"error": "OutOfMemoryError", "errors": "CUDA out of memory."}, 500
                    )
                }
            ),
            {},
            f"“{NAME}” ran out of memory: choose a smaller size or a smaller model.",
        ),
        (
            A1111Script(answers={"txt2img": JSONResponse({"detail": "Sampler not found"}, 400)}),
            {},
            f"“{NAME}” refuses the picture: Sampler not found",
        ),
        (
            A1111Script(answers={"txt2img": JSONResponse({"images": ["no picture"]})}),
            {},
            f"“{NAME}” sent a picture that can’t be read.",
        ),
        (
            A1111Script(answers={"txt2img": JSONResponse({"images": []})}),
            {},
            f"“{NAME}” gave no picture.",
        ),
        (A1111Script(), {"sampler": "heun"}, "has no sampler heun"),
        (A1111Script(), {"noise_schedule": "beta"}, "has no schedule beta"),
        (
            A1111Script(),
            {"model": f"server:{NAME}/checkpoints/gone.safetensors"},
            f"“gone.safetensors” is no longer on “{NAME}”.",
        ),
    ],
)
def test_what_goes_wrong_is_one_sentence(
    start_a1111, drawing_on, script: A1111Script, changes, words: str
) -> None:
    last = drawing_on(start_a1111(script)).events(asked(**changes))[-1]
    assert isinstance(last, Failed)
    assert not last.bug
    assert words in str(last.message)


def test_what_it_cannot_do_is_refused_beforehand(start_a1111, tmp_path) -> None:
    server = start_a1111()
    (reading,) = directory(server.address).read()
    model = next(one for one in reading.contents.models if one.family == "sd1")
    Image.new("RGB", (64, 64)).save(tmp_path / "x.png")
    start = StartingImage(path=str(tmp_path / "x.png"))
    for draft, words in (
        (Draft(prompt="x", rng="numpy"), "An A1111 server draws no noise of numpy"),
        (Draft(prompt="x", vae_tiling="on"), "chooses when its VAE works in tiles"),
        (Draft(prompt="x", starting_image=start, high_res_fix=HighResFix()), "no second pass"),
    ):
        with pytest.raises(BadInput, match=words):
            prepare(draft, model, drawn_seed=1)
    assert not server.payloads


def test_an_address_of_neither_program_says_so(start_a1111) -> None:
    server = start_a1111(A1111Script(lacking={"sd-models"}))
    found = directory(server.address)
    with pytest.raises(EaselError, match="neither a ComfyUI server nor an A1111 one"):
        found.test(found.named(NAME))


def test_the_command_line_adds_it_and_draws(
    start_a1111, tmp_path, monkeypatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EASEL_HOME", str(tmp_path / "home"))
    server = start_a1111()
    assert main(("servers", "add", NAME, server.address)) == 0
    assert "A1111’s interface, 2 models" in capfd.readouterr().out
    size = ["--width", "64", "--height", "64", "--steps", "2", "--sampler", "euler"]
    words = ["a red apple", "-i", f"server:{NAME}/v1-5-pruned", "--lora", "ink:0.5"]
    assert main(("generate", *words, *size, "--json", "-o", str(tmp_path / "out"))) == 0
    drawn = json.loads(capfd.readouterr().out)
    assert drawn["server"] == NAME
    assert server.payloads[0][1]["prompt"] == "a red apple <lora:ink:0.5>"


def test_a_picture_is_enlarged_there(start_a1111, drawing_on, tmp_path) -> None:
    Image.new("RGB", (20, 10), (10, 200, 30)).save(tmp_path / "x.png")
    server = start_a1111()
    path = f"server:{NAME}/upscale_models/R-ESRGAN 4x+"
    last = drawing_on(server).events(UpscaleRequest(image=str(tmp_path / "x.png"), model=path))[-1]
    assert isinstance(last, Finished)
    ((route, body),) = server.payloads
    assert (route, body["upscaler_1"], body["upscaling_resize"]) == (
        "extra-single-image",
        "R-ESRGAN 4x+",
        4,
    )
    with Image.open(last.path) as picture:
        assert picture.size == (80, 40)
    upscaled = last.recipe["upscaled"]
    assert (upscaled["server"], upscaled["with"]) == (NAME, "R-ESRGAN 4x+")


def test_a_recipes_hash_finds_the_same_model_here_and_there(start_a1111) -> None:
    server = start_a1111()
    (reading,) = directory(server.address).read()
    there = next(one for one in reading.contents.models if one.sha256)
    here = msgspec.structs.replace(
        there, path="/models/my-favorite.safetensors", name="my-favorite", kind="single_file"
    )
    assert match_model("another name", SHA256[:10], [here]).path == here.path
    assert match_model("my-favorite", SHA256, [there]).path == there.path
    assert same_models(here, [there]) == [there]
    other = msgspec.structs.replace(here, path=there.path, sha256="f" * 64)
    assert same_models(other, [msgspec.structs.replace(there, path="server:b/checkpoints/x")]) == []
    short = msgspec.structs.replace(there, sha256=SHA256[:10])
    assert same_models(here, [short]) == [short]
    known = msgspec.structs.replace(here, family="sd2", variant="768-v")
    (reading,) = directory(server.address).read([known])
    families = {one.name: one.family for one in reading.contents.models}
    assert families["v1-5-pruned"] == "sd2"  # the same file has another name here
