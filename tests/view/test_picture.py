"""What the picture shows: everything that the graph has, in its place, and exactly what a filter leaves."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from gii_graph.network import Edge, Network, NetworkNode, ProfileFacts, read_network
from gii_graph.view.payload import edge_key, node_key
from tests.view.conftest import PHONE, Follower, Opener, Watched, written
from tests.view.worlds import made_up

pytestmark = pytest.mark.browser


def expected(
    network: Network,
    edge_fits: Callable[[Edge], bool] = lambda edge: True,
    node_fits: Callable[[NetworkNode], bool] = lambda node: True,
    profile_fits: Callable[[ProfileFacts], bool] = lambda profile: True,
) -> tuple[set[str], set[str]]:
    """What a filter must leave, all organizations asked for: fitting nodes, less those that no edge holds any more."""
    nodes = {iri for iri, node in network.nodes.items() if node_fits(node)}
    edges = [edge for edge in network.edges if {edge.source, edge.target} <= nodes and edge_fits(edge)]
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    kept = {iri for iri in nodes if iri in ends or any(map(profile_fits, network.nodes[iri].profiles))}
    return {node_key(iri) for iri in kept}, {edge_key(edge) for edge in edges}


def drawn(watched: Watched) -> tuple[set[str], set[str]]:
    shown = watched.shown()
    assert len(set(shown["edges"])) == len(shown["edges"])
    return set(shown["nodes"]), set(shown["edges"])


def test_every_node_and_edge_is_drawn(network: Network, follow: Follower) -> None:
    nodes, edges = drawn(follow("#agents=all"))
    assert (len(nodes), len(edges)) == (len(network.nodes), 60)
    assert (nodes, edges) == expected(network)


def test_parallel_edges_bow_apart(network: Network, follow: Follower) -> None:
    pairs = [
        [edge_key(edge) for edge in edges]
        for _, edges in itertools.groupby(sorted(network.edges, key=_ends), key=_ends)
    ]
    parallel = [keys for keys in pairs if len(keys) > 1]
    assert parallel
    watched = follow("#agents=all")
    middles = watched.ask(
        """keys => keys.map(pair => pair.map(key => {
            const {x, y} = giiGraph.course(key).bend;
            return `${Math.round(x)},${Math.round(y)}`;
        }))""",
        parallel,
    )
    assert all(len(set(pair)) == len(pair) for pair in middles)


def _ends(edge: Edge) -> tuple[str, str]:
    return min(edge.source, edge.target), max(edge.source, edge.target)


def test_it_opens_with_clusters_and_their_ties(network: Network, follow: Follower) -> None:
    nodes, edges = drawn(follow(""))
    assert nodes == {node_key(node.iri) for node in network.of_kind("cluster")}
    assert edges == {edge_key(edge) for edge in network.edges if edge.kind.endswith("tie")}


def test_a_large_network_opens_with_first_partners(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(40), encoding="utf-8")
    network = read_network([tmp_path / "world.ttl"])
    _, edges = drawn(visit(written(network, tmp_path)))
    assert edges == {edge_key(edge) for edge in network.edges if edge.kind.endswith("tie") and edge.best_rank == 1}


def test_organizations_appear_when_selected_and_when_near(network: Network, follow: Follower) -> None:
    watched = follow("#selected=cluster/kunming")
    of_kunming = {node_key(e.source) for e in network.edges if e.target.endswith("/kunming")}
    agents = {key for key in drawn(watched)[0] if not key.startswith("cluster/")}
    assert agents == {key for key in of_kunming if not key.startswith("cluster/")}
    watched.page.keyboard.press("Escape")
    for _ in range(3):
        watched.page.locator("#zoom-in").click()
    assert len(drawn(watched)[0]) == len(network.nodes)
    watched.page.locator("#fit").click()
    assert len(drawn(watched)[0]) == 13


def kinds_left(kind: str) -> Callable[[Network], tuple[set[str], set[str]]]:
    if kind == "partner":
        return lambda network: expected(network, node_fits=lambda n: n.kind != "cluster" or bool(n.profiles))
    if kind in ("organization", "person"):
        return lambda network: expected(network, node_fits=lambda n: n.kind != kind)
    return lambda network: expected(network, edge_fits=lambda e: e.kind != kind)


@pytest.mark.parametrize(
    "kind", ["partner", "organization", "person", "patent-tie", "article-tie", "filing", "publication"]
)
def test_filter_by_kind(network: Network, follow: Follower, kind: str) -> None:
    watched = follow("#agents=all")
    watched.page.locator("#filters").evaluate("filters => { filters.open = true }")
    watched.page.locator(f"#kind-{kind}").uncheck()
    left = kinds_left(kind)(network)
    assert drawn(watched) == left
    assert left != expected(network)
    assert watched.page.locator("#shown-counts").inner_text() == counts_text(network, left)


def counts_text(network: Network, left: tuple[set[str], set[str]]) -> str:
    clusters, all_clusters = (
        len([key for key in left[0] if key.startswith("cluster/")]),
        len(network.of_kind("cluster")),
    )
    agents = len(left[0]) - clusters
    parts = [
        f"{clusters} clusters" if clusters == all_clusters else f"{clusters} of {all_clusters} clusters",
        f"{agents} organizations and persons" if agents > 1 else "1 organization or person" if agents else "",
        f"{len(left[1])} ties",
    ]
    return ", ".join(filter(None, parts))


@pytest.mark.parametrize("year", [2023, 2024])
def test_filter_by_edition(two_editions: tuple[Network, Path], visit: Opener, year: int) -> None:
    network, page = two_editions
    watched = visit(page, "#agents=all")
    watched.page.locator("#filters").evaluate("filters => { filters.open = true }")
    assert "Size: PCT applications per million, latest edition" in watched.page.locator("#legend").inner_text()
    watched.page.locator("#edition").select_option(str(year))
    assert f"Size: PCT applications per million, {year}" in watched.page.locator("#legend").inner_text()
    assert watched.page.locator("#filter-words").text_content() == f"Shown: edition {year}. Show all"
    assert drawn(watched) == expected(
        network,
        edge_fits=lambda edge: any(mention.edition == year for mention in edge.mentions),
        profile_fits=lambda profile: profile.edition == year,
    )


@pytest.mark.parametrize("rank", [1, 20, 97])
def test_filter_by_rank_of_cluster(network: Network, follow: Follower, rank: int) -> None:
    def fits(node: NetworkNode) -> bool:
        return node.latest is None or node.latest.figures["rank"] <= rank

    assert drawn(follow(f"#agents=all&rank={rank}")) == expected(network, node_fits=fits)


@pytest.mark.parametrize("partners", [1, 2])
def test_filter_by_rank_of_partner(network: Network, follow: Follower, partners: int) -> None:
    def fits(edge: Edge) -> bool:
        return not edge.kind.endswith("tie") or (edge.best_rank or 99) <= partners

    assert drawn(follow(f"#agents=all&partners={partners}")) == expected(network, edge_fits=fits)


@pytest.mark.parametrize("share", [1, 10, 29])
def test_filter_by_share(network: Network, follow: Follower, share: int) -> None:
    def fits(edge: Edge) -> bool:
        return edge.kind.endswith("tie") or any((m.share or 0) >= share for m in edge.mentions)

    assert drawn(follow(f"#agents=all&share={share}")) == expected(network, edge_fits=fits)


def test_filters_that_leave_nothing_say_so_and_can_be_lifted(two_editions: tuple[Network, Path], visit: Opener) -> None:
    network, page = two_editions
    watched = visit(page, "#agents=all&rank=1&hide=patent-tie,article-tie,filing,publication")
    assert drawn(watched)[0] == {
        node_key(n.iri) for n in network.of_kind("cluster") if n.latest and n.latest.figures["rank"] == 1
    }
    watched.page.locator("#filters").evaluate("filters => { filters.open = true }")
    watched.page.locator("#reset").click()
    assert drawn(watched) == expected(network)


# Where things stand

BOXES = """() => {
    const {scene, network} = giiGraph;
    const scale = network.getScale();
    return [...scene().nodes.values()].map(({key, x, y, radius}) => {
        const spot = network.canvasToDOM({x, y});
        return {key, x: spot.x, y: spot.y, radius: radius * scale};
    });
}"""


@pytest.mark.parametrize("where", ["", "#agents=all", "#agents=all&size=same"])
def test_no_nodes_and_no_labels_overlap(follow: Follower, where: str) -> None:
    watched = follow(where)
    for one, other in itertools.combinations(watched.ask(BOXES), 2):
        apart = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
        assert apart > one["radius"] + other["radius"], (one, other)
    assert_labels_apart(watched)


def assert_labels_apart(watched: Watched) -> None:
    boxes = watched.ask("() => giiGraph.labels().map(({key, box}) => ({key, ...box}))")
    assert boxes
    for one, other in itertools.combinations(boxes, 2):
        overlap = (
            one["left"] < other["right"]
            and other["left"] < one["right"]
            and one["top"] < other["bottom"]
            and other["top"] < one["bottom"]
        )
        assert not overlap, (one, other)


@pytest.mark.parametrize("where", ["", "#agents=all&partners=0", "#view=map"])
def test_no_overlap_at_700(seven_hundred: Path, visit: Opener, where: str) -> None:
    watched = visit(seven_hundred, where)
    if where != "#agents=all&partners=0":
        for one, other in itertools.combinations(watched.ask(BOXES), 2):
            apart = ((one["x"] - other["x"]) ** 2 + (one["y"] - other["y"]) ** 2) ** 0.5
            assert apart > one["radius"] + other["radius"], (one, other)
    assert_labels_apart(watched)


@pytest.fixture(scope="module")
def seven_hundred(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seven")
    (folder / "world.ttl").write_text(made_up(100), encoding="utf-8")
    return written(read_network([folder / "world.ttl"]), folder)


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 1024, "height": 768}, PHONE])
def test_the_opening_view_fills_the_screen(
    page_file: Path, seven_hundred: Path, visit: Opener, viewport: dict[str, int]
) -> None:
    for page in (page_file, seven_hundred):
        watched = visit(page, viewport=viewport)
        boxes = watched.ask(BOXES)
        frame = watched.page.locator("#picture").bounding_box()
        assert frame is not None
        wide = max(b["x"] + b["radius"] for b in boxes) - min(b["x"] - b["radius"] for b in boxes)
        high = max(b["y"] + b["radius"] for b in boxes) - min(b["y"] - b["radius"] for b in boxes)
        assert wide >= 0.6 * frame["width"] or high >= 0.6 * frame["height"]
        assert all(0 <= b["x"] <= frame["width"] and 0 <= b["y"] <= frame["height"] for b in boxes)


def test_labels_of_the_opening_view_are_all_there_and_inside(follow: Follower) -> None:
    watched = follow("")
    boxes = watched.ask(
        """() => {
            const origin = giiGraph.network.canvasToDOM({x: 0, y: 0});
            return giiGraph.labels().map(({box}) => ({left: box.left + origin.x, right: box.right + origin.x,
                top: box.top + origin.y, bottom: box.bottom + origin.y}));
        }"""
    )
    frame = watched.page.locator("#picture").bounding_box()
    side = watched.page.locator("#controls").bounding_box()
    assert frame is not None
    assert side is not None
    assert len(boxes) == 13
    assert all(box["left"] >= side["width"] and box["right"] <= frame["width"] for box in boxes)
    assert all(box["top"] >= 0 and box["bottom"] <= frame["height"] for box in boxes)


def test_positions_stand_still(follow: Follower) -> None:
    watched = follow("")
    places = "() => giiGraph.network.getPositions()"
    before, camera = watched.ask(places), watched.ask(BOXES)
    watched.page.wait_for_timeout(500)
    assert (watched.ask(places), watched.ask(BOXES)) == (before, camera)
    watched.page.locator("#size").select_option("patentsPerMillion")
    watched.page.locator("#colour").select_option("economy")
    watched.page.locator("[data-agents=all]").click()
    assert {key: spot for key, spot in watched.ask(places).items() if key in before} == before


def test_the_map_is_centred_on_the_pacific(follow: Follower) -> None:
    watched = follow("#view=map")
    at = {box["key"]: box["x"] for box in watched.ask(BOXES)}
    west_to_east = ["cluster/kunming", "cluster/beijing", "cluster/tokyo-yokohama", "cluster/san-jose-san-francisco"]
    assert sorted(west_to_east, key=at.__getitem__) == west_to_east


def test_what_has_no_place_is_named_on_the_map(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(115, agents_each=0), encoding="utf-8")
    network = read_network([tmp_path / "world.ttl"])
    nowhere = sum(node.place is None for node in network.nodes.values())
    watched = visit(written(network, tmp_path), "#view=map")
    assert nowhere > 1
    assert watched.page.locator("#map-note").inner_text() == f"{nowhere} nodes not on the map: no coordinates known"


def test_kinds_differ_by_more_than_colour(follow: Follower) -> None:
    watched = follow("#agents=all")
    shapes = watched.ask(
        """() => Object.fromEntries([...giiGraph.scene().nodes.values()]
            .map(n => [n.hollow ? 'partner' : n.kind, [n.shape, n.hollow].join()]))"""
    )
    assert len(set(shapes.values())) == len(shapes) == 4
    lines = watched.ask(
        "() => Object.fromEntries(giiGraph.scene().edges.map(e => [e.kind, [e.dashes, e.arrow].join()]))"
    )
    assert len(set(lines.values())) == len(lines) == 4
