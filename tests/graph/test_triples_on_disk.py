"""A graph on disk has the triples and editions that it has in memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Collection, Sequence
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gii_graph.activities import ACTIVITIES
from gii_graph.errors import CallError
from gii_graph.graph import triples_on_disk
from gii_graph.graph.editions import Editions, of_editions, split_by_edition
from gii_graph.graph.loading import parse_file, read_triples, with_stable_blank_nodes
from gii_graph.graph.triples_on_disk import TriplesOnDisk
from gii_graph.stale_links import without_stale_links
from gii_graph.vocabulary import BASE, GII, PROV, RDF, RDFS

Dated = set[tuple[str, int | None]]

CLUSTERS = [NamedNode(f"{BASE}cluster/{name}") for name in "ab"]
# A node may be several things at once: the editions of odd graphs are the same too.
NODES = [*CLUSTERS, *(NamedNode(f"{BASE}n/{number}") for number in range(4))]
ECONOMIES = [NamedNode(f"{BASE}economy/{name}") for name in "xy"]
CITY = NamedNode("https://sws.geonames.org/1/")


def said(subject: object, name: str, value: object) -> Triple:
    return Triple(subject, NamedNode(name), value)  # type: ignore[arg-type]


nodes, clusters, economies = st.sampled_from(NODES), st.sampled_from(CLUSTERS), st.sampled_from(ECONOMIES)
activities = st.sampled_from(ACTIVITIES)
GROUPS = st.one_of(
    st.builds(lambda node, year: [said(node, GII.edition, Literal(year))], nodes, st.sampled_from([2023, 2024])),
    st.builds(lambda node: [said(node, GII.edition, Literal("MMXXIV")), said(node, GII.edition, node)], nodes),
    st.builds(lambda line, source: [said(line, GII.source, source)], nodes, nodes),
    st.builds(
        lambda line, source, node: [said(line, GII.source, source), said(line, GII.evidenceFor, node)],
        nodes, nodes, nodes,
    ),
    st.builds(
        lambda line, cluster, economy, names: [
            said(line, GII.evidenceProperty, NamedNode(GII.inEconomy)),
            said(line, GII.evidenceFor, cluster),
            said(cluster, GII.inEconomy, economy),
            *([said(line, GII.evidenceFor, economy)] if names else []),
        ],
        nodes, clusters, economies, st.booleans(),
    ),
    st.builds(
        lambda tie, a, b, terms: [
            said(tie, GII.fromCluster, a), said(tie, GII.toCluster, b), said(tie, GII.activity, NamedNode(terms.iri)),
            said(a, terms.collaborates, b), said(a, GII.collaboratesWith, b),
        ],
        nodes, clusters, clusters, activities,
    ),
    st.builds(
        lambda row, agent, cluster, terms: [
            said(row, RDF.type, NamedNode(terms.listing_class)), said(row, GII.agent, agent),
            said(row, GII.cluster, cluster), said(agent, terms.listed_in, cluster),
        ],
        nodes, nodes, clusters, activities,
    ),
    st.builds(lambda cluster, profile: [said(cluster, GII.hasProfile, profile)], clusters, nodes),
    st.builds(lambda cluster: [said(cluster, GII.anchorCity, CITY), said(CITY, RDFS.label, Literal("x"))], clusters),
    st.builds(lambda cluster: [said(cluster, RDF.type, NamedNode(GII.Cluster))], clusters),
    st.builds(lambda cluster: [said(cluster, RDF.type, NamedNode(GII.Agent))], nodes),
    st.builds(lambda node: [said(node, RDF.type, NamedNode(GII.ClusterProfile))], nodes),
    st.builds(lambda node, to: [said(node, PROV.wasDerivedFrom, to)], nodes, st.sampled_from([*NODES, CITY])),
    st.builds(
        lambda cluster, node: [said(node, GII.cluster, BlankNode("b")), said(BlankNode("b"), RDF.type, cluster)],
        clusters, nodes,
    ),
)  # fmt: skip


def on_disk(triples: Sequence[Triple], file: Path) -> list[tuple[str, int | None]]:
    with TriplesOnDisk(file, triples, file, tell=lambda _: None) as held:
        dated = [(line, year) for line, year, _ in held.dated()]
        assert held.size() == (len(dated), sum(len(line) for line, _ in dated))
        assert (list(held.triples()), len(held.triples())) == (read(triples), len(read(triples)))
        assert in_lists(held.editions()) == in_lists(split_by_edition(read(triples)))
    return dated


def cut(triples: Sequence[Triple], years: Collection[int], file: Path) -> list[Triple]:
    with TriplesOnDisk(file, triples, file, tell=lambda _: None) as held:
        return list(held.of_editions(years))


def in_lists(editions: Editions) -> tuple[list[Triple], dict[int, list[Triple]]]:
    return list(editions.timeless), {year: list(stated) for year, stated in editions.by_year.items()}


def read(triples: Sequence[Triple]) -> list[Triple]:
    return sorted(without_stale_links(with_stable_blank_nodes(set(triples)), (), lambda _: None), key=str)


def in_memory(triples: Sequence[Triple]) -> Dated:
    editions = split_by_edition(read(triples))
    dated: Dated = {(str(triple), None) for triple in editions.timeless}
    return dated | {(str(triple), year) for year, stated in editions.by_year.items() for triple in stated}


def dated(node: NamedNode, *years: int) -> list[Triple]:
    return [said(node, GII.edition, Literal(year)) for year in years]


def row(node: NamedNode, agent: NamedNode) -> list[Triple]:
    terms, cluster = ACTIVITIES[0], CLUSTERS[0]
    kind = said(node, RDF.type, NamedNode(terms.listing_class))
    return [kind, said(node, GII.agent, agent), said(node, GII.cluster, cluster), said(agent, terms.listed_in, cluster)]


def line(node: NamedNode, source: NamedNode, about: NamedNode) -> list[Triple]:
    return [said(node, GII.source, source), said(node, GII.evidenceFor, about)]


def located(*, names: bool) -> list[Triple]:
    cluster, stating, profile = CLUSTERS[0], NODES[2], NODES[3]
    return [
        *(said(cluster, GII.inEconomy, economy) for economy in ECONOMIES),
        *dated(profile, 2023),
        *line(stating, NODES[4], profile),
        said(stating, GII.evidenceFor, cluster),
        *([said(stating, GII.evidenceFor, ECONOMIES[0])] if names else []),
        said(stating, GII.evidenceProperty, NamedNode(GII.inEconomy)),
    ]


@given(st.lists(GROUPS, max_size=12))
# A subject of several years, and one that a line's year settles, whatever supports what is said of it.
@example([dated(NODES[2], 2023, 2024), dated(NODES[3], 2023), row(NODES[3], NODES[2])])
@example(
    [dated(NODES[3], 2023, 2024), row(NODES[3], NODES[2]), dated(NODES[4], 2023), line(NODES[2], NODES[5], NODES[4])]
)
# A row that is a document or a line as well has their years, if any, in place of its own.
@example([dated(NODES[3], 2023), row(NODES[3], NODES[2]), line(NODES[4], NODES[3], NODES[5])])
@example([dated(NODES[3], 2023), row(NODES[3], NODES[2]), line(NODES[3], NODES[4], NODES[5])])
# Of two economies a line names one, or none and so means both.
@example([located(names=True)])
@example([located(names=False)])
def test_it_is_cut_by_edition_as_in_memory(groups: list[list[Triple]]) -> None:
    triples = [triple for group in groups for triple in group]
    dated = on_disk(triples, Path(":memory:"))  # which SQLite takes for a file, and which is quicker
    assert len(dated) == len(set(dated))
    assert set(dated) == in_memory(triples)


@given(st.lists(GROUPS, max_size=12), st.sampled_from([(2023,), (2024,), (2023, 2024)]))
# What belongs to no edition is followed, but not beyond a cluster that the edition does not speak of.
@example(
    [
        [said(NODES[2], PROV.wasDerivedFrom, NODES[3]), said(NODES[3], PROV.wasDerivedFrom, CLUSTERS[0])],
        [said(CLUSTERS[0], RDF.type, NamedNode(GII.Cluster)), said(CLUSTERS[0], RDFS.label, Literal("a"))],
        [*dated(NODES[4], 2023), said(NODES[4], GII.source, NODES[2])],
    ],
    (2023,),
)
def test_editions_are_cut_out_as_in_memory(groups: list[list[Triple]], years: tuple[int, ...]) -> None:
    triples = [*dated(NODES[4], 2023), *dated(NODES[5], 2024), *(triple for group in groups for triple in group)]
    assert cut(triples, years, Path(":memory:")) == of_editions(read(triples), years)


def test_an_edition_of_real_profiles_is_cut_out_as_in_memory(
    three_editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    triples = read_triples([three_editions])
    assert cut(triples, (2025,), tmp_path / "one") == of_editions(triples, (2025,))
    monkeypatch.setattr(triples_on_disk, "_BATCH", 7)
    assert cut(triples, (2023, 2025), tmp_path / "two") == of_editions(triples, (2023, 2025))


def test_an_edition_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CallError, match=r"no edition 2024; it has: 2023\."):
        cut(dated(NODES[2], 2023), (2024,), tmp_path / "one")


def test_editions_of_real_profiles(three_editions: Path, tmp_path: Path) -> None:
    triples = read_triples([three_editions])
    assert set(on_disk(triples, tmp_path / "one")) == in_memory(triples)


def test_neither_order_nor_batches_change_the_answer(
    three_editions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    triples = read_triples([three_editions])
    at_once = on_disk(triples, tmp_path / "one")
    monkeypatch.setattr(triples_on_disk, "_BATCH", 7)
    assert on_disk([*reversed(triples), *triples], tmp_path / "two") == at_once


def test_blank_nodes_of_several_batches_have_the_names_that_they_have_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text("<http://a/1> <http://a/p> [ <http://a/q> [ <http://a/r> 1 ] ], 'x', [] .", "utf-8")
    monkeypatch.setattr(triples_on_disk, "_BATCH", 1)
    with TriplesOnDisk(tmp_path / "triples", (quad.triple for quad in parse_file(graph)), graph) as held:
        dated = list(held.dated())
    assert {triple.line for triple in dated} == {str(triple) for triple in read_triples([graph])}
    assert [triple.has_blank_node for triple in dated] == [False, True, True, True, True]


def test_links_of_others_are_left_out_and_told_as_in_memory(tmp_path: Path) -> None:
    node, city = NamedNode(f"{BASE}cluster/gone"), NamedNode("https://sws.geonames.org/1/")
    there = NamedNode(f"{BASE}cluster/there")
    triples = [
        Triple(there, NamedNode(RDF.type), NamedNode(GII.Cluster)),
        Triple(node, NamedNode(GII.anchorCity), city),
        Triple(city, NamedNode(RDFS.label), Literal("Nowhere")),
    ]
    told: list[str] = []
    with TriplesOnDisk(
        tmp_path / "triples", triples, tmp_path, ["a.ttl"], lambda warning: told.append(str(warning))
    ) as held:
        assert [triple.line for triple in held.dated()] == [str(triples[0])]
    expected: list[str] = []
    without_stale_links(triples, ["a.ttl"], lambda warning: expected.append(str(warning)))
    assert told == expected
    assert len(told) == 1


def test_memory_does_not_grow_with_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(triples_on_disk, "_BATCH", 100)

    def most(number: int) -> int:
        triples = (said(NamedNode(f"{BASE}n/{each}"), GII.edition, Literal(2024)) for each in range(number))
        tracemalloc.start()
        with TriplesOnDisk(tmp_path / str(number), triples, tmp_path) as held:
            assert sum(1 for _ in held.dated()) == number
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(100)
    assert most(4000) < 1.5 * most(400)
