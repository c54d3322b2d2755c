"""Pictures that an editing model looks at: from the draft to the model's tokens and the recipe."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import torch
from PIL import Image

from desktop.core.errors import BadInput
from desktop.core.events import DrawnPicture
from desktop.core.request import GenerationRequest, ReferenceImage, StartingImage, reference_area
from desktop.engines.torch_engine import TorchEngine
from desktop.models.library import ModelLibrary
from desktop.models.model import Model
from desktop.models.requests.draft import Draft
from desktop.models.requests.pictures.fitted_pictures import read_reference
from desktop.models.requests.resolve import Resolver
from desktop.storage.pictures.input_paths import InputPaths, without_paths

from .flow_files import MODEL

SMALL: dict[str, Any] = {
    "prompt": "red apple",
    "width": 64,
    "height": 64,
    "steps": 1,
    "guidance_scale": 1.0,
    "precision": "fp32",
    "seed": 1,
}
LIBRARY = ModelLibrary([])


def resolved(*references: Path, on: Model | None = None, **settings: Any) -> GenerationRequest:
    uses = tuple(ReferenceImage(path=str(path)) for path in references)
    model = LIBRARY.at(MODEL)
    resolver = Resolver(
        assets=lambda _kind, _family: [],
        find_model=LIBRARY.find,
        wildcards=None,
        drawn_seed=1,
        known_models=lambda: [model],
    )
    draft = Draft(**(SMALL | settings), references=uses)
    return resolver.request(draft, on or model)


class Editor:
    """The little klein, loaded once; `tokens` counts what its transformer was last given."""

    def __init__(self, cache: Path) -> None:
        self._engine = TorchEngine.load(
            resolved(), "j", lambda _: None, lambda: None, cache_dir=cache
        )
        self.tokens = 0
        transformer = self._engine.generator.parts.unet.get()
        transformer.register_forward_pre_hook(self._count, with_kwargs=True)

    def _count(self, _module: Any, _args: Any, given: dict[str, torch.Tensor]) -> None:
        self.tokens = given["hidden_states"].shape[1]

    def draw(self, request: GenerationRequest) -> DrawnPicture:
        (picture,) = self._engine.generate("j", request, lambda _: None, lambda: None)
        return picture

    def close(self) -> None:
        self._engine.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    made = Editor(tmp_path_factory.mktemp("cache"))
    yield made
    made.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "apple.png"
    Image.new("RGB", (96, 64), (200, 30, 30)).save(path)
    return path


def test_the_model_looks_at_each_reference(editor: Editor, picture: Path, tmp_path: Path) -> None:
    other = tmp_path / "small.png"
    Image.new("RGBA", (20, 30), (0, 90, 200, 128)).save(other)
    plain = editor.draw(resolved())
    assert editor.tokens == 4 * 4
    one = editor.draw(resolved(picture))
    assert editor.tokens == 4 * 4 + 6 * 4
    two = editor.draw(resolved(picture, other))
    assert editor.tokens == 4 * 4 + 6 * 4 + 4 * 6, "a small one is brought to 64 pixels"
    large = tmp_path / "large.png"
    Image.new("RGB", (256, 128), (0, 90, 200)).save(large)
    editor.draw(resolved(large))
    assert editor.tokens == 4 * 4 + 16 * 8
    short = msgspec.structs.replace(resolved(large), reference_pixels=128 * 64)
    assert editor.draw(short).recipe["reference_pixels"] == 128 * 64
    assert editor.tokens == 4 * 4 + 8 * 4, "scaled down where memory is short"
    turned = editor.draw(resolved(other, picture))
    assert len({plain.rgb, one.rgb, two.rgb, turned.rgb}) == 4, "their order counts"
    assert two.recipe["references"] == [{"path": str(picture)}, {"path": str(other)}]
    assert "references" not in plain.recipe


def test_many_large_ones_share_four_megapixels(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    Image.new("RGB", (2048, 1024)).save(large)
    for count, most in ((1, 2**20), (4, 2**20), (8, 2**19)):
        assert reference_area(count) == most
        width, height = read_reference(str(large), most).size
        assert most * 0.98 < width * height <= most
        assert width == pytest.approx(2 * height, abs=2)


def test_only_what_is_painted_is_edited(editor: Editor, picture: Path, tmp_path: Path) -> None:
    start, mask = tmp_path / "start.png", tmp_path / "mask.png"
    Image.new("RGB", (64, 64), (10, 120, 40)).save(start)
    half = Image.new("L", (64, 64), 0)
    half.paste(255, (0, 0, 32, 64))
    half.save(mask)
    image = StartingImage(path=str(start), strength=1.0, mask=str(mask))
    drawn = editor.draw(resolved(picture, starting_image=image))
    shown = Image.frombytes("RGB", (64, 64), drawn.rgb)
    assert shown.getpixel((60, 30)) == (10, 120, 40)
    assert shown.getpixel((8, 30)) != (10, 120, 40)


def test_what_cannot_be_edited_is_said(editor: Editor, picture: Path, tmp_path: Path) -> None:
    starter = LIBRARY.starter()
    with pytest.raises(BadInput, match=r"draws from words and can’t .*: choose “model”"):
        resolved(picture, on=starter)
    gone = tmp_path / "gone.png"
    with pytest.raises(BadInput, match=r"The reference .*gone.png is not there"):
        resolved(gone)
    with pytest.raises(BadInput, match="takes 10 references at most; 11"):
        resolved(*[picture] * 11)
    long, text = tmp_path / "long.png", tmp_path / "text.png"
    Image.new("RGB", (900, 100)).save(long)
    text.write_text("no picture")
    with pytest.raises(BadInput, match="more than 8 times as long"):
        editor.draw(resolved(long))
    with pytest.raises(BadInput, match=r"The reference .* can’t be read as a picture"):
        editor.draw(resolved(text))


def test_the_recipe_names_them_without_their_folders(picture: Path, tmp_path: Path) -> None:
    recipe = {"references": [{"path": str(picture)}]}
    written = without_paths(recipe)
    (use,) = written["references"]
    assert use["path"] == "apple.png"
    assert len(use["sha256"]) == 32
    known = InputPaths(tmp_path / "paths.json")
    known.remember(recipe)
    (back,) = known.restored(written)["references"]
    assert back["path"] == str(picture)
