"""A process that writes pictures, stars and the queue without end, to be killed; no test itself.

Arguments: the folder, the home of index and queue, the stage at which to stand still ("-": none),
and how many times to pass it before. Prints a line for each picture that is finished.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from desktop.core.request import GenerationRequest
from desktop.core.tasks import Job
from desktop.storage.gallery import annotating as marking
from desktop.storage.gallery import folder_scan as scan
from desktop.storage.gallery.index.gallery_index import GalleryIndex
from desktop.storage.instance_lock import InstanceLock
from desktop.storage.pictures.picture_files import write_picture
from desktop.storage.queue_file import QueueFile


def main(folder: Path, home: Path, stage: str, passes: int) -> None:
    left = [passes]

    def pause(name: str) -> None:
        if name == stage:
            left[0] -= 1
            if left[0] < 0:
                print(f"at {name}", flush=True)
                time.sleep(600)

    lock = InstanceLock(home / "lock")
    assert lock.acquire(), lock.reason
    index = GalleryIndex(home / "index.sqlite")
    scan.update(index, folder)
    queue = QueueFile(home / "queue.json")
    jobs = [
        Job(id=str(n), task=GenerationRequest(prompt="x" * 500, model="/m"), output="/o")
        for n in range(20)
    ]
    print("ready", flush=True)
    while True:
        seed = random.getrandbits(62)
        recipe = {"version": 1, "prompt": f"kill {seed % 7}", "seed": seed, "width": 64}
        path = write_picture(random.randbytes(64 * 64 * 3), 64, 64, recipe, folder, pause=pause)
        number = scan.add_picture(index, folder, path, pause)
        stars = seed % 5 + 1
        marking.set_stars(index, {number: stars})
        pause("starred")
        waiting = jobs[seed % 20 :]
        queue.save(waiting, queue.keep(waiting))
        print(f"{path.name}\t{seed}\t{stars}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
