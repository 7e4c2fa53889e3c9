"""The lines that a graph quotes of a document, put together and read again by the reading room.

Between them stand the headings that every profile has and no graph quotes: without them nothing tells a row of one
table from a row of the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gii_graph.activities import ACTIVITIES, ACTIVITY_OF_IRI, ActivityTerms
from gii_graph.errors import SourceError
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.profile import Profile
from gii_graph.reading import read_profile
from gii_graph.reading.headings import read_heading
from gii_graph.vocabulary import GII, RDFS

__all__ = ["QuotedDocument", "QuotedLine", "quoted_documents"]


class QuotedLine(NamedTuple):
    """A line as quoted: its evidence node, its number, its text, what it supports, and the table or list it is in.

    `profiles` are those that what it supports is in.
    """

    node: str
    number: int
    quote: str
    supports: tuple[str, ...]
    table: ActivityTerms | None
    fields: ActivityTerms | None
    profiles: frozenset[str]


@dataclass(frozen=True)
class QuotedDocument:
    """The lines of one document about one profile."""

    profile: str
    lines: Sequence[QuotedLine]
    heading: str

    @cached_property
    def _text(self) -> tuple[list[str], Mapping[int, str]]:
        text: list[str] = []
        nodes: dict[int, str] = {}
        for part, node in _parts(self.lines, self._cluster):
            if node:
                nodes[len(text) + 1] = node
            text += part.split("\n")
        return text, nodes

    @property
    def _cluster(self) -> str:
        heading = read_heading(self.heading)
        return heading.name if heading else self.heading

    def read_again(self) -> tuple[Profile, Mapping[int, str]] | None:
        """Return what the lines state together, and the evidence nodes by the lines of that record.

        None where they are no profile, or are at odds with each other.
        """
        text, nodes = self._text
        try:
            return read_profile("quoted.txt", "\n".join(text).encode("utf-8", "replace")).profile, nodes
        except SourceError:
            return None


def _parts(lines: Sequence[QuotedLine], cluster: str) -> Iterator[tuple[str, str]]:
    """Yield text with the evidence node that it is of, headings without one."""
    table: ActivityTerms | None = None
    charts: list[ActivityTerms] = []
    has_charts = False
    for line in lines:
        if line.table and line.table is not table:
            yield f"\n{line.table.listing_title}\n{line.table.column_title}\tShare", ""
        if table and not line.table and not has_charts:
            has_charts = True
            yield f"\nTop technology fields in {cluster}", ""
            if not line.fields:
                yield "\nPatents\n\nPublications", ""
        if line.fields and line.fields not in charts:
            yield f"\n{line.fields.chart_title}", ""
            charts.append(line.fields)
        if not line.table and not line.fields:
            yield "", ""
        table = line.table or table
        yield line.quote, line.node


def quoted_documents(statements: GraphStatements) -> Iterator[QuotedDocument]:
    """Yield the lines of each document and profile, in the order of their numbers."""
    for lines in _by_document(statements).values():
        for profile in sorted({profile for line in lines for profile in line.profiles}):
            clusters = statements.subjects(GII.hasProfile, profile)
            own = [line for line in lines if _is_about(line, profile, clusters)]
            heading = next((line.quote for line in own if _states_label(statements, line)), "")
            yield QuotedDocument(profile, sorted(own, key=lambda line: line.number), heading)


def _by_document(statements: GraphStatements) -> dict[str, list[QuotedLine]]:
    documents: defaultdict[str, list[QuotedLine]] = defaultdict(list)
    tables = {row: terms for terms in ACTIVITIES for row in statements.instances(terms.listing_class)}
    lists = {
        field: ACTIVITY_OF_IRI.get(statements.iri(field, GII.activity) or "")
        for field in statements.instances(GII.FieldShare)
    }
    whole_profiles = {*statements.instances(GII.ClusterProfile)}
    for node in statements.instances(GII.Evidence):
        # The same content may have several names: its first stands for all.
        document = statements.iri(node, GII.source)
        number, quote = statements.integer(node, GII.line), statements.text(node, GII.quote)
        if document is not None and number is not None and quote is not None:
            supports = tuple(statements.iris(node, GII.evidenceFor))
            table = next(filter(None, map(tables.get, supports)), None)
            fields = next(filter(None, map(lists.get, supports)), None)
            within = (statements.iris(supported, GII.inProfile) for supported in supports)
            profiles = frozenset(whole_profiles.intersection(supports).union(*within))
            line = QuotedLine(node, number, quote, supports, table, fields, profiles)
            documents[document].append(line)
    return documents


def _is_about(line: QuotedLine, profile: str, clusters: Sequence[str]) -> bool:
    return profile in line.profiles or (not line.profiles and any(cluster in line.supports for cluster in clusters))


def _states_label(statements: GraphStatements, line: QuotedLine) -> bool:
    return RDFS.label in statements.iris(line.node, GII.evidenceProperty)
