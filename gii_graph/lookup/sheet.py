"""All that is known of one node, as plain sections of lines, each line with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from gii_graph.activities import ACTIVITIES, ACTIVITY_OF_EDGE, EdgeKind
from gii_graph.figures import FIGURES, Figure
from gii_graph.lookup.implied import implied_figures
from gii_graph.network.elements import COLLABORATION_KINDS, Edge, Evidence, Mention, Network, NetworkNode, ProfileFacts
from gii_graph.references import in_words, references_to

__all__ = [
    "Line",
    "NodeName",
    "Percentage",
    "Sheet",
    "SheetCell",
    "SheetSection",
    "percent",
    "sheet",
    "stated_sections",
]

SheetCell: TypeAlias = str | int | None


class Percentage(str):
    """A share as printed, and its `value` in percent where it is exact."""

    __slots__ = ("value",)
    value: float | None

    @classmethod
    def printed(cls, text: str, value: float | None) -> Percentage:
        """Return a share that is printed as `text`."""
        share = cls(text)
        share.value = value
        return share


class NodeName(str):
    """What a node is called, and its `iri`."""

    __slots__ = ("iri",)
    iri: str

    @classmethod
    def of(cls, node: NetworkNode) -> NodeName:
        """Return the name of a node."""
        name = cls(node.label)
        name.iri = node.iri
        return name


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its cells, in the order of the section's columns, and what states it."""

    cells: tuple[SheetCell, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Lines of one kind under a title; `edition` where all are of one."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A node with its sections; a section without lines is left out."""

    node: NetworkNode
    sections: tuple[SheetSection, ...]


def sheet(network: Network, node: NetworkNode) -> Sheet:
    """Return all that the network knows of a node."""
    sections = stated_sections(network, node)
    documents = _documents(network, sections)
    return Sheet(node, (*sections, *(section for section in documents if section.lines)))


def stated_sections(network: Network, node: NetworkNode) -> tuple[SheetSection, ...]:
    """Return what the network states of a node; of the network, nothing but the node's own edges is looked at."""
    parts = _of_cluster(network, node) if node.kind == "cluster" else _of_agent(network, node)
    return tuple(section for section in [_names(node), *parts, _links(node)] if section.lines)


def percent(share: float | None, below: float | None) -> Percentage | None:
    """Return a share as printed.

    >>> percent(32, None), percent(None, 1), percent(None, None)
    ('32%', '<1%', None)
    """
    if below is not None:
        return Percentage.printed(f"<{below:g}%", None)
    return None if share is None else Percentage.printed(f"{share:g}%", share)


def _documents(network: Network, sections: Iterable[SheetSection]) -> Iterator[SheetSection]:
    """Yield where the documents are from that state the lines of some sections, where the graph says it."""
    evidence = {stated for section in sections for line in section.lines for stated in line.evidence}
    located = {stated for stated in evidence if stated.url or stated.fetched}
    told = sorted({(stated.file, stated.url, stated.fetched) for stated in located})
    yield SheetSection("Documents", ("file", "address", "fetched"), tuple(Line(cells) for cells in told))
    cited = tuple(Line((in_words(reference),)) for reference in references_to(network, located))
    yield SheetSection("To cite", ("reference",), cited)


def _names(node: NetworkNode) -> SheetSection:
    lines = [
        Line(("name", node.label), node.evidence.get("label", ())),
        *(Line(("also", name)) for name in node.other_names),
        *(Line(("joined by", rule)) for rule in node.joined_by),
        *(Line(("economy", economy), node.economy_evidence.get(economy, ())) for economy in node.economies),
        Line(("kind", node.kind if node.kind_decided_by is None else f"{node.kind}: {node.kind_decided_by}")),
        Line(("IRI", node.iri)),
    ]
    return SheetSection("Identity", ("what", "value"), tuple(lines))


def _of_cluster(network: Network, node: NetworkNode) -> Iterator[SheetSection]:
    yield _over_editions(node)
    for edition in _editions(network, node):
        for profile in node.profiles:
            if profile.edition == edition:
                yield SheetSection("Figures", ("figure", "value"), tuple(_figures(profile)), edition)
        for terms in ACTIVITIES:
            rows = _mentions(_edges(network, terms.listing_kind, target=node), edition)
            columns = ("rank", "name", terms.column, "share", "as printed")
            yield SheetSection(terms.listing_title, columns, tuple(_table_line(network, *row) for row in rows), edition)
        for profile in node.profiles:
            if profile.edition == edition:
                yield _implied(network, node, profile)
        yield from _fields(node, edition)
        for terms in ACTIVITIES:
            named = _mentions(_edges(network, terms.tie_kind, source=node), edition)
            lines = (Line((one.rank, *_named(network.nodes[edge.target], one)), one.evidence) for edge, one in named)
            yield SheetSection(f"Partners for {terms.name}", ("rank", "cluster", "as printed"), tuple(lines), edition)
    yield _named_by(network, node)


def _editions(network: Network, node: NetworkNode) -> list[int | None]:
    """Return the editions that state something of a cluster's own, oldest first."""
    own = [edge for edge in network.edges if edge.source == node.iri or (edge.target == node.iri and _lists(edge))]
    found = {mention.edition for edge in own for mention in edge.mentions}
    found |= {profile.edition for profile in node.profiles}
    return sorted(found, key=lambda edition: edition or 0)


def _lists(edge: Edge) -> bool:
    return edge.kind not in COLLABORATION_KINDS


def _over_editions(node: NetworkNode) -> SheetSection:
    """Return the figures side by side, where there are several editions."""
    profiles = node.profiles if len(node.profiles) > 1 else ()
    years = tuple(str(profile.edition) for profile in profiles)
    lines = []
    for figure in FIGURES:
        values = tuple(_value(profile, figure) for profile in profiles)
        if any(value is not None for value in values):
            lines.append(Line((figure.label, *values)))
    return SheetSection("Over the editions", ("figure", *years), tuple(lines))


def _figures(profile: ProfileFacts) -> Iterator[Line]:
    for figure in FIGURES:
        value = _value(profile, figure)
        if value is not None:
            evidence = profile.evidence.get(figure.term) or profile.evidence.get(f"{figure.term}Below", ())
            yield Line((figure.label, value), evidence)


def _value(profile: ProfileFacts, figure: Figure) -> SheetCell:
    if figure.kind == "share":
        return percent(profile.figures.get(figure.term), profile.figures.get(f"{figure.term}Below"))
    value = profile.figures.get(figure.term)
    return None if value is None else int(value)


def _edges(
    network: Network, kind: EdgeKind, source: NetworkNode | None = None, target: NetworkNode | None = None
) -> Iterator[Edge]:
    for edge in network.edges:
        fits = (source is None or edge.source == source.iri) and (target is None or edge.target == target.iri)
        if edge.kind == kind and fits:
            yield edge


def _mentions(edges: Iterable[Edge], edition: int | None) -> list[tuple[Edge, Mention]]:
    found = [(edge, mention) for edge in edges for mention in edge.mentions if mention.edition == edition]
    return sorted(found, key=lambda pair: (pair[1].rank or 0, pair[0].source, pair[0].target))


def _table_line(network: Network, edge: Edge, row: Mention) -> Line:
    name, printed = _named(network.nodes[edge.source], row)
    return Line((row.rank, name, row.count, percent(row.share, row.share_below), printed), row.evidence)


def _named(node: NetworkNode, mention: Mention) -> tuple[NodeName, str | None]:
    """Return a node's name, and the name that the source prints where that is another."""
    return NodeName.of(node), mention.as_named if mention.as_named != node.label else None


def _implied(network: Network, node: NetworkNode, profile: ProfileFacts) -> SheetSection:
    implied = implied_figures(network, node, profile)
    has_table = any(figure.stated is not None for figure in implied)
    lines = (
        Line((figure.title, str(figure.bounds.interval), *([figure.verdict] if has_table else [])), figure.evidence)
        for figure in implied
    )
    title = "Implied by counts and rounded shares, stated by no source"
    columns = ("what", "between", *(["a ranking table counts"] if has_table else []))
    return SheetSection(title, columns, tuple(lines), profile.edition)


def _fields(node: NetworkNode, edition: int | None) -> Iterator[SheetSection]:
    fields = [field for profile in node.profiles if profile.edition == edition for field in profile.fields]
    for terms in ACTIVITIES:
        lines = tuple(
            Line((field.field, percent(field.share, field.share_below)), field.evidence)
            for field in fields
            if field.activity == terms.name
        )
        yield SheetSection(terms.fields_title, ("field", "share"), lines, edition)


def _named_by(network: Network, node: NetworkNode) -> SheetSection:
    found = [
        (mention.edition or 0, NodeName.of(network.nodes[edge.source]), ACTIVITY_OF_EDGE[edge.kind].name, mention)
        for terms in ACTIVITIES
        for edge in _edges(network, terms.tie_kind, target=node)
        for mention in edge.mentions
    ]
    found.sort(key=lambda row: (row[0], row[1], row[2]))
    lines = (Line((label, activity, row.edition, row.rank), row.evidence) for _, label, activity, row in found)
    return SheetSection("Named by", ("cluster", "for", "edition", "as partner"), tuple(lines))


def _of_agent(network: Network, node: NetworkNode) -> Iterator[SheetSection]:
    found = [
        (mention.edition or 0, NodeName.of(network.nodes[edge.target]), ACTIVITY_OF_EDGE[edge.kind].name, mention)
        for edge in network.edges
        if edge.source == node.iri
        for mention in edge.mentions
    ]
    found.sort(key=lambda row: (row[0], row[1], row[2]))
    lines = (
        Line(
            (
                row.edition,
                label,
                activity,
                row.rank,
                row.count,
                percent(row.share, row.share_below),
                _named(node, row)[1],
            ),
            row.evidence,
        )
        for _, label, activity, row in found
    )
    columns = ("edition", "cluster", "for", "rank", "count", "share", "as printed")
    yield SheetSection("Listed in", columns, tuple(lines))


def _links(node: NetworkNode) -> SheetSection:
    lines: Sequence[Line] = [
        *(Line(("exact match", iri)) for iri in node.exact_matches),
        *(Line(("close match", iri)) for iri in node.close_matches),
        # A cluster is not its city, so the city is no match of it.
        *(Line(("named after the city", iri)) for iri in node.anchor_cities),
    ]
    return SheetSection("Links", ("relation", "target"), tuple(lines))
