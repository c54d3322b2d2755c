"""A test marked `own_process` runs in a pytest of its own: a crash there fails that test alone.

`own_process(NAME="value")` gives it environment variables.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

ALONE = "EASEL_TEST_ALONE"
"""Names the file that the inner pytest writes its reports to, one JSON object a line."""
LONGEST = 600.0


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "own_process(NAME=value): runs in a process of its own")
    if path := os.environ.get(ALONE):
        config.pluginmanager.register(Telling(config, Path(path)))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Run a marked item in a child and tell its reports as if it had run here."""
    if ALONE in os.environ or not item.get_closest_marker("own_process") or _is_skipped(item):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in _run(item):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


class Telling:
    """In the child: writes each report at once, since the next phase may be the last."""

    def __init__(self, config: pytest.Config, path: Path) -> None:
        self._config, self._path = config, path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        hook = self._config.hook
        data = hook.pytest_report_to_serializable(config=self._config, report=report)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(data, default=str) + "\n")


def _is_skipped(item: pytest.Item) -> bool:
    """A skip that is known without running anything costs no process."""
    return any(mark.args and mark.args[0] is True for mark in item.iter_markers("skipif"))


def _run(item: pytest.Item) -> list[pytest.TestReport]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "reports"
        told.touch()
        command = [sys.executable, "-m", "pytest", item.nodeid, "--basetemp", f"{folder}/tmp"]
        command += ["-p", "no:xdist", "-p", "no:cacheprovider", "-o", "addopts="]
        if item.config.inipath is not None:
            command += ["-c", str(item.config.inipath)]
        code: int | None = None
        try:
            done = subprocess.run(
                command,
                cwd=item.config.rootpath,
                env=_environment() | _asked_for(item) | {ALONE: str(told)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=LONGEST,
                check=False,
            )
            code, output = done.returncode, done.stdout
        except subprocess.TimeoutExpired as error:
            output = error.stdout or b""
        lines = told.read_text(encoding="utf-8").splitlines()
    reports = [_report(item.config, json.loads(line)) for line in lines]
    if not reports or reports[-1].when != "teardown" or code is None or code < 0:
        reports.append(_crash(item, len(reports), code, output.decode("utf-8", "replace")))
    return reports


def _report(config: pytest.Config, data: dict[str, Any]) -> pytest.TestReport:
    if isinstance(data["longrepr"], list):
        data["longrepr"] = tuple(data["longrepr"])  # where and why of a skip; JSON knows no tuple
    return config.hook.pytest_report_from_serializable(config=config, data=data)


def _environment() -> dict[str, str]:
    """This process's, without what xdist and pytest say of the test that runs here."""
    ours = ("PYTEST_XDIST", "PYTEST_CURRENT_TEST")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _asked_for(item: pytest.Item) -> dict[str, str]:
    """The variables of its marks; the nearest one counts."""
    found: dict[str, str] = {}
    for mark in item.iter_markers("own_process"):
        found = {**mark.kwargs, **found}
    return found


def _crash(item: pytest.Item, phase: int, code: int | None, output: str) -> pytest.TestReport:
    """The failure of a test whose process ended before it could report."""
    phases: list[Any] = ["setup", "call", "teardown"]
    return pytest.TestReport(
        nodeid=item.nodeid,
        location=item.location,
        keywords=dict.fromkeys(item.keywords, 1),
        outcome="failed",
        longrepr=f"{_end_of(code)}\n{output[-8000:]}",
        when=phases[min(phase, 2)],
    )


def _end_of(code: int | None) -> str:
    if code is None:
        return f"The test's own process did not end within {LONGEST:.0f} s."
    if code < 0:
        return f"The test's own process died of {signal.Signals(-code).name}."
    return f"The test's own process ended with {code} before its test did."
