"""The page keeps to itself: no requests, no errors, nothing that a graph states can run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view import default_title, render
from tests.conftest import ROOT, run
from tests.view.conftest import Opener, written
from tests.view.worlds import BASE, PREFIXES, World, literal, made_up

HOSTILE = [
    "<script>window.harmed=1</script>",
    "</script><script>window.harmed=1</script>",
    "<img src=x onerror=window.harmed=1>",
    "<!--<script>",
    "\"'><svg onload=window.harmed=1>",
    "{{ 7*7 }} {% raw %} ${7*7}",
    "]]> &lt;b&gt; \u2028\u2029",
    '=HYPERLINK("http://evil.example")',
    "javascript:window.harmed=1",
    "__proto__",
]


def hostile_world() -> str:
    world = World()
    world.add("economy/e", "Economy", f"rdfs:label {literal(HOSTILE[2])}")
    for number, text in enumerate(HOSTILE):
        world.cluster(
            f"c{number}",
            text,
            f"skos:altLabel {literal(text)}",
            "gii:inEconomy <economy/e>",
            "skos:exactMatch <javascript:window.harmed=1>, <https://ror.org.evil.example/02v51f717>",
            "skos:closeMatch <https://www.wikidata.org/wiki/Q1#%3Cscript%3E>",
        )
        world.profile(f"c{number}", 2024, {"rank": number + 1, "patentsPerMillion": 5}, text)
        world.add(f"organization/o{number}", "Organization", f"rdfs:label {literal(text)}")
        world.row(f"organization/o{number}", f"c{number}", "patents", 2024, 1, 5, 2.5, named=text)
        world.tie(f"c{number}", f"c{(number + 1) % len(HOSTILE)}", "articles", 2024, 1, text)
    world.add("source/c0.txt", "SourceDocument", f"gii:fileName {literal(HOSTILE[0])}")
    return world.turtle()


def world_file(folder: Path, turtle: str) -> Path:
    path = folder / "world.ttl"
    path.write_text(turtle, encoding="utf-8")
    return path


def test_no_external_reference(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    markup = re.sub(r"(<script[^>]*>).*?(</script>)", r"\1\2", text, flags=re.DOTALL)
    assert not re.search(r"\b(?:src|href|action|srcset|data)\s*=|url\(|@import", markup)
    assert "sourceMappingURL" not in text
    assert markup.startswith('<!doctype html>\n<html lang="en">')


def test_size_of_the_five_profiles(page_file: Path) -> None:
    assert page_file.stat().st_size <= 760_000  # without the answers to questions, which the command adds


def test_size_at_700_nodes(tmp_path: Path) -> None:
    network = read_network([world_file(tmp_path, made_up(100))])
    assert len(network.nodes) == 700
    assert len(render(network, "700").encode()) <= 1_200_000


def test_title_is_text(network: Network) -> None:
    page = render(network, "<b>Clusters & ties</b>")
    assert "<title>&lt;b&gt;Clusters &amp; ties&lt;/b&gt;</title>" in page


def test_data_blocks_hold_no_markup(tmp_path: Path) -> None:
    page = render(read_network([world_file(tmp_path, hostile_world())]), HOSTILE[1])
    blocks = re.findall(r'<script type="application/json" id="([a-z-]+)">(.*?)</script>', page, re.DOTALL)
    assert [name for name, _ in blocks] == ["network-data", "network-options", "facts-data", "land-data"]
    for _, text in blocks:
        assert not set(text) & set("<>&\u2028\u2029")
        json.loads(text)


@pytest.mark.parametrize("title", [None, "東京"])
def test_same_bytes_whatever_the_hash_seed_and_locale(tmp_path: Path, title: str | None, committed_graph: Path) -> None:
    pages = []
    for seed, locale in (("1", "C.UTF-8"), ("2", "C")):
        output = tmp_path / f"{seed}.html"
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252"}
        named = ["--title", title] if title else []
        done = run("view", committed_graph, "-o", output, *named, env=environment)
        assert done.returncode == 0, done.stderr
        pages.append(output.read_bytes())
    assert pages[0] == pages[1]
    assert (title or "Global Innovation Index 2024: clusters") in pages[0].decode("utf-8")


def test_only_the_output_file_is_made(tmp_path: Path, committed_graph: Path) -> None:
    done = run("view", committed_graph, "-o", "page.html", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(r"page\.html: \d+ nodes, 60 ties\.\n", done.stderr)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_importing_the_command_line_loads_nothing_heavy() -> None:
    script = (
        "import sys, gii_graph.cli.view_command; "
        "print(*sorted({'pyvis', 'networkx', 'jinja2', 'rdflib'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == ""


def test_titles_name_the_editions(network: Network, tmp_path: Path) -> None:
    assert default_title(network) == "Global Innovation Index 2024: clusters"
    two = read_network([world_file(tmp_path, made_up(3, editions=(2023, 2024)))])
    assert default_title(two) == "Global Innovation Index 2023–2024: clusters"
    assert default_title(Network({}, ())) == "Global Innovation Index: clusters"


@pytest.mark.browser
def test_the_page_asks_for_nothing_and_complains_of_nothing(page_file: Path, visit: Opener) -> None:
    for place in ("", "#selected=cluster/beijing", "#view=map&agents=all", "#view=table", "#theme=dark&colour=economy"):
        watched = visit(page_file, place)
        assert set(watched.requests) <= {page_file.as_uri()}  # Firefox does not count a file as a request
        assert watched.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("clusters", [0, 1, 6, 285])
def test_any_size_opens(tmp_path: Path, visit: Opener, clusters: int) -> None:
    network = read_network([world_file(tmp_path, made_up(clusters))])
    watched = visit(written(network, tmp_path), "#agents=all&ties=all&groups=none")
    shown = watched.shown()
    assert (len(shown["nodes"]), len(shown["edges"])) == (len(network.nodes), len(network.edges))
    assert watched.complaints == []
    assert watched.page.locator("#empty").is_visible() == (clusters == 0)


@pytest.mark.browser
def test_nothing_that_a_graph_states_runs(tmp_path: Path, visit: Opener) -> None:
    page = written(read_network([world_file(tmp_path, hostile_world())]), tmp_path, HOSTILE[1])
    watched = visit(page, "#agents=all")
    for key in [f"cluster/c{i}" for i in range(len(HOSTILE))]:
        watched.ask("key => { location.hash = `agents=all&selected=${key}` }", key)
        watched.page.wait_for_function("key => giiGraph.state().selected === key", arg=key)
        assert watched.ask("() => window.harmed") is None
        assert watched.complaints == []
        assert watched.page.locator("#facts h2").inner_text().split() == HOSTILE[int(key[9:])].split()
        assert watched.page.locator("#facts script, #facts img, #facts svg[onload]").count() == 0
        assert watched.page.locator("#facts a").count() == 0
    watched.page.locator("[data-view=table]").click()
    assert watched.ask("() => window.harmed") is None
    assert watched.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(
    "hash_",
    [
        "#selected=<script>window.harmed=1</script>&view=javascript:1&size=__proto__&colour=constructor",
        "#camera=1,2,NaN&rank=-1&share=1e9&sort=%00&hide=cluster,nonsense&edition=20x4&theme=pink",
        "#%E0%A4%A&=&&view&__proto__=1&constructor=2",
        "#" + "x" * 5000,
    ],
)
def test_a_hostile_address_is_ignored(page_file: Path, visit: Opener, hash_: str) -> None:
    watched = visit(page_file, hash_)
    usual = visit(page_file)
    assert watched.complaints == []
    assert watched.state() | {"camera": None} == usual.state() | {"camera": None}
    assert watched.ask("() => window.harmed") is None


@pytest.mark.browser
def test_the_policy_blocks_what_is_slipped_in(page_file: Path, tmp_path: Path, visit: Opener, is_firefox: bool) -> None:
    text = page_file.read_text(encoding="utf-8")
    slipped = '<script>window.harmed=1</script><img src=x onerror="window.harmed=2"><style>body{color:red}</style>'
    copy = tmp_path / "copy.html"
    copy.write_text(text.replace('<div id="app"', slipped + '<div id="app"'), encoding="utf-8")
    watched = visit(copy)
    assert watched.ask("() => window.harmed") is None
    assert watched.ask("() => getComputedStyle(document.body).color") != "rgb(255, 0, 0)"
    if not is_firefox:  # Firefox tells nobody but its own console
        assert len([line for line in watched.complaints if "Content Security Policy" in line]) >= 3


@pytest.mark.browser
def test_links_lead_to_the_registers_alone(tmp_path: Path, visit: Opener, committed_graph: Path) -> None:
    links = tmp_path / "links.ttl"
    links.write_text(
        PREFIXES
        + f"""<organization/tsinghua-university> skos:exactMatch <https://ror.org/03cve4549>,
            <http://www.wikidata.org/entity/Q16955>, <https://example.org/evil> .
        <cluster/beijing> gii:anchorCity <https://sws.geonames.org/1816670/> .
        <https://sws.geonames.org/1816670/> geo:lat 10.0 ; geo:long 20.0 .
        <{BASE}cluster/beijing> skos:closeMatch <http://www.wikidata.org/entity/Q956> .""",
        encoding="utf-8",
    )
    network = read_network([committed_graph, links])
    beijing = network.nodes[BASE + "cluster/beijing"].place
    assert beijing is not None
    assert (beijing.latitude, beijing.longitude) == (10.0, 20.0)
    page = written(network, tmp_path)
    anchors = visit(page, "#selected=organization/tsinghua-university").page.locator("#facts a")
    assert anchors.evaluate_all("all => all.map(a => [a.href, a.textContent])") == [
        ["https://www.wikidata.org/wiki/Q16955", "Wikidata Q16955"],
        ["https://ror.org/03cve4549", "ROR 03cve4549"],
    ]
    of_cluster = visit(page, "#selected=cluster/beijing").page.locator("#facts a")
    assert of_cluster.evaluate_all("all => all.map(a => a.href)") == [
        "https://www.geonames.org/1816670",
        "https://www.wikidata.org/wiki/Q956",
    ]


@pytest.mark.browser
def test_without_javascript_a_plain_message(page_file: Path, visit: Opener, is_firefox: bool) -> None:
    if is_firefox:
        pytest.skip("Firefox cannot be told here to run no scripts")
    watched = visit(page_file, java_script_enabled=False)
    assert "needs JavaScript" in watched.page.locator("body").inner_text()
    assert not watched.page.locator("#app").is_visible()
