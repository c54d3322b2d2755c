"""Jobs on a server that speaks ComfyUI's protocol: what is sent, what comes back, what is kept."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from desktop.core.events import Cancelled, Drawn, Failed, Finished, Loading, Preview, Progress, Step
from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.request import LoraUse, Margins, StartingImage
from desktop.core.tasks import Job, PictureForm, UpscaleRequest
from desktop.storage.metadata.reading import read_recipe

from .conftest import NAME, SD1, request_of
from .scripted_server import Script


def test_a_job_has_the_events_of_a_local_one(start_server, drawing) -> None:
    server = start_server(Script(step_seconds=0.03))
    events = drawing(server).events(request_of(count=2))
    kinds = [type(event) for event in events]
    assert kinds[0] is Loading
    assert kinds.count(Finished) == 2
    assert [e.index for e in events if isinstance(e, Finished)] == [0, 1]
    steps = [(e.index, e.step, e.steps) for e in events if isinstance(e, Step)]
    assert steps == [(k, n, 4) for k in (0, 1) for n in (1, 2, 3, 4)]
    previews = [e for e in events if isinstance(e, Preview)]
    assert previews
    assert {(p.width, p.height, len(p.rgb)) for p in previews} == {(64, 64, 64 * 64 * 3)}


def test_the_picture_has_easels_recipe_and_says_where_it_was_drawn(start_server, drawing) -> None:
    server = start_server()
    events = drawing(server).events(request_of(count=2, prompt="a {red|green} apple"))
    last = events[-1]
    assert isinstance(last, Finished)
    found = read_recipe(Path(last.path))
    assert found is not None
    recipe = found.recipe
    assert recipe.text("server") == NAME
    assert recipe.text("runtime") == "comfyui"
    assert recipe.text("device") == "NVIDIA GeForce RTX 4090"
    assert recipe.integer("seed") == 8
    assert recipe.text("prompt_template") == "a {red|green} apple"
    assert recipe.text("prompt") in ("a red apple", "a green apple")
    assert server.address not in Path(last.path).read_bytes().decode("latin-1")
    graph = list(server.graphs.values())[-1]
    assert graph["sample"]["inputs"]["seed"] == 8
    assert graph["positive"]["inputs"]["text"] == recipe.text("prompt")


def test_a_picture_that_is_not_kept_is_not_written(start_server, drawing) -> None:
    one = drawing(start_server())
    job = Job(id="live", task=request_of(), output=str(one.output), kept=False)
    drawn = list(one.runner.run(job))[-1]
    assert isinstance(drawn, Drawn)
    assert len(drawn.picture.rgb) == drawn.picture.width * drawn.picture.height * 3
    assert not list(one.output.glob("*"))


def test_a_grid_is_drawn_cell_by_cell(start_server, drawing) -> None:
    server = start_server()
    cells = tuple(
        GridCell(request=request_of(seed=seed), column=n, row=0) for n, seed in enumerate((1, 2))
    )
    task = GridRequest(columns=("1", "2"), rows=("",), cells=cells)
    events = drawing(server).events(task)
    assert [e.index for e in events if isinstance(e, Finished)] == [0, 1, 2]


@pytest.mark.parametrize("jobs_api", [False, True])
def test_a_cancel_stops_the_prompt_there(start_server, drawing, jobs_api: bool) -> None:
    server = start_server(Script(step_seconds=0.05, jobs_api=jobs_api))
    one = drawing(server)

    def cancel(event, job) -> None:
        if isinstance(event, Step):
            one.runner.cancel(job)

    events = one.events(request_of(steps=1000), cancel)
    assert isinstance(events[-1], Cancelled)
    assert list(server.graphs) == server.cancelled
    assert server.drawn == []


def test_a_waiting_prompt_says_how_many_are_before_it_and_can_be_cancelled(
    start_server, drawing
) -> None:
    server = start_server(Script(hold=threading.Event(), other_prompts=3))
    one = drawing(server)
    notes: list[str] = []

    def cancel(event, job) -> None:
        if isinstance(event, Loading) and event.note is not None:
            notes.append(str(event.note))
            one.runner.cancel(job)

    events = one.events(request_of(), cancel)
    assert notes == ["3 before it"]
    assert isinstance(events[-1], Cancelled)
    assert list(server.graphs) == server.cancelled


def test_a_starting_image_and_its_mask_are_sent_once(start_server, drawing, tmp_path) -> None:
    Image.new("RGB", (80, 80), (10, 200, 30)).save(tmp_path / "start.png")
    mask = Image.new("L", (80, 80), 0)
    mask.paste(255, (0, 0, 40, 80))
    mask.save(tmp_path / "mask.png")
    server = start_server()
    start = StartingImage(
        path=str(tmp_path / "start.png"), mask=str(tmp_path / "mask.png"), strength=0.5
    )
    events = drawing(server).events(request_of(starting_image=start, count=2))
    assert len(server.uploads) == 2
    assert [path for path in server.requests if "upload" in path] == ["POST /upload/image"] * 2
    graph = next(iter(server.graphs.values()))
    assert graph["sample"]["class_type"] == "KSamplerAdvanced"
    assert graph["sample"]["inputs"]["start_at_step"] == 2
    assert graph["start"]["inputs"]["image"] in server.uploads
    assert [e.steps for e in events if isinstance(e, Step)] == [2] * 4
    with Image.open(events[-1].path) as picture:
        pixels = np.asarray(picture)
    assert (pixels[:, 40:] == (10, 200, 30)).all()  # outside of the mask it is the start's
    assert (pixels[:, :20] != (10, 200, 30)).any()


@pytest.mark.parametrize(
    ("variant", "node"), [("", "SetLatentNoiseMask"), ("inpainting", "InpaintModelConditioning")]
)
def test_a_picture_is_extended_there(
    start_server, drawing, tmp_path, variant: str, node: str
) -> None:
    Image.new("RGB", (64, 64), (10, 200, 30)).save(tmp_path / "start.png")
    server = start_server()
    start = StartingImage(path=str(tmp_path / "start.png"), strength=1.0, extend=Margins(left=64))
    identity = msgspec.structs.replace(SD1, variant=variant)
    request = request_of(starting_image=start, width=128, identity=identity)
    last = drawing(server).events(request)[-1]
    assert isinstance(last, Finished)
    (graph,) = server.graphs.values()
    assert node in {one["class_type"] for one in graph.values()}
    with Image.open(io.BytesIO(server.uploads[graph["mask"]["inputs"]["image"]])) as mask:
        red = np.asarray(mask)[:, :, 0]
    assert (red[:, :64] == 255).all()
    assert (red[:, -40:] == 0).all()
    with Image.open(last.path) as picture:
        pixels = np.asarray(picture)
    assert pixels.shape == (64, 128, 3)
    assert (pixels[:, -40:] == (10, 200, 30)).all(), "the picture itself stays"
    found = read_recipe(Path(last.path))
    assert found is not None
    assert found.recipe["image"]["extend"]["left"] == 64


def test_a_server_with_far_too_many_nodes_is_asked_for_each(start_server, drawing) -> None:
    server = start_server(Script(only_single_nodes=True))
    assert isinstance(drawing(server).events(request_of())[-1], Finished)


def test_previews_with_metadata_are_shown_too(start_server, drawing) -> None:
    server = start_server(Script(metadata_previews=True))
    assert [e for e in drawing(server).events(request_of()) if isinstance(e, Preview)]


def test_ten_thousand_messages_a_step_change_nothing(start_server, drawing) -> None:
    server = start_server(Script(flood=2_000))
    events = drawing(server).events(request_of(steps=5))
    assert [e.step for e in events if isinstance(e, Step)] == [1, 2, 3, 4, 5]
    assert isinstance(events[-1], Finished)


def test_what_lies_elsewhere_is_refused_before_anything_is_drawn(start_server, drawing) -> None:
    server = start_server()
    own = LoraUse(name="ink", path="/models/ink.safetensors")
    events = drawing(server).events(request_of(loras=(own,)))
    last = events[-1]
    assert isinstance(last, Failed)
    assert last.bad_input
    assert "lies on this computer" in str(last.message)
    assert server.graphs == {}


def test_the_form_of_new_pictures_is_the_users(start_server, drawing) -> None:
    server = start_server()
    one = drawing(server)
    from desktop.core.tasks import Job

    job = Job(id="j", task=request_of(), output=str(one.output), form=PictureForm(format="webp"))
    last = list(one.runner.run(job))[-1]
    assert Path(last.path).suffix == ".webp"


def test_a_picture_is_enlarged_there(start_server, drawing, tmp_path) -> None:
    Image.new("RGB", (20, 10), (10, 200, 30)).save(tmp_path / "x.png")
    script = Script()
    script.files["upscale_models"] = ["RealESRGAN_x4plus.pth"]
    server = start_server(script)
    path = f"server:{NAME}/upscale_models/RealESRGAN_x4plus.pth"
    task = UpscaleRequest(image=str(tmp_path / "x.png"), model=path)
    events = drawing(server).events(task)
    assert isinstance(events[-1], Finished), events[-1]
    assert any(isinstance(event, Progress) for event in events)
    (graph,) = server.graphs.values()
    assert graph["upscaler"]["inputs"] == {"model_name": "RealESRGAN_x4plus.pth"}
    assert graph["larger"]["class_type"] == "ImageUpscaleWithModel"
    assert graph["start"]["inputs"]["image"] in server.uploads
    upscaled = events[-1].recipe["upscaled"]
    assert (upscaled["server"], upscaled["with"]) == (NAME, "RealESRGAN_x4plus.pth")
    lacking = start_server(Script(lacking={"ImageUpscaleWithModel"}))
    last = drawing(lacking).events(task)[-1]
    assert isinstance(last, Failed)
    assert "lacks the node ImageUpscaleWithModel" in str(last.message)
