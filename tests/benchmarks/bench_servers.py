"""Thousands of queued requests over four scripted servers: time, order, memory, the window's gaps.

`python -m tests.benchmarks servers`, or `python -m tests.benchmarks.bench_servers --requests 500`.
The servers are processes of their own, each with a delay of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
import psutil
from PySide6.QtCore import QTimer

from desktop.core.server import Server
from desktop.core.tasks import Place
from tests.remote.conftest import SD1, path_on, request_of

from .bench_context import close_window, finish_start, open_window
from .table import show
from .window_gaps import HEAD, WindowGaps

REQUESTS = 10_000
DELAYS = (0.0, 0.002, 0.005, 0.01)
"""Seconds a step at each server."""
_MEGABYTE = 1 << 20


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--requests", type=int, default=REQUESTS)
    options.add_argument("--serve", type=float, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.serve is not None:
        _serve(chosen.serve)
        return
    command = [sys.executable, "-m", "tests.benchmarks.bench_servers", "--serve"]
    servers = [
        subprocess.Popen(
            [*command, str(delay)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for delay in DELAYS
    ]
    try:
        addresses = [server.stdout.readline().strip() for server in servers if server.stdout]
        with tempfile.TemporaryDirectory() as home:
            _measure(Path(home), addresses, chosen.requests)
    finally:
        for server in servers:
            server.communicate()


def _serve(delay: float) -> None:
    """Be one server until stdin ends."""
    from tests.remote.scripted_server import Script, ScriptedServer

    server = ScriptedServer(Script(step_seconds=delay))
    print(server.address, flush=True)
    sys.stdin.read()
    server.stop()


def _measure(home: Path, addresses: list[str], requests: int) -> None:
    app, running, window = open_window(home)
    services = window.parts.services
    session = services.session
    names = [f"box{number}" for number in range(len(addresses))]
    services.settings.values = msgspec.structs.replace(
        services.settings.values,
        servers=tuple(
            Server(name=name, address=address)
            for name, address in zip(names, addresses, strict=True)
        ),
    )
    finish_start(app)
    process = psutil.Process()
    before = process.memory_info().rss
    seeds: list[int] = []
    where: dict[str, int] = dict.fromkeys(names, 0)
    failed: list[object] = []
    session.failed.connect(failed.append)
    began = time.monotonic()

    def finished(event) -> None:
        seeds.append(event.recipe["seed"])
        where[event.recipe["server"]] += 1

    session.picture_finished.connect(finished)
    session.pause(True)
    _submit(session, services.output_folder(), names, requests)
    submitted = time.monotonic() - began
    gaps = WindowGaps()
    memory = [process.memory_info().rss]
    sampler = QTimer(interval=250)

    def sample() -> None:
        memory.append(process.memory_info().rss)
        if session.running is None and not session.waiting:
            app.quit()

    sampler.timeout.connect(sample)
    gaps.start()
    sampler.start()
    began = time.monotonic()
    session.pause(False)
    app.exec()
    seconds = time.monotonic() - began
    gaps.stop()
    close_window(app, running, window)
    show(
        f"{requests:,} queued requests over {len(names)} servers, whoever is free",
        ("figure", "value", "aim"),
        [
            ("finished", f"{len(seeds):,}", f"{requests:,}"),
            ("failed", len(failed), "0"),
            ("in order", seeds == list(range(requests)), "True"),
            ("by server", ", ".join(f"{n:,}" for n in where.values()), "the faster, the more"),
            ("seconds to queue all", f"{submitted:.1f}", ""),
            ("seconds to draw all", f"{seconds:.0f}", ""),
            ("memory before, MB", f"{before / _MEGABYTE:.0f}", ""),
            ("memory at most, MB", f"{max(memory) / _MEGABYTE:.0f}", "500"),
        ],
    )
    show("Gaps between ticks of an 8 ms timer meanwhile", HEAD, gaps.rows())


def _submit(session, output: str, names: list[str], requests: int) -> None:
    places = [Place(model=path_on(name), identity=SD1) for name in names[1:]]
    for seed in range(requests):
        words = f"a red apple, number {seed}"
        task = request_of(prompt=words, model=path_on(names[0]), seed=seed)
        session.submit(task, output, places=places)


if __name__ == "__main__":
    main()
