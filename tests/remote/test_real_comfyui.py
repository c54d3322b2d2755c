"""The same picture on a real ComfyUI and here. `EASEL_COMFYUI` is the folder of its main.py.

`EASEL_COMFYUI_PYTHON` is the Python that has what it needs, by default this one. Random weights of
Stable Diffusion 1's shape, in fp32 on the CPU: some 8 GB of memory, and minutes.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.cli import main
from desktop.core.server import Server
from desktop.remote.protocol.comfy_client import ComfyClient
from desktop.remote.protocol.server_errors import ServerError
from tests.tools.random_model import write_single_file
from tests.waiting import ENGINE_LIMIT, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.draws]
FOLDER = os.environ.get("EASEL_COMFYUI", "")
NAME = "v1-5-random"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_single_file("sd1", tmp_path_factory.mktemp("models") / f"{NAME}.safetensors")


@pytest.fixture(scope="module")
def address(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not FOLDER:
        pytest.skip("EASEL_COMFYUI does not say where a ComfyUI lies")
    home = tmp_path_factory.mktemp("comfyui")
    (home / "custom_nodes").mkdir()
    (home / "paths.yaml").write_text(json.dumps({"here": {"checkpoints": str(model.parent)}}))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    python = os.environ.get("EASEL_COMFYUI_PYTHON", sys.executable)
    words = ["--cpu", "--port", str(port), "--preview-method", "latent2rgb"]
    words += ["--base-directory", str(home), "--extra-model-paths-config", str(home / "paths.yaml")]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [python, "main.py", *words], cwd=FOLDER, env=environment, stdout=log, stderr=log
        )
    found = f"http://127.0.0.1:{port}"
    client = ComfyClient(Server(name="real", address=found))

    def answers() -> bool:
        assert process.poll() is None, (home / "log").read_text(errors="replace")[-2000:]
        try:
            return bool(client.stats())
        except ServerError:
            return False

    try:
        wait_until(answers, ENGINE_LIMIT)
        yield found
    finally:
        client.close()
        process.terminate()
        process.wait()


def test_the_picture_is_the_one_that_is_drawn_here(
    address: str, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EASEL_HOME", str(tmp_path / "home"))
    assert main(["servers", "add", "real", address]) == 0
    words = [
        "--width",
        "128",
        "--height",
        "128",
        "--steps",
        "4",
        "--seed",
        "5",
        "--sampler",
        "dpmpp_2m",
    ]
    words += ["--noise-schedule", "karras", "-o"]
    there, here = tmp_path / "there.png", tmp_path / "here.png"
    drawn = ["generate", "a red apple", *words]
    assert main([*drawn, str(there), "-i", f"server:real/{NAME}"]) == 0
    assert main([*drawn, str(here), "-i", str(model), "--precision", "fp32"]) == 0
    pixels = [np.asarray(Image.open(path), dtype=float) for path in (there, here)]
    error = float(((pixels[0] - pixels[1]) ** 2).mean())
    psnr = 10 * np.log10(255**2 / error) if error else np.inf
    print(f"PSNR {psnr:.1f} dB")
    assert psnr > 35
