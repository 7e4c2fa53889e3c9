"""A Dask cluster: tasks sent to its scheduler, and everything that may become of them told in a sentence.

https://distributed.dask.org/. Dask itself does a task again where a worker is lost; nothing of that is done here.
Whoever can speak to a scheduler can run any program on its workers, and the other way round: both must be trusted.
"""

from __future__ import annotations

import logging
import pickle
import re
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from gii_graph import __version__
from gii_graph.errors import CallError, GiiGraphError, WorkerError
from gii_graph.remote.cluster_tasks import perform

if TYPE_CHECKING:
    from gii_graph.assembly.processes import Answer

__all__ = ["DaskCluster", "dask_cluster"]

R = TypeVar("R")

_ADDRESS = re.compile(r"([a-z]+://)?[^/\s]+:\d+/?")
# Seconds that a scheduler has to answer, that a cluster may be without workers, and between two looks at it.
_TO_ANSWER: Final = 15.0
_WITHOUT_WORKERS: Final = 60.0
_LOOK_EVERY: Final = 2.0
# What Dask and the libraries under it say on standard error; what is worth saying we say.
_LOUD: Final = ("distributed", "tornado", "asyncio", "bokeh")
# A client keeps the last thousand messages that it has sent, with all that tasks are given, for who looks for a fault.
_FEW_MESSAGES_KEPT: Final = {"distributed.admin.low-level-log-length": 1}


class DaskCluster:
    """A cluster, asked by a client of its own; `threads` is how many tasks it works on at once."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self.threads = 0

    def submit(self, task: Callable[..., R], *args: object) -> Answer[R]:
        """Send a task, which must hang on its arguments alone, for it may be done several times.

        Its answer raises what the task does of our errors, and WorkerError where it cannot be had.
        """
        with self._told():
            future = self._client.submit(perform, __version__, task, *args, pure=False)
            ended = Event()
            future.add_done_callback(lambda _: ended.set())
        return partial(self._answer, future, ended)

    def _answer(self, future: Any, ended: Event) -> Any:
        seen = time.monotonic()
        while not ended.wait(_LOOK_EVERY):
            if self._look():
                seen = time.monotonic()
            elif time.monotonic() - seen > _WITHOUT_WORKERS:
                raise WorkerError(
                    f"the cluster at {self._address} has had no worker for {_WITHOUT_WORKERS:.0f} seconds; "
                    "start workers and build again"
                )
        with self._told():
            return pickle.loads(future.result())  # noqa: S301  # whoever answers runs the program, and is trusted

    def _look(self) -> bool:
        """Tell whether the cluster has workers. Raises WorkerError where the scheduler is lost."""
        with self._told():
            self.threads = sum(_within(_TO_ANSWER, self._client.nthreads).values())
        return self.threads > 0

    def await_workers(self) -> None:
        """Wait for the first worker. Raises WorkerError where none comes, or one has another version of gii-graph."""
        deadline = time.monotonic() + _TO_ANSWER
        while not self._look():
            if time.monotonic() > deadline:
                raise WorkerError(f"the cluster at {self._address} has no workers; start some and build again")
            time.sleep(_LOOK_EVERY / 10)
        with self._told():
            try:
                asked = partial(self._client.get_versions, check=False, packages=["gii_graph"])
                versions = _within(_TO_ANSWER, asked)
            except TimeoutError:
                return  # a worker hangs; whoever is given a task says what version it has
        ours = versions["client"]["packages"].get("gii_graph")
        processes = {"the scheduler": versions["scheduler"]}
        processes |= {f"the worker {address}": told for address, told in versions["workers"].items()}
        for process, told in processes.items():
            if (theirs := told["packages"].get("gii_graph")) != ours:
                other = f"gii-graph {theirs}" if theirs else "no gii-graph"
                raise WorkerError(f"{process} has {other} and this machine {__version__}; install the same on both")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise an error of Dask as one of ours."""
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            yield
        except GiiGraphError:
            raise
        except KilledWorker as error:
            raise WorkerError(
                f"{error.allowed_failures + 1} workers of the cluster were ended, one after the other, by the same "
                "share of the work, as systems do where memory is short; give the workers more memory"
            ) from error
        except (CancelledError, OSError, TimeoutError) as error:
            raise WorkerError(
                f"the scheduler at {self._address} was lost or does not answer; see whether it runs and build again"
            ) from error
        except Exception as error:  # whatever else fails between here and there
            raise WorkerError(
                f"the cluster at {self._address} failed with {type(error).__name__} ({error}); "
                "see what scheduler and workers say"
            ) from error


def _within(seconds: float, call: Callable[[], R]) -> R:
    """Return what a call returns. Raises TimeoutError where it takes longer, and leaves it to itself."""
    outcome: list[Any] = []

    def calling() -> None:
        try:
            outcome.extend((call(), None))
        except BaseException as error:  # noqa: BLE001  # handed on to whoever waits
            outcome.extend((None, error))

    thread = Thread(target=calling, daemon=True)
    thread.start()
    thread.join(seconds)
    if not outcome:
        raise TimeoutError(f"no answer within {seconds:.0f} seconds")
    result, error = outcome
    if error:
        raise error
    answer: R = result
    return answer


@contextmanager
def dask_cluster(address: str) -> Iterator[DaskCluster]:
    """Connect to the scheduler at an address, `tcp://host:port` or `tls://host:port`; cancel at the end what is left.

    Certificates and the like are told by Dask's own configuration. Raises CallError where Dask is not installed or the
    address is none, WorkerError where the cluster cannot be used.
    """
    if not _ADDRESS.fullmatch(address):
        raise CallError(f"{address!r} is no address of a scheduler; name one such as tcp://127.0.0.1:8786.")
    try:
        import dask
        import distributed
    except ImportError as error:
        raise CallError("--scheduler needs Dask; install it with `pip install 'gii-graph[dask]'`.") from error
    with _quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        connect: Any = distributed.Client
        try:
            asked = partial(connect, address, timeout=_TO_ANSWER, set_as_default=False, name="gii-graph")
            # Who takes the connection and never says a word is not covered by the time limit of the client.
            with dask.config.set(_FEW_MESSAGES_KEPT):
                client = _within(_TO_ANSWER + 1, asked)
        except (ValueError, TypeError) as error:
            raise CallError(f"{address} cannot be connected to: {_on_one_line(error)}.") from error
        except (OSError, RuntimeError) as error:
            raise WorkerError(
                f"no scheduler answers at {address} ({_on_one_line(error)}); see whether it runs and can be reached"
            ) from error
        try:
            cluster = DaskCluster(client, address)
            cluster.await_workers()
            yield cluster
        finally:
            with suppress(Exception):
                _within(_TO_ANSWER, client.close)


def _on_one_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


@contextmanager
def _quiet() -> Iterator[None]:
    """Let libraries log nowhere while the block runs; what a user's own configuration adds to the root stays."""
    loggers = [logging.getLogger(name) for name in _LOUD]
    before = [logger.handlers for logger in loggers]
    for logger in loggers:
        logger.handlers = [logging.NullHandler()]
    try:
        yield
    finally:
        for logger, handlers in zip(loggers, before, strict=True):
            logger.handlers = handlers
