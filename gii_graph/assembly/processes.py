"""Shards in processes of their own, so that several cores work at once, or one in this process.

A shard stays where its files were read; what is asked of it is one of the methods of `Shard`, with its arguments.
Each worker is a pool of the standard library with a single process.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeAlias, TypeVar

from gii_graph.assembly.shard import Shard
from gii_graph.errors import GiiGraphError, WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

__all__ = ["Answer", "InProcess", "Worker", "available_processors", "in_order", "worker_processes"]

P = ParamSpec("P")
R = TypeVar("R")

# Waits for the answer to a call and returns it, or raises the error of the call.
Answer: TypeAlias = Callable[[], R]


class Worker(Protocol):
    """Where a shard is."""

    @property
    def ahead(self) -> int:
        """How many calls may be on their way, that the shard never waits while their answers are written."""

    def submit(self, method: Callable[Concatenate[Shard, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Begin a call, as in `worker.submit(Shard.read, paths)`."""


def in_order(answers: Iterator[Answer[R]], ahead: int) -> Iterator[R]:
    """Return the answers to calls in order; so many calls are begun at once, and one more whenever one is answered."""
    waiting = deque(islice(answers, ahead))

    def answered() -> Iterator[R]:
        while waiting:
            answer = waiting.popleft()
            waiting.extend(islice(answers, 1))
            yield answer()

    return answered()


def available_processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _call(shard: Shard, method: Callable[Concatenate[Shard, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call a method of the protocol on a shard that has its own."""
    answer: R = getattr(shard, method.__name__)(*args, **kwargs)
    return answer


class InProcess:
    """A shard in this process: a call is done when it is submitted, and raises there what it raises."""

    ahead = 1

    def __init__(self, shard: Shard) -> None:
        self._shard = shard

    def submit(self, method: Callable[Concatenate[Shard, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Do the call."""
        answer = _call(self._shard, method, *args, **kwargs)
        return lambda: answer


class _InPool:
    """A shard in a process of its own; `failures` are the errors of its calls, asked for or not."""

    ahead = 4

    def __init__(self, pool: ProcessPoolExecutor, failures: list[BaseException]) -> None:
        self._pool = pool
        self._failures = failures

    def submit(self, method: Callable[Concatenate[Shard, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Send the call."""
        future = self._pool.submit(partial(_call_in_worker, method, *args, **kwargs))
        future.add_done_callback(self._note_failure)
        return future.result

    def _note_failure(self, future: Future[Any]) -> None:
        if not future.cancelled() and (error := future.exception()):
            self._failures.append(error)


@contextmanager
def worker_processes(make: Callable[[], Shard], count: int) -> Iterator[list[Worker]]:
    """Make `count` shards, each in a process of its own; `make`, arguments and answers must be picklable.

    The processes end with the block. Raises WorkerError where one of them ends before its work is done or fails
    otherwise than by an error of ours, and at the end the error of a call whose answer nobody asked for.
    """
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    failures: list[BaseException] = []
    try:
        with ExitStack() as stack:
            pools = [
                stack.enter_context(ProcessPoolExecutor(1, initializer=_begin, initargs=(make,))) for _ in range(count)
            ]
            try:
                yield [_InPool(pool, failures) for pool in pools]
            except BaseException:
                for pool in pools:
                    pool.shutdown(wait=False, cancel_futures=True)
                raise
        if failures:
            raise failures[0]
    except BrokenExecutor as error:
        raise WorkerError(
            "one of the processes of the build was ended from outside before its work was done, as systems do where "
            "memory is short; build again, with -j 1 if there is little memory"
        ) from error


# The shard of the process, if it is a worker.
_shard: Shard | None = None


def _begin(make: Callable[[], Shard]) -> None:
    """Set a worker's process up: Ctrl-C is its parent's to handle, and it ends when its parent does."""
    import gc
    import signal
    from threading import Thread

    global _shard  # noqa: PLW0603  # a pool's functions reach the process's shard no other way
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # What a worker makes it keeps until its end: looking for garbage would go over it again and again.
    gc.disable()
    _shard = make()


def _end_with_parent() -> None:
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    if parent := parent_process():
        wait([parent.sentinel])
    os._exit(1)


def _call_in_worker(method: Callable[..., R], *args: object, **kwargs: object) -> R:
    if _shard is None:
        raise WorkerError("a process of the build has no shard; this is a fault of gii-graph, please report it")
    try:
        return _call(_shard, method, *args, **kwargs)
    except GiiGraphError:
        raise
    except Exception as error:
        raise WorkerError(
            f"a process of the build failed with {type(error).__name__}{f' ({error})' if str(error) else ''}; "
            "build with -j 1 to see where"
        ) from error
