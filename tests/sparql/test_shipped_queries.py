"""The shipped queries stand on their own: whoever copies one into another tool need add nothing."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from gii_graph.resources import queries_folder


@pytest.mark.parametrize("path", sorted(Path(queries_folder()).glob("*.rq")), ids=lambda path: path.stem)
def test_a_query_declares_its_prefixes(path: Path) -> None:
    pyoxigraph.Store().query(path.read_text(encoding="utf-8"))
