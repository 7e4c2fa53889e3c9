"""Pictures from the command line: the page's own drawing, at the size that was asked for, titled with what it shows."""

from __future__ import annotations

import shutil
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pypdfium2
import pytest

from gii_graph.view.chromium import chromium
from tests.conftest import run

SVG = "{http://www.w3.org/2000/svg}"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), reason="no Chromium here"
    ),
]


def drawn(graph: Path, target: Path, *options: str) -> bytes:
    done = run("view", graph, "-o", target, *options)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"{target}: 38 nodes, 60 ties.\n")
    return target.read_bytes()


def texts(svg: bytes) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def test_png_has_the_size_that_was_asked_for(committed_graph: Path, tmp_path: Path) -> None:
    content = drawn(committed_graph, tmp_path / "slide.png", "--size", "1280x720")
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (1280, 720)
    assert len(content) > 30_000, "a blank picture is smaller"


def test_svg_is_titled_with_what_it_shows(committed_graph: Path, tmp_path: Path) -> None:
    content = drawn(committed_graph, tmp_path / "slide.svg", "--select", "kunming")
    root = ET.fromstring(content)
    assert (root.get("width"), root.get("height")) == ("1920", "1080")
    said = texts(content)
    assert "Global Innovation Index 2024: Kunming and its ties" in said
    assert "6 of 13 clusters, 5 organizations and persons, 12 ties" in said
    assert any(text.startswith("Data: WIPO, Global Innovation Index") for text in said)
    assert "Dalian" not in said, "what has no tie with the selected one is not in a picture of it"
    nodes = {node.get("data-node") for node in root.iter() if node.get("data-node")}
    assert len(nodes) == 11
    assert drawn(committed_graph, tmp_path / "again.svg", "--select", "kunming") == content


def test_the_map_is_within_its_frame(committed_graph: Path, tmp_path: Path) -> None:
    content = drawn(committed_graph, tmp_path / "map.svg", "--map", "--select", "Beijing")
    said = texts(content)
    assert "Global Innovation Index 2024: Beijing and its ties on the map" in said
    assert {"Los Angeles", "San Jose–San Francisco"} <= set(said)


def test_pdf_has_one_page_of_that_size(committed_graph: Path, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument(drawn(committed_graph, tmp_path / "slide.pdf"))
    assert len(document) == 1
    page = document[0]
    assert page.get_size() == pytest.approx((1440, 810), abs=1)
    assert "Global Innovation Index 2024: clusters" in page.get_textpage().get_text_range()
    document.close()


def test_the_browser_is_found() -> None:
    assert Path(chromium("x.png")).exists()
