"""What the page knows: the network as the JSON that its script reads, compact and free of markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from gii_graph.activities import ACTIVITIES
from gii_graph.authorities import authorities
from gii_graph.clusters import city_of_number
from gii_graph.figures import FIGURE_TERMS
from gii_graph.lookup.implied import implied_figures
from gii_graph.network import Edge, Evidence, Mention, Network, NetworkNode, ProfileFacts
from gii_graph.network.communities import degrees
from gii_graph.network.elements import COLLABORATION_KINDS, DerivedBounds, FieldFacts
from gii_graph.references import Reference, csl_item, in_bibtex, in_words, references_of_nodes
from gii_graph.view.layout import Layout
from gii_graph.view.measures import MeasureIndex, figure_words, scales
from gii_graph.vocabulary import BASE, ONTOLOGY

__all__ = ["Payload", "edge_key", "node_key", "with_layout"]

_TOTALS = frozenset(terms.total.removeprefix(ONTOLOGY) for terms in ACTIVITIES)


def node_key(iri: str) -> str:
    """Return the short name of a node in the page and in its address.

    >>> node_key("https://w3id.org/gii-graph/id/cluster/beijing")
    'cluster/beijing'
    """
    return iri.removeprefix(BASE)


def edge_key(edge: Edge) -> str:
    """Return the name of an edge; IRIs have no spaces, so the parts stay apart."""
    return f"{node_key(edge.source)} {edge.kind} {node_key(edge.target)}"


def with_layout(facts: dict[str, Any], network: Network, layout: Layout) -> dict[str, Any]:
    """Return the facts of a network with the positions of its nodes, their communities, and the strongest ties."""
    nodes = [node | _place(iri, layout) for iri, node in zip(network.nodes, facts["nodes"], strict=True)]
    return facts | {"nodes": nodes, "backbone": layout.backbone}


def _place(iri: str, layout: Layout) -> dict[str, Any]:
    place: dict[str, Any] = {"community": layout.communities.get(iri)}
    if grouped := [part for positions in layout.grouped if iri in positions for part in positions[iri]]:
        place["grouped"] = grouped
    if iri in layout.map:
        point = layout.map[iri]
        place["map"] = [*point.drawn] if point.drawn == point.true else [*point.drawn, *point.true]
        if point.lap:
            place["lap"] = point.lap
    return place


class Payload:
    """The facts of a network, with every evidence line written once and referred to by its number."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._evidence: dict[Evidence, int] = {}
        self._rules: dict[str, int] = {}
        self._references, self._cited = references_of_nodes(network)
        self._measures = MeasureIndex(network)
        self._listings: dict[str, tuple[Edge, ...]] = {}
        for edge in network.edges:
            if edge.kind not in COLLABORATION_KINDS:
                self._listings[edge.target] = (*self._listings.get(edge.target, ()), edge)

    def as_json(self) -> dict[str, Any]:
        """Return plain dicts and lists.

        `nodes` and `edges` in the network's order, an edge as the list of its mentions; `evidence` as [file, line,
        quote] with files by their number; `rules` by which the kinds of agents were decided; `figures`, `scales` and
        `measures` with their wording; `analyses` of the network as a whole. What a layout tells is not among it, see
        `with_layout`.
        """
        degree = degrees(self._network)
        nodes = [self._node(node) | {"degree": degree[iri]} for iri, node in self._network.nodes.items()]
        edges = [[self._mention(mention) for mention in edge.mentions] for edge in self._network.edges]
        documents = dict.fromkeys((line.file, line.url) for line in self._evidence)
        number = {document: place for place, document in enumerate(documents)}
        return {
            "editions": self._network.editions(),
            "nodes": nodes,
            "edges": edges,
            "files": [file for file, _ in documents],
            "addresses": {place: url for (_, url), place in number.items() if _is_web_address(url)},
            "references": [_cited(reference) for reference in self._references],
            "registers": _registers(),
            "evidence": [[number[line.file, line.url], line.line, line.quote] for line in self._evidence],
            "rules": [*self._rules],
            "figures": figure_words(),
            "scales": scales(self._network),
            "measures": self._measures.as_json(),
            "analyses": [
                {"notes": one.notes, "measured": self._measures.values(one.measurements)}
                for one in self._network.analyses
            ],
        }

    def _node(self, node: NetworkNode) -> dict[str, Any]:
        facts: dict[str, Any] = {
            "names": list(node.other_names),
            "economies": list(node.economies),
            "profiles": [self._profile(node, profile) for profile in node.profiles],
            "links": _links(node.exact_matches),
            "related": _links(node.close_matches),
            "evidence": self._lines(dict.fromkeys(line for lines in node.evidence.values() for line in lines)),
            "cite": self._cited.get(node.iri),
            "decided": self._rules.setdefault(node.kind_decided_by, len(self._rules)) if node.kind_decided_by else None,
            "cities": [[*link, *_city_name(link[1])] for link in _links(node.anchor_cities)],
            "measured": self._measures.values(node.measurements),
        }
        return {name: value for name, value in facts.items() if value not in ([], None)}

    def _profile(self, node: NetworkNode, profile: ProfileFacts) -> dict[str, Any]:
        facts = {
            "edition": profile.edition,
            "figures": {name: profile.figures[name] for name in FIGURE_TERMS if name in profile.figures}
            | {one.name: (one.low + one.high) / 2 for one in profile.implied if one.high is not None},
            "implied": [self._implied(one) for one in profile.implied],
            "checks": self._checks(node, profile),
            "evidence": {name: self._lines(lines) for name, lines in profile.evidence.items()},
            "fields": [self._field(row) for row in profile.fields],
        }
        return {name: value for name, value in facts.items() if value not in ([], None)}

    def _checks(self, node: NetworkNode, profile: ProfileFacts) -> list[dict[str, Any]]:
        """Return the totals of a ranking table beside what the profile's own counts and shares imply."""
        if not _TOTALS.intersection(profile.figures):
            return []
        own = replace(self._network, edges=self._listings.get(node.iri, ()))
        return [
            {
                "label": figure.title,
                "implied": str(figure.bounds.interval),
                "verdict": figure.verdict,
                "evidence": self._lines(figure.evidence),
            }
            for figure in implied_figures(own, node, profile)
            if figure.stated is not None
        ]

    def _field(self, row: FieldFacts) -> dict[str, Any]:
        facts = {
            "activity": row.activity,
            "field": row.field,
            "share": row.share,
            "below": row.share_below,
            "evidence": self._lines(row.evidence),
        }
        return {name: value for name, value in facts.items() if value not in ([], None)}

    def _implied(self, implied: DerivedBounds) -> dict[str, Any]:
        facts = {
            "label": implied.label,
            "low": implied.low,
            "high": implied.high,
            "rule": implied.rule,
            "evidence": self._lines(implied.evidence),
        }
        return {name: value for name, value in facts.items() if value not in ([], None)}

    def _mention(self, mention: Mention) -> dict[str, Any]:
        facts = {
            "edition": mention.edition,
            "rank": mention.rank,
            "count": mention.count,
            "share": mention.share,
            "below": mention.share_below,
            "name": mention.as_named,
            "evidence": self._lines(mention.evidence),
        }
        return {name: value for name, value in facts.items() if value not in ([], None)}

    def _lines(self, lines: Iterable[Evidence]) -> list[int]:
        return [self._evidence.setdefault(line, len(self._evidence)) for line in lines]


def _cited(reference: Reference) -> dict[str, Any]:
    """Return a reference in each of the forms that the panel shows."""
    return {"words": in_words(reference), "bibtex": in_bibtex([reference]), "csl": csl_item(reference)}


def _city_name(geonames: str) -> list[str]:
    """Return the name of a shipped city by its GeoNames number, in a list that is empty where there is none."""
    city = city_of_number(int(geonames)) if geonames.isdigit() else None
    return [city.name] if city else []


def _is_web_address(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _registers() -> dict[str, str]:
    """Return how the addresses of each authority's pages begin, by its name; an identifier follows."""
    return {one.name: one.reader_page or one.namespace for one in authorities().values()}


def _links(iris: Iterable[str]) -> list[list[str]]:
    """Return [authority, identifier] of what is soundly one of theirs; only that becomes a link."""
    return [[*link] for link in dict.fromkeys(link for iri in iris for link in _claimed(iri))]


def _claimed(iri: str) -> Iterator[tuple[str, str]]:
    for authority in authorities().values():
        local = authority.within(iri)
        if local is not None and not authority.fault(local):
            yield authority.name, authority.tidy(local)
