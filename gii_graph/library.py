"""What a Python program needs: build a graph, load one, ask it.

>>> from gii_graph import load, query
>>> graph = load("output/gii.ttl")
>>> query(graph, shipped="top-applicants", parameters={"cluster": "kunming"})[1]["applicant"]
'LUO, CAN'
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast, overload

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, RdfFormat, Store

from gii_graph.assembly import Assembly, assemble_graph
from gii_graph.errors import CallError
from gii_graph.identity import Kind
from gii_graph.reading import look_through
from gii_graph.reading.origins import find_origins
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer
from gii_graph.sparql.engine_failures import engine_failures
from gii_graph.sparql.header import read_header
from gii_graph.sparql.parameters import bind
from gii_graph.sparql.shipped import shipped_text
from gii_graph.vocabulary import BASE, XSD

if TYPE_CHECKING:
    import pandas
    import rdflib
    from rdflib.term import Identifier

__all__ = ["Built", "Graph", "Solutions", "Value", "build", "load", "query"]

# IRIs and texts, xsd:integer, xsd:decimal, xsd:double and xsd:float, xsd:boolean; None where a variable is unbound.
Value: TypeAlias = str | int | Decimal | float | bool | None

# Local name of an XML Schema datatype: how its values become Python's.
_PYTHON: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), int),
    **dict.fromkeys(("double", "float"), float),
    "decimal": Decimal,
    "boolean": lambda text: text in {"true", "1"},
}


class Graph:
    """A graph in memory that can be asked; make one with `load` or `build`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return len(self._store)

    @property
    def store(self) -> Store:
        """The Oxigraph store that holds the graph."""
        return self._store

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples of the default graph as an rdflib graph of their own."""
        import rdflib
        from pyoxigraph import DefaultGraph

        triples = self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        return rdflib.Graph().parse(data=triples, format="nt")


class Built(NamedTuple):
    """A graph built from profiles, and the assembly that says what was read, missing and refused."""

    graph: Graph
    assembly: Assembly


class Solutions(Sequence[dict[str, Value]]):
    """The rows of a SELECT query, each a dictionary from variable to Python value, in the query's order."""

    def __init__(self, solutions: QuerySolutions) -> None:
        self.variables = tuple(variable.value for variable in solutions.variables)
        with engine_failures():
            self._rows = [tuple(solution) for solution in solutions]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Value]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Value] | list[dict[str, Value]]:
        if isinstance(index, slice):
            return [self._plain(row) for row in self._rows[index]]
        return self._plain(self._rows[index])

    def __repr__(self) -> str:
        return f"<Solutions: {len(self)} rows of {', '.join(self.variables)}>"

    def terms(self) -> Iterator[dict[str, Identifier | None]]:
        """Yield each row with rdflib terms, which keep datatypes and languages."""
        for row in self._rows:
            yield {name: _rdflib_term(term) for name, term in zip(self.variables, row, strict=True)}

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame.

        Raises CallError where pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise CallError("A data frame needs pandas; install it with `pip install pandas`.") from error
        return pandas.DataFrame(list(self), columns=list(self.variables))

    def _plain(self, row: Sequence[Any]) -> dict[str, Value]:
        return {name: _plain_value(term) for name, term in zip(self.variables, row, strict=True)}


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
    Raises QueryError for a query or a parameter that is wrong.
    """
    if (sparql is None) == (shipped is None):
        raise CallError("Give a query either as text or by the name of a shipped one.")
    text = sparql if sparql is not None else shipped_text(cast("str", shipped))
    given = {name: _texts(value) for name, value in (parameters or {}).items()}
    bindings = bind(read_header(text), given, lambda question: answer(graph.store, question))
    found = answer(graph.store, text, bindings)
    if isinstance(found, QuerySolutions):
        return Solutions(found)
    if isinstance(found, QueryBoolean):
        return bool(found)
    import rdflib

    result = rdflib.Graph()
    for triple in found:
        subject, predicate, value = (_rdflib_term(term) for term in triple)
        result.add((subject, predicate, value))  # type: ignore[arg-type]
    return result


def _texts(value: object) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list | tuple) else [str(value)]


def _plain_value(term: Any) -> Value:
    if term is None:
        return None
    if not isinstance(term, Literal):
        return str(term.value) if isinstance(term, NamedNode) else str(term)
    convert = _PYTHON.get(term.datatype.value.removeprefix(XSD.NAMESPACE), str)
    return convert(term.value)


def _rdflib_term(term: Any) -> Identifier | None:
    import rdflib

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise CallError(f"rdflib has no term for the quoted triple {term}.")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == f"{XSD.NAMESPACE}string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(datatype))
