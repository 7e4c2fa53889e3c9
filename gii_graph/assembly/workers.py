"""Objects that live in a process of their own, so that several cores work at once.

A worker keeps its object between calls: what is large stays where it was made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, TypeAlias

__all__ = ["Call", "Worker", "available_processors", "here", "workers"]

# Calls a method by name and returns what waits for its answer.
Worker: TypeAlias = Callable[..., "Call"]
Call: TypeAlias = Callable[[], Any]


def available_processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def here(make: Callable[[], object]) -> Worker:
    """Make an object in this process, to be called as one in a process of its own is.

    It does nothing on its own: the call is made where its answer is asked for, and each time that it is.
    """
    made = make()
    return lambda method, *arguments: lambda: getattr(made, method)(*arguments)


@contextmanager
def workers(make: Callable[[], object], count: int) -> Iterator[list[Worker]]:
    """Make `count` objects, each in a process of its own.

    `worker("method", argument)` starts the call and returns a function that waits for the answer, or raises
    what the method raised. `make`, arguments and answers must be picklable.
    """
    from concurrent.futures import ProcessPoolExecutor

    with ExitStack() as stack:
        pools = [ProcessPoolExecutor(1, initializer=_begin, initargs=(make,)) for _ in range(count)]
        for pool in pools:
            stack.callback(pool.shutdown)
        # First of all none begins anything more, then each is waited for.
        for pool in pools:
            stack.callback(pool.shutdown, wait=False, cancel_futures=True)
        yield [_remote(pool) for pool in pools]


def _remote(pool: Any) -> Worker:
    return lambda method, *arguments: pool.submit(_call, method, *arguments).result


# Steps of priority below the parent: with five a process gets a third of its parent's time (Linux).
_NICENESS = 5
# The object of the process, if it is a worker.
_made: object = None


def _begin(make: Callable[[], object]) -> None:
    """Set a worker's process up: Ctrl-C is its parent's to handle, and it ends when its parent does."""
    import gc
    import signal
    from threading import Thread

    global _made  # noqa: PLW0603  # a pool's functions reach the process's object no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # What a worker makes it keeps until its end: looking for garbage would go over it again and again.
    gc.disable()
    # All wait for the parent in the end: where processors are few, it goes first, if the system lets it.
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_NICENESS)
    _made = make()


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if parent := parent_process():
        wait([parent.sentinel])
    os._exit(1)


def _call(method: str, *arguments: object) -> Any:
    return getattr(_made, method)(*arguments)
