"""Whether a graph agrees with the lines that it quotes: figures, rows, partners, names and economies, read again.

What cannot be read again must at least hold the name that it is evidence for; `quotation` looks for the figures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Protocol, TypeVar

from gii_graph.activities import ACTIVITIES
from gii_graph.economies import read_economy
from gii_graph.figures import FIGURES
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.profile import FieldShare, Listing, Partner, Profile, Share
from gii_graph.reading.source_lines import undressed
from gii_graph.validation.bearing import AGREEMENT, folded, is_cluster, names_of
from gii_graph.validation.finding import Finding, Subject
from gii_graph.validation.rereading import QuotedDocument, QuotedLine, quoted_documents
from gii_graph.validation.stated import number_of
from gii_graph.vocabulary import GII, RDFS

__all__ = ["disagreements"]


# Where a quote has none of these, its name is the one that was read, to the last character.
_MARKUP = frozenset("*_\\<>&[]#`~|")


class _OnALine(Protocol):
    @property
    def line(self) -> int: ...


Read = TypeVar("Read", bound=_OnALine)


def disagreements(statements: GraphStatements, profiles: Container[str] | None = None) -> Iterator[Finding]:
    """Yield where a graph and the lines that it quotes do not say the same, about some `profiles` where given."""
    for document in quoted_documents(statements):
        if profiles is not None and document.profile not in profiles:
            continue
        again = document.read_again()
        yield from _unprinted(statements, document)
        if again:
            yield from _Comparison(statements, document, *again).findings()


def _finding(rule: str, message: str, *subjects: Subject) -> Finding:
    return Finding(rule, AGREEMENT, message, subjects)


def _unprinted(statements: GraphStatements, document: QuotedDocument) -> Iterator[Finding]:
    """Yield the rows, partners and fields whose line does not print their name."""
    for line in document.lines:
        for node in line.supports:
            for predicate in (GII.asNamed, GII.field):
                for name in statements.texts(node, predicate):
                    if not _is_printed(name, line.quote):
                        message = f"A name stands in the line that it comes from; {name!r} does not"
                        yield _finding("name-is-in-its-line", message, Subject(node, predicate), Subject(line.node))


def _is_printed(name: str, quote: str) -> bool:
    """Tell whether a line prints a name: as it stands there, or without escapes and marks of what is bold."""
    return folded(name) in folded(quote) or folded(name) in folded(undressed(quote))


class _Comparison:
    """A document's lines, what they state when they are read again, and what the graph states."""

    def __init__(
        self, statements: GraphStatements, document: QuotedDocument, again: Profile, nodes: Mapping[int, str]
    ) -> None:
        self._statements = statements
        self._document = document
        self._again = again
        self._nodes = nodes

    def findings(self) -> Iterator[Finding]:
        yield from self._figures()
        yield from self._heading()
        rows = self._by_line(self._again.listings)
        partners, fields = self._by_line(self._again.partners), self._by_line(self._again.field_shares)
        for line in self._document.lines:
            for node in line.supports:
                classes = self._statements.classes(node)
                if GII.Listing in classes:
                    yield from self._row(node, line, rows[line.node])
                elif GII.CollaborationTie in classes:
                    yield from self._tie(node, line, partners[line.node])
                elif GII.FieldShare in classes:
                    yield from self._field(node, line, fields[line.node])

    def _by_line(self, read: Iterable[Read]) -> defaultdict[str, list[Read]]:
        by_line: defaultdict[str, list[Read]] = defaultdict(list)
        for one in read:
            if one.line in self._nodes:
                by_line[self._nodes[one.line]].append(one)
        return by_line

    def _figures(self) -> Iterator[Finding]:
        stated = {name: line for line in self._document.lines for name in self._stated_by(line)}
        for figure in FIGURES:
            read = getattr(self._again, figure.attribute)
            if read is not None:
                expected = read.value
                for name in (figure.iri, figure.bound):
                    if name in stated:
                        is_bound = name == figure.bound
                        value = (
                            self._share(expected, below=is_bound) if isinstance(expected, Share) else Decimal(expected)
                        )
                        yield from self._number(self._document.profile, name, value, stated[name])
        if GII.edition in stated:
            edition = Decimal(self._again.edition.value)
            yield from self._number(self._document.profile, GII.edition, edition, stated[GII.edition])

    def _stated_by(self, line: QuotedLine) -> list[str]:
        if self._document.profile not in line.supports:
            return []
        return self._statements.iris(line.node, GII.evidenceProperty)

    @staticmethod
    def _share(share: Share | None, *, below: bool) -> Decimal | None:
        return share.percent if share and share.below == below else None

    def _number(self, node: str, predicate: str, read: Decimal | None, line: QuotedLine) -> Iterator[Finding]:
        """Yield a number that is not the one that its line states; None is none."""
        stated = number_of(self._statements, node, predicate)
        if (stated != read and self._statements.texts(node, predicate) != []) or (stated is None and read is not None):
            name = predicate.rpartition("#")[2]
            message = f"A figure is what its line says; gii:{name} is {_shown(stated)}, the line says {_shown(read)}"
            yield _finding("figure-agrees-with-line", message, Subject(node, predicate), Subject(line.node))

    def _heading(self) -> Iterator[Finding]:
        for line in self._document.lines:
            properties = self._statements.iris(line.node, GII.evidenceProperty)
            for cluster in self._statements.subjects(GII.hasProfile, self._document.profile):
                if cluster in line.supports and RDFS.label in properties:
                    yield from self._label(cluster, line)
                if cluster in line.supports and GII.inEconomy in properties:
                    yield from self._economies(cluster, line)

    def _label(self, cluster: str, line: QuotedLine) -> Iterator[Finding]:
        names, printed = names_of(self._statements, cluster), self._again.cluster.value
        if not self._again.economies and any(folded(printed).startswith(folded(name)) for name in names):
            return  # where no economy is known, nothing tells where the name ends
        if names and not any(is_cluster(printed, name) for name in names):
            message = f"A cluster bears the name that its heading prints, {printed!r}; it is called {names[0]!r}"
            yield _finding("cluster-bears-name", message, Subject(cluster, RDFS.label), Subject(line.node))

    def _economies(self, cluster: str, line: QuotedLine) -> Iterator[Finding]:
        printed = {_economy(one.value) for one in self._again.economies}
        within = self._statements.iris(cluster, GII.inEconomy)
        named = [economy for economy in within if economy in line.supports] or within
        met: set[str] = set()
        for economy in named:
            names = {_economy(name) for name in names_of(self._statements, economy)}
            met |= names
            if printed and names and printed.isdisjoint(names):
                label = self._statements.label(economy)
                message = f"A cluster is in the economies that its heading prints; {label!r} is none of them"
                yield _finding("economy-is-in-its-line", message, Subject(cluster, GII.inEconomy), Subject(economy))
        if printed - met and met & printed:
            message = (
                f"A cluster is in all economies that its heading prints; {', '.join(sorted(printed - met))} is missing"
            )
            yield _finding("economy-is-in-its-line", message, Subject(cluster, GII.inEconomy), Subject(line.node))

    def _row(self, node: str, line: QuotedLine, read: list[Listing]) -> Iterator[Finding]:
        if len(read) != 1:
            return
        row = read[0]
        yield from self._name(node, row.name, line)
        yield from self._number(node, GII.rank, Decimal(row.rank), line)
        if row.count is not None:
            yield from self._number(node, GII.count, Decimal(row.count), line)
        yield from self._shares(node, row.share, line)

    def _shares(self, node: str, share: Share | None, line: QuotedLine) -> Iterator[Finding]:
        if share:
            yield from self._number(node, GII.share, self._share(share, below=False), line)
            yield from self._number(node, GII.shareBelow, self._share(share, below=True), line)

    def _name(self, node: str, read: str, line: QuotedLine) -> Iterator[Finding]:
        for name in self._statements.texts(node, GII.asNamed):
            is_plain = _MARKUP.isdisjoint(line.quote)
            if folded(name) != folded(read) or (is_plain and name.split() != read.split()):
                message = f"A name is the one that its line prints, {read!r}; gii:asNamed is {name!r}"
                yield _finding("name-is-in-its-line", message, Subject(node, GII.asNamed), Subject(line.node))

    def _tie(self, node: str, line: QuotedLine, read: list[Partner]) -> Iterator[Finding]:
        """Yield a tie whose partner is not the one that its sentence names at that rank, for that activity."""
        activities = self._statements.iris(node, GII.activity)
        names = {
            (terms.iri, partner.rank): partner.name
            for terms in ACTIVITIES
            for partner in read
            if partner.activity is terms.activity
        }
        rank = self._statements.integer(node, GII.rank)
        for activity in activities if names else ():
            if (activity, rank) in names:
                yield from self._name(node, names[activity, rank], line)  # type: ignore[index]
            else:
                message = f"A partner stands in its sentence; number {rank} for {activity.rpartition('#')[2]} does not"
                yield _finding("tie-agrees-with-line", message, Subject(node, GII.rank), Subject(line.node))

    def _field(self, node: str, line: QuotedLine, read: list[FieldShare]) -> Iterator[Finding]:
        if len(read) == 1:
            yield from self._shares(node, read[0].share, line)


def _economy(name: str) -> str:
    known = read_economy(name)
    return known.name if known else name


def _shown(value: Decimal | None) -> str:
    return "nothing" if value is None else f"{value.normalize():f}"
