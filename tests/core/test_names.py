from __future__ import annotations

import unicodedata

import pytest

from desktop.core.model_match import match_model
from desktop.core.names import composed, name_key
from tests.decomposed import decomposed

from .test_model_match import InstalledModel


@pytest.mark.parametrize("name", ["사과", "Café crème", "Ångström", "がぎぐ", "plain"])
def test_names_are_one_in_both_compositions(name: str) -> None:
    assert composed(decomposed(name)) == name
    assert name_key(decomposed(name)) == name_key(name.upper()) == name_key(f" {name} ")


def test_case_folding_that_decomposes_is_composed_again() -> None:
    """Some signs fold to a letter and a mark of its own."""
    assert unicodedata.is_normalized("NFC", name_key("İΐǰ"))


def test_a_recipes_model_is_matched_in_both_compositions() -> None:
    installed = [InstalledModel(decomposed("수채화_v2"), "/here")]
    for name in ("수채화_v2", "수채화 v2.safetensors", decomposed("수채화_v2")):
        assert match_model(name, "", installed).path == "/here"
