"""The proof of a machine: kept, sent, and believed only where it holds."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from desktop.core.hardware.proof import UNPROVED, CheckResult, DeviceChoices, Proof
from desktop.process.frames import ChildConfig, FrameDecoder, encode
from desktop.process.proof_file import proved_choices, proved_on, write_proof

CHOICES = DeviceChoices(precision="fp32", attention="math", vae="fp32")


def a_proof(**machine: str) -> Proof:
    return Proof(
        machine={**proved_on(), **machine},
        device="mps",
        results=[CheckResult(name="vae", status="wrong", error=2.0)],
        seconds_per_step={"PyTorch, CPU": 0.5},
        choices=CHOICES,
    )


def test_what_was_proved_is_used(tmp_path: Path) -> None:
    path = tmp_path / "support" / "proof.json"
    assert proved_choices(path) == UNPROVED
    write_proof(a_proof(), path)
    assert proved_choices(path) == CHOICES
    assert msgspec.json.decode(path.read_bytes(), type=Proof) == a_proof()


@pytest.mark.parametrize("changed", ["torch", "macos"])
def test_it_holds_for_one_pytorch_and_one_system(tmp_path: Path, changed: str) -> None:
    path = tmp_path / "proof.json"
    write_proof(a_proof(**{changed: "another"}), path)
    assert proved_choices(path) == UNPROVED


@pytest.mark.expects_warnings("can't be read")
@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"choices": {}}'])
def test_a_damaged_file_counts_for_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, content: bytes
) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(content)
    assert proved_choices(path) == UNPROVED
    assert "can't be read" in caplog.text


def test_the_child_is_told() -> None:
    config = ChildConfig(cache_dir="/c", choices=CHOICES)
    assert list(FrameDecoder().feed(encode(config))) == [config]
