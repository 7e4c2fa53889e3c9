"""The triples of a graph of any size, each once, sorted, with the editions that state them: in a file of SQLite.

What is asked is what `editions` and `loading` ask of a graph in memory, and tests hold the answers equal: the triples
are those of `read_triples`, the years those of `split_by_edition`. Memory holds a batch of triples, SQLite's cache, and
those triples that have blank nodes, whose names hang on all of them. Tables are read and filled in the order of their
keys, so that nothing is sorted outside the file.
"""

from __future__ import annotations

import heapq
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple, Self

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.editions import (
    DATED_CLASSES,
    DIRECT_PROPERTIES,
    SUBJECT_MATTER_CLASSES,
    Editions,
    require_editions,
)
from gii_graph.graph.loading import with_stable_blank_nodes
from gii_graph.graph.scratch_database import errors_for, scratch_database
from gii_graph.rdf_files import OnWarning
from gii_graph.stale_links import LINKS, has_graph, is_node_of_ours, stale_links
from gii_graph.vocabulary import GII, RDF

__all__ = ["DatedTriple", "SortedTriples", "TriplesOnDisk", "has_blank_node"]

_BATCH: Final = 50_000  # triples
_CACHE: Final = 256_000  # kilobytes
_READING_CACHE: Final = 2_000  # kilobytes: for what is read in order
_DIGITS: Final = 10  # a year has fewer
# What the editions hang on, by property; of classes those of listings alone.
_SUPPORT: Final = frozenset(
    {GII.source, GII.evidenceFor, GII.evidenceProperty, GII.fromCluster, GII.toCluster, GII.activity}
    | {GII.agent, GII.cluster, GII.hasProfile, GII.inEconomy}
)
_LISTINGS: Final = frozenset(terms.listing_class for terms in ACTIVITIES)

_TABLES: Final = """
CREATE TABLE triple (blank INTEGER, line TEXT, subject TEXT, kind INTEGER, PRIMARY KEY (blank, line)) WITHOUT ROWID;
CREATE TABLE linked (node TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE statement
    (property TEXT, subject TEXT, object TEXT, PRIMARY KEY (property, subject, object)) WITHOUT ROWID;
CREATE TABLE own (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE document (node TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE document_year (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE other_line (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE supporting (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE backing (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE stated (node TEXT, year INTEGER, PRIMARY KEY (node, year)) WITHOUT ROWID;
CREATE TABLE direct (line TEXT, year INTEGER, PRIMARY KEY (line, year)) WITHOUT ROWID;
CREATE TABLE leading (property TEXT, object TEXT, subject TEXT, PRIMARY KEY (property, object, subject)) WITHOUT ROWID;
CREATE TABLE spoken_of (number INTEGER PRIMARY KEY, node TEXT UNIQUE);
CREATE TABLE cut (blank INTEGER, line TEXT, PRIMARY KEY (blank, line)) WITHOUT ROWID;
"""
# A CROSS JOIN is done in the order in which it is written (https://www.sqlite.org/lang_select.html).
_YEARS: Final = f"""
INSERT OR IGNORE INTO supporting
    SELECT s.subject, o.year FROM statement s
    CROSS JOIN statement e ON e.property = '{GII.evidenceFor}' AND e.subject = s.subject
    CROSS JOIN own o ON o.node = e.object WHERE s.property = '{GII.source}';
INSERT OR IGNORE INTO document SELECT object FROM statement WHERE property = '{GII.source}';
INSERT OR IGNORE INTO document_year
    SELECT s.object, l.year FROM statement s CROSS JOIN supporting l ON l.node = s.subject
    WHERE s.property = '{GII.source}';
INSERT OR IGNORE INTO other_line
    SELECT s.subject, d.year FROM statement s CROSS JOIN document_year d ON d.node = s.object
    WHERE s.property = '{GII.source}' AND NOT EXISTS (SELECT 1 FROM supporting l WHERE l.node = s.subject);
INSERT INTO supporting SELECT node, year FROM other_line;
DELETE FROM supporting WHERE EXISTS (SELECT 1 FROM document d WHERE d.node = supporting.node);
INSERT INTO supporting SELECT node, year FROM document_year;
INSERT INTO backing SELECT node, year FROM supporting;
INSERT INTO backing
    SELECT node, year FROM own o WHERE NOT EXISTS (SELECT 1 FROM document d WHERE d.node = o.node)
    AND NOT EXISTS (SELECT 1 FROM statement s WHERE s.property = '{GII.source}' AND s.subject = o.node);
INSERT INTO stated SELECT node, MIN(year) FROM own GROUP BY node HAVING COUNT(*) = 1;
INSERT INTO stated
    SELECT node, year FROM supporting s WHERE NOT EXISTS (SELECT 1 FROM own o WHERE o.node = s.node);
"""
# A direct triple has the years of what supports it, where its subject has none by itself.
_DIRECT: Final = """
INSERT OR IGNORE INTO direct
    SELECT {subject} || ' <{property}> ' || {object}, b.year FROM statement a CROSS JOIN backing b ON b.node = a.{node}
    {joined} WHERE a.property = '{first}' {only}
    AND NOT EXISTS (SELECT 1 FROM own o WHERE o.node = {subject})
    AND NOT EXISTS (SELECT 1 FROM supporting l WHERE l.node = {subject});
"""
_JOINED: Final = "CROSS JOIN statement {name} ON {name}.property = '{property}' AND {name}.subject = {subject}"
# The economies that a line names, or all of its cluster's where it names none.
_OF_A_LINE: Final = f"""AND a.object = '<{GII.inEconomy}>' AND (
    EXISTS (SELECT 1 FROM statement n
            WHERE n.property = '{GII.evidenceFor}' AND n.subject = a.subject AND n.object = t.object)
    OR NOT EXISTS (SELECT 1 FROM statement w CROSS JOIN statement n
            ON n.property = '{GII.evidenceFor}' AND n.subject = a.subject AND n.object = w.object
            WHERE w.property = '{GII.inEconomy}' AND w.subject = f.object))"""
_DATED: Final = """FROM triple t LEFT JOIN stated s ON s.node = t.subject LEFT JOIN direct d ON d.line = t.line"""
_YEAR: Final = "COALESCE(s.year, d.year)"
_STATED: Final = f"SELECT t.line {_DATED} WHERE t.blank = ? AND {_YEAR}"
# The triples of a subject: a space ends an IRI, and the sign after it is an exclamation mark.
_ABOUT: Final = "blank IN (0, 1) AND line >= ? || ' ' AND line < ? || '!'"
# What a triple is to the cuts that are made here.
_OTHER, _LINK, _DATED_CLASS, _SUBJECT_MATTER_CLASS, _DIRECT_PROPERTY = range(5)
_IS_A: Final = f"EXISTS (SELECT 1 FROM triple WHERE {_ABOUT.replace('?', '{node}')} AND kind = {{kind}})"
# What belongs to no edition and is about a node.
_TIMELESS: Final = f"""
    NOT EXISTS (SELECT 1 FROM own o WHERE o.node = {{node}})
    AND NOT EXISTS (SELECT 1 FROM supporting l WHERE l.node = {{node}})
    AND NOT {_IS_A.replace("{kind}", str(_DATED_CLASS))}
    AND t.kind <> {_DIRECT_PROPERTY} AND NOT EXISTS (SELECT 1 FROM direct d WHERE d.line = t.line)"""
_TIMELESS_OF_NEW: Final = f"""
SELECT t.line FROM spoken_of r CROSS JOIN triple t ON {_ABOUT.replace("?", "r.node")}
WHERE r.number > ? AND r.number <= ? AND {_TIMELESS.format(node="r.node")}"""
_SPEAK_OF: Final = "INSERT OR IGNORE INTO spoken_of (node) VALUES (?)"
_LEAD_TO: Final = f"""
INSERT OR IGNORE INTO spoken_of (node)
SELECT ?1 WHERE NOT {_IS_A.format(node="?1", kind=_SUBJECT_MATTER_CLASS)}"""
# What some editions together state.
_STATED_TOGETHER: Final = """
    EXISTS (SELECT 1 FROM own o WHERE o.node = t.subject)
    AND NOT EXISTS (SELECT 1 FROM own o WHERE o.node = t.subject AND o.year NOT IN ({years}))
    OR NOT EXISTS (SELECT 1 FROM own o WHERE o.node = t.subject)
    AND (EXISTS (SELECT 1 FROM supporting l WHERE l.node = t.subject AND l.year IN ({years}))
         OR EXISTS (SELECT 1 FROM direct d WHERE d.line = t.line AND d.year IN ({years})))"""
_CUT: Final = "INSERT INTO cut SELECT t.blank, t.line FROM triple t WHERE"
_SPOKEN_OF: Final = f"""
    EXISTS (SELECT 1 FROM spoken_of r WHERE r.node = t.subject) AND {_TIMELESS.format(node="t.subject")}"""
_IN_CUT: Final = "SELECT t.line FROM cut t WHERE t.blank = ?"


class DatedTriple(NamedTuple):
    """A triple in N-Triples without its dot, an edition that states it, if any, and whether it has blank nodes."""

    line: str
    year: int | None
    has_blank_node: bool


class SortedTriples(Collection[Triple]):
    """Some of the triples on a disk, in order."""

    def __init__(self, held: TriplesOnDisk, query: str) -> None:
        self._held = held
        self._query = query

    def __iter__(self) -> Iterator[Triple]:
        """Read the triples."""
        lines = self._held.lines(self._query)
        while batch := list(islice(lines, _BATCH)):
            yield from _parsed(batch)

    def __len__(self) -> int:
        """Count the triples."""
        return sum(1 for _ in self._held.lines(self._query))

    def __contains__(self, triple: object) -> bool:
        """Look for a triple among all of them."""
        return any(triple == other for other in self)


class TriplesOnDisk:
    """Triples in a file that must not be there yet; it is of no use afterwards, and errors name what it is for.

    `names` are those of the files that the triples come from; `tell` hears of links that are left out because the
    triples do not have their subject. Raises OutputError, as all methods do, where the file cannot be written or read.
    """

    def __init__(
        self,
        path: Path,
        triples: Iterable[Triple],
        purpose: Path,
        names: Iterable[str] = (),
        tell: OnWarning = warnings.warn,
    ) -> None:
        self._purpose = purpose
        self._has_graph = False
        with ExitStack() as opened, self._errors():
            self._database = opened.enter_context(closing(scratch_database(path, _TABLES, _CACHE)))
            self._fill(triples)
            self._leave_out_stale_links(names, tell)
            self._date()
            opened.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def _errors(self) -> AbstractContextManager[None]:
        return errors_for(self._purpose)

    def dated(self) -> Iterator[DatedTriple]:
        """Yield the triples in their order, those without blank nodes first, once for each edition that states them."""
        query = f"SELECT t.blank, t.line, {_YEAR} {_DATED} ORDER BY t.blank, t.line"
        with self._errors(), closing(self._database.execute(query)) as rows:
            for (blank, line), stated in groupby(rows, itemgetter(0, 1)):
                years = [year for _, _, year in stated]
                for year in sorted(years) if len(years) > 1 else years:
                    yield DatedTriple(line, year, bool(blank))

    def editions(self) -> Editions:
        """Return the triples by edition, as `split_by_edition` does; read anew whenever they are gone through."""
        by_year = {year: SortedTriples(self, f"{_STATED} = {year}") for year in self._years()}
        return Editions(SortedTriples(self, f"{_STATED} IS NULL"), by_year)

    def _years(self) -> list[int]:
        with self._errors():
            return [year for (year,) in self._database.execute("SELECT DISTINCT year FROM own ORDER BY year")]

    def about(self, nodes: Iterable[str], predicate: str = "") -> list[Triple]:
        """Return what is stated of some nodes, by their IRIs, of one property alone where it is given."""
        ahead = [f"<{node}> <{predicate}>" if predicate else f"<{node}>" for node in nodes]
        with self._errors():
            return [*_parsed(line for each in ahead for line in self._lines_about(each))]

    def documents(self) -> list[str]:
        """Return the IRIs of the source documents that lines name."""
        with self._errors():
            return [node[1:-1] for (node,) in self._database.execute("SELECT node FROM document ORDER BY node")]

    def find_subjects(self, predicates: Collection[str]) -> None:
        """Prepare to be asked what leads to nodes by some properties, of those alone that dates hang on."""
        if not _SUPPORT.issuperset(predicates):
            raise ValueError(f"not among those that dates hang on: {sorted(set(predicates) - _SUPPORT)}")
        with self._errors():
            for name in sorted(predicates):
                self._database.execute(
                    "INSERT OR IGNORE INTO leading SELECT property, object, subject FROM statement WHERE property = ?",
                    (name,),
                )

    def leading_to(self, nodes: Iterable[str], predicate: str) -> Iterator[Triple]:
        """Yield the triples of a property that lead to some nodes, for which `find_subjects` prepared."""
        query = "SELECT subject FROM leading WHERE property = ? AND object = ?"
        for node in nodes:
            with self._errors():
                subjects = self._database.execute(query, (predicate, f"<{node}>")).fetchall()
            for (subject,) in subjects:
                yield Triple(NamedNode(subject[1:-1]), NamedNode(predicate), NamedNode(node))

    def of_editions(self, years: Collection[int]) -> SortedTriples:
        """Return what some editions state and what belongs to none of all that they speak of: as `of_editions` does.

        It can be asked for once. Raises CallError where the triples have no such edition.
        """
        require_editions(self._years(), years)
        with self._errors():
            self._database.execute(f"{_CUT} {_STATED_TOGETHER.format(years=', '.join(map(str, years)))}")
            stated = iter(SortedTriples(self, _IN_CUT))
            while batch := list(islice(stated, _BATCH)):
                terms = (term for triple in batch for term in (triple.subject, triple.object))
                self._execute_for(_nodes(terms), _SPEAK_OF)
            self._follow()
            self._database.execute(f"{_CUT} {_SPOKEN_OF}")
            # It is read in order from now on.
            self._database.execute(f"PRAGMA cache_size = -{_READING_CACHE}")
        return SortedTriples(self, _IN_CUT)

    def _follow(self) -> None:
        """Add to the nodes that an edition speaks of those to which what belongs to no edition leads from them."""
        before = 0
        while (newest := self._newest()) > before:
            timeless = self._triples(_TIMELESS_OF_NEW, before, newest)
            while batch := list(islice(timeless, _BATCH)):
                self._execute_for(_nodes(triple.object for triple in batch), _LEAD_TO)
            before = newest

    def _newest(self) -> int:
        return next(self._database.execute("SELECT COALESCE(MAX(number), 0) FROM spoken_of"))[0]  # type: ignore[no-any-return]

    def triples(self) -> SortedTriples:
        """Return all triples as `read_triples` does: sorted, each once; read anew whenever they are gone through."""
        return SortedTriples(self, "SELECT t.line FROM triple t WHERE t.blank = ?")

    def lines(self, query: str) -> Iterator[str]:
        """Yield the lines of a query for those without and with blank nodes, which is its parameter, in order."""
        ordered = f"{query} ORDER BY t.line"
        with self._errors(), ExitStack() as opened:
            cursors = [opened.enter_context(closing(self._database.execute(ordered, (blank,)))) for blank in (0, 1)]
            for (line,) in heapq.merge(*cursors):
                yield line

    def size(self) -> tuple[int, int]:
        """Return how many times `dated` yields, and how many characters its lines have."""
        with self._errors():
            number, characters = self._database.execute(f"SELECT COUNT(*), SUM(LENGTH(t.line)) {_DATED}").fetchone()
        return number, characters or 0

    def _fill(self, triples: Iterable[Triple]) -> None:
        blank: list[Triple] = []
        remaining = iter(triples)
        while batch := list(islice(remaining, _BATCH)):
            named = [triple for triple in batch if not has_blank_node(triple)]
            if len(named) < len(batch):
                blank.extend(triple for triple in batch if has_blank_node(triple))
            self._add(named, False)
        if blank:
            self._add(list(with_stable_blank_nodes(set(blank))), True)

    def _add(self, triples: Sequence[Triple], has_blank: bool) -> None:
        lines = _lines(triples)
        subjects = [str(triple.subject) for triple in triples]
        properties = [triple.predicate.value for triple in triples]
        kinds = list(map(_kind, triples, properties))
        about = list(zip(triples, subjects, properties, strict=True))
        self._has_graph = self._has_graph or has_graph(triples)
        self._insert("triple", zip([int(has_blank)] * len(lines), lines, subjects, kinds, strict=True))
        self._insert("linked", ((node,) for triple, node, name in about if name in LINKS and _is_ours(triple)))
        self._insert(
            "statement", ((name, node, str(triple.object)) for triple, node, name in about if _supports(triple, name))
        )
        self._insert(
            "own", ((node, year) for triple, node, name in about if name == GII.edition for year in _years(triple))
        )

    def _insert(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        ordered = sorted(rows)
        if ordered:
            places = ", ".join("?" * len(ordered[0]))
            self._execute_for(ordered, f"INSERT OR IGNORE INTO {table} VALUES ({places})")

    def _execute_for(self, rows: Iterable[tuple[object, ...]], statement: str) -> None:
        self._database.execute("BEGIN")
        self._database.executemany(statement, rows)
        self._database.execute("COMMIT")

    def _leave_out_stale_links(self, names: Iterable[str], tell: OnWarning) -> None:
        if not self._has_graph:
            return
        described = f"SELECT 1 FROM triple WHERE {_ABOUT.replace('?', 'node')} AND kind <> {_LINK}"
        nodes = [node for (node,) in self._database.execute(f"SELECT node FROM linked WHERE NOT EXISTS ({described})")]
        links: dict[object, list[Triple]] = {
            triples[0].subject: triples for node in nodes if (triples := self._about(node))
        }
        gone = stale_links(links, lambda _: False, names, tell)
        for node in nodes:
            self._remove(node)
        cities = {triple.object for triple in gone if isinstance(triple.object, NamedNode)}
        if cities:
            cities -= {triple.object for triple in self._triples("SELECT line FROM triple")}
        for city in cities:
            self._remove(str(city))

    def _about(self, node: str) -> list[Triple]:
        return [*_parsed(self._lines_about(node))]

    def _lines_about(self, start: str) -> list[str]:
        """Return the lines of a subject, or of a subject and a property, in the notation of N-Triples."""
        rows = self._database.execute(f"SELECT line FROM triple WHERE {_ABOUT}", (start, start))
        return [line for (line,) in rows]

    def _remove(self, node: str) -> None:
        self._database.execute(f"DELETE FROM triple WHERE {_ABOUT}", (node, node))

    def _triples(self, query: str, *values: object) -> Iterator[Triple]:
        with closing(self._database.execute(query, values)) as rows:
            while batch := rows.fetchmany(_BATCH):
                yield from _parsed(line for (line,) in batch)

    def _date(self) -> None:
        self._database.executescript(f"BEGIN; {_YEARS} {''.join(_direct_triples())} COMMIT;")


def _parsed(lines: Iterable[str]) -> Iterator[Triple]:
    text = "".join(f"{line} .\n" for line in lines)
    return (quad.triple for quad in parse(text, RdfFormat.N_TRIPLES))


def has_blank_node(triple: Triple) -> bool:
    """Tell whether a triple, or one that it speaks of, has a blank node."""
    value = triple.object
    return (
        isinstance(triple.subject, BlankNode)
        or isinstance(value, BlankNode)
        or (isinstance(value, Triple) and has_blank_node(value))
    )


def _lines(triples: Sequence[Triple]) -> list[str]:
    """Return triples in N-Triples, in which each is a line, without the dot."""
    text = (serialize(triples, format=RdfFormat.N_TRIPLES) or b"").decode()
    return [line.removesuffix(" .") for line in text.split("\n")[:-1]]


def _is_ours(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and is_node_of_ours(triple.subject)


def _nodes(terms: Iterable[object]) -> list[tuple[str]]:
    """Return those terms that triples can be about, each once and in order."""
    return sorted({(str(term),) for term in terms if isinstance(term, NamedNode | BlankNode)})


def _kind(triple: Triple, name: str) -> int:
    if name in LINKS:
        return _LINK
    if name in DIRECT_PROPERTIES:
        return _DIRECT_PROPERTY
    if name != RDF.type or not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode):
        return _OTHER
    if triple.object.value in DATED_CLASSES:
        return _DATED_CLASS
    return _SUBJECT_MATTER_CLASS if triple.object.value in SUBJECT_MATTER_CLASSES else _OTHER


def _supports(triple: Triple, name: str) -> bool:
    """Tell whether the edition of a triple may hang on this one."""
    if not isinstance(triple.subject, NamedNode) or not isinstance(triple.object, NamedNode):
        return False
    return name in _SUPPORT or (name == RDF.type and triple.object.value in _LISTINGS)


def _years(triple: Triple) -> list[int]:
    value = triple.object
    if not isinstance(triple.subject, NamedNode) or not isinstance(value, Literal):
        return []
    return [int(value.value)] if value.value.isdecimal() and len(value.value) < _DIGITS else []


def _direct_triples() -> Iterator[str]:
    """Yield what finds the years of the direct triples that ties, rows, profiles and lines support."""
    for terms in ACTIVITIES:
        for name in (terms.collaborates, GII.collaboratesWith):
            yield _direct(
                name, "f.object", "t.object", GII.activity, f"AND a.object = '<{terms.iri}>'",
                f=(GII.fromCluster, "a.subject"), t=(GII.toCluster, "a.subject"),
            )  # fmt: skip
        yield _direct(
            terms.listed_in, "f.object", "t.object", RDF.type, f"AND a.object = '<{terms.listing_class}>'",
            f=(GII.agent, "a.subject"), t=(GII.cluster, "a.subject"),
        )  # fmt: skip
    yield _direct(GII.hasProfile, "a.subject", "a.object", GII.hasProfile, node="object")
    yield _direct(
        GII.inEconomy, "f.object", "t.object", GII.evidenceProperty, _OF_A_LINE,
        f=(GII.evidenceFor, "a.subject"), t=(GII.inEconomy, "f.object"),
    )  # fmt: skip


def _direct(
    name: str, subject: str, value: str, first: str, only: str = "", *, node: str = "subject", **joined: tuple[str, str]
) -> str:
    joins = " ".join(
        _JOINED.format(name=alias, property=leads, subject=where) for alias, (leads, where) in joined.items()
    )
    return _DIRECT.format(property=name, subject=subject, object=value, node=node, joined=joins, first=first, only=only)
