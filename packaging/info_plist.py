"""The Info.plist of Easel.app, as a pure function of what desktop/__init__.py says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from desktop import COPYRIGHT

MINIMUM_SYSTEM = "14.0"
ICON_FILE = "Easel.icns"
EXECUTABLE = "easel"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"
LANGUAGES = tuple(
    sorted(path.stem.removeprefix("easel_") for path in TRANSLATIONS.glob("easel_*.ts"))
)
SAFETENSORS = "co.huggingface.safetensors"

FOLDER_SENTENCES = {
    "NSDesktopFolderUsageDescription": "Easel reads models and pictures that you keep on the "
    "desktop, and saves pictures there when you choose it.",
    "NSDocumentsFolderUsageDescription": "Easel reads models and pictures that you keep in "
    "Documents, and saves pictures there when you choose it.",
    "NSDownloadsFolderUsageDescription": "Easel reads models and pictures that you have "
    "downloaded, and saves pictures there when you choose it.",
    "NSRemovableVolumesUsageDescription": "Easel reads models and pictures that you keep on an "
    "external disk, and saves pictures there when you choose it.",
    "NSNetworkVolumesUsageDescription": "Easel reads models and pictures that you keep on a "
    "network volume, and saves pictures there when you choose it.",
}
"""What macOS shows when it asks for a folder; strings/ko.lproj has them in Korean."""


def info_plist(name: str, identifier: str, version: str) -> dict[str, Any]:
    """All keys of the app's Info.plist.

    `identifier` is the bundle identifier in reverse DNS, `version` a Python version such as
    "1.2.0" or "1.2.0rc1"; ValueError where it does not begin with a number.
    """
    return {
        "CFBundleName": name,
        "CFBundleDisplayName": name,
        "CFBundleIdentifier": identifier,
        "CFBundleExecutable": EXECUTABLE,
        "CFBundleIconFile": ICON_FILE,
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": bundle_version(version),
        "CFBundleVersion": bundle_version(version),
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(LANGUAGES),
        "CFBundleAllowMixedLocalizations": True,
        "CFBundleSupportedPlatforms": ["MacOSX"],
        "LSMinimumSystemVersion": MINIMUM_SYSTEM,
        "LSArchitecturePriority": ["arm64"],
        "LSApplicationCategoryType": "public.app-category.graphics-design",
        "NSPrincipalClass": "NSApplication",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSHumanReadableCopyright": COPYRIGHT,
        "CFBundleDocumentTypes": _document_types(),
        "UTImportedTypeDeclarations": [_safetensors_type()],
        **FOLDER_SENTENCES,
    }


def bundle_version(version: str) -> str:
    """`version` as macOS takes it: one to three numbers, "1.2.0rc1" as "1.2.0"."""
    numbers = re.match(r"\d+(\.\d+){0,2}", version)
    if numbers is None:
        raise ValueError(f"{version!r} does not begin with a number")
    return numbers.group()


def _document_types() -> list[dict[str, Any]]:
    """Pictures (never as the default app) and model files, so that both can be dropped on the icon.

    No folders: dropping one on the Dock icon would open it in the Finder's place.
    """
    return [
        {
            "CFBundleTypeName": "Picture",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Alternate",
            "LSItemContentTypes": ["public.png", "public.jpeg", "org.webmproject.webp"],
        },
        {
            "CFBundleTypeName": "Safetensors Model",
            "CFBundleTypeRole": "Viewer",
            "LSHandlerRank": "Default",
            "LSItemContentTypes": [SAFETENSORS],
        },
    ]


def _safetensors_type() -> dict[str, Any]:
    """The file type of .safetensors: imported, not exported, since the format is not ours."""
    return {
        "UTTypeIdentifier": SAFETENSORS,
        "UTTypeDescription": "Safetensors Model",
        "UTTypeConformsTo": ["public.data"],
        "UTTypeTagSpecification": {"public.filename-extension": ["safetensors"]},
    }
