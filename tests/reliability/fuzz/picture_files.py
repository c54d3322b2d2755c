"""Pictures of each format with what programs write into them, and recipes by themselves."""

from __future__ import annotations

import io
import json
import plistlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from desktop.cli.drafting import margins_of
from desktop.core.errors import EaselError
from desktop.core.messages import Message
from desktop.core.prompts.prompt_schedule import Sampling, prompt_parts
from desktop.core.recipe import Recipe
from desktop.core.request import margins_in
from desktop.files.json_coerce import as_mapping
from desktop.models.library import ModelLibrary
from desktop.models.requests.pictures.picture_sizes import extended_size
from desktop.models.resources import resource
from desktop.storage.gallery.file_tags import FinderTags
from desktop.storage.gallery.picture_row import Stamp, read_facts
from desktop.storage.metadata.formats import xmp
from desktop.storage.metadata.formats.exif import exif_block
from desktop.storage.metadata.preset import preset_in
from desktop.storage.metadata.reading import read_json, read_recipe
from desktop.storage.metadata.recipe_builder import ReadRecipe
from desktop.storage.metadata.tools.a1111 import read_parameters
from desktop.storage.metadata.tools.a1111_text import parameters_text
from desktop.storage.metadata.tools.draw_things import read_description
from desktop.storage.metadata.tools.easy_diffusion import read_easy_diffusion
from desktop.storage.metadata.tools.fooocus import read_fooocus
from desktop.storage.metadata.tools.invokeai import read_dream
from desktop.storage.metadata.tools.mflux import read_mflux
from desktop.storage.metadata.tools.mochi import read_caption
from desktop.storage.metadata.tools.novelai import read_novelai
from desktop.storage.metadata.tools.swarmui import read_swarmui
from desktop.storage.pictures.input_paths import has_paths, without_paths
from desktop.storage.pictures.picture_encoding import recipe_chunks, recipe_json
from desktop.storage.pictures.thumbnail_cache import small
from desktop.ui.gallery.chain.origins import origins_of
from tests.storage.heic_samples import WITH_EXIF, WITH_XMP
from tests.storage.samples import make_recipe
from tests.storage.test_metadata_a1111 import REAL
from tests.storage.test_metadata_comfyui import text_to_image
from tests.storage.test_metadata_comfyui_packs import efficient
from tests.storage.test_metadata_more_peers import EASY, FOOOCUS, MFLUX, NOVELAI, SWARM
from tests.storage.test_metadata_peers import DRAW_THINGS, INVOKE_5, MOCHI
from tests.storage.test_metadata_split_files import GRAPHS, saved

from .fuzz_format import FuzzFormat, FuzzTarget, kept_at
from .mutations import as_bytes, as_json, as_png, as_text

_NOISE = Image.effect_noise((40, 30), 50)
RECIPE = make_recipe(
    loras=[{"name": "ink", "weight": 0.5}],
    image={"path": "/a/b.png", "strength": 0.5},
    controlnets=[{"model": "canny", "image": "/a/c.png", "scale": 1.0}],
    grid={"axes": [["steps", "4-8"], ["seed", "1, 2"]]},
)


def _saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def _texts(**texts: str) -> PngInfo:
    info = PngInfo()
    for key, value in texts.items():
        info.add_itxt(key, value, zip=len(value) > 500)
    return info


def _pngs() -> list[bytes]:
    rgb = _NOISE.convert("RGB")
    exif = exif_block(parameters_text(RECIPE))
    return [
        _saved(rgb, "PNG", pnginfo=recipe_chunks(RECIPE)),
        _saved(rgb, "PNG", pnginfo=_texts(parameters=REAL), exif=exif),
        _saved(_NOISE.convert("RGBA"), "PNG", pnginfo=_texts(prompt=json.dumps(text_to_image()))),
        _saved(_NOISE.convert("P"), "PNG", pnginfo=_texts(invokeai_metadata=json.dumps(INVOKE_5))),
        _saved(_NOISE.convert("I;16"), "PNG", pnginfo=_texts(Description=MOCHI)),
        _saved(rgb, "PNG", pnginfo=_texts(**{"XML:com.adobe.xmp": xmp.recipe_packet(
            recipe_json(RECIPE)).decode()})),
    ]  # fmt: skip


def _others(kind: str) -> Callable[[], list[bytes]]:
    def make() -> list[bytes]:
        rgb = _NOISE.convert("RGB")
        packet = xmp.recipe_packet(recipe_json(RECIPE))
        exif = exif_block(parameters_text(RECIPE))
        if kind == "TIFF":
            return [
                _saved(rgb, "TIFF", exif=exif),
                _saved(_NOISE, "TIFF", compression="tiff_lzw", tiffinfo={700: packet}),
            ]
        return [
            _saved(rgb, kind, exif=exif),
            _saved(rgb, kind, xmp=packet),
            _saved(rgb, kind, exif=exif_block(f"prompt:{json.dumps(text_to_image())}"), quality=5),
        ]

    return make


def _pictures(ending: str, make: Callable[[], list[bytes]]) -> Callable[[Path], FuzzTarget]:
    def begin(home: Path) -> FuzzTarget:
        path = home / "pictures" / f"x{ending}"

        def read() -> None:
            show(read_recipe(path))
            read_facts(path.parent, path.name, Stamp.of(path.stat()))
            small(path, 256)

        return FuzzTarget(make(), kept_at(path, read))

    return begin


def _dropped(home: Path) -> FuzzTarget:
    """A text or a graph in a file, as people drop them into the window."""
    texts, graphs = home / "pictures" / "x.txt", home / "pictures" / "x.json"

    def read(data: bytes) -> None:
        for path in (texts, graphs):
            kept_at(path, lambda path=path: show(read_recipe(path)))(data)

    return FuzzTarget([REAL.encode(), json.dumps(text_to_image()).encode()], read)


def _starting(home: Path) -> FuzzTarget:
    from desktop.models.requests.pictures.fitted_pictures import read_picture

    path = home / "pictures" / "x.png"
    makers = (_pngs, *(_others(kind) for kind in ("JPEG", "WEBP", "TIFF")))
    seeds = [seed for make in makers for seed in make()] + [WITH_EXIF, WITH_XMP]
    return FuzzTarget(seeds, kept_at(path, lambda: read_picture(str(path), Message("picture"))))


def show(read: ReadRecipe | None) -> None:
    """Do with a recipe what every window does."""
    if read is None:
        return
    recipe = Recipe(read.recipe)
    json.dumps(recipe.as_dict())
    str(recipe.model_name), [str(notice) for notice in read.notices]
    preset_in(recipe.as_dict())
    has_paths(recipe)
    text = parameters_text(recipe)
    recipe_json(without_paths(recipe)), text.encode("utf-8", "replace")
    read_parameters(text)


def _recipe(reader: Callable[[str], ReadRecipe | None], *samples: object) -> Any:
    seeds = [
        (sample if isinstance(sample, str) else json.dumps(sample)).encode() for sample in samples
    ]

    def begin(_: Path) -> FuzzTarget:
        return FuzzTarget(seeds, lambda data: show(reader(data.decode("utf-8", "replace"))))

    return begin


def _graph(nodes: dict[str, Any]) -> dict[str, Any]:
    """A graph as ComfyUI's window saves it: a list of nodes and one of links."""
    names = list(nodes)
    links: list[Any] = []
    listed: list[dict[str, Any]] = []
    for at, name in enumerate(names):
        node = nodes[name]
        widgets = [value for value in node["inputs"].values() if not isinstance(value, list)]
        inputs = []
        for key, value in node["inputs"].items():
            if isinstance(value, list):
                links.append([len(links), names.index(value[0]), value[1], at, len(inputs), "X"])
                inputs.append({"name": key, "link": len(links) - 1})
        listed.append(
            {"id": at, "type": node["class_type"], "inputs": inputs, "widgets_values": widgets}
        )
    return {"nodes": listed, "links": links, "version": 0.4}


def _origins(home: Path) -> FuzzTarget:
    """What a picture says of those it was made from, and of the margins around one."""
    source = home / "a.png"
    source.write_bytes(_saved(_NOISE.convert("RGB"), "PNG"))
    recipe = make_recipe(
        image={"path": str(source), "sha256": "a" * 32, "extend": {"left": 64, "top": 8}},
        references=[{"path": "a.png", "sha256": "b" * 32}],
        upscaled={"from": "a.png", "from_sha256": "c" * 32},
    )
    starter = ModelLibrary().at(resource("starter"))
    path = home / "drawn" / "b.png"
    path.parent.mkdir()

    def read(data: bytes) -> None:
        noted = PngInfo()
        noted.add_itxt("easel", data.decode("utf-8", "replace"))
        path.write_bytes(_saved(_NOISE.convert("RGB"), "PNG", pnginfo=noted))
        facts = read_facts(path.parent, path.name, Stamp.of(path.stat()))
        assert len(facts.origins) <= 34
        found = read_recipe(path)
        if found is None:
            return
        assert all(Path(origin).is_file() for origin in origins_of(found.recipe, str(path)))
        margins = margins_in(as_mapping(found.recipe.get("image")).get("extend"))
        if margins is not None:
            with suppress(EaselError):
                extended_size((40, 30), margins, starter)

    return FuzzTarget([recipe_json(recipe).encode()], read)


def _margins(_: Path) -> FuzzTarget:
    starter = ModelLibrary().at(resource("starter"))

    def read(data: bytes) -> None:
        try:
            margins = margins_of(data.decode("utf-8", "replace"))
        except ValueError:  # as argparse asks
            return
        with suppress(EaselError):
            extended_size((40, 30), margins, starter)

    return FuzzTarget([b"left=128,top=64", b" right = 8 , bottom=0", b"128"], read)


def _tags(_: Path) -> FuzzTarget:
    tags = ["빨강\n6", "mine\n0"]
    seeds = [plistlib.dumps(tags, fmt=form) for form in (plistlib.FMT_BINARY, plistlib.FMT_XML)]
    return FuzzTarget(seeds, FinderTags.decode)


def _json(reader: Callable[[Any], ReadRecipe | None]) -> Callable[[str], ReadRecipe | None]:
    """A reader of text that holds what `reader` takes."""

    def read(text: str) -> ReadRecipe | None:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return reader(found) if isinstance(found, dict) else None

    return read


def _by_step(_: Path) -> FuzzTarget:
    seeds = [b"a [cat:dog:0.5] [red|blue] fox AND tree :1.2", b"a[b:[c:d:2]:1]e [fe|||]male"]

    def read(data: bytes) -> None:
        for part in prompt_parts(data.decode("utf-8", "replace"), Sampling(12)):
            assert part.texts[-1][0] == 12

    return FuzzTarget(seeds, read)


_REFUSED = (EaselError,)
_DREAM = '"a fox [blurry]" -s 50 -S 4 -W 512 -H 512 -C 7.5 -A k_lms'
_SD_METADATA = {
    "model_weights": "stable-diffusion-1.5",
    "app_version": "2.3.5",
    "image": {
        "prompt": [{"prompt": "a fox [blurry]", "weight": 1}],
        "steps": 50, "cfg_scale": 7.5, "seed": 4, "height": 512, "width": 512,
        "sampler": "k_lms", "type": "txt2img", "variations": [],
    },
}  # fmt: skip
FORMATS = {
    "PNG": FuzzFormat(_pictures(".png", _pngs), as_png, _REFUSED),
    "JPEG": FuzzFormat(_pictures(".jpg", _others("JPEG")), as_bytes, _REFUSED),
    "WebP": FuzzFormat(_pictures(".webp", _others("WEBP")), as_bytes, _REFUSED),
    "TIFF": FuzzFormat(_pictures(".tiff", _others("TIFF")), as_bytes, _REFUSED),
    "HEIC": FuzzFormat(_pictures(".heic", lambda: [WITH_EXIF, WITH_XMP]), as_bytes, _REFUSED, 0.5),
    "dropped text": FuzzFormat(_dropped, as_text, _REFUSED),
    "starting picture": FuzzFormat(_starting, as_bytes, _REFUSED),
    "recipe of Easel": FuzzFormat(_recipe(read_json, RECIPE), as_json),
    "recipe of A1111": FuzzFormat(_recipe(read_parameters, REAL, parameters_text(RECIPE)), as_text),
    "ComfyUI graph": FuzzFormat(
        _recipe(read_json, text_to_image(), _graph(text_to_image())), as_json
    ),
    "ComfyUI graph of flow models": FuzzFormat(
        _recipe(
            read_json, *(form for graph, _ in GRAPHS.values() for form in (graph, saved(graph)))
        ),
        as_json,
    ),
    "ComfyUI graph of packs": FuzzFormat(
        _recipe(read_json, efficient(), _graph(efficient())), as_json
    ),
    "origins": FuzzFormat(_origins, as_json, _REFUSED),
    "margins": FuzzFormat(_margins, as_text),
    "recipe of InvokeAI": FuzzFormat(_recipe(read_json, INVOKE_5, _SD_METADATA), as_json),
    "recipe of Draw Things": FuzzFormat(_recipe(read_json, DRAW_THINGS), as_json),
    "recipe of SwarmUI": FuzzFormat(_recipe(_json(read_swarmui), SWARM), as_json),
    "recipe of Fooocus": FuzzFormat(_recipe(_json(read_fooocus), FOOOCUS), as_json),
    "recipe of NovelAI": FuzzFormat(_recipe(_json(read_novelai), NOVELAI), as_json),
    "recipe of Easy Diffusion": FuzzFormat(_recipe(_json(read_easy_diffusion), EASY), as_json),
    "recipe of mflux": FuzzFormat(_recipe(_json(read_mflux), MFLUX), as_json),
    "recipe of InvokeAI 1": FuzzFormat(_recipe(read_dream, _DREAM), as_text),
    "prompt by step": FuzzFormat(_by_step, as_text),
    "captions": FuzzFormat(
        _recipe(lambda text: read_caption(text) or read_description(text), MOCHI), as_text
    ),
    "Finder tags": FuzzFormat(_tags, as_bytes),
}
