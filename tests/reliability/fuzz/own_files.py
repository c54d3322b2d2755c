"""Files that Easel wrote itself, in another run: settings, queue, presets, caches, the index."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from desktop.core.errors import BadInput, EaselError
from desktop.core.grids.grid import GridCell, GridRequest
from desktop.core.hardware.compute import ComputeUnit
from desktop.core.hardware.proof import DeviceChoices, Proof
from desktop.core.prompts.styles import FIRST_STYLES
from desktop.core.request import GenerationRequest, ModelIdentity, StartingImage
from desktop.core.server import Server
from desktop.core.tasks import BenchRequest, ConvertRequest, InspectRequest, Job, UpscaleRequest
from desktop.models.downloads.download import PLAN_FILE, WORK
from desktop.models.downloads.download_plan import DownloadPlan, PlannedFile
from desktop.models.downloads.records import Record, Records
from desktop.models.downloads.waiting_plans import waiting_plans
from desktop.models.hashing import known_hashes, model_hash
from desktop.models.locations.folder_state import folder_condition
from desktop.models.memory.paces import PACES, Paces
from desktop.models.recognition.prediction_overrides import PredictionOverrides
from desktop.models.recognition.recognise import recognise_file
from desktop.models.recognition.recognition_cache import RecognitionCache
from desktop.process.proof_file import proved_choices, proved_on, write_proof
from desktop.remote.protocol.server_address import checked_server
from desktop.serve.access_token import LEAST_LETTERS, own_token
from desktop.storage.gallery.annotations_journal import MARKS_NAME, Annotation, AnnotationJournal
from desktop.storage.gallery.gallery_library import GalleryLibrary
from desktop.storage.gallery.index.gallery_index import PictureRow
from desktop.storage.gallery.query import GalleryQuery
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.metadata.preset import Preset
from desktop.storage.pictures.drawn_already import without_drawn
from desktop.storage.pictures.input_paths import InputPaths
from desktop.storage.preset_files import BUILT_IN, PresetFolder, read_preset, write_preset
from desktop.storage.prompt_history import PromptEntry, PromptHistory
from desktop.storage.queue_file import QueueFile
from desktop.storage.settings_file import SettingsFile, folder_among
from desktop.storage.styles_file import StyleFile, read_csv
from desktop.storage.window_state import WindowState
from tests.storage.samples import make_recipe, picture

from .fuzz_format import FuzzFormat, FuzzTarget, kept_at
from .mutations import as_bytes, as_json, as_json_lines, as_text

_HIRES: dict[str, Any] = {"prompt": "a {red|blue} bird", "model": "/m", "seed": 7, "count": 3}
REQUEST = GenerationRequest(**_HIRES, width=64, height=64)


def jobs() -> list[Job]:
    """One of each kind."""
    started = msgspec.structs.replace(
        REQUEST, starting_image=StartingImage(path="/a.png"), compute_unit=ComputeUnit.ALL
    )
    cell = GridCell(request=msgspec.structs.replace(REQUEST, count=1), column=0, row=0)
    tasks = (
        *(REQUEST, started, GridRequest(columns=("4",), rows=("",), cells=(cell,))),
        *(ConvertRequest(source="/m", output="/o"), InspectRequest(model="/m")),
        *(UpscaleRequest(image="/a.png", model="/u"), BenchRequest(request=REQUEST)),
    )
    return [Job(id=f"{at}", task=task, output="/nowhere") for at, task in enumerate(tasks)]


def _settings(home: Path) -> FuzzTarget:
    path = home / "settings" / "settings.json"
    file = SettingsFile(path)
    file.change(
        **{"model_folders": ("/a", str(home)), "gallery_folders": ("/b",), "language": "ko"},
        servers=(Server(name="box", address="http://127.0.0.1:8188"),),
        low_memory=True,
    )
    seed = path.read_bytes()

    def read() -> None:
        found = SettingsFile(path)
        for folder in (*found.values.model_folders, *found.values.gallery_folders):
            folder_condition(Path(folder), False)
            folder_among(home, [folder])
        for server in found.values.servers:
            with suppress(BadInput):
                checked_server(server.name, server.address)
        str(found.notice)
        found.change(low_memory=not found.values.low_memory)

    return FuzzTarget([seed], kept_at(path, read))


def _queue(home: Path) -> FuzzTarget:
    path = home / "queue" / "queue.json"
    QueueFile(path).save(jobs(), 1)
    seed = path.read_bytes()

    def read() -> None:
        file = QueueFile(path)
        content = file.load()
        str(content.notice)
        for job in content.jobs:
            without_drawn(job, content.saved)
        if not content.read_only:
            file.save(content.jobs, file.keep(content.jobs))

    return FuzzTarget([seed, b'{"version":1,"jobs":[]}'], kept_at(path, read))


def _queue_latest(home: Path) -> FuzzTarget:
    path = home / "latest" / "queue.json"
    file = QueueFile(path)
    file.keep(jobs())
    seed = file.latest.read_bytes()
    return FuzzTarget([seed], kept_at(file.latest, lambda: QueueFile(path).load()))


def _preset(home: Path) -> FuzzTarget:
    path = home / "presets" / "p.json"
    recipe = make_recipe(loras=[{"name": "ink", "weight": 0.5}])
    seeds: list[bytes] = []
    for preset in (*BUILT_IN[:2], Preset("mine", recipe)):
        write_preset(preset, home / "p.json")
        seeds.append((home / "p.json").read_bytes())

    def read() -> None:
        found = read_preset(path)
        PresetFolder(path.parent).load()
        PresetFolder(home / "kept").save(found.name, found.settings)
        shutil.rmtree(home / "kept")

    return FuzzTarget(seeds, kept_at(path, read))


def _prompts(home: Path) -> FuzzTarget:
    path = home / "prompts" / "prompts.json"
    history = PromptHistory(path)
    for text in ("a red bird", "빨간 새", "(a:1.2) {b|c}"):
        history.add(PromptEntry(text, "blurry"))
    history.save()
    seed = path.read_bytes()

    def read() -> None:
        found = PromptHistory(path)
        found.find("red 새")
        found.add(PromptEntry("new"))
        found.save()

    return FuzzTarget([seed], kept_at(path, read))


def _styles(home: Path) -> FuzzTarget:
    path = home / "styles" / "styles.json"
    StyleFile(path).save(FIRST_STYLES)
    seed = path.read_bytes()

    def read() -> None:
        StyleFile(path).save(StyleFile(path).load())

    return FuzzTarget([seed], kept_at(path, read))


def _styles_csv(home: Path) -> FuzzTarget:
    path = home / "csv" / "styles.csv"
    seed = (
        'name,prompt,negative_prompt\nfilm,"film, {prompt}, grain",blurry\n'
        'ink,"ink ""drawing""\nof {prompt}",\n한글,수채화,\n'
    )
    return FuzzTarget(
        [seed.encode(), ("\ufeff" + seed).encode()],
        kept_at(path, lambda: read_csv(path)),
    )


def _window(home: Path) -> FuzzTarget:
    path = home / "window" / "window.json"
    state = WindowState(path)
    state.set("geometry", "AdnQywADAAAAAAA=")
    state.set("splitters", {"main": [300, 700, 300]})
    state.set("controls", {"steps": 20, "prompt": "a", "loras": [{"path": "/x", "weight": 1.0}]})
    state.save()
    seed = path.read_bytes()

    def read() -> None:
        found = WindowState(path)
        found.set("new", found.get("controls"))
        found.save()

    return FuzzTarget([seed], kept_at(path, read))


def _marks(home: Path) -> FuzzTarget:
    folder = home / "marks"
    folder.mkdir()
    journal = AnnotationJournal(folder)
    journal.put(
        Annotation(name=f"{at}.png", size=9, mtime=7, stars=at % 6, tags=("빨강",), albums=("a",))
        for at in range(6)
    )
    seed = (folder / MARKS_NAME).read_bytes()

    def read() -> None:
        found = AnnotationJournal(folder)
        found.get("1.png")
        found.put([Annotation(name="new.png", stars=1)])
        AnnotationJournal(folder).all()

    return FuzzTarget([seed], kept_at(folder / MARKS_NAME, read))


def _hashes(home: Path) -> FuzzTarget:
    model = home / "m.safetensors"
    model.write_bytes(b"abc")
    cache = home / "hashes"
    model_hash(model, cache)
    seed = (cache / "hashes.json").read_bytes()

    def read() -> None:
        known_hashes(cache)(model)
        model_hash(model, cache)

    return FuzzTarget([seed], kept_at(cache / "hashes.json", read))


def _recognition(home: Path) -> FuzzTarget:
    model = home / "m.safetensors"
    model.write_bytes(b"abc")
    path = home / "recognition" / "models.json"
    cache = RecognitionCache(path)
    cache.put(model, (1, 2), recognise_file(model))
    cache.save()
    seed = path.read_bytes()

    def read() -> None:
        found = RecognitionCache(path)
        found.get(model, (1, 2))
        found.put(home, (3,), recognise_file(model))
        found.save(forget_below=(home,))

    return FuzzTarget([seed], kept_at(path, read))


def _answers(home: Path) -> FuzzTarget:
    path, model = home / "answers" / "answers.json", home / "m.safetensors"
    model.write_bytes(b"abc")
    PredictionOverrides(path).set_prediction(model, "v_prediction")
    seed = path.read_bytes()
    return FuzzTarget([seed], kept_at(path, lambda: PredictionOverrides(path).prediction_of(model)))


def _records(home: Path) -> FuzzTarget:
    model = home / "m.safetensors"
    Records(home).add({model: Record(sha256="ab" * 32, size=3, url="https://example.org/m")})
    path = home / ".downloads" / "records.json"

    def read() -> None:
        Records(home).get(model)
        Records(home).below(home)

    return FuzzTarget([path.read_bytes()], kept_at(path, read))


def _plan(home: Path) -> FuzzTarget:
    file = PlannedFile(url="https://example.org/m", path="unet/m.safetensors", size=3)
    plan = DownloadPlan(name="Nice", target="nice", becomes="folder", files=(file,))
    path = home / WORK / plan.key / PLAN_FILE
    path.parent.mkdir(parents=True)
    return FuzzTarget([msgspec.json.encode(plan)], kept_at(path, lambda: waiting_plans(home)))


def _inputs(home: Path) -> FuzzTarget:
    source = picture(home, seed=1)
    path = home / "inputs" / "inputs.json"
    recipe = make_recipe(image={"path": str(source), "strength": 0.5}, vae="/v")
    InputPaths(path).remember(recipe)
    seed = path.read_bytes()

    def read() -> None:
        InputPaths(path).restored(recipe)
        InputPaths(path).remember(recipe)

    return FuzzTarget([seed], kept_at(path, read))


def _proof(home: Path) -> FuzzTarget:
    path = home / "proof" / "proof.json"
    proof = Proof(
        machine={**proved_on(), "chip": "M1"},
        device="mps",
        results=(),
        seconds_per_step={"fp16": 0.1},
        choices=DeviceChoices(vae="fp32"),
    )
    write_proof(proof, path)
    return FuzzTarget([path.read_bytes()], kept_at(path, lambda: proved_choices(path)))


def _paces(home: Path) -> FuzzTarget:
    path = home / "paces" / PACES
    path.parent.mkdir()
    drawn = msgspec.structs.replace(REQUEST, identity=ModelIdentity(family="z_image"))
    Paces(path).remember(drawn, 9.0, 0.5)
    seed = path.read_bytes()

    def read() -> None:
        seconds = Paces(path).seconds(drawn)
        assert seconds is None or int(seconds) >= 0
        Paces(path).remember(drawn, 9.0, 0.5)

    return FuzzTarget([seed], kept_at(path, read))


def _token(home: Path) -> FuzzTarget:
    path = home / "serve" / "token"

    def read() -> None:
        assert len(own_token(path)) >= LEAST_LETTERS

    return FuzzTarget([b"a" * 32 + b"\n"], kept_at(path, read))


def _lock(home: Path) -> FuzzTarget:
    path = home / "lock" / "lock"

    def read() -> None:
        lock = InstanceLock(path)
        lock.acquire()
        lock.release()

    return FuzzTarget([b"12345\n", b""], kept_at(path, read))


def _index(home: Path) -> FuzzTarget:
    path, pictures = home / "index" / "index.sqlite", home / "pictures"
    pictures.mkdir()
    loras = [{"name": "ink", "weight": 1.0}]
    for at in range(4):
        picture(pictures, seed=at, prompt=f"red bird {at} 새", loras=loras)
    library = GalleryLibrary(path, lambda: [pictures])
    library.refresh()
    library.close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()

    def read() -> None:
        found = GalleryLibrary(path, lambda: [pictures])
        try:
            look(found)
            found.refresh()
            look(found)
            assert len(found.paths(GalleryQuery())) == 4, "pictures are lost"
        finally:
            found.close()

    return FuzzTarget([path.read_bytes()], kept_at(path, read))


def look(library: GalleryLibrary) -> None:
    """Ask all that the window asks, and check the types of what it is told."""
    for query in (GalleryQuery(), GalleryQuery(text="red 새"), GalleryQuery(sort="name")):
        for row in library.rows_at(library.paths(query)):
            msgspec.convert(msgspec.structs.asdict(row), PictureRow, strict=True)
            assert row.path.name
    msgspec.convert(library.marked(), dict[str, tuple[int, tuple[str, ...]]])
    msgspec.convert(library.sizes(), list[tuple[int, int, int]])
    for column in ("model", "sampler", "subfolder", "tag", "album", "lora"):
        msgspec.convert(library.values_of(column), list[tuple[str, int]])
    msgspec.convert(library.subfolders(), list[tuple[str, str, int]])


_COLUMNS = (
    *("name", "subfolder", "size", "mtime", "ctime", "created", "width", "height", "source"),
    *("prompt", "model", "sampler", "seed", "starting_image", "stars", "folder"),
)
_SQL_ODD = (
    *("-1", "0", "1e300", "9223372036854775807", "''", "'x'", "x'ff00'", "'a' || char(0)"),
    *("'../../x'", "CAST(x'ed' AS TEXT)", "NULL", "zeroblob(9)", "9e999", "-9223372036854775808"),
)
_SQL_LOST = (
    *("DELETE FROM words", "DELETE FROM folders", "DROP TABLE labels", "DROP INDEX pictures_name"),
    *(
        "UPDATE folders SET path = x'ff'",
        "UPDATE folders SET path = 7",
        "UPDATE folders SET marks = 3",
    ),
    *(
        "UPDATE labels SET label = x'ff'",
        "UPDATE labels SET label = 5",
        "UPDATE labels SET kind = 1",
    ),
    *("UPDATE words SET prompt = 7", "DROP TRIGGER pictures_removed", "PRAGMA user_version = 99"),
    *("PRAGMA application_id = 7", "DELETE FROM pictures WHERE id > 2", "DROP TABLE pictures"),
)


def _as_index(draw: Random, seeds: Sequence[bytes]) -> bytes:
    """Values of other types in rows, tables and rows gone; a part of the cases as bytes."""
    if draw.random() < 0.4:
        return as_bytes(draw, seeds)
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(draw.choice(seeds))
        for _ in range(draw.choice((1, 1, 3))):
            change = f"UPDATE pictures SET {draw.choice(_COLUMNS)} = {draw.choice(_SQL_ODD)}"
            change += draw.choice(("", " WHERE id = 2"))
            try:
                connection.execute(draw.choice((change, change, draw.choice(_SQL_LOST))))
            except sqlite3.Error:
                continue
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


_REFUSED = (EaselError,)
FORMATS = {
    "settings": FuzzFormat(_settings, as_json, share=0.5),
    "queue": FuzzFormat(_queue, as_json, share=0.5),
    "queue kept": FuzzFormat(_queue_latest, as_json),
    "preset": FuzzFormat(_preset, as_json, _REFUSED),
    "prompt history": FuzzFormat(_prompts, as_json),
    "styles": FuzzFormat(_styles, as_json),
    "styles.csv": FuzzFormat(_styles_csv, as_text, _REFUSED),
    "window state": FuzzFormat(_window, as_json),
    "marks": FuzzFormat(_marks, as_json_lines),
    "hashes": FuzzFormat(_hashes, as_json),
    "recognition cache": FuzzFormat(_recognition, as_json),
    "answers": FuzzFormat(_answers, as_json),
    "download records": FuzzFormat(_records, as_json),
    "download plan": FuzzFormat(_plan, as_json),
    "input paths": FuzzFormat(_inputs, as_json),
    "proof": FuzzFormat(_proof, as_json),
    "paces": FuzzFormat(_paces, as_json),
    "token of the server": FuzzFormat(_token, as_bytes),
    "lock": FuzzFormat(_lock, as_bytes),
    "index": FuzzFormat(_index, _as_index, share=0.1),
}
