"""Entitlements are the least, and signing goes from the inside out."""

from __future__ import annotations

import plistlib
from pathlib import Path

import pytest
import sign

MACH_O = b"\xcf\xfa\xed\xfe" + bytes(28)
FAT = b"\xca\xfe\xba\xbe" + (2).to_bytes(4, "big") + bytes(24)
JAVA = b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + bytes(24)


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """An app as PyInstaller lays it out, with heads of compiled files in the places that count."""
    app = tmp_path / "Easel.app"
    qt = "Contents/Frameworks/PySide6/Qt/lib/QtCore.framework"
    files = {
        "Contents/MacOS/easel": MACH_O,
        "Contents/Frameworks/libpython3.12.dylib": MACH_O,
        "Contents/Frameworks/torch/lib/libtorch_cpu.dylib": FAT,
        "Contents/Frameworks/torch/bin/torch_shm_manager": MACH_O,
        f"{qt}/Versions/A/QtCore": MACH_O,
        "Contents/Resources/Some.class": JAVA,
        "Contents/Resources/resources/starter/model.safetensors": b"\x00" * 40,
        "Contents/Resources/empty": b"",
        "Contents/Info.plist": plistlib.dumps({"CFBundleExecutable": "easel"}),
    }
    for place, data in files.items():
        path = app / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (app / qt / "Versions" / "Current").symlink_to("A")
    (app / "Contents/Resources/libpython3.12.dylib").symlink_to("../Frameworks/libpython3.12.dylib")
    return app


def test_inside_comes_before_outside_and_the_app_last(app: Path) -> None:
    names = [path.name for path in sign.to_sign(app)]
    assert names.index("QtCore") < names.index("QtCore.framework")
    assert names[-1] == "Easel.app"
    assert set(names) == {
        "QtCore",
        "QtCore.framework",
        "libtorch_cpu.dylib",
        "torch_shm_manager",
        "libpython3.12.dylib",
        "Easel.app",
    }


def test_each_file_is_signed_once_although_links_point_to_it(app: Path) -> None:
    listed = sign.to_sign(app)
    assert len(listed) == len(set(listed)) == 6


def test_every_parent_bundle_comes_after_what_it_holds(app: Path) -> None:
    listed = sign.to_sign(app)
    for place, path in enumerate(listed):
        assert all(not later.is_relative_to(path) for later in listed[place + 1 :])


def test_entitlements_parse_and_are_the_least(packaging_folder: Path) -> None:
    text = (packaging_folder / "entitlements.plist").read_text()
    assert plistlib.loads(text.encode()) == {
        "com.apple.security.cs.allow-jit": True,
        "com.apple.security.cs.allow-unsigned-executable-memory": True,
    }
    assert "<!--" not in text, "codesign refuses comments in entitlements"


def test_only_an_ad_hoc_build_may_load_code_of_other_teams() -> None:
    assert sign.NO_TEAM not in sign.entitlements_for("Developer ID Application: A (B)")
    assert sign.entitlements_for(sign.AD_HOC)[sign.NO_TEAM] is True


def test_all_gets_the_hardened_runtime_and_real_signatures_a_time() -> None:
    real = sign.command(Path("Easel.app"), "Developer ID Application: A (B)", Path("e.plist"))
    assert "--timestamp" in real
    assert real[-3:] == ["--entitlements", "e.plist", "Easel.app"]
    ad_hoc = sign.command(Path("x.dylib"), sign.AD_HOC, None)
    assert "--timestamp=none" in ad_hoc
    assert "--entitlements" not in ad_hoc
    for call in (real, ad_hoc):
        assert call[call.index("--options") + 1] == "runtime"
