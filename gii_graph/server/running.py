"""A server at work, from the first byte that is read of its files to its end by a signal."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, NamedTuple

import uvicorn

from gii_graph.errors import ServerError
from gii_graph.server.graph_reload import GraphReload
from gii_graph.server.serving import Serving
from gii_graph.server.web_application import web_application
from gii_graph.server.worker_pool import GraphProcess, Limits, WorkerPool

__all__ = ["ServerSettings", "run_server"]

_MOST_CONNECTIONS: Final = 500  # at a time; more are answered 503
_IDLE_SECONDS: Final = 10  # that a connection without a request is kept
_LAST_SECONDS: Final = 3  # for what is being answered when the server is to end
# A connection whose client takes nothing is given up by the system, where it can (tcp(7)).
_STALLED_MILLISECONDS: Final = 60_000
_STOPPING: Final = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))

Tell = Callable[[str], None]


class ServerSettings(NamedTuple):
    """What is served, where, to whom and within which limits; see `Serving` for the addresses."""

    files: Sequence[str]
    host: str
    port: int
    base: str
    limits: Limits
    allowed_origin: str = "*"
    public_url: str | None = None
    site: Path | None = None
    allow_service: bool = False


def run_server(settings: ServerSettings, tell: Tell, log: Tell) -> None:
    """Serve until a signal ends it; `tell` hears what becomes of the server, `log` every request.

    Raises ServerError where it cannot listen, GraphFileError for files that cannot be used.
    """
    if not hasattr(os, "fork"):
        raise ServerError("`serve` needs a system that can fork, Linux or macOS; on Windows use the Linux subsystem.")
    with _listening(settings.host, settings.port) as listener:
        asyncio.run(_Run(settings, listener, tell, log).to_its_end())


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Give a socket that listens. Raises ServerError where there is none to be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        # A name that cannot be looked up has a number below 0.
        number = error.errno if isinstance(error, OSError) and error.errno else 0
        why = os.strerror(number) if number > 0 else error
        raise ServerError(
            f"Cannot listen at {host}, port {port}: {why}; choose another by --host and --port."
        ) from error
    with listener:
        if hasattr(socket, "TCP_USER_TIMEOUT"):
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STALLED_MILLISECONDS)
        yield listener


class _Server(uvicorn.Server):
    """A server whose signals are somebody else's to hear."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Run:
    """One run of the server."""

    def __init__(self, settings: ServerSettings, listener: socket.socket, tell: Tell, log: Tell) -> None:
        self._settings = settings
        self._listener = listener
        self._tell = tell
        self._log = log
        self._server: uvicorn.Server | None = None
        self._pool: WorkerPool | None = None
        self._ending: asyncio.Task[None] | None = None
        self._task: asyncio.Task[None] | None = None

    async def to_its_end(self) -> None:
        loop = asyncio.get_running_loop()
        for number in _STOPPING:
            loop.add_signal_handler(number, self._stop)
        self._task = asyncio.ensure_future(self._serve())
        with suppress(asyncio.CancelledError):
            await self._task
        self._tell("Stopped.")

    def _stop(self) -> None:
        """End what is going on: reading at once, serving in an orderly way, the second time at once too."""
        if self._server is None:
            assert self._task is not None  # noqa: S101  # the signals are heard before it begins
            self._task.cancel()
        else:
            self._server.force_exit = self._server.should_exit
            self._server.should_exit = True
            self._ending = self._ending or asyncio.ensure_future(self._end_soon())

    async def _end_soon(self) -> None:
        """Give what is being answered some seconds, then say that there is no answer."""
        await asyncio.sleep(_LAST_SECONDS)
        if self._pool is not None:
            await self._pool.close()

    async def _serve(self) -> None:
        settings = self._settings
        process = await GraphProcess.started(settings.files, settings.base, settings.limits.memory)
        for warned in process.warned:
            self._tell(f"Warning: {warned}")
        pool = self._pool = WorkerPool(process, settings.limits)
        try:
            reload = GraphReload(pool, settings.files, settings.base, self._tell)
            watching = asyncio.ensure_future(reload.watch())
            try:
                await self._listen(pool, reload)
            finally:
                watching.cancel()
        finally:
            await pool.close()

    async def _listen(self, pool: WorkerPool, reload: GraphReload) -> None:
        settings = self._settings
        host, port = self._listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        serving = Serving(
            pool, reload, settings.base, address, settings.public_url, settings.site, settings.allow_service
        )
        logging.getLogger("uvicorn.error").addHandler(_Telling(self._tell))
        self._server = _Server(
            uvicorn.Config(
                web_application(serving, settings.allowed_origin, self._log),
                lifespan="off", ws="none", http="h11", loop="asyncio", log_config=None, access_log=False,
                server_header=False, proxy_headers=False, limit_concurrency=_MOST_CONNECTIONS,
                timeout_keep_alive=_IDLE_SECONDS, timeout_graceful_shutdown=2 * _LAST_SECONDS,
            )
        )  # fmt: skip
        self._tell(f"Serving {pool.process.triples:,} statements at {address}/; Ctrl-C ends it.")
        await self._server.serve(sockets=[self._listener])


class _Telling(logging.Handler):
    """Tells what the library logs as an error, in one line."""

    def __init__(self, tell: Tell) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell of one record, without the frames of an exception."""
        kind = f" ({record.exc_info[0].__name__})" if record.exc_info and record.exc_info[0] else ""
        self._tell(f"Error: {record.getMessage().splitlines()[0]}{kind}")
