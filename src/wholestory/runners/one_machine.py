"""One machine: a pool of forked workers that share what the parent has loaded, and give results in order."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

# The function of the map under way. Workers find it here because they are forked after it is set: what it closes
# over (every record of the extract) is then shared memory and is never copied between processes.
_function: Callable[[Any], Any] | None = None

_CHUNK = 16


def workers_available() -> int:
    """How many workers are worth starting here: the processors this process may use, one where forking is not safe."""
    if "fork" not in multiprocessing.get_all_start_methods() or os.name != "posix":
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def map_in_order(function: Callable[[Item], Result], items: Sequence[Item], jobs: int) -> Iterator[Result]:
    """Apply a function to every item and give the results in the items' order, whatever the number of workers."""
    global _function  # noqa: PLW0603 - see above
    jobs = min(jobs, workers_available(), max(1, len(items) // _CHUNK))
    if jobs <= 1:
        yield from map(function, items)
        return
    _function = function
    try:
        # A worker whose collector went through what it shares with the others would copy all of it, page by page.
        with multiprocessing.get_context("fork").Pool(jobs, gc.freeze) as pool:
            yield from pool.imap(_apply, items, chunksize=_CHUNK)
    finally:
        _function = None


def _apply(item: Any) -> Any:
    assert _function is not None
    return _function(item)
