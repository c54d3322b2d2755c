"""The workflows pass actionlint and call only what is in the tree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
WORKFLOW = ROOT / ".github" / "workflows" / "macos.yml"
ACTIONLINT = Path(sys.executable).parent / "actionlint"

needs_actionlint = pytest.mark.skipif(
    not ACTIONLINT.exists(), reason="actionlint comes with the dev group"
)


def lint(workflow: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ACTIONLINT), "-no-color", str(workflow)], capture_output=True, text=True, check=False
    )


@needs_actionlint
@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_workflow_passes_actionlint(workflow: Path) -> None:
    result = lint(workflow)
    assert result.returncode == 0, result.stdout


@needs_actionlint
def test_actionlint_would_notice_a_mistake(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    broken = folder / "macos.yml"
    broken.write_text(WORKFLOW.read_text().replace("${{ github.ref }}", "${{ github.no_such }}"))
    result = lint(broken)
    assert result.returncode != 0
    assert "no_such" in result.stdout


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_each_step_runs_something_that_exists(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    commands = "\n".join(step.get("run", "") for job in jobs for step in job["steps"])
    scripts = re.findall(r"packaging/[\w/]+\.(?:sh|py)", commands)
    assert scripts
    if workflow == WORKFLOW:
        assert {"packaging/build.sh", "packaging/smoke.py"} <= set(scripts)
    for script in scripts:
        assert (ROOT / script).is_file()
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"^make (?:\w+=\S+ )*(\w+)$", commands, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_it_runs_on_a_mac_and_gives_the_disk_image_away() -> None:
    job = yaml.safe_load(WORKFLOW.read_text())["jobs"]["build"]
    assert job["runs-on"].startswith("macos-")
    uploads = [step for step in job["steps"] if "upload-artifact" in step.get("uses", "")]
    assert ".dmg" in uploads[0]["with"]["path"]


@pytest.mark.parametrize("script", sorted((ROOT / "packaging").glob("*.sh")), ids=lambda p: p.name)
def test_shell_scripts_parse_and_can_be_run(script: Path) -> None:
    shell = shutil.which("sh")
    assert shell
    assert script.stat().st_mode & 0o111
    result = subprocess.run([shell, "-n", str(script)], capture_output=True, check=False)
    assert result.returncode == 0, result.stderr
