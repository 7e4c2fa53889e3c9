"""Real triple stores on loopback, started for the tests and always stopped after them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

SECONDS_TO_START = 60


class Server(NamedTuple):
    """A store: where it answers queries and takes graphs, who may write, its files, its process, its port for SQL."""

    name: str
    query: str
    store: str
    login: dict[str, str]
    folder: Path
    process: int
    sql_port: int = 0


def program(name: str) -> str | None:
    """The program's path: beside this Python, where pip puts it, or on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], ready: str, folder: Path) -> Iterator[int]:
    """Run a server in a process group of its own, its number, until `ready` answers; end it whatever happens."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, start_new_session=True)
    try:
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers(ready):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.1)
        yield process.pid
    finally:
        for stop in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, stop)
                process.wait(10)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [str(program("oxigraph")), "serve", "-l", str(folder / "data"), "-b", f"127.0.0.1:{port}"]
    with running(command, f"{base}/query?query=ASK%20%7B%7D", folder) as process:
        yield Server("oxigraph", f"{base}/query", f"{base}/store", {}, folder, process)


VIRTUOSO_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
ServerThreads = 8
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = {folder}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def virtuoso(folder: Path, rows: int = 1000, buffers: int = 4000) -> Iterator[Server]:
    """Run Virtuoso with so many buffers of 8 kB.

    It answers so many rows at most: fewer than a small graph has triples, because tests must see what is cut off.
    """
    port, sql_port = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(
        VIRTUOSO_INI.format(
            folder=folder, port=port, sql_port=sql_port, rows=rows, buffers=buffers, dirty=buffers * 3 // 4
        ),
        "utf-8",
    )
    base = f"http://127.0.0.1:{port}"
    command = [str(program("virtuoso-t")), "-f", "-c", str(settings)]
    with running(command, f"{base}/sparql?query=ASK%20%7B%7D", folder) as process:
        login = {"GII_GRAPH_USER": "dba", "GII_GRAPH_PASSWORD": "dba"}
        yield Server("virtuoso", f"{base}/sparql", f"{base}/sparql-graph-crud-auth", login, folder, process, sql_port)
