"""Parts load into real stores by the very commands that are written beside them; each graph has all its statements."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pyoxigraph
import pytest

from gii_graph.export.bulk_loading import timeless_graph
from gii_graph.remote.endpoint import Endpoint
from gii_graph.vocabulary import BASE
from tests.conftest import run
from tests.remote.servers import program, virtuoso

pytestmark = pytest.mark.server


@pytest.fixture
def parts(three_editions: Path, tmp_path: Path) -> Path:
    done = run("export", three_editions, "-f", "nquads", "--parts", "3", "-o", tmp_path / "parts")
    assert done.returncode == 0, done.stderr
    return tmp_path / "parts"


def expected(parts: Path, default: str) -> dict[str, int]:
    stated = json.loads((parts / "parts.json").read_text("utf-8"))
    return {graph["graph"] or default: graph["quads"] for graph in stated["graphs"]}


def commands(parts: Path, store: str) -> list[str]:
    """The shell commands that LOADING.md gives for a store."""
    _, section = (parts / "LOADING.md").read_text("utf-8").split(f"## {store}\n")
    return re.split(r"```(?:sh)?\n", section)[1].splitlines()


def shell(lines: list[str], folder: Path, programs: Mapping[str, str]) -> str:
    """Run commands in a folder, some programs under the names by which the commands call them."""
    beside = folder.parent / "programs"
    beside.mkdir()
    for name, path in programs.items():
        (beside / name).symlink_to(path)
    environment = {**os.environ, "PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"}
    text = "\n".join(lines)
    done = subprocess.run(
        ["sh", "-e", "-c", text], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def installed(*names: str) -> list[str]:
    paths = [program(name) for name in names]
    if None in paths:
        pytest.skip(f"{' and '.join(names)} are not installed on this machine")
    return cast("list[str]", paths)


def test_virtuoso_loads_them(parts: Path, three_editions: Path, tmp_path: Path) -> None:
    _, isql = installed("virtuoso-t", "isql-vt")
    (tmp_path / "store").mkdir()
    with virtuoso(tmp_path / "store") as server:
        inside = server.folder / "parts"
        shutil.copytree(parts, inside)
        lines = [
            line.replace("1111", str(server.sql_port)).replace("PASSWORD", "dba")
            for line in commands(parts, "Virtuoso")
        ]
        assert "\n0 Rows." in shell(lines, inside, {"isql": isql})
        with Endpoint(server.query, seconds=30) as endpoint:
            query = "SELECT ?graph (COUNT(*) AS ?number) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
            rows = cast("Any", endpoint.answer(query))
            held = {row["graph"].value: int(row["number"].value) for row in rows}
        wanted = expected(parts, timeless_graph(BASE))
        assert {graph: held.get(graph) for graph in wanted} == wanted
        assert len(wanted) == 4
        graphs = [option for graph in wanted for option in ("--graph", graph)]
        there = run("analyse", "--endpoint", server.query, *graphs, "-f", "csv", "--quiet")
    assert there.stdout == run("analyse", three_editions, "-f", "csv", "--quiet").stdout
    assert there.returncode == 0, there.stderr


def test_oxigraph_loads_them(parts: Path, tmp_path: Path) -> None:
    [oxigraph] = installed("oxigraph")
    load = commands(parts, "Oxigraph")[0].replace("DATABASE", "../store")
    shell([load], parts, {"oxigraph": oxigraph})
    store = pyoxigraph.Store.read_only(str(tmp_path / "store"))
    assert Counter(getattr(quad.graph_name, "value", "") for quad in store) == expected(parts, "")


def test_jena_loads_them(parts: Path) -> None:
    installed("tdb2.tdbloader", "tdb2.tdbquery")
    load = commands(parts, "Apache Jena")[0].replace("DATABASE", "../store")
    count = "SELECT ?g (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } GROUP BY ?g"
    everything = "SELECT (COUNT(*) AS ?n) FROM <urn:x-arq:DefaultGraph> FROM <urn:x-arq:UnionGraph> { ?s ?p ?o }"
    ask = "tdb2.tdbquery --loc ../store --results=CSV"
    said = shell([load, f"{ask} '{count}'", f"{ask} '{everything}'"], parts, {})
    rows = [line.rpartition(",") for line in said.split() if line[-1].isdigit()]
    wanted = expected(parts, "")
    assert {graph: int(number) for graph, comma, number in rows if comma} == wanted
    statements = {line for part in parts.glob("*.gz") for line in _triples(part)}
    assert int(rows[-1][2]) == len(statements)


def _triples(part: Path) -> list[str]:
    quads = pyoxigraph.parse(gzip.decompress(part.read_bytes()), pyoxigraph.RdfFormat.N_QUADS)
    return [str(quad.triple) for quad in quads]
