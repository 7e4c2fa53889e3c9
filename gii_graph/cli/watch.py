"""Work that can be stopped: by its time limit and by Ctrl-C, even while a native library does not listen."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import NoReturn, TypeVar

from gii_graph.errors import StoppedError
from gii_graph.sparql.engine_failures import emptied

__all__ = ["leave", "watched"]

Returned = TypeVar("Returned")


def watched(work: Callable[[], Returned], seconds: float | None) -> Returned:
    """Return what `work` returns, or raise what it raises; raise StoppedError once `seconds` have passed.

    The work is done in a thread of its own, because a query engine written in C or Rust sees no signal. After
    StoppedError or KeyboardInterrupt the thread still runs: end the process with `leave`.
    """
    outcome: list[Returned] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # noqa: BLE001  # it is raised again below, in the thread that waits
            failure.append(emptied(error))  # what its frames hold is this thread's
        finally:
            done.set()

    threading.Thread(target=run, name="query", daemon=True).start()
    if not done.wait(seconds):
        raise StoppedError(
            f"The query was stopped after {seconds:g} seconds, its time limit; what it wrote is not whole."
        )
    if failure:
        raise failure[0]
    return outcome[0]


def leave(code: int) -> NoReturn:
    """End the process at once: a thread that cannot be stopped must not hold it."""
    os._exit(code)
