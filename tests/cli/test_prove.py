"""`easel doctor --prove`, with the real engine child; a check that ends the child is a result."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from desktop.cli.cli_context import CliContext
from desktop.cli.commands.prove_command import prove
from desktop.core.hardware.proof import CHECKS, DeviceChoices, Proof
from desktop.process.proof_file import proved_choices
from desktop.process.supervisor import EngineChild
from desktop.storage.app_paths import AppPaths

FAILING = """
import os, signal, sys
from desktop.engines.proof import run_check as module
from desktop.process import child
plain = module.run_check
def run_check(name, lab=None):
    if name == "attention_40":
        os.kill(os.getpid(), signal.SIGABRT)
    return plain(name, lab)
module.run_check = run_check
sys.exit(child.main())
"""
"""An engine child that one check takes along, as MPS does with an array that is too large."""


@pytest.mark.draws
@pytest.mark.slow
def test_the_proof_of_this_machine(easel, easel_home: Path, tmp_path: Path) -> None:
    sent = tmp_path / "proof.json"
    done = easel("doctor", "--prove", "--output", sent)
    assert done.code == 0, done.out + done.err
    proof = msgspec.json.decode(sent.read_bytes(), type=Proof)
    assert [result.name for result in proof.results] == list(CHECKS)
    assert "PyTorch, CPU only" in proof.seconds_per_step
    assert proof.choices == DeviceChoices()
    kept = AppPaths.under(easel_home).proof
    assert kept.read_bytes() == sent.read_bytes()
    told = json.dumps(json.loads(sent.read_text()))
    assert str(Path.home()) not in told
    assert str(tmp_path) not in told
    if sys.platform != "darwin":
        assert "no Core ML here" in done.out
        assert "the portable runtime, CPU only" in proof.seconds_per_step


@pytest.mark.draws
@pytest.mark.slow
def test_a_check_that_ends_the_engine_is_a_result(
    easel_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "child.py"
    script.write_text(FAILING)

    def open_child(config: Any, log: Path) -> EngineChild:
        return EngineChild(config, log, [sys.executable, str(script)])

    context = CliContext.find(open_child)
    assert prove(context, None) == 1
    proof = msgspec.json.decode(context.app_paths.proof.read_bytes(), type=Proof)
    by_name = {result.name: result.status for result in proof.results}
    assert by_name["attention_40"] == "ended"
    assert by_name["attention_64"] == by_name["vae"] == "right"  # by a new child
    assert proved_choices(context.app_paths.proof).attention == "math"
    assert "attention math" in capsys.readouterr().out
    assert os.path.exists(context.app_paths.proof)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--prove", "--json"), "--prove"),
        (("--prove", "starter"), "--prove"),
        (("--output", "x.json"), "--prove"),
    ],
)
def test_what_does_not_go_together_is_one_sentence(easel, words: Any, named: str) -> None:
    done = easel("doctor", *words)
    assert done.code == 2
    assert named in done.err
    assert "Traceback" not in done.err
