"""`gii-graph serve` as users run it: a process on loopback, asked over HTTP, ended by a signal."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.conftest import ROOT

SECONDS_TO_START = 60
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n_ ?o }"
# Certificates, which take longer to load than a request, are of no use here.
PLAIN: dict[str, Any] = {"timeout": 30, "trust_env": False, "verify": False}


class Served:
    """A server at work: where it is, and what it has said."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path, url: str) -> None:
        self.process = process
        self.url = url
        self._log = log

    @property
    def said(self) -> str:
        return self._log.read_text("utf-8", "replace")

    def waits_to_say(self, text: str, seconds: float = 20) -> bool:
        end = time.monotonic() + seconds
        while text not in self.said and time.monotonic() < end:
            time.sleep(0.05)
        return text in self.said

    def get(self, path: str, **options: Any) -> httpx.Response:
        return httpx.get(self.url + path, **PLAIN, **options)

    def post(self, path: str, **options: Any) -> httpx.Response:
        return httpx.post(self.url + path, **PLAIN, **options)

    def ask(self, query: str, accept: str = "application/sparql-results+json") -> httpx.Response:
        return self.get("/sparql", params={"query": query}, headers={"Accept": accept})

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


@contextmanager
def served(folder: Path, graphs: Sequence[Path], *options: str) -> Iterator[Served]:
    """Run a server until the block ends; it is ended whatever happens."""
    log = folder / f"serve-{time.monotonic_ns()}.log"
    words = ["serve", *map(str, graphs), "--port", "0", *options]
    # What a killed server leaves goes with the folder of the test.
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder)}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gii_graph", *words], stdout=output, stderr=output, env=environment, cwd=folder
        )
    try:
        end = time.monotonic() + SECONDS_TO_START
        while not (found := re.search(r"at (http://\S+?)/; Ctrl-C", log.read_text("utf-8", "replace"))):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"serve did not start:\n{log.read_text('utf-8', 'replace')}")
            time.sleep(0.05)
        yield Served(process, log, found[1])
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
