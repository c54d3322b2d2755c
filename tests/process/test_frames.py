"""Frames: what goes in comes out, and what is no frame is refused."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.events import Finished, Preview, Step
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.messages import Message
from desktop.core.request import GenerationRequest, LoraUse, StartingImage
from desktop.core.tasks import ConvertRequest, Job
from desktop.process.frames import (
    MAX_FRAME,
    BrokenFrame,
    Cancel,
    ChildConfig,
    ChildReady,
    FrameDecoder,
    Run,
    encode,
)

REQUEST = GenerationRequest(
    prompt="빨간 사과 🍎\nsecond line",
    model="/m",
    seed=2**64 - 1,
    compute_unit=ComputeUnit.CPU_AND_NE,
    starting_image=StartingImage(path="/a.png", mask="/b.png"),
    loras=(LoraUse(name="x", path="/x.safetensors", weight=0.8),),
)

MESSAGES = [
    ChildConfig(cache_dir="/c", low_memory=True),
    Run(job=Job(id="1", task=REQUEST, output="/o")),
    Run(job=Job(id="2", task=ConvertRequest(source="/s", output="/o"), output="")),
    Cancel(job="1"),
    ChildReady(version="1", pid=3),
    Step(job="1", index=0, count=2, step=3, steps=20, seconds_per_step=0.5),
    Preview(job="1", index=0, step=3, width=2, height=1, rgb=b"\x00\xff" * 3),
    Finished(
        job="1",
        index=1,
        count=2,
        path="/p.png",
        recipe={"seed": 2**64 - 1, "prompt": "한"},
        seconds=1.0,
        seconds_per_step=0.1,
        notices=(Message("no {what}", what=Message("VAE")),),
    ),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_round_trip(message) -> None:
    assert FrameDecoder().feed(encode(message)) == [message]


@given(st.integers(1, 40))
def test_frames_arrive_in_any_portions(portion: int) -> None:
    stream = b"".join(encode(message) for message in MESSAGES)
    decoder = FrameDecoder()
    got = []
    for start in range(0, len(stream), portion):
        got += decoder.feed(stream[start : start + portion])
    decoder.finish()
    assert got == MESSAGES


def test_a_frame_cut_short_is_noticed() -> None:
    decoder = FrameDecoder()
    assert decoder.feed(encode(MESSAGES[0])[:-1]) == []
    with pytest.raises(BrokenFrame, match="no longer understand"):
        decoder.finish()


@pytest.mark.parametrize(
    "data",
    [
        b"Hello world, I am no frame",
        struct.pack(">2sBBI", b"EZ", 9, 1, 0),
        struct.pack(">2sBBI", b"EZ", 1, 7, 0),
        struct.pack(">2sBBI", b"EZ", 1, 2, MAX_FRAME + 1),
        struct.pack(">2sBBI", b"EZ", 1, 2, 3) + b"\xc1\xc1\xc1",
        struct.pack(">2sBBI", b"EZ", 1, 2, 1) + b"\x80",
    ],
    ids=["text", "version", "type", "length", "not msgpack", "no message"],
)
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(BrokenFrame):
        FrameDecoder().feed(data)


def test_a_command_is_no_event() -> None:
    frame = bytearray(encode(Cancel(job="1")))
    frame[3] = 2
    with pytest.raises(BrokenFrame):
        FrameDecoder().feed(bytes(frame))


def test_too_long_a_message_is_not_sent() -> None:
    big = Preview(job="1", index=0, step=0, width=1, height=1, rgb=bytes(MAX_FRAME + 1))
    with pytest.raises(BrokenFrame):
        encode(big)


@given(st.binary(max_size=300))
def test_random_bytes_never_crash(data: bytes) -> None:
    decoder = FrameDecoder()
    try:
        decoder.feed(data)
        decoder.finish()
    except BrokenFrame:
        pass
