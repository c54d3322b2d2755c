from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from desktop.core.errors import EaselError
from desktop.core.request import MAX_SEED, GenerationRequest, LoraUse
from desktop.core.tasks import ConvertRequest, Job
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.queue_file import QUEUE_VERSION, QueueFile

JOBS = (
    Job(
        id="a",
        task=GenerationRequest(
            prompt='사과 🍎\n"x"', model="/m", seed=MAX_SEED, loras=(LoraUse(name="l", path="/l"),)
        ),
        output="/out",
    ),
    Job(id="b", task=ConvertRequest(source="/m", output="/n"), output=""),
)


def test_the_queue_comes_back_as_it_was(tmp_path: Path) -> None:
    queue = QueueFile(tmp_path / "deep" / "queue.json")
    assert queue.load().jobs == ()
    queue.save(JOBS, 1)
    content = queue.load()
    assert content.jobs == JOBS
    assert content.notice is None
    queue.save((), 2)
    assert queue.load().jobs == ()


DAMAGED = [
    b"",
    b"\0\0",
    b"[1]",
    b'{"version":1,"jobs":[{"id":',
    b"{}",
    b'{"version":1,"jobs":[{"id":"\xff","task":{},"output":""}]}',
    b'{"version":1,"x":' + b"[" * 100_000,
    b'{"version":1,"jobs":[{"id":' + b"[" * 100_000 + b"]" * 100_000 + b"}]}",
]


@pytest.mark.parametrize("data", DAMAGED)
@pytest.mark.expects_warnings("set aside")
def test_a_damaged_queue_is_set_aside(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "queue.json"
    path.write_bytes(data)
    content = QueueFile(path).load()
    assert content.jobs == ()
    (aside,) = tmp_path.glob("queue.damaged-*.json")
    assert aside.read_bytes() == data
    assert str(aside) in str(content.notice)
    assert not content.read_only


@pytest.mark.expects_warnings("set aside")
def test_whole_jobs_survive_a_broken_neighbour(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    QueueFile(path).save(JOBS, 1)
    data = json.loads(path.read_text())
    data["jobs"].insert(1, {"id": 5})
    path.write_text(json.dumps(data))
    content = QueueFile(path).load()
    assert content.jobs == JOBS
    assert "1 of the queue’s jobs" in str(content.notice)
    assert list(tmp_path.glob("queue.damaged-*.json"))


@pytest.mark.expects_warnings("set aside")
@pytest.mark.parametrize("byte", [0xFF, ord("["), ord('"')])
def test_no_damaged_byte_stops_the_start(tmp_path: Path, byte: int) -> None:
    path = tmp_path / "queue.json"
    QueueFile(path).save(JOBS, 1)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        content = QueueFile(path).load()
        assert len(content.jobs) <= len(JOBS)
        for aside in tmp_path.glob("queue.damaged-*.json"):
            aside.unlink()


def test_a_newer_queue_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    text = json.dumps({"version": QUEUE_VERSION + 1, "jobs": [], "x": 1})
    path.write_text(text)
    content = QueueFile(path).load()
    assert content.read_only
    assert "newer" in str(content.notice)
    assert path.read_text() == text


def test_a_queue_that_cannot_be_saved_says_so() -> None:
    with pytest.raises(EaselError, match="save the queue"):
        QueueFile(Path("/proc/nowhere/queue.json")).save(JOBS, 1)


def test_a_disk_without_room_still_gives_the_lock(tmp_path: Path) -> None:
    lock = InstanceLock(tmp_path / "lock")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))  # as on a full disk: no byte can be added
    try:
        assert lock.acquire()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "couldn’t write to its folder: the file would be too large" in str(lock.notice)
    lock.release()


def test_only_one_holds_the_lock(tmp_path: Path) -> None:
    first, second = InstanceLock(tmp_path / "l" / "lock"), InstanceLock(tmp_path / "l" / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert str(os.getpid()) in str(second.reason)
    first.release()
    assert second.acquire()
    assert second.reason is None
    second.release()


def test_a_killed_process_frees_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    code = (
        "import sys, time; from pathlib import Path; "
        "from desktop.storage.instance_lock import InstanceLock; "
        "assert InstanceLock(Path(sys.argv[1])).acquire() is True; "
        "lock = InstanceLock(Path(sys.argv[2])); assert lock.acquire(); "
        "print('held', flush=True); time.sleep(600)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "other"), str(path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        lock = InstanceLock(path)
        assert not lock.acquire()
        assert str(child.pid) in str(lock.reason)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert lock.acquire()
        lock.release()
    finally:
        child.kill()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()


def test_what_was_kept_at_once_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    queue = QueueFile(path)
    queue.load()
    queue.save(JOBS[:1], queue.keep(JOBS[:1]))
    queue.keep(JOBS)  # and killed before it is saved
    assert QueueFile(path).load().jobs == JOBS


def test_the_newer_of_the_two_files_counts_whichever_was_written_last(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    queue = QueueFile(path)
    queue.load()
    older = queue.keep(JOBS[:1])
    queue.keep(JOBS)
    queue.save(JOBS[:1], older)  # begun before, done afterwards
    assert QueueFile(path).load().jobs == JOBS
    queue.save((), queue.keep(()))
    assert QueueFile(path).load().jobs == ()


def test_half_of_what_was_kept_is_nothing(tmp_path: Path) -> None:
    """Kept files are not synced: after a failure of power they may be cut short."""
    path = tmp_path / "queue.json"
    queue = QueueFile(path)
    queue.load()
    queue.save(JOBS[:1], queue.keep(JOBS[:1]))
    queue.keep(JOBS)
    whole = queue.latest.read_bytes()
    for cut in (0, 1, len(whole) // 2, len(whole) - 1):
        queue.latest.write_bytes(whole[:cut])
        assert QueueFile(path).load().jobs == JOBS[:1]


def test_a_kept_file_beside_one_of_an_older_easel_is_stale(tmp_path: Path) -> None:
    path = tmp_path / "queue.json"
    queue = QueueFile(path)
    queue.load()
    queue.keep(JOBS)
    content = json.loads(queue.latest.read_bytes())
    path.write_text(json.dumps({"version": QUEUE_VERSION, "jobs": content["jobs"][:1]}))
    assert QueueFile(path).load().jobs == JOBS[:1]


def test_a_long_queue_is_left_to_the_writer(tmp_path: Path) -> None:
    file = QueueFile(tmp_path / "queue.json")
    jobs = [msgspec.structs.replace(JOBS[0], id=str(number)) for number in range(501)]
    file.save(jobs[:3], file.keep(jobs[:3]))
    number = file.keep(jobs)
    assert [one.id for one in QueueFile(file.path).load().jobs] == ["0", "1", "2"]
    file.save(jobs, number, ["1"])
    content = QueueFile(file.path).load()
    assert len(content.jobs) == 501
    assert content.begun == {"1"}


def test_only_what_is_kept_counts_the_states(tmp_path: Path) -> None:
    """`save` may run on another thread at the same moment: two states never have one number."""
    file = QueueFile(tmp_path / "queue.json")
    first = file.keep(JOBS)
    file.save(JOBS, first + 5)
    assert file.keep(()) == first + 1
