"""What a Python program needs: build a graph, load one, ask it.

>>> from gii_graph import load, query
>>> graph = load("output/gii.ttl")
>>> query(graph, shipped="top-applicants", parameters={"cluster": "kunming"})[1]["applicant"]
'LUO, CAN'
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from pyoxigraph import RdfFormat, Store

from gii_graph.assembly import Assembly, assemble_graph
from gii_graph.errors import CallError
from gii_graph.identity import Kind
from gii_graph.library.asking import Questions, ShippedQuestion, questions
from gii_graph.library.knowledge_graph import Graph, Linking
from gii_graph.library.notebook_html import paragraph
from gii_graph.library.results import GraphPicture, Tables
from gii_graph.library.solutions import Solutions, Value
from gii_graph.reading import look_through
from gii_graph.reading.origins import find_origins
from gii_graph.sparql.dataset import read_files
from gii_graph.vocabulary import BASE

if TYPE_CHECKING:
    import rdflib

__all__ = [
    "Built",
    "Graph",
    "GraphPicture",
    "Linking",
    "Questions",
    "ShippedQuestion",
    "Solutions",
    "Tables",
    "Value",
    "build",
    "load",
    "query",
    "questions",
    "view",
]


class Built(NamedTuple):
    """A graph built from profiles, and the assembly that says what was read, missing and refused."""

    graph: Graph
    assembly: Assembly

    def __repr__(self) -> str:
        return f"<Built: .graph is {self.graph!r}; {self._account()}>"

    def _repr_html_(self) -> str:
        return f"{self.graph._repr_html_()}{paragraph(self._account())}"

    def _account(self) -> str:
        read, refused = len(self.assembly.accounts), len(self.assembly.refused)
        files = (
            f"{read:,} profile{'' if read == 1 else 's'} read, {refused:,} file{'' if refused == 1 else 's'} refused"
        )
        return f".assembly says what was read: {files}"

    def __getattr__(self, name: str) -> NoReturn:
        whose = "; its `graph` has that" if hasattr(Graph, name) else ""
        raise AttributeError(f"What build() returns has no attribute {name!r}{whose}.", name=name, obj=self)


def build(
    *profiles: str | os.PathLike[str],
    base_iri: str = BASE,
    overrides: Mapping[str, Kind] | None = None,
    sources: str | os.PathLike[str] | None = None,
) -> Built:
    """Build a graph from profile files or folders of them; instances get their IRIs under `base_iri`.

    `sources` is a table of where the files were fetched from (columns file, url, fetched); `NAME.source` beside a file
    says so too. A file that cannot be used does not stop the others: it is in the assembly's `refused`.
    Raises SourceError where a path does not exist, RegistryError where `sources` cannot be used, CallError where it
    names a file that is not built from.
    """
    files = look_through(Path(profile) for profile in profiles)
    origins = find_origins(files.names, Path(sources) if sources else None)
    if origins.unused:
        raise CallError(origins.unused[0])
    assembly = assemble_graph(map(Path, files.names), overrides, left_out=files.left_out)
    store = Store()
    store.load("".join(assembly.turtle(base_iri, origins.by_content)), format=RdfFormat.TURTLE)
    return Built(Graph(store), assembly)


def load(*files: str | os.PathLike[str]) -> Graph:
    """Load RDF files (Turtle, N-Triples, TriG, N-Quads, JSON-LD, RDF/XML, also compressed by gzip) as one graph.

    Raises GraphFileError for a file that cannot be read.
    """
    return Graph(read_files(files))


def query(
    graph: Graph,
    sparql: str | None = None,
    *,
    shipped: str | None = None,
    parameters: Mapping[str, object] | None = None,
) -> Solutions | bool | rdflib.Graph:
    """Ask a graph: a SPARQL text, or a shipped query by name, with values for the parameters it declares.

    A parameter's value is given as text or number, and a list of them stands for any of these. SELECT gives
    `Solutions`, ASK a truth value, CONSTRUCT and DESCRIBE an rdflib graph.
    Raises QueryError for a query or a parameter that is wrong, CallError for what is no graph.
    """
    return _graph(graph).query(sparql, shipped=shipped, parameters=parameters)


def view(graph: Graph, title: str | None = None, **options: Any) -> GraphPicture:
    """Return the interactive picture of a graph; see `Graph.view`."""
    return _graph(graph).view(title, **options)


def _graph(graph: object) -> Graph:
    """Return what is a graph. Raises CallError for what only leads to one, such as the name of a file."""
    if isinstance(graph, Graph):
        return graph
    if isinstance(graph, str | os.PathLike):
        raise CallError(f"A graph was expected, and {os.fspath(graph)!r} is a name; load(...) reads a file.")
    hint = "take its `graph`" if isinstance(graph, Built | Linking) else "load(...) and build(...) make one"
    raise CallError(f"A graph was expected, and this is {type(graph).__name__}; {hint}.")
