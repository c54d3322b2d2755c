"""The Info.plist is complete, valid and of one version with desktop/__init__.py."""

from __future__ import annotations

import plistlib
import re
import tomllib
from pathlib import Path
from typing import Any

import info_plist
import pytest

from desktop import APP_NAME, BUNDLE_ID, __version__


@pytest.fixture
def plist() -> dict[str, Any]:
    made = info_plist.info_plist(APP_NAME, BUNDLE_ID, __version__)
    return plistlib.loads(plistlib.dumps(made))


def test_it_says_what_the_package_says(plist: dict[str, Any]) -> None:
    assert plist["CFBundleName"] == plist["CFBundleDisplayName"] == "Easel"
    assert plist["CFBundleIdentifier"] == BUNDLE_ID
    assert __version__.startswith(plist["CFBundleShortVersionString"])
    assert plist["CFBundleVersion"] == plist["CFBundleShortVersionString"]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("CFBundlePackageType", "APPL"),
        ("CFBundleExecutable", "easel"),
        ("CFBundleIconFile", "Easel.icns"),
        ("NSHighResolutionCapable", True),
        ("NSRequiresAquaSystemAppearance", False),
        ("LSMinimumSystemVersion", "14.0"),
        ("LSArchitecturePriority", ["arm64"]),
        ("LSApplicationCategoryType", "public.app-category.graphics-design"),
        ("CFBundleLocalizations", list(info_plist.LANGUAGES)),
    ],
)
def test_what_a_mac_app_needs(plist: dict[str, Any], key: str, value: object) -> None:
    assert plist[key] == value


def test_pictures_and_models_can_be_dropped_on_the_icon(plist: dict[str, Any]) -> None:
    types = {
        kind: entry["LSHandlerRank"]
        for entry in plist["CFBundleDocumentTypes"]
        for kind in entry["LSItemContentTypes"]
    }
    assert types["public.png"] == "Alternate"
    assert types[info_plist.SAFETENSORS] == "Default"
    (declared,) = plist["UTImportedTypeDeclarations"]
    assert declared["UTTypeIdentifier"] == info_plist.SAFETENSORS
    extensions = declared["UTTypeTagSpecification"]["public.filename-extension"]
    assert extensions == ["safetensors"]


def test_nothing_is_declared_that_easel_does_not_want(plist: dict[str, Any]) -> None:
    unwanted = {"CFBundleURLTypes", "UTExportedTypeDeclarations", "NSAppTransportSecurity"}
    unwanted |= {"LSUIElement", "LSBackgroundOnly", "NSCameraUsageDescription"}
    assert unwanted.isdisjoint(plist)


def test_every_value_has_a_type_that_a_plist_can_hold(plist: dict[str, Any]) -> None:
    assert plist == info_plist.info_plist(APP_NAME, BUNDLE_ID, __version__)
    assert all(value not in (None, "", [], {}) for value in plist.values())


def strings(path: Path) -> dict[str, str]:
    """The pairs of a .strings file; each line must be one."""
    pairs: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = re.fullmatch(r'"([^"\\]+)" = "([^"\\]+)";', line)
        assert pair, f"{path}: {line!r} is no pair"
        pairs[pair[1]] = pair[2]
    return pairs


@pytest.mark.parametrize("language", info_plist.LANGUAGES)
def test_document_types_are_named_in_each_language(
    packaging_folder: Path, plist: dict[str, Any], language: str
) -> None:
    said = strings(packaging_folder / "strings" / f"{language}.lproj" / "InfoPlist.strings")
    for entry in plist["CFBundleDocumentTypes"]:
        assert entry["CFBundleTypeName"] in said


def test_folder_sentences_are_sentences_and_stand_in_korean(
    packaging_folder: Path, plist: dict[str, Any]
) -> None:
    korean = strings(packaging_folder / "strings" / "ko.lproj" / "InfoPlist.strings")
    asked = {key for key in plist if key.endswith("UsageDescription")}
    assert len(asked) == 5
    for key in asked:
        assert plist[key].startswith("Easel ")
        assert plist[key].endswith(".")
        assert re.search("[가-힣]", korean[key])


@pytest.mark.parametrize(
    ("version", "shown"), [("0.1.0", "0.1.0"), ("1.2", "1.2"), ("2.0.1rc3", "2.0.1"), ("3", "3")]
)
def test_bundle_version_is_numbers_only(version: str, shown: str) -> None:
    assert info_plist.bundle_version(version) == shown


def test_version_without_a_number_is_refused() -> None:
    with pytest.raises(ValueError, match="rc1"):
        info_plist.bundle_version("rc1")


def test_the_version_stands_in_one_file_only(packaging_folder: Path) -> None:
    project = tomllib.loads((packaging_folder.parent / "pyproject.toml").read_text())
    assert project["project"]["dynamic"] == ["version"]
    assert project["tool"]["hatch"]["version"]["path"] == "desktop/__init__.py"
    for script in ("easel.spec", "info_plist.py", "build.sh", "dmg_settings.py"):
        text = (packaging_folder / script).read_text()
        assert __version__ not in text
        assert BUNDLE_ID not in text
