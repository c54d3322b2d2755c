"""The training code, piece by piece, without its data."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import types
from pathlib import Path

import numpy as np
import pytest
import torch
from starter import (
    captions,
    colour,
    cross_attention_init,
    export,
    features,
    grid_tokens,
    latents,
    tokenizer,
    train_text_encoder,
    training_items,
    training_time,
    vae,
)
from starter.conditioning import Conditioning
from starter.data import Item
from starter.train_unet import UnetTask, loss_weights
from starter.unet import new_text_encoder, new_unet

from tests.waiting import ENGINE_LIMIT


def item(name: str, **changes) -> Item:
    values = {
        "key": name,
        "group": "food-drink",
        "subgroup": "food-fruit",
        "names": {"en": name, "ko": f"{name}-ko"},
        "tags": {"en": (name, "food"), "ko": ("음식",)},
        "version": 0.6,
    }
    return Item(**(values | changes))


def disc(rgb: tuple[int, int, int], radius: int = 100) -> np.ndarray:
    rows, columns = np.mgrid[:256, :256] - 128
    picture = np.full((256, 256, 3), 255, np.uint8)
    picture[rows**2 + columns**2 < radius**2] = rgb
    return picture


RED, BLUE = disc((220, 20, 40)), disc((40, 80, 220))


class TestColour:
    # Pairs 1, 7, 17 and 25 of the test data by Sharma, Wu and Dalal (2005).
    @pytest.mark.parametrize(
        ("first", "second", "difference"),
        [
            ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
            ((50, 0, 0), (50, -1, 2), 2.3669),
            ((50, 2.5, 0), (73, 25, -18), 27.1492),
            ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ],
    )
    def test_difference_is_ciede2000(self, first, second, difference) -> None:
        pair = [
            torch.tensor(values, dtype=torch.float64).view(1, 3, 1, 1) for values in (first, second)
        ]
        assert colour.difference(*pair).item() == pytest.approx(difference, abs=2e-4)

    def test_lab_of_white_and_red(self) -> None:
        rgb = torch.tensor([[1.0, 1, 1], [1, 0, 0]]).view(2, 3, 1, 1)
        white, red = colour.lab(rgb).view(2, 3).tolist()
        assert white == pytest.approx((100, 0, 0), abs=0.02)
        assert red == pytest.approx((53.24, 80.09, 67.20), abs=0.05)


class TestDrawable:
    def test_signs_and_clock_faces_are_left_out(self) -> None:
        assert training_items.wanted(item("red apple"))
        assert not training_items.wanted(
            item("one o’clock", group="travel-places", subgroup="time")
        )
        assert not training_items.wanted(item("up arrow", group="symbols", subgroup="arrow"))
        assert training_items.wanted(item("crown", group="objects", subgroup="clothing"))

    def test_of_two_that_look_alike_the_shorter_name_stays(self) -> None:
        items = [item("apple with a leaf"), item("apple"), item("blue apple")]
        assert training_items.drawable(items, np.stack([RED, RED, BLUE])) == [1, 2]

    def test_what_people_ask_for_is_learnt_first(self) -> None:
        items = [item("quince", version=0.1), item("red apple", version=5.0)]
        assert training_items.in_order(items, np.stack([BLUE, RED])) == [1, 0]


class TestCaptions:
    def test_colour_is_named_only_where_it_is_honest(self) -> None:
        both = RED.copy()
        both[:, :128] = BLUE[:, :128]
        assert captions.colour_of(RED) == "red"
        assert captions.colour_of(BLUE) == "blue"
        assert captions.colour_of(both) is None
        assert captions.colour_of(disc((220, 20, 40), radius=20)) is None

    def test_both_languages_with_rare_tags_as_synonyms(self) -> None:
        items = [item("apple"), item("pear"), item("plum")]
        made = captions.captions_for(items, np.stack([RED] * 3))
        assert made[0]["en"].label == "apple"
        assert "food" not in made[0]["en"].synonyms
        assert made[0]["en"].colours == ("red",)
        assert made[0]["ko"].colours == ("빨간", "빨간색")
        random = np.random.default_rng(0)
        drawn = {made[0]["en"].draw(random) for _ in range(200)}
        assert {"apple", "red apple", "apple, food"} <= drawn

    def test_a_name_with_a_colour_gets_no_second(self) -> None:
        made = captions.captions_for([item("red apple")], np.stack([RED]))
        assert made[0]["en"].colours == ()


def test_tokenizer_is_written_in_clips_form(tmp_path: Path) -> None:
    texts = ["red apple", "빨간 사과", "red heart", "빨간 하트"] * 20
    made = tokenizer.train_tokenizer(texts, tmp_path, size=700)
    assert (tmp_path / "merges.txt").read_text(encoding="utf-8").startswith("#version: 0.2\n")
    assert made.tokenize("RED apple") == ["red</w>", "apple</w>"]
    ids = made("빨간 사과", padding="max_length").input_ids
    assert len(ids) == 77
    assert ids[0] == len(made) - 2
    assert ids[3] == ids[-1] == len(made) - 1
    assert made.decode(ids, skip_special_tokens=True) == "빨간 사과"


class TestCoder:
    def test_it_carries_colour_before_any_training(self) -> None:
        coder = vae.new_vae()
        pictures = vae.as_tensor(np.stack([RED, BLUE]))
        with torch.no_grad():
            mean, log_variance = vae.encode(coder, pictures)
            drawn = vae.decode(coder, mean)
            quick = vae.encode_quickly(coder, pictures)[0]
        assert mean.shape == (2, 4, 32, 32)
        assert torch.allclose(log_variance, torch.full_like(mean, vae.START_LOG_VARIANCE))
        assert torch.allclose(mean, quick, atol=1e-4)
        assert (drawn - pictures).abs().mean() < 0.15

    def test_standardising_changes_latents_and_not_pictures(self) -> None:
        torch.manual_seed(0)
        coder = vae.new_vae()
        pictures = vae.as_tensor(np.stack([RED, BLUE]))
        with torch.no_grad():
            before = vae.encode(coder, pictures)[0]
            drawn = vae.decode(coder, before)
            latents.standardise(coder, before)
            after = vae.encode(coder, pictures)[0] * latents.SCALING_FACTOR
            again = vae.decode(coder, after / latents.SCALING_FACTOR)
        assert torch.allclose(after.mean((0, 2, 3)), torch.zeros(4), atol=1e-3)
        assert torch.allclose(after.std((0, 2, 3)), torch.ones(4), atol=1e-2)
        assert torch.allclose(drawn, again, atol=1e-3)


def test_nearest_is_itself_and_twins_share_a_place() -> None:
    pictures = np.stack([RED, BLUE, RED, disc((20, 200, 60), radius=50)])
    gallery = features.Gallery(pictures)
    assert gallery.ranks(pictures, [0, 1, 2, 3]) == [0, 0, 0, 0]
    assert gallery.ranks(pictures[:1], [1]) == [2]


def test_the_painter_starts_by_telling_noise_from_nothing() -> None:
    unet = new_unet()
    noise = torch.randn(1, 4, 32, 32, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        told = unet(noise, torch.tensor([999]), torch.zeros(1, 77, 192)).sample
    assert torch.allclose(told, noise, atol=0.2)


class TestSlots:
    def test_patches_are_the_parts_of_a_grid_row_by_row(self) -> None:
        latents = torch.arange(4 * 32 * 32.0).view(1, 4, 32, 32)
        rows = grid_tokens.patches(latents)
        assert rows.shape == (1, 16, 256)
        assert torch.equal(rows[0, 6].view(4, 8, 8), latents[0, :, 8:16, 16:24])

    def test_what_they_say_tells_pictures_and_places_apart(self) -> None:
        latents = some_latents(6)
        said = grid_tokens.GridTokens(latents).say(latents)
        assert said.shape == (6, 16, 192)
        assert torch.allclose(said.square().mean(2), torch.ones(6, 16), atol=1e-3)
        assert torch.equal(
            said[:, :, grid_tokens.CONTENT_WIDTH :].argmax(2), torch.arange(16).expand(6, 16)
        )
        looks = said[:, :, : grid_tokens.CONTENT_WIDTH].flatten(1)
        apart = torch.cdist(looks, looks) + torch.eye(6) * 99
        assert apart.min() > 1

    def test_attention_starts_at_each_places_own_slot(self) -> None:
        torch.manual_seed(0)
        latents = some_latents(24)
        conditioning = Conditioning(latents)
        unet = new_unet()
        states = conditioning.wanted(np.arange(24), np.random.default_rng(0))
        cross_attention_init.init_cross_attention(unet, latents + torch.randn_like(latents), states)
        block = unet.mid_block.attentions[0].transformer_blocks[0]
        seen = []
        block.norm2.register_forward_hook(lambda _module, _args, out: seen.append(out))
        with torch.no_grad():
            unet(torch.randn(4, 4, 32, 32), torch.tensor([600] * 4), states[:4])
        heads = block.attn2.heads
        query, key = (
            part.unflatten(-1, (heads, -1)).transpose(1, 2)
            for part in (block.attn2.to_q(seen[0]), block.attn2.to_k(states[:4]))
        )
        attention = (query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5).softmax(-1)
        own = attention[..., grid_tokens.FIRST_GRID_TOKEN :].diagonal(dim1=2, dim2=3)
        assert own.mean() > 0.5

    def test_the_text_encoder_starts_with_marked_slots(self) -> None:
        torch.manual_seed(0)
        encoder = new_text_encoder(600).eval()
        ids = torch.full((1, 77), 599)
        ids[:, 0] = 598
        with torch.no_grad():
            said = encoder(input_ids=ids).last_hidden_state[0]
        marks = said[grid_tokens.FIRST_GRID_TOKEN :, grid_tokens.CONTENT_WIDTH :]
        assert torch.equal(marks.argmax(1), torch.arange(16))
        assert (
            said[: grid_tokens.FIRST_GRID_TOKEN, grid_tokens.CONTENT_WIDTH :].abs().max()
            < marks.diagonal().min()
        )


def some_latents(count: int) -> torch.Tensor:
    coarse = torch.randn(count, 4, 8, 8, generator=torch.Generator().manual_seed(1))
    return torch.nn.functional.interpolate(coarse, scale_factor=4, mode="bilinear")


class TestHearing:
    def test_the_text_encoder_is_heard_once_it_has_learnt(self) -> None:
        latents = some_latents(3)
        conditioning, random = Conditioning(latents), np.random.default_rng(0)
        chosen, empty = np.array([0, 2]), np.array([False, True])
        before = conditioning.draw(chosen, empty, random)
        assert before.shape == (2, 77, 192)
        items = [item("apple"), item("pear"), item("plum")]
        made = captions.captions_for(items, np.stack([RED] * 3))
        asked = []

        def states(texts: list[str]) -> torch.Tensor:
            asked.extend(texts)
            return torch.stack([torch.full((77, 192), float(len(text))) for text in texts])

        conditioning.learn(states, made, random)
        drawn = conditioning.draw(chosen, empty, random)
        assert {"apple", "pear-ko", ""} <= set(asked)
        assert drawn[0].unique().numel() == 1
        assert drawn[0, 0, 0] >= len("apple")
        assert not drawn[1].any()


def test_words_learn_what_their_slots_should_say() -> None:
    torch.manual_seed(0)
    items = [item("apple"), item("pear"), item("plum")]
    made = captions.captions_for(items, np.stack([RED] * 3))
    texts = captions.every_text(made)
    with tempfile.TemporaryDirectory() as folder:
        words = tokenizer.train_tokenizer(texts, Path(folder), size=700)
    encoder = new_text_encoder(len(words))
    task = train_text_encoder.TextEncoderTask(encoder, words, some_latents(3), made)
    optimizer = torch.optim.Adam(encoder.parameters(), 1e-3)
    before, random = task.missed("en"), np.random.default_rng(0)
    for _ in range(6):
        optimizer.zero_grad()
        task.loss(0.9, random)[0].backward()
        optimizer.step()
    assert task.missed("en") < 0.8 * before


def test_loss_weights_give_each_time_the_same_gradient() -> None:
    signal = torch.tensor([0.99, 0.5, 0.01])
    snr = signal / (1 - signal)
    # The picture's error is the noise's times 1 / sqrt(snr).
    assert torch.allclose(loss_weights(signal) * snr, torch.tensor([5**0.5, 1, 0.1005]), atol=1e-3)


def test_what_is_asked_for_settles_the_noise_whatever_the_start_was_made_from() -> None:
    latents = some_latents(1).repeat(8, 1, 1, 1)
    starts = []

    class Knowing(torch.nn.Module):
        """Knows the picture, so whatever else stands in the noisy latent is noise to it."""

        def forward(self, noisy, times, states):
            signal, noise = (kind[times].view(-1, 1, 1, 1) for kind in (task.signal, task.noise))
            starts.append(noisy)
            return types.SimpleNamespace(sample=(noisy - signal * latents) / noise)

    task = UnetTask(Knowing(), latents, Conditioning(latents))
    loss, count = task.loss(0.0, np.random.default_rng(0))
    assert count == len(starts[0]) == 8
    assert loss.item() < 1e-6


def test_rate_warms_up_holds_and_falls() -> None:
    assert training_time.rate(0.0, 0, 10, 0.5) == pytest.approx(0.1)
    assert training_time.rate(0.4, 100, 10, 0.5) == pytest.approx(1.0)
    assert training_time.rate(1.0, 100, 10, 0.5) == pytest.approx(0.02)


def test_preview_factors_find_a_linear_map() -> None:
    pictures = np.stack([RED, BLUE, disc((20, 200, 60)), disc((240, 230, 40))])
    small = torch.nn.functional.avg_pool2d(vae.as_tensor(pictures), 8)
    fourth = torch.randn(4, 1, 32, 32, generator=torch.Generator().manual_seed(0))
    rows, offset = export.preview_factors(torch.cat((small - 0.5, fourth), 1), pictures)
    assert np.allclose(rows[:3], np.eye(3), atol=1e-3)
    assert np.allclose([rows[3], offset], [[0, 0, 0], [0.5, 0.5, 0.5]], atol=1e-3)


def test_a_finished_folder_replaces_the_old_one_whole(tmp_path: Path) -> None:
    new, output = tmp_path / "new", tmp_path / "out"
    for folder, name in ((new, "a"), (output, "old")):
        folder.mkdir()
        (folder / name).write_text(name)
    export.write_checksums(new)
    export.put(new, output)
    assert {path.name for path in output.iterdir()} == {"a", "SHA256SUMS"}
    assert {path.name for path in tmp_path.iterdir()} == {"new", "out"}


TRAINER = """
import sys
sys.path.append(sys.argv[1])
import torch
from torch import nn
from starter import checkpoint
from starter.training_time import TrainingClock
from starter.optim import Average, shared_adam
from starter.shared_weights_trainer import SharedWeightsTrainer

class Task:
    def __init__(self):
        self.layer = nn.Linear(1, 1)
        self.modules = [self.layer]
    def rate(self, progress, step):
        return 0.05
    def loss(self, progress, random):
        x = torch.rand(16, 1)
        return (self.layer(x) - 3 * x + 1).square().mean(), 16.0

def trainer(minutes):
    torch.manual_seed(0)
    task = Task()
    optimizer, average = shared_adam(task.modules), Average(task.modules, 0.9)
    return SharedWeightsTrainer(task, optimizer, average, TrainingClock(minutes))

from pathlib import Path
file = Path(sys.argv[2])
first = trainer(0.1)
first.run(lambda values: None, lambda: checkpoint.save(first, file))
assert abs(first.task.layer.weight.item() - 3) < 0.2, first.task.layer.weight
second = trainer(0.2)
checkpoint.load(second, file)
assert second.counters.step == first.counters.step > 50
assert second.clock.progress > 0.4
assert torch.equal(second.task.layer.weight, first.task.layer.weight)
"""


def test_two_processes_train_the_same_weights_and_go_on_from_a_checkpoint(tmp_path: Path) -> None:
    packaging = Path(__file__).parents[2] / "packaging"
    command = [sys.executable, "-c", TRAINER, str(packaging), str(tmp_path / "checkpoint.pt")]
    ended = subprocess.run(
        command, capture_output=True, text=True, timeout=ENGINE_LIMIT, check=False
    )
    assert ended.returncode == 0, ended.stderr
