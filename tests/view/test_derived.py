"""Computed values in the picture: to size and colour by, in the panel, and told apart from what a source states."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view.payload import node_key
from tests.conftest import run
from tests.view.conftest import Opener, written
from tests.view.worlds import World, literal

DERIVED = "Derived, not stated by a source"


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory, committed_graph: Path) -> tuple[Network, Path]:
    """The five profiles with all measures and all that their figures imply, and the page of them."""
    folder = tmp_path_factory.mktemp("computed")
    measures, implied = folder / "measures.ttl", folder / "derived.ttl"
    assert run("analyse", committed_graph, "--of", "all", "--ttl", measures, "--quiet").returncode == 0
    assert run("validate", committed_graph, "--derived", implied, "--quiet").returncode == 0
    network = read_network([committed_graph, measures, implied])
    return network, written(network, folder)


def page_ranks(network: Network) -> dict[str, float]:
    return {
        node_key(iri): one.value
        for iri, node in network.nodes.items()
        for one in node.measurements
        if one.measure.endswith("/page-rank")
    }


@pytest.mark.browser
def test_measures_size_and_colour_the_clusters(computed: tuple[Network, Path], visit: Opener) -> None:
    network, page = computed
    watched = visit(page)
    for choice in ("size", "colour"):
        group = watched.page.locator(f"#{choice} optgroup")
        assert group.get_attribute("label") == DERIVED
        assert {"Page rank", "Betweenness", "PCT applications in all (middle)"} <= set(
            group.locator("option").all_inner_texts()
        )
    watched.page.locator("#size").select_option("measure-page-rank")
    watched.page.locator("#colour").select_option("impliedPatents")
    watched.settle()
    radii = watched.ask("() => Object.fromEntries([...giiGraph.scene().nodes.values()].map(n => [n.key, n.radius]))")
    ranks = page_ranks(network)
    assert sorted(ranks, key=lambda key: (radii[key], key)) == sorted(
        ranks, key=lambda key: (radii[key], ranks[key], key)
    )
    assert max(radii, key=radii.__getitem__) == max(ranks, key=ranks.__getitem__)
    legend = watched.page.locator("#legend").inner_text()
    assert "Size: Page rank, derived" in legend
    assert "Colour: PCT applications in all (middle), derived" in legend
    again = visit(page, watched.ask("() => location.hash"))
    assert (again.state()["size"], again.state()["colour"]) == ("measure-page-rank", "impliedPatents")


@pytest.mark.browser
def test_the_panel_marks_what_is_derived(computed: tuple[Network, Path], visit: Opener) -> None:
    network, page = computed
    watched = visit(page, "#selected=cluster/beijing")
    for summary in watched.page.locator("#facts summary").all():
        if summary.is_visible():
            summary.click()
    text = watched.page.locator("#facts").inner_text()
    assert "Implied by these figures derived\nPCT applications in all\n40,881 to 42,697" in text
    assert "each row's count is its printed share of the total" in text
    assert "1 · BOE TECHNOLOGY · 9,607 · 23%" in text
    assert re.search(r"Measures of its place in the network\s*derived\s*articles and patents, 2024", text)
    shown = watched.ask(
        "value => new Intl.NumberFormat('en', {maximumSignificantDigits: 3}).format(value)",
        page_ranks(network)["cluster/beijing"],
    )
    assert f"Page rank\n{shown}\n" in text
    assert "Cannot say: whom the clusters without a profile work with" in text
    assert watched.complaints == []


@pytest.mark.browser
def test_measures_of_the_network_and_of_agents(computed: tuple[Network, Path], visit: Opener) -> None:
    _, page = computed
    watched = visit(page, "#selected=organization/china-tobacco")
    assert "Clusters bridged\n2\n" in watched.page.locator("#facts").inner_text()
    other = visit(page, "#selected=organization/university-of-chinese-academy-of-sciences")
    assert "Listed count\n20,843\n" in other.page.locator("#facts").inner_text()
    watched.page.locator("#analyses > summary").click()
    text = watched.page.locator("#analyses").inner_text()
    assert "Clusters with profile\n5\n" in text
    assert "A profile names only its top three partners" in text


@pytest.mark.browser
def test_without_computed_values_nothing_is_offered(page_file: Path, visit: Opener) -> None:
    watched = visit(page_file, "#size=measure-page-rank")
    assert watched.page.locator("optgroup").count() == 0
    assert not watched.page.locator("#analyses").is_visible()
    assert watched.state()["size"] == "patentsPerMillion"


@pytest.mark.browser
def test_hostile_measures_are_text(tmp_path: Path, visit: Opener) -> None:
    harm = "</script><img src=x onerror=window.harmed=1>"
    world = World()
    world.cluster("a", "A")
    world.profile("a", 2024, {"rank": 1})
    world.add("measure/__proto__", "Measure", f"rdfs:label {literal(harm)} ; skos:definition {literal(harm)}")
    world.add("measure/kind", "Measure", f"rdfs:label {literal(harm)}")
    for name in ("__proto__", "kind", "unknown"):
        path = f"measurement/2024/{name}"
        world.add(path, "Measurement", f"gii:measure <measure/{name}> ; gii:measureOf <cluster/a> ; gii:value 2.5")
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    watched = visit(written(read_network([tmp_path / "world.ttl"]), tmp_path), "#selected=cluster/a")
    assert harm in watched.page.locator("#facts").inner_text()
    options = watched.page.locator("#size optgroup option")
    for value in options.evaluate_all("all => all.map(o => o.value)"):
        watched.page.locator("#size").select_option(value)
    assert options.count() == 3
    assert watched.ask("() => window.harmed") is None
    assert watched.complaints == []


@pytest.mark.parametrize("kind", ["clusters", "editions"])
def test_a_part_keeps_the_values_that_belong_to_it(tmp_path: Path, kind: str) -> None:
    world = World()
    for edition in (2023, 2024):
        world.profile("a", edition, {"rank": 1})
        world.add(
            f"measurement/{edition}",
            "Measurement",
            f"gii:measure <measure/m> ; gii:measureOf <cluster/a> ; gii:value {edition} ; gii:edition {edition}",
        )
    world.cluster("a", "A")
    world.add("measure/m", "Measure", 'rdfs:label "m"')
    (tmp_path / "world.ttl").write_text(world.turtle(), encoding="utf-8")
    named = ["--only", "cluster=A"] if kind == "clusters" else ["--edition", "2023"]
    page = run("view", tmp_path / "world.ttl", "-o", "-", *named).stdout
    expected = [[0, 2023], [1, 2024]] if kind == "clusters" else [[0, 2023]]
    assert f'"measured":{expected}'.replace(" ", "") in page


@pytest.mark.browser
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_nothing_in_computed_values(
    computed: tuple[Network, Path], visit: Opener, colours: Literal["light", "dark"]
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(computed[1], "#selected=cluster/beijing&size=measure-page-rank", color_scheme=colours)
    watched.page.locator("details").evaluate_all("all => all.forEach(e => { e.open = e.className !== 'menu' })")
    found = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
