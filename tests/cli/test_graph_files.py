"""Every command that reads graphs takes the same files, and says the same of those that it cannot take."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.conftest import run

COMMANDS = {
    "query": ["query", "top-partners"],
    "show": ["show", "kunming"],
    "validate": ["validate"],
    "analyse": ["analyse"],
    "export": ["export", "-f", "ntriples", "-o", "-"],
    "view": ["view", "-o", "-"],
    "link": ["link", "-o", "."],
}


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest) -> list[str]:
    arguments: list[str] = COMMANDS[request.param]
    return arguments


def test_a_compressed_graph_is_the_graph(command: list[str], committed_graph: Path, tmp_path: Path) -> None:
    packed = tmp_path / "gii.ttl.gz"
    packed.write_bytes(gzip.compress(committed_graph.read_bytes()))
    plain = run(*command, committed_graph, cwd=tmp_path)
    same = run(*command, packed, cwd=tmp_path)
    assert plain.returncode in (0, 1)
    assert (same.returncode, same.stdout) == (plain.returncode, plain.stdout)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gii.txt", b"", "its ending names no RDF format, expected one of ttl, nt, trig"),
        ("gii.ttl.gz", gzip.compress(b"<a> <b> <c> .\n" * 999, mtime=0)[:-20], "is damaged"),
        ("gii.ttl", b"<a> <b> <c> .\n<a> <b> ?\n", "is not valid Turtle"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    command: list[str], tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    done = run(*command, path, cwd=tmp_path)
    assert done.returncode == 3
    assert done.stderr.startswith(f"Error: {path}:")
    assert message in done.stderr
    assert done.stdout == ""


def test_without_a_graph_it_says_how_to_make_one(command: list[str], tmp_path: Path) -> None:
    done = run(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "Error: output/gii.ttl: is not there; make it with `gii-graph build`, or name a graph.\n"
