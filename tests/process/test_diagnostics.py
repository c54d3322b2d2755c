"""What of the engine's log goes into a report: the kinds of its errors, never what they quote."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.process.diagnostics import last_errors

SECRET = "a prompt that nobody shall read"


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (f"RuntimeError: MPS backend out of memory, {SECRET}", "RuntimeError"),
        (
            "/AppleInternal/Library/BuildRoots/d/Sources/MetalPerformanceShaders/MPSCore/Types/"
            "MPSNDArray.mm:829: failed assertion `[MPSNDArray initWithDevice:descriptor:] Error: "
            "total bytes of NDArray > 2**32'",
            "MPSNDArray.mm:829: failed assertion `[MPSNDArray initWithDevice:descriptor:] Error: "
            "total bytes of NDArray > 2**32'",
        ),
        (
            f"2027-01-02 10:00:00.000 easel[1:2] *** Terminating app due to uncaught exception "
            f"'NSInvalidArgumentException', reason: '{SECRET}'",
            "*** Terminating app due to uncaught exception 'NSInvalidArgumentException'",
        ),
        (
            f"*** Terminating app due to uncaught exception 'X', reason: '{SECRET}'",
            "*** Terminating app due to uncaught exception 'X'",
        ),
        ("OMP: Error #15: Initializing libomp.dylib, but found it initialized.", "OMP"),
        ("libc++abi: terminating due to uncaught exception", "libc++abi"),
        ("Fatal Python error: Segmentation fault", "Fatal Python error"),
        (f"the prompt was: {SECRET}", None),
    ],
)
def test_why_the_engine_ended_is_kept(tmp_path: Path, line: str, kept: str | None) -> None:
    log = tmp_path / "engine.log"
    log.write_text(f"started\n{line}\n", encoding="utf-8")
    assert last_errors(log) == ([] if kept is None else [kept])
