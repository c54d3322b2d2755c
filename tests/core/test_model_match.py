from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.model_match import InstalledModel, match_model

INSTALLED = [
    InstalledModel("Starter", "/starter", "ab" * 32),
    InstalledModel("v1-5-pruned-emaonly", "/sd15", "cd" * 32),
    InstalledModel("stable-diffusion-2-1-base", "/sd21"),
    InstalledModel("DreamShaper_8_fp16", "/dream8"),
    InstalledModel("dreamshaper_xl_8", "/dreamxl"),
    InstalledModel("anime", "/a/anime"),
    InstalledModel("anime", "/b/anime", "ef" * 32),
]


@pytest.mark.parametrize(
    ("name", "sha256", "path"),
    [
        ("anything", "cd" * 32, "/sd15"),
        ("anything", "CDCDCDCDCD", "/sd15"),
        ("anime", "efefefefef", "/b/anime"),
        ("Starter", "", "/starter"),
        ("starter.safetensors", "0000000000", "/starter"),
        ("SD1.5/v1-5-pruned-emaonly.safetensors", "", "/sd15"),
        ("Dreamshaper 8", "", "/dream8"),
        ("dreamshaper_8.ckpt", "", "/dream8"),
        ("anime", "", "/a/anime"),
        ("v1-5", "", "/sd15"),
        ("nothing like it", "", ""),
        ("x", "cdcdcdcd", ""),
        ("", "", ""),
    ],
)
def test_the_model_meant(name: str, sha256: str, path: str) -> None:
    assert match_model(name, sha256, INSTALLED).path == path


def test_the_nearest_are_offered_not_taken() -> None:
    match = match_model("dreamshapr xl 8", "", INSTALLED)
    assert match.path == ""
    assert match.nearest[0] == "/dreamxl"
    assert match_model("stable-diffusion-2-1", "", INSTALLED).nearest == ("/sd21",)
    assert match_model("stable-diffusion-1-5-base", "", INSTALLED).nearest == ()


@given(st.text(max_size=40), st.text(max_size=70))
def test_any_name(name: str, sha256: str) -> None:
    match_model(name, sha256, INSTALLED)
