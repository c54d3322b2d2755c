"""The log of a job says what a reader of a bug report wants to know, and no word of a prompt."""

from __future__ import annotations

import logging
from typing import get_args

import msgspec
import pytest

from desktop.core.events import Cancelled, EngineLost, Failed, Finished, Loading, Progress, Step
from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import ControlNetUse, GenerationRequest, LoraUse, StartingImage
from desktop.core.tasks import (
    BenchRequest,
    ConvertRequest,
    InspectRequest,
    Job,
    ShrinkRequest,
    Task,
    UpscaleRequest,
)
from desktop.process.jobs.job_log import JobLog, task_summary

SECRET = GenerationRequest(
    prompt="secret",
    negative_prompt="secret",
    wildcards="/secret",
    model="/Users/somebody/Models/dreamy.safetensors",
    vae="/Users/somebody/vae.safetensors",
    steps=7,
    width=256,
    sampler="euler_ancestral",
    compute_unit=ComputeUnit.CPU_ONLY,
    loras=(LoraUse(name="secret", path="/secret"),),
    controlnets=(ControlNetUse(name="secret", path="/secret", image="/secret.png"),),
    starting_image=StartingImage(path="/secret.png", mask="/secret-mask.png", strength=0.5),
)
TASKS: tuple[Task, ...] = (
    SECRET,
    GridRequest(
        cells=(GridCell(request=SECRET, column=0, row=0, path="/secret.png"),),
        columns=("secret",),
        rows=("secret",),
        axes=(("prompt", "secret"),),
    ),
    ConvertRequest(source="/Users/somebody/dreamy", output="/Users/somebody/out", chunk_unet=True),
    ShrinkRequest(
        source="/Users/somebody/dreamy", output="/Users/somebody/dreamy-int8", family="z_image"
    ),
    InspectRequest(model="/Users/somebody/dreamy"),
    UpscaleRequest(image="/secret-apple.png", model="/Users/somebody/up.safetensors"),
    BenchRequest(request=SECRET, runs=2),
)


def test_no_kind_of_task_is_missing() -> None:
    assert {type(task) for task in TASKS} == set(get_args(Task))


@pytest.mark.parametrize("task", TASKS, ids=lambda task: type(task).__name__)
def test_a_summary_tells_settings_but_no_words_of_the_user(task: msgspec.Struct) -> None:
    told = task_summary(task)
    assert told.startswith(type(task).__name__)
    assert "secret" not in told
    assert "somebody" not in told


def test_a_summary_tells_what_is_not_the_default() -> None:
    told = task_summary(SECRET)
    for words in (
        "model=dreamy.safetensors",
        "vae=vae.safetensors",
        "steps=7",
        "sampler=euler_ancestral",
        "1 loras",
        "starting_image: StartingImage(strength=0.5)",
    ):
        assert words in told
    assert "CPU_ONLY" in told
    assert "height" not in told
    assert "guidance_scale" not in told


def test_phases_are_logged_once_each(caplog) -> None:
    caplog.set_level(logging.INFO, "desktop")
    log = JobLog()
    log.begin(Job(id="1", task=SECRET, output="/out"))
    for event in (
        Loading(job="1", what=Message("UNet"), fraction=0.1),
        Loading(job="1", what=Message("UNet"), fraction=0.9),
        Loading(job="1", what=Message("VAE"), note=Message("first use of this model")),
        Step(job="1", index=0, count=1, step=1, steps=7, seconds_per_step=0.1),
        Progress(job="1", what=Message("Compiling"), fraction=0.5),
    ):
        log.note(event)
    assert [record.getMessage() for record in caplog.records][1:] == [
        "Loading: UNet",
        "Loading: VAE first use of this model",
        "Progress: Compiling",
    ]


def test_a_picture_is_logged_without_its_name(caplog) -> None:
    caplog.set_level(logging.INFO, "desktop")
    JobLog().note(
        Finished(
            job="1",
            index=0,
            count=2,
            path="/pictures/secret-7.png",
            recipe={"prompt": "secret", "width": 256, "device": "cpu"},
            seconds=1.25,
            seconds_per_step=0.1,
        )
    )
    assert caplog.messages == ["Picture 1 of 2 after 1.2 s: {'width': 256, 'device': 'cpu'}"]


@pytest.mark.expects_warnings("bug after", "EngineLost after", "Failed after")
@pytest.mark.parametrize(
    ("event", "level"),
    [
        (Cancelled(job="1"), logging.INFO),
        (Failed(job="1", message=Message("No."), bad_input=True), logging.INFO),
        (Failed(job="1", message=Message("Odd."), bug=True), logging.WARNING),
        (EngineLost(job="1", message=Message("Gone.")), logging.WARNING),
    ],
)
def test_what_nobody_expected_is_a_warning(caplog, event, level: int) -> None:
    caplog.set_level(logging.INFO, "desktop")
    JobLog().end(event)
    (record,) = caplog.records
    assert record.levelno == level
    assert str(getattr(event, "message", "")) in record.getMessage()
