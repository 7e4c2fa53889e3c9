"""Every page is valid, leads to what is there, loads nothing from elsewhere, and shows hostile names as they are."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import ROOT, THOROUGH
from tests.site.conftest import BASE_URL, site_of, written

STEP = 1 if THOROUGH else 25  # of the many pages of the hundred profiles
HOSTILE = "</script><script>alert(1)</script><!-- \"'><img src=x onerror=alert(2)> & \u202e &amp; {{ 7*7 }} \u2028"


def pages(folder: Path) -> list[Path]:
    """All pages but the picture, which has tests of its own."""
    return [path for path in sorted(folder.rglob("*.html")) if path.name != "picture.html"]


@pytest.fixture(scope="session")
def hostile_folder(committed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in whose graph every name, quote and file name is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    literal = '"' + HOSTILE.replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = committed_graph.read_text("utf-8")
    for name in ("rdfs:label", "skos:altLabel", "gii:quote", "gii:asNamed", "gii:fileName", "gii:kindDecidedBy"):
        text = re.sub(rf'({name}) "(?:[^"\\]|\\.)*"', lambda stated: f"{stated[1]} {literal}", text)
    text += (
        "\n<organization/yunnan-university> skos:exactMatch <javascript:alert(3)>, <https://ror.org/%22onclick=x> ."
        f"\n<cluster/kunming> <https://example.org/p> {literal}, <data:text/html,x> ."
    )
    (folder / "hostile.ttl").write_text(text, "utf-8")
    return written(site_of(folder / "hostile.ttl"), folder / "site")


def test_every_page_is_parsed_without_an_error(
    hundred_folder: Path, hostile_folder: Path, editions_folder: Path
) -> None:
    html5lib = pytest.importorskip("html5lib")
    wrong: dict[Path, object] = {}
    for path in (*pages(editions_folder), *pages(hostile_folder), *pages(hundred_folder)[::STEP]):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(path.read_text("utf-8"))
        if parser.errors:
            wrong[path] = parser.errors
    assert not wrong


def test_every_page_is_valid_html(hundred_folder: Path, hostile_folder: Path, editions_folder: Path) -> None:
    """By html-validate, which knows what an element may hold, what must be unique, and much of WCAG."""
    require_valid([*pages(hundred_folder)[::STEP], *pages(hostile_folder), *pages(editions_folder)])


def test_the_picture_is_valid_html(editions_folder: Path) -> None:
    """Its filters are a form without a button to send it: what is chosen acts at once."""
    require_valid([editions_folder / "picture.html"], "--rule", "wcag/h32:off")


def require_valid(checked: list[Path], *options: str) -> None:
    npx = shutil.which("npx")
    program = ROOT / "node_modules" / ".bin" / "html-validate"
    if npx is None or not program.exists():
        pytest.skip("html-validate is not installed (npm install)")
    config = ROOT / "tests" / "site" / "htmlvalidate.json"
    words = [str(program), "--config", str(config), *options, *map(str, checked)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stdout[-4000:]


@pytest.mark.parametrize("which", ["hundred_folder", "hostile_folder", "editions_folder"])
def test_no_link_is_dead(which: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(which)
    anchors: defaultdict[Path, set[str]] = defaultdict(set)
    links: dict[tuple[Path, str], Path] = {}
    for path in pages(folder):
        tree = LexborHTMLParser(path.read_text("utf-8"))
        anchors[path.resolve()] = {node.attributes["id"] or "" for node in tree.css("[id]")}
        for node in tree.css("a[href], link[href], script[src], form[action]"):
            address = node.attributes.get("href") or node.attributes.get("src") or node.attributes.get("action") or ""
            parts = urlsplit(address)
            assert parts.scheme in ("", "http", "https"), address
            if not parts.scheme:
                target = path.parent / unquote(parts.path) if parts.path else path
                links[target.resolve(), parts.fragment] = path
            elif node.tag != "a":
                assert node.attributes.get("rel") in ("canonical", "describes"), address
    assert len(links) > 100
    for (target, fragment), path in links.items():
        assert target.is_file(), (path, target)
        if fragment:
            assert fragment in anchors[target], (path, target, fragment)


def test_hostile_names_are_shown_as_they_are(hostile_folder: Path) -> None:
    seen = 0
    for path in pages(hostile_folder):
        text = path.read_text("utf-8")
        tree = LexborHTMLParser(text)
        scripts = [node for node in tree.css("script") if node.attributes.get("type") != "application/ld+json"]
        assert all(node.attributes.get("src", "").endswith((".js",)) and not node.text() for node in scripts), path
        assert not tree.css("img, iframe, object, embed, style, [onerror], [onclick], [style]")
        seen += "alert(1)" in (tree.body.text() if tree.body else "")
    assert seen > 30
    kunming = LexborHTMLParser((hostile_folder / "cluster" / "kunming.html").read_text("utf-8"))
    heading = kunming.css_first("h1")
    assert heading is not None
    assert HOSTILE.split(maxsplit=1)[0] in heading.text()
    names = (hostile_folder / "assets" / "names.js").read_text("utf-8")
    assert names.count("\n];\n") == 1


def test_pages_are_told_where_they_are(editions_folder: Path) -> None:
    page = LexborHTMLParser((editions_folder / "cluster" / "kunming.html").read_text("utf-8"))
    canonical, described = page.css_first("link[rel=canonical]"), page.css_first("link[rel=describes]")
    assert canonical is not None
    assert described is not None
    assert canonical.attributes["href"] == f"{BASE_URL}cluster/kunming.html"
    assert described.attributes["href"] == "https://w3id.org/gii-graph/id/cluster/kunming"
    kinds = {node.attributes["type"]: node.attributes["href"] for node in page.css("link[rel=alternate]")}
    assert kinds == {"text/turtle": "../cluster/kunming.ttl", "application/ld+json": "../cluster/kunming.jsonld"}
    listed = re.findall("<loc>(.*?)</loc>", (editions_folder / "sitemap.xml").read_text("utf-8"))
    assert f"{BASE_URL}cluster/kunming.html" in listed
    assert len(listed) == len(set(listed)) == len(pages(editions_folder)) - 3
    assert f"Sitemap: {BASE_URL}sitemap.xml" in (editions_folder / "robots.txt").read_text("utf-8")


def test_a_source_says_how_it_is_cited(editions_folder: Path) -> None:
    page = LexborHTMLParser((editions_folder / "source" / "kunming.txt-99e44929.html").read_text("utf-8"))
    stated = {node.attributes["name"]: node.attributes["content"] for node in page.css("meta[name^=citation]")}
    assert stated == {
        "citation_title": "Kunming",
        "citation_author": "World Intellectual Property Organization",
        "citation_publication_date": "2024",
    }


def test_colours_are_those_of_the_picture() -> None:
    """Both say them in a file of their own, since the picture's dark one is chosen in the page."""
    assets = ROOT / "gii_graph"
    site, picture = (
        re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", (assets / room / "assets" / "style.css").read_text("utf-8"))
        for room in ("site", "view")
    )
    drawn = (assets / "view" / "assets" / "style.js").read_text("utf-8")
    for name, colour in dict.fromkeys(site):
        assert (name, colour) in picture or (name not in dict(picture) and f'"{colour}"' in drawn), (name, colour)
