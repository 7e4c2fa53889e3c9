"""The network says what the graph says: nodes, edges, figures, evidence, places."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.errors import CallError, GraphFileError
from gii_graph.graph.graph_statements import integer, number
from gii_graph.network import Network, Selection, read_network, select, thinned
from gii_graph.network.communities import communities, degrees
from tests.view.worlds import BASE, PREFIXES, World, made_up


def read(folder: Path, turtle: str) -> Network:
    path = folder / "world.ttl"
    path.write_text(turtle, encoding="utf-8")
    return read_network([path])


def labels(network: Network) -> set[str]:
    return {node.label for node in network.nodes.values()}


@pytest.fixture(scope="module")
def seeds_network(committed_graph: Path) -> Network:
    return read_network([committed_graph])


def test_every_direct_triple_is_one_edge(seeds_network: Network, committed_graph: Path) -> None:
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.load(path=str(committed_graph), format=RdfFormat.TURTLE)
    asked = """PREFIX gii: <https://w3id.org/gii-graph/ontology#>
        SELECT ?from ?to ?kind WHERE { ?from ?kind ?to VALUES ?kind { gii:collaboratesOnPatentsWith
            gii:collaboratesOnArticlesWith gii:filedPatents gii:publishedArticles } }"""
    triples = {tuple(term.value.rsplit("#", 1)[-1] for term in row) for row in store.query(asked)}  # type: ignore[union-attr]
    names = {
        "patent-tie": "collaboratesOnPatentsWith",
        "article-tie": "collaboratesOnArticlesWith",
        "filing": "filedPatents",
        "publication": "publishedArticles",
    }
    assert {(edge.source, edge.target, names[edge.kind]) for edge in seeds_network.edges} == triples
    assert len(seeds_network.edges) == len(triples) == 60


def test_every_edge_of_the_seeds_has_its_row_and_its_line(seeds_network: Network) -> None:
    for edge in seeds_network.edges:
        assert len(edge.mentions) == 1
        mention = edge.mentions[0]
        assert (mention.edition, mention.rank in (1, 2, 3), len(mention.evidence)) == (2024, True, 1)
        assert (mention.as_named or "") in mention.evidence[0].quote


def test_parallel_ties_stay_two_edges_in_the_multigraph(seeds_network: Network) -> None:
    graph = seeds_network.multigraph()
    changsha, beijing = f"{BASE}cluster/changsha", f"{BASE}cluster/beijing"
    assert sorted(graph[changsha][beijing]) == ["article-tie", "patent-tie"]
    assert graph.number_of_edges() == 60
    assert seeds_network.multigraph("filing").number_of_edges() == 15


def test_a_triple_without_a_row_is_an_edge_all_the_same(tmp_path: Path) -> None:
    world = World()
    world.cluster("a", "A")
    world.cluster("b", "B", "gii:collaboratesOnPatentsWith <cluster/a>, <cluster/unknown>")
    (edge,) = read(tmp_path, world.turtle()).edges
    assert (edge.source, edge.target, edge.mentions) == (f"{BASE}cluster/b", f"{BASE}cluster/a", ())


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    world = made_up(5)
    head, *blocks = world.removeprefix(PREFIXES).splitlines()
    (tmp_path / "other").mkdir()
    assert read(tmp_path, world) == read(tmp_path / "other", PREFIXES + "\n".join([*reversed(blocks), head]))


def test_what_is_not_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("@prefix a: <http://a.example/> .\n\na:b nonsense\n", encoding="utf-8")
    with pytest.raises(GraphFileError, match=r"bad\.ttl:3: is not valid Turtle"):
        read_network([tmp_path / "bad.ttl"])
    with pytest.raises(GraphFileError, match=r"none\.ttl: cannot be read"):
        read_network([tmp_path / "none.ttl"])


@given(st.text())
def test_a_number_is_read_or_absent(text: str) -> None:
    value = number(text)
    assert value is None or isinstance(value, int | float)
    assert integer(text) is None or integer(text) == value


# Places


@pytest.mark.parametrize(
    ("label", "economy", "near"),
    [
        ("Beijing", "China", (39.9, 116.4)),
        ("Washington, DC–Baltimore, MD", "United States", (39.1, -76.8)),
        ("Xi’an", "China", (34.3, 108.9)),
        ("Montreal", "Canada", (45.5, -73.6)),
        ("Cambridge", "United Kingdom", (52.2, 0.1)),
        ("Boston–Cambridge, MA", "United States", (42.4, -71.1)),
        ("Cambridge", "Atlantis", None),
        ("Nowhere", "China", None),
    ],
)
def test_a_cluster_stands_where_its_cities_are(
    tmp_path: Path, label: str, economy: str, near: tuple[float, float] | None
) -> None:
    world = World()
    world.add("economy/e", "Economy", f'rdfs:label "{economy}"')
    world.cluster("a", label, "gii:inEconomy <economy/e>")
    place = read(tmp_path, world.turtle()).nodes[f"{BASE}cluster/a"].place
    found = (place.latitude, place.longitude) if place else None
    assert found == (pytest.approx(near, abs=0.2) if near else None)


def test_coordinates_of_the_graph_come_first_and_cross_the_date_line(tmp_path: Path) -> None:
    world = World()
    world.cluster("a", "Beijing", "gii:anchorCity <https://sws.geonames.org/1/>, <https://sws.geonames.org/2/>")
    world.blocks.append("<https://sws.geonames.org/1/> geo:lat 10.0 ; geo:long 179.0 .")
    world.blocks.append("<https://sws.geonames.org/2/> geo:lat 10.0 ; geo:long -179.0 .")
    place = read(tmp_path, world.turtle()).nodes[f"{BASE}cluster/a"].place
    assert place is not None
    assert abs(place.longitude) == pytest.approx(180)
    assert place.latitude == pytest.approx(10, abs=0.01)


# Parts of a network


def test_only_a_cluster_and_what_it_touches(seeds_network: Network) -> None:
    part = select(seeds_network, Selection(clusters=("dalian",)))
    assert len(part.edges) == 12
    assert {"Dalian", "Beijing", "Shanghai–Suzhou"} < labels(part)
    assert "Kunming" not in labels(part)
    assert all("dalian" in edge.source + edge.target for edge in part.edges)


def test_a_cluster_is_found_by_any_spelling(seeds_network: Network) -> None:
    by_name = [
        select(seeds_network, Selection(clusters=(name,)))
        for name in ("Shanghai-Suzhou", "SHANGHAI–SUZHOU", "shanghai suzhou", f"{BASE}cluster/shanghai-suzhou")
    ]
    assert all(part == by_name[0] for part in by_name)


def test_unknown_names_and_editions_are_said(seeds_network: Network, committed_graph: Path) -> None:
    with pytest.raises(CallError, match="No cluster is called 'Atlantis'"):
        select(seeds_network, Selection(clusters=("Atlantis",)))
    with pytest.raises(CallError, match="no edition 1999; it has: 2024"):
        read_network([committed_graph], [1999])


def test_by_rank_the_lower_ranked_go_with_what_hung_on_them(seeds_network: Network) -> None:
    part = select(seeds_network, Selection(min_rank=10))
    ranked = {node.label for node in part.nodes.values() if node.profiles}
    assert ranked == {"Beijing"}
    assert labels(part) >= {"Tokyo–Yokohama", "Nanjing"}
    assert "Zhengzhou" not in labels(part)


def test_an_edition_has_its_own_figures_and_edges(tmp_path: Path) -> None:
    network = read(tmp_path, made_up(6, editions=(2023, 2024)))
    assert network.editions() == [2023, 2024]
    part = read_network([tmp_path / "world.ttl"], [2023])
    assert part.editions() == [2023]
    assert {mention.edition for edge in part.edges for mention in edge.mentions} == {2023}


@given(st.integers(min_value=0, max_value=60))
def test_thinning_keeps_the_first_ranked(limit: int) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        network = read(Path(folder), made_up(7))
    part, note = thinned(network, limit)
    assert bool(note) is (limit < len(network.nodes))
    assert len(part.nodes) == min(limit, len(network.nodes))
    ranks = sorted(node.latest.figures["rank"] for node in part.nodes.values() if node.latest)
    assert ranks == list(range(1, min(limit, 7) + 1))
    assert all({edge.source, edge.target} <= set(part.nodes) for edge in part.edges)


# Measures


def test_degrees_count_different_neighbours(seeds_network: Network) -> None:
    graph = seeds_network.multigraph().to_undirected()
    assert degrees(seeds_network) == {iri: len(set(graph[iri])) for iri in seeds_network.nodes}


def test_communities_cover_all_and_agents_follow_their_cluster(seeds_network: Network) -> None:
    found = communities(seeds_network)
    assert set(found) == set(seeds_network.nodes)
    assert found[f"{BASE}person/kunming/luo-can"] == found[f"{BASE}cluster/kunming"]
