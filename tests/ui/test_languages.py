"""Every string is marked, translated and compiled; placeholders survive translation."""

from __future__ import annotations

import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from desktop.app.app_controller import install_language
from desktop.core.recipe import Recipe
from desktop.ui.i18n.bundled_names import shown_name
from desktop.ui.i18n.languages import languages
from desktop.ui.i18n.recipe_lines import recipe_lines

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "resources" / "translations"


def tools():
    spec = importlib.util.spec_from_file_location(
        "translations", ROOT / "packaging" / "translations.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def messages(ts: Path) -> dict[tuple[str, str], list[str]]:
    """Translations by context and source; [] for an unfinished one."""
    found: dict[tuple[str, str], list[str]] = {}
    for context in ET.parse(ts).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            entry = message.find("translation")
            assert entry is not None
            forms = [form.text or "" for form in entry.iter("numerusform")] or [entry.text or ""]
            unfinished = entry.get("type") == "unfinished" or not all(forms)
            found[(name, message.findtext("source") or "")] = [] if unfinished else forms
    return found


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_translations_are_complete_and_compiled(tmp_path: Path, language: str) -> None:
    kept = FOLDER / f"easel_{language}.ts"
    fresh = Path(shutil.copy(kept, tmp_path))
    tools().update(fresh)
    assert set(messages(fresh)) == set(messages(kept)), "run packaging/translations.py"
    assert [key for key, forms in messages(kept).items() if not forms] == []
    tools().release(kept, tmp_path / "fresh.qm")
    compiled = kept.with_suffix(".qm").read_bytes()
    assert (tmp_path / "fresh.qm").read_bytes() == compiled, "run packaging/translations.py"


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_qt_puts_into_a_macs_menus_is_compiled(tmp_path: Path, language: str) -> None:
    kept = FOLDER / f"mac_{language}.ts"
    assert all(messages(kept).values())
    tools().release(kept, tmp_path / "fresh.qm")
    assert (tmp_path / "fresh.qm").read_bytes() == kept.with_suffix(".qm").read_bytes()


def test_placeholders_survive_translation() -> None:
    wrong = []
    for (_, source), forms in messages(FOLDER / "easel_ko.ts").items():
        wanted = sorted(re.findall(r"\{\w+\}|%n", source))
        wrong += [form for form in forms if sorted(re.findall(r"\{\w+\}|%n", form)) != wanted]
    assert wrong == []


def test_no_visible_text_is_left_unmarked() -> None:
    """Texts given straight to the usual setters are found by looking for literals there."""
    setters = r"(setText|setToolTip|setWindowTitle|setPlaceholderText|setAccessibleName|add_row)"
    unmarked = []
    for path in (ROOT / "desktop" / "ui").rglob("*.py"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            plain = re.sub(r"\{[^}]*\}", "", line)
            if re.search(setters + r'\(\s*f?"[^"]*[A-Za-z]{2}', plain):
                unmarked.append(f"{path.name}:{number}: {line.strip()}")
    assert unmarked == []


def test_each_language_can_be_chosen_by_its_own_name() -> None:
    assert languages()[0] == ("en", "English")
    assert ("ko", "한국어") in languages()


def test_a_new_language_starts_with_every_file_it_needs(tmp_path: Path) -> None:
    strings = Path(shutil.copytree(ROOT / "packaging" / "strings", tmp_path / "strings"))
    tools().add_strings("de", strings)
    made = strings / "de.lproj" / "InfoPlist.strings"
    assert made.read_bytes() == (strings / "en.lproj" / "InfoPlist.strings").read_bytes()
    made.write_text("translated")
    tools().add_strings("de", strings)
    assert made.read_text() == "translated"
    fresh = tmp_path / "easel_de.ts"
    tools().update(fresh)
    assert len(messages(fresh)) > 500
    assert not any(messages(fresh).values())


def test_qts_own_buttons_speak_the_windows_language(qapp) -> None:
    install_language(qapp, "ko")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    korean = box.button(QDialogButtonBox.StandardButton.Cancel).text()
    install_language(qapp, "en")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Cancel"
    assert "취소" in korean


def test_where_easel_speaks_english_qt_does_too(qapp) -> None:
    """No German buttons under English sentences."""
    install_language(qapp, "de")
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    said = box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "")
    install_language(qapp, "en")
    assert said == "Cancel"


def test_a_bundled_models_name_in_a_recipe_is_in_the_windows_language(qapp, themed) -> None:
    recipe = Recipe({"model": {"name": "Starter (draws icons)"}})
    install_language(qapp, "ko")
    try:
        assert [line.text for line in recipe_lines(recipe)] == ["스타터(아이콘 그리기)"]
        converted = shown_name("Starter (draws icons) (Core ML, original)")
        assert converted == "스타터(아이콘 그리기) (Core ML, original)"
        assert shown_name("Starter kit") == "Starter kit"
    finally:
        install_language(qapp, "en")
    assert [line.text for line in recipe_lines(recipe)] == ["Starter (draws icons)"]
