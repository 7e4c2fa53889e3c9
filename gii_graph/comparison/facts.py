"""What one edition of a graph states, as single facts that can be laid beside those of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from gii_graph.activities import ACTIVITY_OF_EDGE
from gii_graph.network.elements import COLLABORATION_KINDS, Edge, Evidence, Mention, Network, NetworkNode, ProfileFacts
from gii_graph.profile import Activity

__all__ = ["Fact", "FactValue", "Key", "Topic", "facts_of"]

Topic = Literal["cluster", "economy", "figure", "partner", "applicant", "publisher", "field"]
FactValue: TypeAlias = Mapping[str, float | str]

_LISTED: dict[Activity, Topic] = {Activity.PATENTS: "applicant", Activity.ARTICLES: "publisher"}


class Key(NamedTuple):
    """What a fact is about: a cluster (IRI), a topic, the activity where there is one, and what stands there."""

    cluster: str
    topic: Topic
    activity: str
    subject: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: the label of what it is about, its figures by name, what states it, and of which node it is stated."""

    label: str
    value: FactValue
    evidence: tuple[Evidence, ...]
    node: str = ""


def facts_of(network: Network) -> dict[Key, Fact]:
    """Return the facts of a network of one edition."""
    facts: dict[Key, Fact] = {}
    for cluster in network.of_kind("cluster"):
        for profile in cluster.profiles:
            facts.update(_of_profile(cluster, profile))
    for edge in network.edges:
        facts.update(_of_row(network, edge, mention) for mention in edge.mentions)
    return facts


def _of_profile(cluster: NetworkNode, profile: ProfileFacts) -> Iterator[tuple[Key, Fact]]:
    rank = profile.figures.get("rank")
    evidence = profile.evidence.get("rank") or cluster.evidence.get("label", ())
    yield (
        Key(cluster.iri, "cluster", "", ""),
        Fact(cluster.label, {} if rank is None else {"rank": rank}, evidence, profile.iri),
    )
    for economy in cluster.economies:
        yield (
            Key(cluster.iri, "economy", "", economy),
            Fact(economy, {}, cluster.economy_evidence.get(economy, ()), cluster.iri),
        )
    for name, value in profile.figures.items():
        yield (
            Key(cluster.iri, "figure", "", name),
            Fact(name, {"value": value}, profile.evidence.get(name, ()), profile.iri),
        )
    for field in profile.fields:
        shares = _shares(field.share, field.share_below)
        yield (
            Key(cluster.iri, "field", field.activity, field.field),
            Fact(field.field, shares, field.evidence, profile.iri),
        )


def _of_row(network: Network, edge: Edge, mention: Mention) -> tuple[Key, Fact]:
    activity = ACTIVITY_OF_EDGE[edge.kind].activity
    is_tie = edge.kind in COLLABORATION_KINDS
    topic: Topic = "partner" if is_tie else _LISTED[activity]
    cluster, subject = (edge.source, edge.target) if is_tie else (edge.target, edge.source)
    counted = {"rank": mention.rank, "count": mention.count}
    value = {name: number for name, number in counted.items() if number is not None}
    shares = _shares(mention.share, mention.share_below)
    fact = Fact(network.nodes[subject].label, {**value, **shares}, mention.evidence, mention.iri)
    return Key(cluster, topic, activity.value, subject), fact


def _shares(share: float | None, below: float | None) -> FactValue:
    if below is not None:
        return {"share": f"<{below:g}%"}
    return {} if share is None else {"share": f"{share:g}%"}
