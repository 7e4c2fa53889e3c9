"""The manifests of the W3C's test suites (https://github.com/w3c/rdf-tests) as plain records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import NamedNode

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


class Case(NamedTuple):
    """A test of a manifest: its kind (the local name of its type) and the files that it is about."""

    name: str
    kind: str
    action: Path
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]  # the name of a graph, and its file
    result: Path | None


class _Manifest:
    def __init__(self, path: Path) -> None:
        self._store = pyoxigraph.Store()
        self._store.load(path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE, base_iri=path.as_uri())

    def values(self, subject: object, name: str) -> list[object]:
        quads = self._store.quads_for_pattern(subject, NamedNode(name), None)  # type: ignore[arg-type]
        return [quad.object for quad in quads]

    def value(self, subject: object, name: str) -> object:
        return next(iter(self.values(subject, name)), None)

    def entries(self) -> Iterator[object]:
        for quad in self._store.quads_for_pattern(None, NamedNode(f"{MF}entries"), None):
            node: object = quad.object
            while node != NamedNode(f"{RDF}nil"):
                yield self.value(node, f"{RDF}first")
                node = self.value(node, f"{RDF}rest")


def path_of(iri: str) -> Path:
    """Return the file of a file IRI."""
    from urllib.parse import unquote, urlsplit

    return Path(unquote(urlsplit(iri).path))


def _path(node: object) -> Path:
    assert isinstance(node, NamedNode)
    return path_of(node.value)


def cases(path: Path) -> list[Case]:
    """Return the tests of a manifest, each under the folder's name and its own."""
    manifest = _Manifest(path)
    found = []
    for entry in manifest.entries():
        assert isinstance(entry, NamedNode)
        kinds = [kind.value.rpartition("#")[2] for kind in manifest.values(entry, f"{RDF}type")]  # type: ignore[attr-defined]
        action = manifest.value(entry, f"{MF}action")
        query = manifest.value(action, f"{QT}query")
        if not isinstance(query or action, NamedNode):
            continue  # a protocol's exchange, or an update
        graphs = []
        for graph in manifest.values(action, f"{QT}graphData"):
            file = graph if isinstance(graph, NamedNode) else manifest.value(graph, f"{QT}graph")
            label = manifest.value(graph, f"{RDFS}label")
            assert isinstance(file, NamedNode)
            graphs.append((label.value if label is not None else file.value, _path(file)))  # type: ignore[attr-defined]
        result = manifest.value(entry, f"{MF}result")
        name = entry.value.rpartition("#")[2].rpartition("/")[2]
        found.append(
            Case(
                name,
                next(iter(sorted(kinds)), ""),
                _path(query or action),
                tuple(map(_path, manifest.values(action, f"{QT}data"))),
                tuple(graphs),
                _path(result) if isinstance(result, NamedNode) else None,
            )
        )
    return found
