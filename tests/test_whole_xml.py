"""XML that stops in the middle is not taken for XML that ends there."""

from __future__ import annotations

import io

import pytest

from gii_graph.whole_xml import WholeXml


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
