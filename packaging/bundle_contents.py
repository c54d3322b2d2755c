"""What goes into the frozen app and what stays out: names only, so that tests can check them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from importlib.machinery import all_suffixes
from importlib.util import find_spec
from pathlib import Path

from info_plist import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent

RESOURCES = (
    "app_icon",
    "clip",
    "configs",
    "fonts",
    "icons",
    "manual",
    "qwen",
    "samples",
    "starter",
)
"""What resources/ must hold; all that it holds is copied, but for what has a reason below."""

LEFT_BEHIND = ("translations", *(("fonts",) if sys.platform == "darwin" else ()))
"""Languages go in compiled, and a Mac has a font of its own."""

METADATA = (
    "PySide6-Essentials",
    "accelerate",
    "coremltools",
    "diffusers",
    "filelock",
    "huggingface_hub",
    "importlib_metadata",
    "keyring",
    "numpy",
    "opentelemetry-api",
    "packaging",
    "peft",
    "pillow",
    "protobuf",
    "psutil",
    "pyyaml",
    "regex",
    "requests",
    "safetensors",
    "scipy",
    "tokenizers",
    "torch",
    "tqdm",
    "transformers",
)
"""Distributions whose metadata is read at run time: diffusers and transformers ask for versions."""

KEPT_PIPELINES = ("controlnet", "flux2", "stable_diffusion", "stable_diffusion_xl", "z_image")
"""Those that desktop/engines/sampling/pipelines.py, families and safety.py use."""

KEPT_TRANSFORMERS = (
    "aimv2",
    "auto",
    "beit",
    "bit",
    "bloom",
    "clip",
    "depth_anything",
    "dinov2",
    "dinov2_with_registers",
    "dpt",
    "encoder_decoder",
    "glpn",
    "qwen2",
    "qwen3",
    "siglip",
    "swin",
    "swinv2",
    "vit",
    "vit_mae",
    "vitpose",
    "vitpose_backbone",
    "zoedepth",
)
"""The models of transformers that are loaded: clip with every SD pipeline, qwen3 with the flow ones
(qwen2's tokenizer is named there), the depth and pose models of engines/maps.py with their
backbones; the others are imported by diffusers and peft, and aimv2 by the search for CLIPTokenizer,
since it stands before clip in the list of those who have it."""

KEPT_TORCH_TESTING = ("common_dtype", "distributed", "logging_tensor")

NEVER_USED = (
    "IPython",
    "PyInstaller",
    "_pytest",
    "cv2",
    "flax",
    "hf_xet",  # an optional way to download; Easel has its own
    "hypothesis",
    "jax",
    "joblib",
    "matplotlib",
    "networkx",
    "onnx",
    "onnxruntime",
    "pandas",
    "pillow_heif",
    "pip",
    "pkg_resources",
    "pygments",
    "pytest",
    "rich",
    "setuptools",
    "sklearn",  # its libomp beside torch's ends the process on a Mac; coremltools asks for it
    "tensorboard",
    "tensorflow",
    "tkinter",
    "torchaudio",
    "torchvision",
    "typer",
    "wheel",
    "diffusers.commands",
    "diffusers.modular_pipelines",
    "huggingface_hub.cli",
    "transformers.cli",
    "transformers.exporters",
    "transformers.pipelines",
    "torch._inductor.autoheuristic",
    "torch._inductor.codegen",
    "torch._inductor.fx_passes",
    "torch._inductor.kernel",
    "torch.utils.benchmark",
    "torch.utils.tensorboard",
)
"""Modules that no job of Easel imports, though something that it imports could."""

LEFT_OUT = (
    # torch: headers, its own tests and tools; torch_shm_manager must stay, `import torch` looks.
    r"torch/(include|share|test)/",
    r"torch/bin/(?!torch_shm_manager$)",
    r"torch/lib/lib(jitbackend_test|backend_with_compiler|aoti_custom_ops|torchbind_test)\.",
    r"torch/lib/.*\.(a|lib)$",
    # Qt: on-screen keyboard, QML, PDF, databases, panels without a window system.
    r"PySide6/Qt/(qml|libexec|metatypes|resources)/",
    r".*/?(lib)?Qt6?(VirtualKeyboard|Quick|Qml|Pdf|EglF[sS]|Sql|Test|Designer)\w*(\.|$)",
    r"PySide6/.*plugins/(egldeviceintegrations|generic|networkinformation|printsupport|qmllint"
    r"|qmltooling|sqldrivers|virtualkeyboard)/",
    r"PySide6/.*plugins/platforminputcontexts/.*virtualkeyboard",
    r"PySide6/.*plugins/platforms/lib(qeglfs|qlinuxfb|qminimalegl|qvkkhrdisplay|qvnc)",
    r"PySide6/.*plugins/imageformats/lib(qpdf|qtga|qwbmp)",
    rf"PySide6/.*translations/(?!qtbase_({'|'.join(LANGUAGES)})\.qm$)",
    # Tests and typing stubs of the scientific libraries.
    r"(scipy|numpy|coremltools|networkx)/(.*/)?tests?/",
    r".*\.(pyi|pxd|pyx|f90|cuh?|cmake)$",
)
"""Patterns of files, by their place in the bundle."""


def left_out(place: str) -> bool:
    """Whether the file at `place` (relative, with slashes) stays out of the bundle."""
    return any(re.match(pattern, place) for pattern in LEFT_OUT)


def excluded_modules() -> list[str]:
    """All modules that PyInstaller must not follow."""
    return [
        *NEVER_USED,
        *siblings_of("diffusers", "pipelines", KEPT_PIPELINES, packages_only=True),
        *siblings_of("transformers", "models", KEPT_TRANSFORMERS, packages_only=True),
        *siblings_of("torch", "testing/_internal", KEPT_TORCH_TESTING),
        *siblings_of("torch", "testing/_internal/distributed", ("fake_pg",)),
    ]


def kept_packages() -> list[str]:
    """Packages whose modules are imported by name at run time, so that no analysis finds them."""
    return [
        "coremltools.converters",
        "coremltools.models",
        "coremltools.optimize",
        "coremltools.proto",
        "desktop",
        "diffusers.loaders",
        "diffusers.models",
        "diffusers.schedulers",
        *(f"diffusers.pipelines.{name}" for name in KEPT_PIPELINES),
        "keyring.backends",
        "opentelemetry.context",
        *(f"transformers.models.{name}" for name in KEPT_TRANSFORMERS),
    ]


def siblings_of(
    package: str, folder: str, kept: Iterable[str], *, packages_only: bool = False
) -> list[str]:
    """The modules in `folder` of the installed `package` that are not in `kept`, dotted."""
    place = folder_of(package, *folder.split("/"))
    names = {entry.name for entry in place.iterdir() if (entry / "__init__.py").is_file()}
    if not packages_only:
        names |= {entry.stem for entry in place.glob("*.py") if entry.stem != "__init__"}
    prefix = f"{package}.{folder.replace('/', '.')}."
    return sorted(prefix + name for name in names - set(kept))


def folder_of(package: str, *inside: str) -> Path:
    """A folder of an installed package, which is not imported; ValueError where there is none."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ValueError(f"{package} is not installed")
    place = Path(spec.submodule_search_locations[0], *inside)
    if not place.is_dir():
        raise ValueError(f"{package} has no {'/'.join(inside)}")
    return place


def modules_in(package: str) -> list[str]:
    """`package` (dotted) and all modules in it but tests, by its files: nothing is imported."""
    top, *inside = package.split(".")
    return sorted(_modules(folder_of(top, *inside), package))


def _modules(folder: Path, name: str) -> Iterator[str]:
    yield name
    for entry in folder.iterdir():
        if entry.name in ("test", "tests", "testing") or entry.name.startswith(("test_", "__py")):
            continue
        stem = entry.name.partition(".")[0]
        if entry.is_dir() and (entry / "__init__.py").is_file():
            yield from _modules(entry, f"{name}.{entry.name}")
        elif entry.is_file() and entry.name.endswith(tuple(all_suffixes())) and stem != "__init__":
            yield f"{name}.{stem}"


def compiled_code(package: str) -> list[tuple[str, str]]:
    """The libraries that lie in a package's own folder, each as (path, folder in the bundle)."""
    return [
        (str(path), package)
        for path in sorted(folder_of(package).iterdir())
        if path.suffix in (".so", ".dylib")
    ]


def resources() -> list[tuple[str, str]]:
    """What to copy from resources/, each as (path, folder in the bundle).

    ValueError where something that the app can't do without is missing.
    """
    found = {
        path.name: path
        for path in sorted((ROOT / "resources").iterdir())
        if not path.name.startswith(".") and path.name not in LEFT_BEHIND
    }
    missing = sorted(set(RESOURCES) - set(found) - set(LEFT_BEHIND))
    if missing:
        raise ValueError(f"resources/ has no {', '.join(missing)}")
    return [
        (str(path), f"resources/{name}" if path.is_dir() else "resources")
        for name, path in found.items()
    ]
