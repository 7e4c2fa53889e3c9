"""XML that stops in the middle is not taken for XML that ends there."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from gii_graph.whole_xml import WholeXml
from tests.conftest import called


@pytest.mark.parametrize("size", [1, 3, 1000, -1])
@pytest.mark.parametrize("text", ["<a><b/></a>", "<?xml version='1.0'?><a>\u00e4</a>\n"])
def test_what_is_whole_comes_as_it_is(text: str, size: int) -> None:
    stream = WholeXml(io.BytesIO(text.encode()))
    assert b"".join(iter(lambda: stream.read(size), b"")) == text.encode()


@pytest.mark.parametrize("size", [1, 1000, -1])
@pytest.mark.parametrize("text", ["", "<a>", "<a><b/></a", "<a></b>", "<a/><b/>", "<a>\x01</a>", "<a>&b;</a>"])
def test_what_is_not_whole_is_refused(text: str, size: int) -> None:
    stream = WholeXml(io.BytesIO(text.encode()))
    with pytest.raises(SyntaxError, match="line 1, column"):
        b"".join(iter(lambda: stream.read(size), b""))


@pytest.mark.parametrize("call", [["query", "-q", "SELECT * {?s ?p ?o}"], ["export", "-f", "ntriples", "-o", "OUT"]])
def test_an_rdf_file_that_stops_between_two_nodes_is_refused(call: list[str], tmp_path: Path) -> None:
    file = tmp_path / "half.rdf"
    file.write_text(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
        '<rdf:Description rdf:about="http://a/1"><a:p>x</a:p></rdf:Description>',
        "utf-8",
    )
    code, out, error = called(*(word.replace("OUT", str(tmp_path / "out")) for word in call), file)
    assert (code, out) == (3, "")
    assert f"{file}: is not valid RDF/XML (no element found: line 1" in error
    file.write_text(file.read_text("utf-8") + "</rdf:RDF>", "utf-8")
    assert called(*(word.replace("OUT", str(tmp_path / "out")) for word in call), file)[0] == 0
