"""A graph as plain tables, so that all of them together are exactly the graph.

A statement takes its place in the column of its property. What fits no column (a second name, a figure that is not
a number, a property that no table has) goes to the tables `names`, `links` and `statements`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gii_graph.export.table_schema import LINK_PROPERTIES, NAME_PROPERTIES, TABLES, Column, Table
from gii_graph.formula_cells import guarded
from gii_graph.graph.evidence_lines import cited, evidence_index
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.vocabulary import ONTOLOGY, RDF, RDFS, XSD

__all__ = ["TableRow", "table_rows"]

TableRow = list[str]

_STRING = f"{XSD.NAMESPACE}string"
_INTEGER = re.compile(r"0|-?[1-9]\d*")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_CANONICAL = {"date": re.compile(r"\d{4}-\d\d-\d\d"), "decimal": _DECIMAL, "integer": _INTEGER}
_DIGITS = re.compile(r"(\d+)")


def table_rows(triples: Sequence[Triple]) -> dict[str, list[TableRow]]:
    """Return the rows of each table by its name: cells as text, free text guarded, an absent value empty.

    `triples` come sorted and each once, as `read_triples` gives them.
    """
    graph = _Graph(triples)
    return {table.name: graph.rows(table) for table in TABLES if table.kinds} | graph.remaining()


class _Graph:
    """Statements by subject and predicate, and which of them a table has taken."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        self._triples = triples
        self._taken: set[Triple] = set()
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
            node: cited(lines) for (node, what), lines in evidence_index(GraphStatements(triples)).items() if not what
        }

    def _values(self, subject: str, predicate: str) -> list[str]:
        found = self._stated.get((subject, predicate), ())
        return [triple.object.value for triple in found if isinstance(triple.object, NamedNode | Literal)]

    def rows(self, table: Table) -> list[TableRow]:
        """Return a table's rows, in the order of their IRIs, numbers in them by value."""
        nodes = set().union(*(self._of_class[classes[0]] for classes in table.kinds.values()))
        return [self._row(table, node) for node in sorted(nodes, key=_natural)]

    def _row(self, table: Table, node: str) -> TableRow:
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
        self._taken.update(
            triple for triple in self._stated[node, RDF.type] if getattr(triple.object, "value", "") in taken
        )
        return word

    def _take(self, column: Column, predicate: str, node: str) -> str:
        statements = (self._leading_to if column.inverse else self._stated).get((node, predicate), [])
        found = [(triple, text) for triple in statements if (text := _cell(triple, column)) is not None]
        kept = found if column.many else found[:1]
        self._taken.update(triple for triple, _ in kept)
        return " ".join(text for _, text in kept)

    def remaining(self) -> dict[str, list[TableRow]]:
        """Return the rows of the tables for what no other table has taken."""
        rows: dict[str, list[TableRow]] = {table.name: [] for table in TABLES if not table.kinds}
        for triple in self._triples:
            if triple not in self._taken:
                name, row = _leftover(triple)
                rows[name].append(row)
        return rows


def _natural(iri: str) -> list[str | int]:
    """Sort key by which `patents/9` stands before `patents/10`."""
    return [int(part) if part.isdecimal() else part for part in _DIGITS.split(iri)]


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


def _leftover(triple: Triple) -> tuple[str, TableRow]:
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
