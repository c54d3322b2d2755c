"""What importing the tests made is no garbage: the collector doesn't walk it again and again."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """After all of it is imported, torch and diffusers among it: some 700,000 objects."""
    gc.collect()
    gc.freeze()
