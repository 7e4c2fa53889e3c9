"""The rows of an answer as Python values, rdflib terms, data frames, and as a notebook shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from gii_graph.errors import CallError
from gii_graph.library.data_frames import pandas_frame, polars_frame
from gii_graph.library.notebook_html import html_table, paragraph
from gii_graph.sparql.answer_cells import typed_rows
from gii_graph.sparql.engine_failures import engine_failures
from gii_graph.vocabulary import XSD

if TYPE_CHECKING:
    import os
    from pathlib import Path

    import pandas
    import polars
    from rdflib.term import Identifier

__all__ = ["Solutions", "Value", "rdflib_term"]

# IRIs and texts, xsd:integer, xsd:decimal, xsd:double and xsd:float, xsd:boolean; None where a variable is unbound.
Value: TypeAlias = str | int | Decimal | float | bool | None

# Local name of an XML Schema datatype: how its values become Python's.
_PYTHON: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys(("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"), int),
    **dict.fromkeys(("double", "float"), float),
    "decimal": Decimal,
    "boolean": lambda text: text in {"true", "1"},
}


class Solutions(Sequence[dict[str, Value]]):
    """The rows of a SELECT query, each a dictionary from variable to Python value, in the query's order.

    `notes` say what the answer rests on: what the graph lacks for the question, what was assumed or left out.
    """

    def __init__(self, solutions: QuerySolutions, notes: Sequence[str] = ()) -> None:
        self.variables = tuple(variable.value for variable in solutions.variables)
        self.notes = tuple(notes)
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

    def _repr_html_(self) -> str:
        count = f"{len(self):,} row{'' if len(self) == 1 else 's'}"
        table = html_table(self.variables, typed_rows(self._rows))
        return "".join([table, paragraph(count), *(paragraph(f"Note: {note}") for note in self.notes)])

    def terms(self) -> Iterator[dict[str, Identifier | None]]:
        """Yield each row with rdflib terms, which keep datatypes and languages."""
        for row in self._rows:
            yield {name: rdflib_term(term) for name, term in zip(self.variables, row, strict=True)}

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame.

        Raises CallError where pandas is not installed.
        """
        return pandas_frame(self.variables, self._values())

    def to_polars(self) -> polars.DataFrame:
        """Return the rows as a data frame of polars, each column of one type.

        Raises CallError where polars is not installed.
        """
        return polars_frame(self.variables, self._values())

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the rows to a file, in the form that its ending says: .csv, .tsv, .xlsx, .parquet, .html, .docx, .md.

        Raises CallError for another ending and where a library is not installed, OutputError where it cannot be
        written.
        """
        from gii_graph.library.saved_report import save_report
        from gii_graph.tabular.data_table import DataTable

        return save_report(path, "Answer", [DataTable("Answer", self.variables, typed_rows(self._rows))], self.notes)

    def _values(self) -> Iterator[list[Value]]:
        return ([_plain_value(term) for term in row] for row in self._rows)

    def _plain(self, row: Sequence[Any]) -> dict[str, Value]:
        return {name: _plain_value(term) for name, term in zip(self.variables, row, strict=True)}


def _plain_value(term: Any) -> Value:
    if term is None:
        return None
    if not isinstance(term, Literal):
        return str(term.value) if isinstance(term, NamedNode) else str(term)
    convert = _PYTHON.get(term.datatype.value.removeprefix(XSD.NAMESPACE), str)
    return convert(term.value)


def rdflib_term(term: Any) -> Identifier | None:
    """Return a term of pyoxigraph as one of rdflib.

    Raises CallError for what RDF 1.2 has and rdflib has not: triple terms, and texts with a base direction.
    """
    import rdflib

    if term is None:
        return None
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, Literal):
        raise CallError(f"rdflib has no triple terms, and there is one: {term}.")
    if term.direction is not None:
        raise CallError(f"rdflib has no base directions, and {term} has one.")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    plain = datatype == f"{XSD.NAMESPACE}string"
    return rdflib.Literal(term.value, datatype=None if plain else rdflib.URIRef(datatype))
