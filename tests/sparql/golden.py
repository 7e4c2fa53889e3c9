"""The answers of the shipped queries over the committed graph, as `tests/golden` keeps them.

python -m tests.sparql.golden     # writes them anew (`make golden` does); to be read line by line before they are kept
"""

from __future__ import annotations

import io
from pathlib import Path

from pyoxigraph import Store

from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import read_header
from gii_graph.sparql.parameters import bind
from gii_graph.sparql.result_formats import write_solutions
from gii_graph.sparql.shipped import shipped_names, shipped_text

ROOT = Path(__file__).resolve().parent.parent.parent
GOLDEN = ROOT / "tests" / "golden"


def bindings(store: Store, text: str) -> dict[str, list[str]]:
    """Return the values of a query's parameters where none is given."""
    return bind(read_header(text), {}, lambda question: answer(store, question))


def answer_in_csv(store: Store, name: str) -> bytes:
    """Return what a shipped query answers."""
    text = shipped_text(name)
    written = io.BytesIO()
    write_solutions(answer(store, text, bindings(store, text)), "csv", written)
    return written.getvalue()


if __name__ == "__main__":
    graph = read_files([ROOT / "output" / "gii.ttl"])
    for path in GOLDEN.glob("*.csv"):
        path.unlink()
    for shipped in shipped_names():
        (GOLDEN / f"{shipped}.csv").write_bytes(answer_in_csv(graph, shipped))
