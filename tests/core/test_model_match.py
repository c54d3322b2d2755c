from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.model_match import match_model


class InstalledModel(NamedTuple):
    name: str
    path: str
    sha256: str = ""


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


def test_of_two_with_the_same_weights_the_one_of_the_name_is_meant() -> None:
    copies = [InstalledModel("first", "/1", "ab" * 32), InstalledModel("second", "/2", "ab" * 32)]
    assert match_model("second.safetensors", "ab" * 32, copies).path == "/2"
    assert match_model("third", "ab" * 5, copies).path == "/1"


def test_the_nearest_are_offered_not_taken() -> None:
    match = match_model("dreamshapr xl 8", "", INSTALLED)
    assert match.path == ""
    assert match.nearest[0] == "/dreamxl"
    assert match_model("stable-diffusion-2-1", "", INSTALLED).nearest == ("/sd21",)
    assert match_model("stable-diffusion-1-5-base", "", INSTALLED).nearest == ()


@given(st.text(max_size=40), st.text(max_size=70))
def test_any_name(name: str, sha256: str) -> None:
    match_model(name, sha256, INSTALLED)
