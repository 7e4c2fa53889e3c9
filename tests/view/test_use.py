"""What one can do with the picture: search, select, follow evidence, find a way, undo, keep, take along."""

from __future__ import annotations

import base64
import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pypdfium2
import pytest

from gii_graph.formula_cells import guarded
from gii_graph.network import Network, read_network
from gii_graph.view import render
from gii_graph.view.payload import node_key
from tests.view.conftest import DESKTOP, PHONE, Follower, Opener, Watched, written
from tests.view.test_picture import contrast
from tests.view.worlds import World, made_up

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"


def search(watched: Watched, text: str) -> None:
    watched.page.keyboard.press("/")
    watched.page.keyboard.type(text)
    watched.page.keyboard.press("Enter")
    watched.settle()


@pytest.fixture
def accented(tmp_path: Path) -> Path:
    world = World()
    for key, label in (("x1", "Québec–Lévis"), ("x2", "São Paulo"), ("x3", "東京"), ("x4", "Xi’an"), ("x5", "Łódź")):
        world.cluster(key, label)
        world.profile(key, 2024, {"rank": int(key[1])})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    return written(read_network([tmp_path / "world.ttl"]), tmp_path)


@pytest.mark.parametrize(
    ("typed", "found"),
    [("quebec le", "x1"), ("QUEBEC-LEVIS", "x1"), ("paulo", "x2"), ("sao", "x2"), ("東", "x3"), ("xian", "x4")],
)
def test_search_with_any_spelling_selects_and_centres(accented: Path, visit: Opener, typed: str, found: str) -> None:
    watched = visit(accented)
    search(watched, typed)
    assert watched.state()["selected"] == f"cluster/{found}"
    spot = watched.ask("key => giiGraph.network.canvasToDOM(giiGraph.network.getPosition(key))", f"cluster/{found}")
    # The middle of what the controls and the facts leave free.
    free = (284 + 1064) / 2
    assert abs(spot["x"] - free) < 60
    assert abs(spot["y"] - 834 / 2) < 60


def test_escape_restores_what_was_before_the_selection(follow: Follower) -> None:
    watched = follow("")
    before = (watched.state(), watched.shown(), watched.ask("() => giiGraph.network.getScale()"))
    search(watched, "san jose san")
    assert watched.state()["selected"] == "cluster/san-jose-san-francisco"
    watched.page.keyboard.press("Escape")
    after = (watched.state(), watched.shown(), watched.ask("() => giiGraph.network.getScale()"))
    assert after == (before[0], before[1], pytest.approx(before[2]))
    assert not watched.page.locator("#facts").is_visible()


def test_the_list_of_results_works_by_keyboard(network: Network, follow: Follower) -> None:
    watched = follow("")
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("university")
    options = watched.page.locator("#search-results [role=option]")
    found = sum("university" in " ".join([n.label, *n.other_names]).lower() for n in network.nodes.values())
    assert options.count() == 12 < found
    assert watched.page.locator("#search-results .hint").inner_text() == f"{found - 12} more: type on"
    watched.page.keyboard.press("ArrowDown")
    assert options.nth(1).get_attribute("aria-selected") == "true"
    assert watched.page.locator("#search").get_attribute("aria-activedescendant") == "search-results-1"
    watched.page.keyboard.press("Escape")
    assert not watched.page.locator("#search-results").is_visible()
    assert watched.state()["selected"] is None


def test_selecting_shows_every_fact_with_its_evidence(follow: Follower) -> None:
    watched = follow("#selected=cluster/beijing")
    panel = watched.page.locator("#facts")
    for summary in panel.locator("summary").all():
        summary.click()
    text = panel.inner_text()
    for fact in (
        "3rd",
        "11th",
        "2nd of 26 clusters",
        "PCT applications per 1 million inhabitants, last five years\n2,189",
        "15,893",
        "17%",
        "63%",
    ):
        assert fact in text
    for fact in ("BOE TECHNOLOGY", "9,607 PCT applications · 23%", "24,300 articles · 8%", "San Jose–San Francisco"):
        assert fact in text
    assert "beijing.txt, line 12\n3rd largest science and technology cluster in 2024" in text
    sentence = "17% of Beijing's PCT patent applications are filed in collaboration with other inventors, with "
    assert sentence + "San Jose–San Francisco, Tokyo–Yokohama and Los Angeles emerging" in text


def test_selecting_fades_all_but_the_neighbours(follow: Follower) -> None:
    watched = follow("#selected=cluster/dalian")
    bright = set(watched.ask("() => [...giiGraph.scene().nodes.values()].filter(n => !n.quiet).map(n => n.key)"))
    assert {key for key in bright if key.startswith("cluster/")} == {
        "cluster/dalian",
        "cluster/beijing",
        "cluster/shanghai-suzhou",
        "cluster/shenzhen-hong-kong-guangzhou",
    }
    assert "cluster/kunming" in watched.shown()["nodes"]


def test_a_click_selects_and_a_click_beside_lets_go(follow: Follower) -> None:
    watched = follow("")
    spot = watched.ask("() => giiGraph.network.canvasToDOM(giiGraph.network.getPosition('cluster/kunming'))")
    watched.page.locator("#picture").click(position=spot)
    watched.page.wait_for_function("() => giiGraph.state().selected === 'cluster/kunming'")
    watched.page.locator("#picture").click(position={"x": 600, "y": 820})
    watched.page.wait_for_function("() => giiGraph.state().selected === null")


def test_a_tie_shows_its_rank_and_sentence(follow: Follower) -> None:
    watched = follow("#selected=cluster/beijing+patent-tie+cluster/tokyo-yokohama")
    text = watched.page.locator("#facts").inner_text()
    assert "Rank among its partners\n2nd" in text
    assert "emerging as the top collaborative locations." in text
    assert "beijing.txt, line 44" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("organization/yunnan-university", "organization/peking-university"),
        ("cluster/zhengzhou", "cluster/los-angeles"),
        ("person/kunming/luo-can", "cluster/nanjing"),
        ("cluster/beijing", "cluster/changsha"),
    ],
)
def test_a_path_is_as_short_as_networkx_finds_it(network: Network, follow: Follower, one: str, other: str) -> None:
    graph = nx.relabel_nodes(network.multigraph().to_undirected(), {iri: node_key(iri) for iri in network.nodes})
    steps = nx.shortest_path_length(graph, one, other)
    watched = follow(f"#selected={one}&to={other}")
    heading = watched.page.locator("#path-length").inner_text()
    assert heading == (f"{steps} steps" if steps > 1 else "1 step")
    assert watched.page.locator("#facts .path > li").count() == steps + 1


def test_a_path_can_be_asked_for_and_may_not_exist(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#path-to").click()
    watched.page.keyboard.type("zhengz")
    watched.page.keyboard.press("Enter")
    assert watched.state()["to"] == "cluster/zhengzhou"
    assert watched.page.locator("#path-length").inner_text() == "2 steps"
    lonely = visit(page_file, "#selected=cluster/beijing&to=cluster/zhengzhou&hide=patent-tie")
    assert lonely.page.locator("#path-length").inner_text() == "No path"


def test_undo_takes_back_step_by_step(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file)
    steps = [watched.state()]
    watched.page.locator("#colour").select_option("community")
    steps.append(watched.state())
    watched.page.locator("[data-agents=all]").click()
    steps.append(watched.state())
    search(watched, "kunming")
    for before in reversed(steps):
        watched.page.locator("#undo").click() if before is steps[0] else watched.page.keyboard.press("Control+z")
        assert watched.state() == before
    assert watched.page.locator("#undo").is_disabled()


def test_a_reload_restores_everything(follow: Follower) -> None:
    hash_ = (
        "#view=map&selected=cluster/beijing&agents=all&size=patentsPerMillion&colour=economy&rank=90&partners=2&share=5"
        "&hide=person&sort=-rank&theme=dark"
    )
    watched = follow(hash_)
    watched.page.locator("#zoom-in").click()
    before = (watched.state(), watched.shown())
    again = follow(watched.ask("() => location.hash"))
    assert before == (again.state(), again.shown())
    assert again.state()["colour"] == "economy"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_link_opens_on_the_same_part_on_any_screen(page_file: Path, visit: Opener, viewport: dict[str, int]) -> None:
    watched = visit(page_file)
    for _ in range(3):
        watched.page.locator("#zoom-in").click()
    part = watched.state()["see"]
    assert 1 <= len(part) <= 4
    link = watched.ask("() => location.hash")
    assert "camera" not in link
    opened = visit(page_file, link, viewport=viewport)
    assert opened.ask("keys => keys.every(key => giiGraph.isClear(key))", part)
    assert not opened.ask("() => [...giiGraph.scene().nodes.keys()].every(key => giiGraph.isClear(key))")


def test_a_hundred_clusters_open_with_their_ranking(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(100, agents_each=0), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path))
    rows = watched.page.locator("#facts tbody tr")
    ranks = [int(text) for text in watched.page.locator("#facts tbody td:first-child").all_inner_texts()]
    assert ranks == list(range(1, 101))
    watched.page.locator("[data-order=patentsPerMillion]").click()
    rates = [
        int(text.replace(",", "")) for text in watched.page.locator("#facts tbody td:nth-child(4)").all_inner_texts()
    ]
    assert rates == sorted(rates, reverse=True)
    rows.nth(2).locator("button").click()
    assert watched.state()["selected"] is not None
    assert "Rank by size" in watched.page.locator("#facts").inner_text()
    watched.page.keyboard.press("Escape")
    assert rows.count() == 100
    watched.page.locator("#facts .close").click()
    assert not watched.page.locator("#facts").is_visible()


@pytest.mark.parametrize(("years", "shown"), [((2023, 2024), ["2024", "2023"]), ((2024, 2024), [])])
def test_ranks_of_different_editions_say_which_they_are_of(
    tmp_path: Path, visit: Opener, years: tuple[int, int], shown: list[str]
) -> None:
    world = World()
    for name, year, rank in zip("ab", years, (5, 4), strict=True):
        world.cluster(name, name.upper())
        world.profile(name, year, {"rank": rank})
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#list=open")
    assert watched.page.locator("#facts .ranking .name").all_inner_texts() == ["B", "A"]
    assert watched.page.locator("#facts .ranking .edition").all_inner_texts() == shown


def test_a_profile_says_where_it_stands_and_what_changed(two_editions: tuple[Network, Path], visit: Opener) -> None:
    network, page = two_editions
    cluster = network.of_kind("cluster")[0]
    before, now = (profile.figures["patentsPerMillion"] for profile in cluster.profiles)
    watched = visit(page, f"#selected={node_key(cluster.iri)}")
    text = watched.page.locator("#facts").inner_text()
    assert "Since 2023" in text
    assert f"PCT applications per million: {before:,} to {now:,}" in text
    strip = watched.page.locator("#facts .strip svg").first.get_attribute("aria-label")
    assert strip is not None
    assert strip.endswith("the last known rank being the 9th")


@pytest.mark.parametrize(("count", "verdict"), [(10000, "agrees"), (20000, "does not agree")])
def test_a_ranking_tables_count_is_held_against_the_rows(
    tmp_path: Path, visit: Opener, count: int, verdict: str
) -> None:
    world = World()
    world.cluster("a", "A")
    world.add("organization/x", "Organization", 'rdfs:label "X"')
    world.profile("a", 2024, {"rank": 1, "patentApplications": count})
    world.row("organization/x", "a", "patents", 2024, 1, 2000, 20)
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#selected=cluster/a")
    text = watched.page.locator("#facts .check-fact").inner_text()
    assert f"9,757 to 10,256 by the rows of the profile; a ranking table counts {count:,}, which {verdict}." in text


def test_a_path_says_who_names_whom(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/shanghai-suzhou&to=cluster/dalian")
    text = watched.page.locator("#facts").inner_text()
    assert "Dalian names as patent partner Shanghai–Suzhou" in text
    assert "Dalian names as article partner Shanghai–Suzhou" in text
    assert "Shanghai–Suzhou names as" not in text
    assert "rank 2, 2024" in text
    assert watched.page.locator("#facts .steps .evidence").count() == 2


@pytest.mark.parametrize(
    ("typed", "label"),
    [("bejing", "Beijing"), ("kunmign", "Kunming"), ("shenzen hong", "Shenzhen–Hong Kong–Guangzhou")],
)
def test_search_forgives_a_typing_error(page_file: Path, visit: Opener, typed: str, label: str) -> None:
    watched = visit(page_file)
    search(watched, typed)
    assert watched.page.locator("#facts h2").inner_text() == label
    assert watched.ask("() => document.activeElement.id") == "facts"


def test_back_and_forward_go_through_choices(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file)
    watched.page.locator("#colour").select_option("community")
    watched.page.locator("[data-view=map]").click()
    watched.page.go_back()
    watched.page.wait_for_function("() => giiGraph.state().view === 'network'")
    assert watched.state()["colour"] == "community"
    watched.page.locator("#redo").click()
    watched.page.wait_for_function("() => giiGraph.state().view === 'map'")
    watched.page.locator("#filters").evaluate("filters => { filters.open = true }")
    slider = watched.page.locator("#rank")
    slider.focus()
    for _ in range(5):
        slider.press("ArrowRight")
    watched.page.locator("#undo").click()
    watched.page.wait_for_function("() => giiGraph.state().rank === 0")
    assert watched.state()["view"] == "map"


def test_the_moves_of_a_slider_are_one_step_however_slow_the_page(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file)
    watched.page.locator("#filters").evaluate("filters => { filters.open = true }")
    watched.ask(
        """() => {
            const draw = giiGraph.network.redraw.bind(giiGraph.network);
            giiGraph.network.redraw = () => {
                const until = performance.now() + 1600;
                while (performance.now() < until);
                draw();
            };
        }"""
    )
    slider = watched.page.locator("#rank")
    slider.focus()
    for _ in range(3):
        slider.press("ArrowRight")
    assert watched.state()["rank"] == 3
    watched.page.locator("#undo").click()
    watched.page.wait_for_function("() => giiGraph.state().rank === 0")


@pytest.mark.parametrize("reach", [4, 8])
def test_a_tap_beside_a_disc_selects_it(page_file: Path, visit: Opener, is_firefox: bool, reach: int) -> None:
    if is_firefox:
        pytest.skip("no tap reaches Firefox from here")
    for view in ("network", "map"):
        watched = visit(page_file, f"#view={view}", viewport=PHONE, has_touch=True, is_mobile=True)
        node = watched.ask(
            """() => {
                const node = giiGraph.scene().nodes.get("cluster/kunming");
                return {...giiGraph.network.canvasToDOM(node), radius: node.radius * giiGraph.network.getScale()};
            }"""
        )
        frame = watched.page.locator("#picture").bounding_box()
        assert frame is not None
        watched.page.touchscreen.tap(frame["x"] + node["x"], frame["y"] + node["y"] + node["radius"] + reach)
        watched.page.wait_for_function("() => giiGraph.state().selected === 'cluster/kunming'")


def test_in_an_article_the_wheel_scrolls_the_article(network: Network, tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "page.html").write_text(render(network, "Clusters", embed=True), encoding="utf-8")
    watched = visit(tmp_path / "page.html")
    scale = watched.ask("() => giiGraph.network.getScale()")
    assert not watched.page.locator("#search").is_visible()
    watched.page.locator("#picture").hover()
    watched.page.mouse.wheel(0, 400)
    assert watched.page.locator("#embed-note").inner_text() == "Hold Ctrl while you scroll to zoom"
    assert watched.ask("() => giiGraph.network.getScale()") == scale
    watched.page.keyboard.down("Control")
    watched.page.mouse.wheel(0, -400)
    watched.page.wait_for_function("before => giiGraph.network.getScale() !== before", arg=scale)
    assert visit(tmp_path / "page.html", "#embed=no").page.locator("#search").is_visible()


@pytest.mark.parametrize("size", [(360, 225), (360, 640)])
def test_a_small_window_keeps_one_row_above_the_picture(page_file: Path, visit: Opener, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    watched = visit(page_file, viewport=viewport)
    bar = watched.page.locator(".top").bounding_box()
    assert bar is not None
    assert bar["height"] <= 52
    assert watched.ask("() => document.documentElement.scrollWidth") <= 360
    facts = visit(page_file, "#selected=cluster/beijing", viewport=viewport).page.locator("#facts").bounding_box()
    assert facts is not None
    assert facts["height"] >= 160


# The table, and what can be taken along


# What the page hands over to be saved, and its bytes as text.
KEEP = """() => {
    const make = URL.createObjectURL;
    document.getElementById("announce").textContent = "";
    URL.createObjectURL = blob => { window.kept = blob; return make.call(URL, blob); };
}"""
KEPT = """async () => [...new Uint8Array(await kept.arrayBuffer())]"""


def saved(watched: Watched, kind: str) -> bytes:
    watched.page.locator("#export-menu > summary").click()
    if watched.is_firefox:  # of which Playwright hears of no download
        watched.ask(KEEP)
        watched.page.locator(f"[data-export={kind}]").click()
        watched.page.wait_for_function("() => document.getElementById('announce').textContent.startsWith('Saved')")
        return bytes(watched.ask(KEPT))
    with watched.page.expect_download() as download:
        watched.page.locator(f"[data-export={kind}]").click()
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("table", "head", "count", "row"),
    [
        ("partners", "Cluster,Tie,Names as partner,Edition,Rank,Source", 30, ["Beijing", "Patent tie", "San Jose–San Francisco", "2024", "1", "beijing.txt, line 44"]),  # noqa: E501
        (
            "organizations",
            'Organization or person,Tie,Cluster,Edition,Rank,Count,Unit,"Share, %",As printed,Source',
            30,
            ["BOE TECHNOLOGY", "Filing", "Beijing", "2024", "1", "9607", "PCT applications", "23", "BOE TECHNOLOGY", "beijing.txt, line 21"],  # noqa: E501
        ),
    ],
)  # fmt: skip
def test_table_and_csv_hold_the_same_mentions(
    page_file: Path, visit: Opener, table: str, head: str, count: int, row: list[str]
) -> None:
    watched = visit(page_file, f"#view=table&table={table}")
    rows = watched.page.locator("#table-view tbody tr")
    assert rows.count() == count
    shown = [
        row.split("\t")
        for row in rows.evaluate_all("all => all.map(r => [...r.cells].map(c => c.textContent).join('\\t'))")
    ]
    text = saved(watched, "csv").decode("utf-8")
    assert text.startswith(f"\ufeff{head}\r\n")
    cells = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
    assert [[cell.replace(",", "") for cell in row] for row in shown] == [
        [cell.replace(",", "") for cell in row] for row in cells
    ]
    assert row in cells


def test_every_cluster_is_a_row_with_its_figures(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#view=table&sort=rank")
    rows = list(csv.DictReader(io.StringIO(saved(watched, "csv").decode("utf-8-sig"))))
    assert [row["Cluster"] for row in rows][:6] == ["Beijing", "Changsha", "Chongqing", "Dalian", "Kunming", "Chengdu"]
    assert rows[0] == rows[0] | {
        "Economy": "China",
        "Edition": "2024",
        "Rank by size": "3",
        "Rank by intensity": "11",
        "PCT applications in collaboration, %": "17",
        "Source": "beijing.txt, line 12",
    }
    assert rows[5]["Rank by size"] == ""


def test_every_mention_of_every_edition_is_a_row(two_editions: tuple[Network, Path], visit: Opener) -> None:
    network, page = two_editions
    mentions = {True: 0, False: 0}
    for edge in network.edges:
        mentions[edge.kind.endswith("-tie")] += len(edge.mentions)
    for table, count in (("partners", mentions[True]), ("organizations", mentions[False])):
        watched = visit(page, f"#view=table&table={table}&partners=0")
        rows = list(csv.reader(io.StringIO(saved(watched, "csv").decode("utf-8-sig"))))[1:]
        assert len(rows) == count
        assert {row[3] for row in rows} == {"2023", "2024"}


@pytest.mark.parametrize("column", ["count", "share", "rank"])
def test_the_table_sorts_both_ways(follow: Follower, column: str) -> None:
    watched = follow("#view=table&table=organizations")
    place = watched.ask(
        "name => [...document.querySelectorAll('[data-sort]')].findIndex(b => b.dataset.sort === name)", column
    )

    def values() -> Iterator[float]:
        cells = watched.page.locator(f"tbody td:nth-child({place + 1})").all_inner_texts()
        return (float(cell.replace(",", "")) for cell in cells if cell)

    button = watched.page.locator(f"[data-sort={column}]")
    button.click()
    up = list(values())
    button.click()
    down = list(values())
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)
    assert watched.page.locator(f"th:has([data-sort={column}])").get_attribute("aria-sort") == "descending"


def test_cells_that_look_like_formulas_are_text(tmp_path: Path, visit: Opener) -> None:
    world = World()
    names = ["=1+1", "+cmd", "-2", "@sum", "\tx", "＝1+1", "\u200b=1", "'s-Hertogenbosch", 'say "hi", you']
    for number, name in enumerate(names):
        world.cluster(f"c{number}", name)
        world.profile(f"c{number}", 2024, {"rank": number + 1})
        world.tie(f"c{number}", f"c{(number + 1) % len(names)}", "patents", 2024, 1)
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#view=table&table=partners")
    rows = list(csv.reader(io.StringIO(saved(watched, "csv").decode("utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == [guarded(name) for name in names]
    assert rows[0][0] == "'=1+1"


@pytest.mark.parametrize("where", ["", "#agents=all", "#view=map&theme=dark", "#selected=cluster/beijing"])
def test_svg_holds_every_visible_node_edge_and_label(page_file: Path, visit: Opener, where: str) -> None:
    watched = visit(page_file, where)
    root = ET.fromstring(saved(watched, "svg"))
    shown = watched.shown()
    assert {e.get("data-node") for e in root.iter() if e.get("data-node")} == set(shown["nodes"])
    drawn = watched.ask("() => giiGraph.scene().edges.filter(edge => !edge.quiet).map(edge => edge.key)")
    assert {e.get("data-edge") for e in root.iter() if e.get("data-edge")} == set(drawn) <= set(shown["edges"])
    texts = {group.get("data-label"): "".join(group[1].itertext()) for group in root.iter() if group.get("data-label")}
    visible = watched.ask("() => giiGraph.labels().map(({key, lines}) => [key, lines.join('')])")
    assert set(map(tuple, visible)) <= set(texts.items())
    assert root.find(f"{SVG}title").text == "Clusters & ties"  # type: ignore[union-attr]
    assert "Data: WIPO" in "".join(root.itertext())


INK = """async ([data, boxes]) => {
    const bytes = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const corner = [...context.getImageData(2, 2, 1, 1).data];
    const inked = ([x, y, w, h]) => {
        const {data} = context.getImageData(x, y, w, h);
        let dark = 0;
        for (let i = 0; i < data.length; i += 4) dark += data[i + 3] > 200 && data[i] + data[i + 1] + data[i + 2] < 400;
        return dark;
    };
    return {width: image.width, height: image.height, corner, inked: boxes.map(inked)};
}"""


@pytest.mark.parametrize(("kind", "corner"), [("png", [255, 255, 255, 255]), ("png-transparent", [0, 0, 0, 0])])
def test_png_is_large_and_labelled(page_file: Path, visit: Opener, kind: str, corner: list[int]) -> None:
    watched = visit(page_file, "#theme=dark")
    svg = ET.fromstring(saved(watched, "svg"))
    shift = next(g.get("transform") for g in svg.iter(f"{SVG}g") if (g.get("transform") or "").startswith("translate"))
    dx, dy = map(float, str(shift).removeprefix("translate(").rstrip(")").split())
    spans = [group[1][0] for group in svg.iter() if group.get("data-label")]
    boxes = [[2 * (float(s.get("x", 0)) + dx) - 60, 2 * (float(s.get("y", 0)) + dy) - 24, 120, 26] for s in spans]
    title = [120, 40, 700, 60]
    png = base64.b64encode(saved(watched, kind)).decode()
    seen = watched.ask(INK, [png, [[round(value) for value in box] for box in [title, *boxes]]])
    assert seen["width"] >= 3000
    assert seen["corner"] == corner
    assert len(boxes) == 13
    assert all(dark > 80 for dark in seen["inked"])


def test_print_shows_the_drawing_in_light_colours(page_file: Path, visit: Opener, is_firefox: bool) -> None:
    if is_firefox:
        pytest.skip("Firefox cannot be told here that it prints")
    watched = visit(page_file, "#theme=dark")
    watched.ask("() => dispatchEvent(new Event('beforeprint'))")
    watched.page.emulate_media(media="print")
    assert watched.page.locator("#print-picture > svg").is_visible()
    assert not watched.page.locator("#controls").is_visible()
    assert watched.page.locator("#print-picture [data-node]").count() == 13
    assert watched.complaints == []


def test_a_note_stands_apart_from_the_counts(network: Network, tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "page.html").write_text(render(network, "x", "Thinned."), encoding="utf-8")
    text = visit(tmp_path / "page.html").page.locator("#shown-counts").text_content()
    assert text is not None
    assert text.endswith(" come near. Thinned.")


def test_a_table_is_printed_whole(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(made_up(170, agents_each=0), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#view=table&theme=dark")
    rows = watched.page.locator("#table-view tbody tr")
    assert rows.count() < 170
    watched.ask("() => dispatchEvent(new Event('beforeprint'))")
    assert rows.count() == 170
    assert watched.page.locator("#print-picture").text_content() == watched.page.locator("#sources").text_content()
    ink = watched.ask("() => document.querySelector('#table-view .mark > *').getAttribute('stroke')")
    assert contrast(ink, "#ffffff") >= 3
    watched.ask("() => dispatchEvent(new Event('afterprint'))")
    assert rows.count() < 170


def test_a_selection_is_printed_with_its_facts_and_nothing_else(
    page_file: Path, visit: Opener, is_firefox: bool
) -> None:
    if is_firefox:
        pytest.skip("Firefox cannot be told here that it prints")
    watched = visit(page_file, "#selected=cluster/kunming&theme=dark")
    watched.ask("() => dispatchEvent(new Event('beforeprint'))")
    watched.page.emulate_media(media="print")
    keys = watched.page.locator("#print-picture [data-node]").evaluate_all("all => all.map(e => e.dataset.node)")
    assert "cluster/kunming" in keys
    assert "cluster/dalian" not in keys
    assert watched.page.locator("#facts h2").is_visible()
    assert not watched.page.locator("#path-to").is_visible()
    ink = watched.ask("() => getComputedStyle(document.querySelector('#facts h2')).color")
    assert ink == "rgb(28, 39, 51)"
    smallest = watched.ask(
        """() => {
            const svg = document.querySelector("#print-picture > svg");
            const sizes = [...svg.querySelectorAll("text")].map(text => Number(text.getAttribute("font-size")));
            return Math.min(...sizes) / svg.viewBox.baseVal.width;
        }"""
    )
    assert smallest * 273 / 25.4 * 72 > 7  # points, on the 273 mm that margins leave of A4


@pytest.mark.parametrize(
    ("where", "printed"),
    [
        ("#selected=cluster/kunming&theme=dark", ["Cluster with own figures", "Zhengzhou", "88th", "CHINA TOBACCO"]),
        ("#view=table&theme=dark", ["Clusters & ties", "Clusters: 13 rows", "15,893", "Data: WIPO"]),
        ("#view=charts&chart=rates", ["Patents against articles", "Kunming", "Data: WIPO"]),
        ("#view=compare&compare=cluster/beijing+cluster/kunming", ["98th", "kunming.txt, line 12"]),
    ],
    ids=["selection", "table", "chart", "card"],
)
def test_what_comes_out_of_the_printer(page_file: Path, visit: Opener, where: str, printed: list[str]) -> None:
    """Both browsers print as a person would have them print: with the page's own events and rules for paper."""
    watched = visit(page_file, where)
    # Playwright hands inches to Firefox, which takes them for centimetres.
    wide, high = ("29.7in", "21in") if watched.is_firefox else ("297mm", "210mm")
    pages = pypdfium2.PdfDocument(watched.page.pdf(width=wide, height=high))
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())
    for words in printed:
        assert words in text
    assert "Controls and legend" not in text
    assert len(pages) <= 3


# For everyone


@pytest.mark.parametrize(
    ("where", "options"),
    [
        ("", {}),
        ("#selected=cluster/beijing", {}),
        ("#view=table&selected=cluster/beijing+patent-tie+cluster/tokyo-yokohama", {}),
        ("#colour=community", {"color_scheme": "dark"}),
        ("#selected=cluster/beijing", {"color_scheme": "dark"}),
        ("", {"viewport": PHONE}),
        ("#selected=cluster/beijing", {"viewport": PHONE, "has_touch": True}),
        ("#view=table", {"viewport": PHONE, "color_scheme": "dark"}),
        ("#view=map", {}),
        ("#list=open&groups=economy", {}),
        ("#groups=community&open=1&colour=community", {"color_scheme": "dark"}),
        ("#selected=cluster/beijing&to=cluster/zhengzhou", {}),
        ("#embed=yes", {"viewport": {"width": 760, "height": 520}}),
        ("#selected=cluster/beijing", {"viewport": {"width": 360, "height": 225}}),
        ("#selected=organization/peking-university&view=map", {"forced_colors": "active"}),
        ("#view=table&table=organizations&sort=-share", {}),
        ("#rank=1&hide=partner,patent-tie,article-tie", {}),
    ],
)
def test_axe_finds_nothing(page_file: Path, visit: Opener, where: str, options: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(page_file, where, **options)
    for details in watched.page.locator("#filters, #controls").all():
        details.evaluate("element => { element.open = true }")
    found = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []


def test_everything_is_reached_by_tab(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#filters > summary").click()
    watched.page.locator("#export-menu > summary").click()
    wanted = watched.ask(
        """() => [...document.querySelectorAll("button, input, select, summary, a[href], [role=application]")]
            .filter(e => e.checkVisibility() && !e.disabled).map((e, i) => { e.dataset.stop = i; return String(i) })"""
    )
    watched.ask("() => document.activeElement.blur()")
    reached = set()
    for _ in range(len(wanted) + 12):
        watched.page.keyboard.press("Tab")
        reached.add(watched.ask("() => document.activeElement.dataset.stop"))
    assert set(wanted) <= reached


def test_arrows_walk_and_enter_selects(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file)
    watched.page.locator("[role=application]").focus()
    said = []
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp"):
        watched.page.keyboard.press(key)
        said.append(watched.page.locator("#announce").inner_text())
    assert all(said)
    assert len(set(said)) >= 2
    watched.page.keyboard.press("Enter")
    selected = watched.state()["selected"]
    assert selected.startswith("cluster/")
    watched.page.keyboard.press("Escape")
    assert watched.state()["selected"] is None


def test_the_panel_keeps_what_is_open_and_the_focus(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#selected=cluster/beijing")
    watched.page.locator("#facts .evidence").nth(3).locator("summary").click()
    for _ in range(3):
        watched.page.locator("#zoom-in").click()
    assert watched.page.locator("#facts .evidence[open]").count() == 1
    watched.page.locator("#sentences").click()
    opened = watched.page.locator("#facts .evidence[open]").count()
    assert opened == watched.page.locator("#facts .evidence").count() > 10
    name = watched.page.locator("#facts .name").last
    name.scroll_into_view_if_needed()
    name.press("Enter")
    assert watched.state()["selected"] != "cluster/beijing"
    panel = "() => [document.activeElement.id, document.getElementById('facts').scrollTop]"
    assert watched.ask(panel) == ["facts", 0]
    assert watched.page.locator("#facts .evidence[open]").count() > 1  # sentences stay open from one to the next
    watched.page.keyboard.press("Escape")
    assert watched.ask("() => document.activeElement.getAttribute('role')") == "application"


def test_the_table_keeps_the_focus(follow: Follower) -> None:
    watched = follow("#view=table&table=partners")
    watched.page.locator("tbody tr:nth-child(4) .name").nth(1).press("Enter")
    selected = watched.state()["selected"]
    assert selected == "cluster/changsha patent-tie cluster/beijing"
    assert watched.ask("() => document.activeElement.dataset.cell") == f"{selected} 2024 tie"


def test_targets_are_large_enough(page_file: Path, visit: Opener) -> None:
    for viewport in ({"width": 1440, "height": 900}, PHONE):
        watched = visit(page_file, "#selected=cluster/beijing", viewport=viewport)
        watched.page.locator("#controls, #filters").evaluate_all("all => all.forEach(e => { e.open = true })")
        small = watched.ask(
            """() => [...document.querySelectorAll("button, select, input, summary, a[href], label.check")]
                .filter(e => e.checkVisibility() && e.type !== "checkbox")
                .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
                .filter(([, box]) => box.width < 24 || box.height < 24).map(([html]) => html)"""
        )
        assert small == []


def test_a_phone_shows_it_all_without_scrolling_sideways(page_file: Path, visit: Opener) -> None:
    for where in ("", "#selected=cluster/beijing", "#view=map"):
        watched = visit(page_file, where, viewport=PHONE, has_touch=True)
        assert watched.ask("() => document.documentElement.scrollWidth") <= 390
        assert watched.complaints == []


def test_a_tap_selects_on_a_phone(page_file: Path, visit: Opener, is_firefox: bool) -> None:
    if is_firefox:
        pytest.skip("no tap reaches Firefox from here")
    watched = visit(page_file, viewport=PHONE, has_touch=True)
    spot = watched.ask("() => giiGraph.network.canvasToDOM(giiGraph.network.getPosition('cluster/beijing'))")
    watched.page.locator("#picture").tap(position=spot)
    watched.page.wait_for_function("() => giiGraph.state().selected === 'cluster/beijing'")
    assert watched.page.locator("#facts h2").inner_text() == "Beijing"
