"""An answer's rows as typed cells: numbers, truth values and dates as such, IRIs as links with their short names."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from gii_graph.sparql.prefixes import shortener
from gii_graph.sparql.result_formats import triple_term_text
from gii_graph.sparql.stable_rows import NUMERIC
from gii_graph.tabular.data_table import DataCell, IriLink
from gii_graph.vocabulary import XSD

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

__all__ = ["typed_rows"]

_FLOATING: Final = frozenset({"double", "float"})


def typed_rows(solutions: QuerySolutions | Iterable[Sequence[Any]]) -> Iterator[Sequence[DataCell]]:
    """Yield the rows of a SELECT query as cells; a value that Python has no type for is its text."""
    short = shortener()
    for solution in solutions:
        yield [_cell(term, short) for term in solution]


def _cell(term: Any, short: Callable[[str], str]) -> DataCell:
    if term is None:
        return None
    kind = type(term).__name__
    if kind == "NamedNode":
        name = short(term.value)
        return IriLink(term.value, term.value if name.startswith("<") else name)
    if kind == "Literal":
        try:
            return _value(term.value, term.datatype.value)
        except (ValueError, InvalidOperation):
            return str(term.value)
    return triple_term_text(term) if kind == "Triple" else str(term)


def _value(text: str, datatype: str) -> DataCell:
    name = datatype.removeprefix(XSD.NAMESPACE)
    if name == "boolean" and text in {"true", "1", "false", "0"}:
        return text in {"true", "1"}
    if name == "date":
        return date.fromisoformat(text)
    if name == "dateTime":
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo is None else text
    if datatype not in NUMERIC:
        return text
    if name in _FLOATING:
        number = float(text)
        return number if math.isfinite(number) else text
    return Decimal(text) if name == "decimal" else int(text)
