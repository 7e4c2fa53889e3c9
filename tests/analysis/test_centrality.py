"""Our measures beside networkx called by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gii_graph.analysis import brokerage, centrality, structure
from gii_graph.analysis.collaboration import CollaborationNetwork, collaboration
from gii_graph.analysis.distances import reaches
from gii_graph.graph.loading import read_triples
from gii_graph.network import read_network
from gii_graph.network.communities import communities
from gii_graph.network.elements import NetworkNode
from gii_graph.vocabulary import GII

Digraph = "nx.DiGraph[str]"


@pytest.fixture(scope="module", params=["committed_graph", "three_editions"])
def graph(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


@pytest.fixture(scope="module")
def network(graph: Path) -> CollaborationNetwork:
    return collaboration(read_network([graph]))


@pytest.fixture(scope="module")
def by_hand(graph: Path) -> nx.DiGraph:
    """The collaboration network as one would make it from the ties in the graph, without our code for networks."""
    ties: dict[str, dict[str, str]] = {}
    for triple in read_triples([graph]):
        ties.setdefault(triple.subject.value, {})[triple.predicate.value] = triple.object.value
    made = nx.DiGraph()
    for facts in ties.values():
        if GII.fromCluster in facts:
            ends = facts[GII.fromCluster], facts[GII.toCluster]
            weight = made.get_edge_data(*ends, {"weight": 0, "ties": 0})
            made.add_edge(*ends, weight=weight["weight"] + 1 / int(facts[GII.rank]), ties=weight["ties"] + 1)
    return made


def values(network: CollaborationNetwork, measured: Sequence[float | None]) -> dict[str, float | None]:
    return {cluster.iri: value for cluster, value in zip(network.clusters, measured, strict=True)}


def profiled(network: CollaborationNetwork) -> set[str]:
    return {network.clusters[place].iri for place in network.profiled}


def test_everywhere(network: CollaborationNetwork, by_hand: nx.DiGraph) -> None:
    hubs, authorities = nx.hits(by_hand, max_iter=10_000, tol=1e-12)
    undirected = by_hand.to_undirected()
    expected = {
        centrality.in_degree: dict(by_hand.in_degree()),
        centrality.times_named: dict(by_hand.in_degree(weight="ties")),
        centrality.weighted_in_degree: dict(by_hand.in_degree(weight="weight")),
        centrality.page_rank: nx.pagerank(by_hand, tol=1e-14, max_iter=10_000),
        centrality.authority: authorities,
        centrality.closeness: nx.closeness_centrality(by_hand),
        centrality.core: nx.core_number(undirected),
    }
    for measure, by_networkx in expected.items():
        assert values(network, measure(network)) == pytest.approx(by_networkx, abs=1e-9), measure.__name__
    from_profiles = {
        centrality.out_degree: dict(by_hand.out_degree()),
        centrality.weighted_out_degree: dict(by_hand.out_degree(weight="weight")),
        centrality.hub: hubs,
        centrality.betweenness: nx.betweenness_centrality(by_hand),
        centrality.reciprocated: {
            node: sum(by_hand.has_edge(other, node) for other in by_hand[node]) for node in by_hand
        },
    }
    for measure, by_networkx in from_profiles.items():
        found = values(network, measure(network))
        assert {iri for iri, value in found.items() if value is not None} == profiled(network), measure.__name__
        for iri in profiled(network):
            assert found[iri] == pytest.approx(by_networkx[iri], abs=1e-9), (measure.__name__, iri)


def _ties(size: int) -> st.SearchStrategy[set[tuple[int, int]]]:
    nodes = st.integers(0, size - 1)
    return st.sets(st.tuples(nodes, nodes), max_size=30)


def test_the_whole(network: CollaborationNetwork, by_hand: nx.DiGraph, graph: Path) -> None:
    assert structure.clusters(network) == len(by_hand)
    assert structure.pairs(network) == by_hand.number_of_edges()
    assert structure.ties(network) == by_hand.size(weight="ties")
    assert structure.density(network) == pytest.approx(nx.density(by_hand))
    assert structure.reciprocity(network) == pytest.approx(nx.overall_reciprocity(by_hand))
    among = by_hand.subgraph(profiled(network))
    assert structure.density_among_profiled(network) == pytest.approx(nx.density(among))
    assert structure.reciprocity_among_profiled(network) == pytest.approx(
        nx.overall_reciprocity(among) if among.size() else 0
    )
    assert structure.components(network) == nx.number_weakly_connected_components(by_hand)
    assert structure.strong_components(network) == nx.number_strongly_connected_components(by_hand)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 12).flatmap(lambda size: st.tuples(st.just(size), _ties(size))))
def test_distances_are_those_of_a_search_from_each_node(drawn: tuple[int, set[tuple[int, int]]]) -> None:
    size, ties = drawn
    made = nx.DiGraph()
    made.add_nodes_from(range(size))
    made.add_edges_from(ties)
    coming = {node: nx.single_source_shortest_path_length(made.reverse(), node) for node in made}
    expected = [(len(coming[node]) - 1, sum(coming[node].values())) for node in made]
    for at_once in (1, 3, 8192):
        assert reaches(size, ties, at_once) == expected


def test_communities_part_the_clusters_the_same_way_every_time(network: CollaborationNetwork) -> None:
    found = centrality.community(network)
    assert found == centrality.community(network)
    assert sorted(set(found)) == list(range(1, structure.communities(network) + 1))
    modularity = structure.modularity(network)
    assert modularity is not None
    assert modularity > 0


def made(
    ties: dict[tuple[int, int], int], economies: dict[int, str] | None = None, count: int | None = None
) -> CollaborationNetwork:
    """A network by hand: ties weigh what they count, and every cluster has a profile."""
    size = count if count is not None else 1 + max((end for pair in ties for end in pair), default=-1)
    economies = economies or {}
    nodes = [
        NetworkNode(f"https://x/{i:02}", "cluster", f"C{i}", economies=(economies[i],) if i in economies else ())
        for i in range(size)
    ]
    return CollaborationNetwork(
        nodes, frozenset(range(size)), ties, {pair: float(weight) for pair, weight in ties.items()}
    )


def drawn(network: CollaborationNetwork) -> nx.DiGraph:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network.clusters)))
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in network.weights.items())
    return graph


PAIRS = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1])
NETWORKS = st.dictionaries(PAIRS, st.integers(1, 4), min_size=1, max_size=20).map(made)


@given(NETWORKS)
@settings(max_examples=60)
def test_page_rank_is_that_of_networkx(network: CollaborationNetwork) -> None:
    expected = nx.pagerank(drawn(network), tol=1e-14, max_iter=10_000)
    assert dict(enumerate(centrality.page_rank(network))) == pytest.approx(expected, abs=1e-9)


@given(NETWORKS, st.dictionaries(st.integers(0, 7), st.sampled_from("ABC"), min_size=8))
@settings(max_examples=60)
def test_assortativity_is_that_of_networkx(network: CollaborationNetwork, economies: dict[int, str]) -> None:
    labelled = made(dict(network.ties), economies, len(network.clusters))
    graph = drawn(labelled)
    nx.set_node_attributes(graph, dict(enumerate(labelled.economies)), "economy")
    found = structure.assortativity(labelled)
    met = {economies[end] for pair in labelled.ties for end in pair}
    if found is None:
        assert len(met) == 1
    else:
        assert found == pytest.approx(nx.attribute_assortativity_coefficient(graph, "economy"), abs=1e-9)


def test_brokerage_roles_one_by_one() -> None:
    roles = {
        "coordinator": ("A", "A", "A"),
        "gatekeeper": ("B", "A", "A"),
        "representative": ("A", "A", "B"),
        "consultant": ("B", "A", "B"),
        "liaison": ("B", "A", "C"),
    }
    for role, (first, broker, last) in roles.items():
        network = made({(0, 1): 1, (1, 2): 1}, {0: first, 1: broker, 2: last})
        for name in roles:
            assert getattr(brokerage, name)(network)[1] == (name == role), (role, name)
        assert brokerage.between_economies(network)[1] == (role != "coordinator")


def test_a_path_that_is_closed_is_not_brokered() -> None:
    network = made({(0, 1): 1, (1, 2): 1, (0, 2): 1}, {0: "A", 1: "B", 2: "C"})
    assert brokerage.between_economies(network) == [0, 0, 0]


def test_a_cluster_without_a_known_economy_takes_no_part_in_brokerage() -> None:
    assert brokerage.between_economies(made({(0, 1): 1, (1, 2): 1}, {0: "A", 1: "B"})) == [0, 0, None]


def test_nothing_is_measured_without_failing() -> None:
    empty = made({}, count=0)
    for name in centrality.__all__:
        assert list(getattr(centrality, name)(empty)) == []
    alone = made({}, count=2)
    assert centrality.page_rank(alone) == [0.5, 0.5]
    assert centrality.hub(alone) == [0, 0]
    for name in ("density", "reciprocity", "assortativity", "modularity"):
        assert getattr(structure, name)(empty) is None
    assert structure.largest_component(empty) == 0


def test_communities_are_those_that_the_picture_colours(graph: Path, network: CollaborationNetwork) -> None:
    coloured = communities(read_network([graph]))
    assert values(network, centrality.community(network)) == {
        cluster.iri: coloured[cluster.iri] for cluster in network.clusters
    }
