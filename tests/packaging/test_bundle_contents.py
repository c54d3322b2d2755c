"""What is listed for the bundle is there, and what is left out is not missed."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

import bundle_contents
import pytest

from desktop.process import diagnostics

ENGINES = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import bundle_contents
excluded = tuple(bundle_contents.excluded_modules())

class Without:
    # a finder as the bundle's: what was left out is simply not there

    def __init__(self, finder):
        self.finder = finder

    def find_spec(self, name, path=None, target=None):
        if name in excluded or name.startswith(tuple(module + "." for module in excluded)):
            return None
        return self.finder.find_spec(name, path, target)

    def __getattr__(self, name):
        return getattr(self.finder, name)

sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
import desktop.engines
for module in pkgutil.walk_packages(desktop.engines.__path__, "desktop.engines."):
    importlib.import_module(module.name)
import coremltools, coremltools.optimize.coreml, peft, diffusers
from desktop.core.sampling.samplers import SAMPLERS
from desktop.engines.sampling.pipelines import _CLASSES
from desktop.engines.families.family_loaders import FLOW_FAMILIES
for name in (*_CLASSES.values(), *(family.pipeline for family in FLOW_FAMILIES.values())):
    getattr(diffusers, name)
for name in {sampler.diffusers for sampler in SAMPLERS.values()} - {""}:
    getattr(diffusers, name)
from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
from pathlib import Path
from desktop.engines.torch.loading import load_tokenizer
load_tokenizer(Path(bundle_contents.ROOT, "resources", "starter"), "tokenizer")
print("imported", len(sys.modules))
"""


@pytest.mark.parametrize("name", bundle_contents.METADATA)
def test_metadata_that_is_copied_is_installed(name: str) -> None:
    assert importlib.metadata.version(name)


def test_versions_that_doctor_tells_are_copied() -> None:
    copied = {name.lower().replace("_", "-") for name in bundle_contents.METADATA}
    assert {name.lower() for name in diagnostics.PACKAGES} <= copied


def test_all_of_resources_goes_in_and_nothing_is_missing() -> None:
    copied = {Path(source).name: place for source, place in bundle_contents.resources()}
    assert set(bundle_contents.RESOURCES) <= set(copied) | set(bundle_contents.LEFT_BEHIND)
    for source, place in bundle_contents.resources():
        path = Path(source)
        assert path.is_file() or any(entry.is_file() for entry in path.rglob("*")), place
        assert place == ("resources" if path.is_file() else f"resources/{path.name}")


def test_a_missing_resource_ends_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(bundle_contents, "ROOT", tmp_path)
    with pytest.raises(ValueError, match="starter"):
        bundle_contents.resources()


def test_what_the_spec_reads_is_there() -> None:
    folder = bundle_contents.ROOT / "packaging"
    for name in ("info_plist.py", "entitlements.plist", "easel.spec", "dmg_background.svg"):
        assert (folder / name).is_file()
    compile((folder / "easel.spec").read_text(), "easel.spec", "exec")


def test_kept_packages_exist_and_none_is_excluded() -> None:
    excluded = bundle_contents.excluded_modules()
    for kept in bundle_contents.kept_packages():
        assert bundle_contents.modules_in(kept)[0] == kept
        assert not any(kept == name or kept.startswith(name + ".") for name in excluded)


def test_modules_that_are_found_by_their_files_are_real_ones() -> None:
    own = bundle_contents.modules_in("desktop")
    assert {"desktop", "desktop.__main__", "desktop.process.child"} <= set(own)
    core_ml = bundle_contents.modules_in("coremltools.converters")
    assert "coremltools.converters.mil.frontend.milproto.load" in core_ml
    assert not [name for name in core_ml if ".test_" in name or ".tests" in name]


def test_libraries_of_coremltools_go_beside_its_modules() -> None:
    places = {
        Path(path).name: place for path, place in bundle_contents.compiled_code("coremltools")
    }
    assert places["libmilstoragepython.so"] == "coremltools"


def test_hundreds_of_models_and_pipelines_stay_out() -> None:
    excluded = bundle_contents.excluded_modules()
    assert "transformers.models.llama" in excluded
    assert "diffusers.pipelines.flux" in excluded
    assert "transformers.models.clip" not in excluded
    assert len(excluded) > 400


def test_a_package_that_changed_its_shape_is_noticed() -> None:
    with pytest.raises(ValueError, match="no such_folder"):
        bundle_contents.siblings_of("diffusers", "such_folder", ())
    with pytest.raises(ValueError, match="not installed"):
        bundle_contents.siblings_of("no_such_package", "models", ())


@pytest.mark.parametrize(
    "place",
    [
        "torch/bin/protoc",
        "torch/test/cpp/x",
        "torch/include/ATen/x.inc",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6/Qt/lib/QtQml.framework/Versions/A/QtQml",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libQt6VirtualKeyboard.so.6",
        "libQt6EglFSDeviceIntegration.so.6",
        "PySide6/Qt/lib/libQt6EglFsKmsSupport.so.6",
        "scipy/stats/tests/data/x.npy",
    ],
)
def test_left_out(place: str) -> None:
    assert bundle_contents.left_out(place)


@pytest.mark.parametrize(
    "place",
    [
        "torch/bin/torch_shm_manager",
        "torch/lib/libtorch_cpu.dylib",
        "torch/lib/libtorch_python.so",
        "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/plugins/platforms/libqcocoa.dylib",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/styles/libqmacstyle.dylib",
        "PySide6/Qt/plugins/imageformats/libqjpeg.dylib",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/translations/qtbase_ko.qm",
        "coremltools/libcoremlpython.so",
        "resources/starter/unet/diffusion_pytorch_model.safetensors",
        "transformers/models/clip/modeling_clip.py",
    ],
)
def test_kept(place: str) -> None:
    assert not bundle_contents.left_out(place)


@pytest.mark.draws
def test_engines_import_without_what_is_left_out(packaging_folder: Path) -> None:
    """All engine modules, pipelines and schedulers, in a Python that refuses excluded modules."""
    result = subprocess.run(
        [sys.executable, "-c", ENGINES, str(packaging_folder)],
        cwd=bundle_contents.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert "imported" in result.stdout


def test_the_script_of_the_bundle_needs_no_package_around_it() -> None:
    done = subprocess.run(
        [sys.executable, "-P", str(bundle_contents.ROOT / "desktop" / "__main__.py"), "--version"],
        env={**os.environ, "PYTHONPATH": str(bundle_contents.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
