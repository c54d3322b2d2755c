"""Nothing secret is in the repository: no keys, no tokens, no path of somebody's machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECRETS = {
    "a private key": r"-----BEGIN (?:[A-Z]{2,10} )?PRIVATE KEY-----",
    "a Hugging Face token": r"\bhf_[A-Za-z0-9]{30,}\b",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})\b",
    "an AWS key": r"\bAKIA[0-9A-Z]{16}\b",
    "an API key": r"\b(?:sk|xox[abpr])-[A-Za-z0-9-]{24,}\b",
    "an app-specific password": r"\b[a-z]{4}-[a-z]{4}-[a-z]{4}-[a-z]{4}\b(?=.{0,20}(?i:password))",
    "somebody's home": r"/(?:Users|home)/(?!(?:runner|me|you|name|somebody)\b)[a-z]{2,20}/",
    "a password in an address": r"://[^/\s:@'\"{}]{1,40}:[^/\s:@'\"{}]{3,40}@",
}
OWN = {Path(__file__).name}


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("no git repository")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name]


def test_the_patterns_find_what_they_are_for() -> None:
    for text, name in (
        ("-----BEGIN RSA PRIVATE KEY-----", "a private key"),
        ("hf_" + "a1" * 17, "a Hugging Face token"),
        ("ghp_" + "a1" * 18, "a GitHub token"),
        ("/Users/wilhelm/x", "somebody's home"),
        ("https://me:hunter2@host/", "a password in an address"),
    ):
        assert re.search(SECRETS[name], text)


def test_no_secret_is_tracked() -> None:
    found: list[str] = []
    for path in tracked():
        if path.name in OWN or not path.is_file() or path.stat().st_size > 2_000_000:
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        for name, pattern in SECRETS.items():
            found += [f"{path.relative_to(ROOT)}: {name}" for _ in re.finditer(pattern, text)]
    assert sorted(set(found)) == []
