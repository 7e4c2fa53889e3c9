"""Servers that the tests of this folder share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.served import Served, served

# Two named graphs, each with one statement; triples of both are in the default graph as well.
NAMED = """
<http://example.org/data1> { <http://example.org/one> a <http://example.org/Thing> }
<http://example.org/data2> { <http://example.org/two> a <http://example.org/Thing> }
<http://example.org/data3> { <http://example.org/three> a <http://example.org/Thing> }
"""


@pytest.fixture(scope="session", autouse=True)
def serve_is_installed() -> None:
    """Skip what needs the extra where it is not installed."""
    for library in ("uvicorn", "starlette", "mimeparse"):
        pytest.importorskip(library, reason="the extra serve is not installed")


@pytest.fixture(scope="session")
def server(committed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the graph of the five real profiles, and of three named graphs; its time limit is five seconds."""
    folder = tmp_path_factory.mktemp("serve")
    (folder / "named.trig").write_text(NAMED, "utf-8")
    with served(folder, [committed_graph, folder / "named.trig"], "--timeout", "5") as running:
        yield running
