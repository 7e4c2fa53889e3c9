"""A damaged index never answers: whatever bit of it has flipped, the files do, and the index is made anew."""

from __future__ import annotations

import os
import random
import shutil
import zlib
from pathlib import Path

import pytest

from gii_graph.cli.query_command import command
from gii_graph.errors import EngineError, GraphFileWarning
from gii_graph.sparql.engine import answer
from gii_graph.sparql.graph_index import Indexes
from tests.background import wait_for_index
from tests.conftest import run

resource = pytest.importorskip("resource")  # of POSIX
COUNT = "SELECT (COUNT(*) AS ?n) (SUM(STRLEN(STR(?o))) AS ?length) { ?s ?p ?o }"
FLIPS = int(os.environ.get("GII_GRAPH_FLIPS", "1000"))


class Indexed:
    """A small graph, its index, and a copy of the index as it was made."""

    def __init__(self, folder: Path, graph: Path) -> None:
        self.graph = graph
        self.indexes = Indexes(folder / "indexes")
        self.indexes.make([str(graph)])
        [index] = self.indexes.listed()
        self.index = index.folder
        self.pristine = folder / "pristine"
        shutil.copytree(self.index, self.pristine)

    def restore(self) -> None:
        shutil.rmtree(self.index, ignore_errors=True)
        shutil.copytree(self.pristine, self.index)

    def answer(self) -> list[str] | None:
        store = self.indexes.opened([str(self.graph)])
        return None if store is None else [str(term) for row in store.query(COUNT) for term in row]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, committed_graph: Path) -> Indexed:
    return Indexed(tmp_path_factory.mktemp("indexed"), committed_graph)


def flip(path: Path, bit: int) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def test_no_flipped_bit_changes_an_answer(indexed: Indexed) -> None:
    right = indexed.answer()
    assert right is not None
    files = sorted(path.relative_to(indexed.pristine) for path in indexed.pristine.rglob("*") if path.is_file())
    files = [name for name in files if (indexed.pristine / name).stat().st_size]
    chance = random.Random(18)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dropped = 0
    for number in range(FLIPS):
        name = files[number % len(files)]
        flip(indexed.index / name, chance.randrange((indexed.pristine / name).stat().st_size * 8))
        found = indexed.answer()
        assert found in (None, right), name
        if found is None:
            assert not indexed.index.exists()
            dropped += 1
        indexed.restore()
    assert dropped >= FLIPS * 0.8 * (len(files) - 1) / len(files)
    # Kilobytes: RocksDB may take some for every store that it opens.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000


@pytest.mark.parametrize("damage", ["cut", "gone", "swapped", "longer", "empty", "about gone", "about other"])
def test_other_damage_is_found_too(indexed: Indexed, damage: str) -> None:
    largest = max((indexed.index / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    content = largest.read_bytes()
    if damage in {"cut", "empty", "longer"}:
        largest.write_bytes({"cut": content[:-100], "empty": b"", "longer": content + b"x"}[damage])
    elif damage == "gone":
        largest.unlink()
    elif damage == "swapped":
        smallest = min((indexed.index / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
        largest.write_bytes(smallest.read_bytes())
    elif damage == "about gone":
        (indexed.index / "about.json").unlink()
    else:
        (indexed.index / "about.json").write_bytes(b'00000000 {"files": [], "checksums": {}, "warnings": []}')
    assert indexed.answer() is None
    indexed.restore()


@pytest.mark.parametrize(
    "text", [b'{"files": ["a.ttl"]}', b'{"files": 1, "checksums": {}, "warnings": []}', b"[]", b"{"]
)
def test_an_index_of_another_version_is_listed_and_not_used(indexed: Indexed, text: bytes) -> None:
    for about in (text, b"%08x %b" % (zlib.crc32(text), text)):
        (indexed.index / "about.json").write_bytes(about)
        [listed] = indexed.indexes.listed()
        assert listed.files == ("(damaged, or of another version)",)
        assert indexed.answer() is None
        indexed.restore()


def test_the_command_answers_from_the_files_and_indexes_anew(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nt"
    graph.write_text("".join(f'<http://e/{n}> <http://e/p> "{n:0200}" .\n' for n in range(25_000)), "utf-8")
    environment = {"GII_GRAPH_CACHE": str(tmp_path / "cache"), "GII_GRAPH_INDEX": "1"}
    indexes = Indexes(tmp_path / "cache" / "indexes")
    indexes.make([str(graph)])
    right = run("query", "-q", COUNT, graph, "-f", "csv", "--no-index").stdout
    for name in ("about.json", "store/CURRENT", "store/MANIFEST*", "store/*.sst"):
        [index] = indexes.listed()
        path = max(index.folder.glob(name), key=lambda path: path.stat().st_size)
        flip(path, path.stat().st_size * 4)
        done = run("query", "-q", COUNT, graph, "-f", "csv", env=environment)
        assert (done.returncode, done.stdout, done.stderr) == (0, right, ""), name
        wait_for_index(tmp_path / "cache")


def test_an_index_that_fails_gives_way_to_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What passes the checksums and fails all the same, as where a disk ends between the two."""
    graph = tmp_path / "graph.nt"
    graph.write_text("".join(f'<http://e/{n}> <http://e/p> "{n:0200}" .\n' for n in range(25_000)), "utf-8")
    monkeypatch.setenv("GII_GRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("GII_GRAPH_INDEX", "1")
    indexes = Indexes(tmp_path / "cache" / "indexes")
    indexes.make([str(graph)])
    asked: list[object] = []

    def failing(store: object, *arguments: object, **named: object) -> object:
        asked.append(store)
        if len(asked) == 1:
            raise EngineError("a block of the index cannot be read")
        return answer(store, *arguments, **named)

    monkeypatch.setattr("gii_graph.sparql.engine.answer", failing)
    monkeypatch.setattr("gii_graph.cli.background_indexing.index_in_background", lambda files: None)
    arguments = ["-q", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", str(graph), "-f", "csv"]
    assert command.main(arguments, standalone_mode=False) == 0
    assert capfdbinary.readouterr().out.split() == [b"n", b"25000"]
    assert len(asked) == 2


def test_what_was_said_of_the_files_is_said_again(tmp_path: Path) -> None:
    graph = tmp_path / "a.ttl"
    graph.write_text("<http://e/a> <http://e/p> 007 .", "utf-8")
    indexes = Indexes(tmp_path / "indexes")
    indexes.make([str(graph)])
    told: list[GraphFileWarning] = []
    assert indexes.opened([str(graph)], told.append) is not None
    assert [type(warning) for warning in told] == [GraphFileWarning]
    assert "is answered as" in str(told[0])
