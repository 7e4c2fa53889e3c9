"""The network's records: nodes, edges and the evidence behind every figure, as plain frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from gii_graph.activities import ACTIVITIES, EdgeKind
from gii_graph.graph.evidence_lines import Evidence

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "AGENT_KINDS",
    "COLLABORATION_KINDS",
    "Analysis",
    "DerivedBounds",
    "Edge",
    "EdgeKind",
    "Evidence",
    "FieldFacts",
    "MeasureDefinition",
    "Measurement",
    "Mention",
    "Network",
    "NetworkNode",
    "NodeKind",
    "Position",
    "ProfileFacts",
]

NodeKind = Literal["cluster", "organization", "person"]

AGENT_KINDS: frozenset[NodeKind] = frozenset({"organization", "person"})
COLLABORATION_KINDS: frozenset[EdgeKind] = frozenset(terms.tie_kind for terms in ACTIVITIES)


@dataclass(frozen=True)
class FieldFacts:
    """One technology or subject field of patents or articles, with its percent as printed ("<1%": `share_below`)."""

    activity: str
    field: str
    share: float | None = None
    share_below: float | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class DerivedBounds:
    """Bounds that the printed figures of a profile imply: computed, no statement of a source.

    `label` says of what (`PCT applications in all`, `Inhabitants`), `rule` how they were computed, in words; `high`
    is None where nothing bounds it. `evidence` holds the lines of the figures they were computed from.
    """

    name: str
    label: str
    low: float
    high: float | None
    rule: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class MeasureDefinition:
    """A measure of network analysis: its name, what it means, where its formula comes from, what it cannot say."""

    iri: str
    label: str
    definition: str = ""
    source: str = ""
    limit: str = ""


@dataclass(frozen=True)
class Measurement:
    """A value computed from a graph, no statement of a source: by which measure, of which editions and activities."""

    measure: str
    value: float
    editions: tuple[int, ...] = ()
    activities: tuple[str, ...] = ()


@dataclass(frozen=True)
class Analysis:
    """One analysis of a whole network: what to bear in mind, and the measurements of the network itself."""

    iri: str
    notes: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()


@dataclass(frozen=True)
class ProfileFacts:
    """What one edition says of one cluster.

    `figures` holds the numbers by the local name of their property: `rank`, `intensityRank`,
    `patentsPerMillion` (per 1 million inhabitants over five years), `patentCollaborationShare` (percent) ...;
    `evidence` the lines behind them by the same names. `fields` are by activity, the largest share first; `implied`
    holds what was computed from the figures, where the graph has it.
    """

    edition: int | None
    figures: dict[str, float] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    fields: tuple[FieldFacts, ...] = ()
    implied: tuple[DerivedBounds, ...] = ()
    iri: str = ""


@dataclass(frozen=True)
class Position:
    """A point on Earth, WGS 84 degrees, and the cities it stands for."""

    latitude: float
    longitude: float
    cities: tuple[str, ...] = ()


@dataclass(frozen=True)
class NetworkNode:
    """A cluster, organization or person, with all names, outside identifiers and, for a cluster, its profiles.

    `evidence` holds the lines behind its name (`label`) and its economies (`inEconomy`), `economy_evidence` those
    behind each economy by its name; `kind_decided_by` the rule that took a listed name as an organization or a person.
    """

    iri: str
    kind: NodeKind
    label: str
    other_names: tuple[str, ...] = ()
    economies: tuple[str, ...] = ()
    profiles: tuple[ProfileFacts, ...] = ()
    exact_matches: tuple[str, ...] = ()
    close_matches: tuple[str, ...] = ()
    anchor_cities: tuple[str, ...] = ()
    place: Position | None = None
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    economy_evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    kind_decided_by: str | None = None
    joined_by: tuple[str, ...] = ()
    measurements: tuple[Measurement, ...] = ()

    @property
    def latest(self) -> ProfileFacts | None:
        """The profile of the latest edition, or None for a cluster known only as a partner."""
        return self.profiles[-1] if self.profiles else None


@dataclass(frozen=True)
class Mention:
    """One row or one named partner in one edition: the facts that an edge stands for.

    `share` is in percent as printed; `share_below` is set for a printed "<1%".
    """

    edition: int | None
    rank: int | None = None
    count: int | None = None
    share: float | None = None
    share_below: float | None = None
    as_named: str | None = None
    evidence: tuple[Evidence, ...] = ()
    iri: str = ""


@dataclass(frozen=True)
class Edge:
    """A directed edge: cluster to named partner, or agent to the cluster it is listed in."""

    source: str
    target: str
    kind: EdgeKind
    mentions: tuple[Mention, ...] = ()

    @property
    def best_rank(self) -> int | None:
        """The best rank over all editions, 1 being first."""
        return min((m.rank for m in self.mentions if m.rank is not None), default=None)


@dataclass(frozen=True)
class Network:
    """Nodes by IRI and edges, both in a fixed order that depends on the graph's content alone.

    `measures` (by IRI) and `analyses` are there where the graph holds computed values.
    """

    nodes: dict[str, NetworkNode]
    edges: tuple[Edge, ...]
    measures: dict[str, MeasureDefinition] = field(default_factory=dict)
    analyses: tuple[Analysis, ...] = ()

    def of_kind(self, *kinds: NodeKind) -> list[NetworkNode]:
        """Return the nodes of these kinds, in order."""
        return [node for node in self.nodes.values() if node.kind in kinds]

    def editions(self) -> list[int]:
        """Return the editions met, oldest first."""
        found = {profile.edition for node in self.nodes.values() for profile in node.profiles}
        found |= {mention.edition for edge in self.edges for mention in edge.mentions}
        return sorted(edition for edition in found if edition is not None)

    def restricted_to(self, kept: Iterable[str]) -> Network:
        """Return the sub-network of these nodes and the edges between them."""
        wanted = set(kept)
        return replace(
            self,
            nodes={iri: node for iri, node in self.nodes.items() if iri in wanted},
            edges=tuple(edge for edge in self.edges if edge.source in wanted and edge.target in wanted),
        )

    def multigraph(self, *kinds: EdgeKind) -> nx.MultiDiGraph[str]:
        """Return a networkx multigraph of the nodes and of the edges of these kinds (all where none is given).

        Each edge is keyed by its kind, so a patent tie and an article tie between two clusters stay two edges.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.nodes)
        for edge in self.edges:
            if not kinds or edge.kind in kinds:
                graph.add_edge(edge.source, edge.target, key=edge.kind)
        return graph
