"""A hub on loopback, and managers that are impatient and always closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import huggingface_hub.constants
import pytest

from desktop.models.downloads.download import RetryPolicy
from desktop.models.downloads.manager import DownloadManager
from tests.models.downloads.hub_server import HubServer
from tests.waiting import LIMIT

IMPATIENT = RetryPolicy(
    connect=LIMIT, stall=LIMIT, first_pause=0.02, longest_pause=0.05, attempts=3
)
"""Asks again at once; a server that is merely slow, since the machine is busy, is waited for."""


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    with HubServer() as server:
        monkeypatch.setenv("HF_ENDPOINT", server.address)
        yield server


@pytest.fixture
def manager_in() -> Iterator[Callable[..., DownloadManager]]:
    made: list[DownloadManager] = []

    def make(folder: Path, **more: Any) -> DownloadManager:
        folder.mkdir(parents=True, exist_ok=True)
        settings: dict[str, Any] = {"patience": IMPATIENT, "spare_bytes": 0} | more
        made.append(DownloadManager(folder, **settings))
        return made[-1]

    yield make
    for manager in made:
        manager.close()
