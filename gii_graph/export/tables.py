"""A graph as plain tables, so that all of them together are exactly the graph.

A statement takes its place in the column of its property. What fits no column (a second name, a figure that is not
a number, a property that no table has) goes to the tables `names`, `links` and `statements`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gii_graph.export.table_schema import LINK_PROPERTIES, NAME_PROPERTIES, TABLES, Column, Table
from gii_graph.formula_cells import guarded
from gii_graph.graph.evidence_lines import cited, evidence_index
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.vocabulary import ONTOLOGY, RDF, RDFS, XSD

__all__ = ["GraphTables", "TableRow", "TableSource", "leftover", "natural_key"]

TableRow = list[str]

_STRING = f"{XSD.NAMESPACE}string"
_INTEGER = re.compile(r"0|-?[1-9]\d*")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_CANONICAL = {"date": re.compile(r"\d{4}-\d\d-\d\d"), "decimal": _DECIMAL, "integer": _INTEGER}
_DIGITS = re.compile("([0-9]+)")


class TableSource(Protocol):
    """The rows of a graph's tables: cells as text, free text guarded, an absent value empty."""

    def rows(self, table: Table) -> Iterable[TableRow]:
        """Return the rows of a table, in the order of their IRIs, numbers in them by value."""

    def are_nodes(self, iris: Collection[str], table: Table) -> bool:
        """Tell whether a table has a row for each of these nodes."""


class GraphTables(TableSource):
    """The tables of triples in memory, which come sorted and each once, as `read_triples` gives them.

    `names` are those of the source documents, where the triples are a part of a graph. `taken` are the triples that
    rows have taken that were asked for.
    """

    def __init__(self, triples: Sequence[Triple], names: Mapping[str, str] | None = None) -> None:
        self._triples = triples
        self.taken: set[Triple] = set()
        self._stated: defaultdict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._leading_to: defaultdict[tuple[str, str], list[Triple]] = defaultdict(list)
        self._of_class: defaultdict[str, set[str]] = defaultdict(set)
        inverse = {column.property for table in TABLES for column in table.columns if column.inverse}
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            if not isinstance(subject, NamedNode):
                continue
            self._stated[subject.value, predicate].append(triple)
            if isinstance(value, NamedNode) and predicate in inverse:
                self._leading_to[value.value, predicate].append(triple)
            if isinstance(value, NamedNode) and predicate == RDF.type:
                self._of_class[value.value].add(subject.value)
        # What supports a node as a whole, with all its properties.
        self._lines = {
            node: cited(lines)
            for (node, what), lines in evidence_index(GraphStatements(triples), names).items()
            if not what
        }
        self._remaining: dict[str, list[TableRow]] | None = None

    def _values(self, subject: str, predicate: str) -> list[str]:
        found = self._stated.get((subject, predicate), ())
        return [triple.object.value for triple in found if isinstance(triple.object, NamedNode | Literal)]

    def rows(self, table: Table) -> list[TableRow]:
        """Return the rows of a table."""
        if not table.kinds:
            return self._remaining_rows()[table.name]
        return [self.row(table, node) for node in sorted(self._nodes(table), key=lambda iri: (natural_key(iri), iri))]

    def are_nodes(self, iris: Collection[str], table: Table) -> bool:
        """Tell whether a table has a row for each of these nodes."""
        return self._nodes(table).issuperset(iris)

    def has(self, node: str, table: Table) -> bool:
        """Tell whether a table has a row for a node."""
        return any(node in self._of_class[classes[0]] for classes in table.kinds.values())

    def _nodes(self, table: Table) -> set[str]:
        return set().union(*(self._of_class[classes[0]] for classes in table.kinds.values()))

    def row(self, table: Table, node: str) -> TableRow:
        """Return the row of a node that a table has one for."""
        kind = self._take_kind(table, node)
        iri, *others = table.all_columns
        cells = {iri.name: node}
        for column in others:
            if column.kind:
                cells[column.name] = kind
            elif column.name_of:
                names = (next(iter(self._values(one, RDFS.label)), "") for one in cells[column.name_of].split())
                cells[column.name] = guarded("; ".join(names))
            elif column.property is None:
                cells[column.name] = guarded(self._lines.get(node, ""))
            else:
                cells[column.name] = self._take(column, column.property, node)
        return list(cells.values())

    def _take_kind(self, table: Table, node: str) -> str:
        """Take the classes of the fullest kind that the node has; none where it lacks one of them."""
        fitting = [
            (len(classes), word)
            for word, classes in table.kinds.items()
            if all(node in self._of_class[one] for one in classes)
        ]
        if not fitting:
            return ""
        _, word = max(fitting)
        taken = table.kinds[word]
        self.taken.update(
            triple for triple in self._stated[node, RDF.type] if getattr(triple.object, "value", "") in taken
        )
        return word

    def _take(self, column: Column, predicate: str, node: str) -> str:
        statements = (self._leading_to if column.inverse else self._stated).get((node, predicate), [])
        found = [(triple, text) for triple in statements if (text := _cell(triple, column)) is not None]
        kept = found if column.many else found[:1]
        self.taken.update(triple for triple, _ in kept)
        return " ".join(text for _, text in kept)

    def _remaining_rows(self) -> dict[str, list[TableRow]]:
        """Return the rows of the tables for what no other table takes."""
        if self._remaining is None:
            for table in TABLES:
                if table.kinds:
                    self.rows(table)
            rows: dict[str, list[TableRow]] = {table.name: [] for table in TABLES if not table.kinds}
            for triple in self._triples:
                if triple not in self.taken:
                    name, row = leftover(triple)
                    rows[name].append(row)
            self._remaining = rows
        return self._remaining


def natural_key(iri: str) -> str:
    """Return a text to sort an IRI by, so that numbers in it stand by their value.

    >>> sorted(["patents/10", "patents/9"], key=natural_key)
    ['patents/9', 'patents/10']
    """
    text, *numbers_and_texts = _DIGITS.split(iri)
    pairs = zip(numbers_and_texts[::2], numbers_and_texts[1::2], strict=True)
    # The sign is before all that an IRI may have.
    return text + "".join(f"\x01{len(number.lstrip('0')):06d}{number.lstrip('0')}{text}" for number, text in pairs)


def _cell(triple: Triple, column: Column) -> str | None:
    """Return a statement's text in a column, None where it does not fit there without loss."""
    term = triple.subject if column.inverse else triple.object
    if isinstance(term, NamedNode):
        if column.local:
            name = term.value.removeprefix(ONTOLOGY)
            return name if name.isalpha() and name != term.value else None
        return term.value if column.datatype == "anyURI" else None
    if not isinstance(term, Literal) or not term.value or column.datatype == "anyURI" or column.local:
        return None
    if column.datatype == "string":
        plain = term.language == column.language and (term.language or term.datatype.value == _STRING)
        return guarded(term.value) if plain else None
    fits = term.datatype.value == f"{XSD.NAMESPACE}{column.datatype}" and _CANONICAL[column.datatype].fullmatch(
        term.value
    )
    return term.value if fits else None


def leftover(triple: Triple) -> tuple[str, TableRow]:
    """Return the table for a triple that no row takes, by its name, and its row there."""
    subject, predicate, term = triple.subject, triple.predicate.value, triple.object
    if isinstance(subject, NamedNode):
        if predicate in LINK_PROPERTIES and isinstance(term, NamedNode):
            return "links", [subject.value, LINK_PROPERTIES[predicate], term.value]
        textual = isinstance(term, Literal) and (term.language or term.datatype.value == _STRING)
        if predicate in NAME_PROPERTIES and isinstance(term, Literal) and textual:
            return "names", [subject.value, NAME_PROPERTIES[predicate], term.language or "", guarded(term.value)]
    return "statements", [_plain(subject), predicate, *_object_cells(term)]


def _object_cells(term: object) -> Iterable[str]:
    if isinstance(term, Literal):
        datatype = "" if term.language or term.datatype.value == _STRING else term.datatype.value
        return guarded(term.value), "literal", datatype, term.language or ""
    return _plain(term), "blank" if isinstance(term, BlankNode) else "iri", "", ""


def _plain(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
