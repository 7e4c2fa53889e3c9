"""The tables of a graph of any size: made of a part of its triples at a time, their rows in a file of SQLite.

The rows are those of `GraphTables`, which makes them here too, of some nodes with all that is looked at around these:
the names of nodes that they lead to, what leads to them, and the lines that support them. Memory holds such a part, and
the names of all source documents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Final, Self

from pyoxigraph import NamedNode, Triple

from gii_graph.export.table_schema import TABLES, Table
from gii_graph.export.tables import GraphTables, TableRow, TableSource, leftover, natural_key
from gii_graph.graph.evidence_lines import document_names
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.graph.scratch_database import errors_for, scratch_database
from gii_graph.graph.triples_on_disk import TriplesOnDisk
from gii_graph.vocabulary import GII, RDF, RDFS

__all__ = ["TablesOnDisk"]

_BATCH: Final = 20_000  # triples
_CACHE: Final = 32_000  # kilobytes
_DATABASE: Final = """
CREATE TABLE node_row (place INTEGER, natural_key TEXT, node TEXT, cells TEXT, PRIMARY KEY (place, natural_key, node))
    WITHOUT ROWID;
CREATE TABLE remaining (place INTEGER, line TEXT, cells TEXT, PRIMARY KEY (place, line)) WITHOUT ROWID;
CREATE TABLE taken (line TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_NODE_ROWS: Final = "SELECT cells FROM node_row WHERE place = ? ORDER BY natural_key, node"
_REMAINING: Final = """SELECT cells FROM remaining r WHERE place = ?
    AND NOT EXISTS (SELECT 1 FROM taken t WHERE t.line = r.line) ORDER BY line"""
_PLACES: Final = {table.name: place for place, table in enumerate(TABLES)}
_OF_NODES: Final = [table for table in TABLES if table.kinds]
# Properties that lead to nodes whose names a row repeats; those that a column reads from the other end.
_NAMING: Final = {
    column.property
    for table in TABLES
    for column in table.columns
    if column.name in {other.name_of for other in table.columns}
}
_INVERSE: Final = [
    (table, column.property) for table in TABLES for column in table.columns if column.inverse and column.property
]
_CITING: Final = [
    table
    for table in _OF_NODES
    if any(not (column.property or column.name_of or column.kind) for column in table.all_columns[1:])
]


class TablesOnDisk(TableSource):
    """The tables of triples on a disk, in a file that must not be there yet; errors name what it is for.

    `check` sees the triples before anything is made of them. Raises OutputError, as all methods do, where the file
    cannot be written or read.
    """

    def __init__(
        self, path: Path, held: TriplesOnDisk, purpose: Path, check: Callable[[Iterable[Triple]], None]
    ) -> None:
        self._held = held
        self._purpose = purpose
        self.number = 0
        documents = held.documents()
        self._names = document_names(GraphStatements(held.about(documents)), documents)
        held.find_subjects({property_ for _, property_ in _INVERSE} | {GII.evidenceFor})
        with ExitStack() as opened, errors_for(purpose):
            self._database = opened.enter_context(closing(scratch_database(path, _DATABASE, _CACHE)))
            for own in _in_batches(held.triples()):
                check(own)
                self.number += len(own)
                self._add(own)
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def rows(self, table: Table) -> Iterable[TableRow]:
        """Return the rows of a table; they are read anew whenever they are gone through."""
        return _StoredRows(self, table)

    def read(self, table: Table) -> Iterator[TableRow]:
        """Read the rows of a table."""
        query = _NODE_ROWS if table.kinds else _REMAINING
        with errors_for(self._purpose), closing(self._database.execute(query, (_PLACES[table.name],))) as rows:
            for (cells,) in rows:
                yield json.loads(cells)

    def are_nodes(self, iris: Collection[str], table: Table) -> bool:
        """Tell whether a table has a row for each of these nodes."""
        query = "SELECT 1 FROM node_row WHERE place = ? AND natural_key = ? AND node = ?"
        with errors_for(self._purpose):
            return all(
                self._database.execute(query, (_PLACES[table.name], natural_key(iri), iri)).fetchone() for iri in iris
            )

    def _add(self, own: Sequence[Triple]) -> None:
        """Add the rows of the subjects of some triples, and what is left of these."""
        part = GraphTables(sorted({*own, *self._around(own)}, key=str), self._names)
        nodes = sorted(_iris(triple.subject for triple in own))
        rows = [
            (_PLACES[table.name], natural_key(node), node, json.dumps(part.row(table, node), ensure_ascii=False))
            for table in _OF_NODES
            for node in nodes
            if part.has(node, table)
        ]
        left = [(str(triple), *leftover(triple)) for triple in own if triple not in part.taken]
        remaining = [(_PLACES[name], line, json.dumps(row, ensure_ascii=False)) for line, name, row in left]
        self._insert("node_row VALUES (?, ?, ?, ?)", sorted(rows))
        self._insert("remaining VALUES (?, ?, ?)", remaining)
        self._insert("taken VALUES (?)", [(str(triple),) for triple in part.taken.difference(own)])

    def _around(self, own: Sequence[Triple]) -> Iterator[Triple]:
        """Yield what the rows of the subjects of these triples look at beside them."""
        held = self._held
        nodes = _nodes_by_table(own)
        named = _iris(triple.object for triple in own if triple.predicate.value in _NAMING)
        for table, predicate in _INVERSE:
            leading = list(held.leading_to(nodes[table.name], predicate))
            named |= _iris(triple.subject for triple in leading)
            yield from leading
        yield from held.about(sorted(named), RDFS.label)
        cited = {node for table in _CITING for node in nodes[table.name]}
        stated = held.about(sorted(_iris(triple.subject for triple in held.leading_to(cited, GII.evidenceFor))))
        yield from stated
        yield from held.about(sorted(_iris(triple.object for triple in stated if triple.predicate.value == GII.source)))

    def _insert(self, into: str, rows: Sequence[tuple[object, ...]]) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(f"INSERT OR IGNORE INTO {into}", rows)
        self._database.execute("COMMIT")


class _StoredRows:
    """The rows of a table, read whenever they are gone through."""

    def __init__(self, tables: TablesOnDisk, table: Table) -> None:
        self._tables = tables
        self._table = table

    def __iter__(self) -> Iterator[TableRow]:
        return self._tables.read(self._table)


def _in_batches(triples: Iterable[Triple]) -> Iterator[list[Triple]]:
    """Yield sorted triples some thousands at a time, those of a subject together."""
    batch: list[Triple] = []
    for _, own in groupby(triples, attrgetter("subject")):
        batch.extend(own)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _iris(terms: Iterable[object]) -> set[str]:
    return {term.value for term in terms if isinstance(term, NamedNode)}


def _nodes_by_table(own: Iterable[Triple]) -> dict[str, set[str]]:
    """Return the subjects that a table has a row for, by the table's name."""
    of_class: dict[str, set[str]] = {}
    for triple in own:
        if triple.predicate.value == RDF.type and isinstance(triple.object, NamedNode):
            of_class.setdefault(triple.object.value, set()).update(_iris([triple.subject]))
    return {
        table.name: set().union(*(of_class.get(classes[0], set()) for classes in table.kinds.values()))
        for table in TABLES
    }
