"""Each shipped query gives the answer that was checked by hand against the five profiles, on both engines."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QuerySolutions

from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import read_header
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.sparql.syntax import with_prefixes, with_values
from tests.sparql.golden import GOLDEN, answer_in_csv, bindings


@pytest.fixture(scope="module")
def store(committed_graph: Path):
    return read_files([committed_graph])


@pytest.fixture(scope="module")
def reference(committed_graph: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(committed_graph)


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_query_gives_its_checked_answer(name: str, store) -> None:
    assert answer_in_csv(store, name).decode() == (GOLDEN / f"{name}.csv").read_bytes().decode()


@pytest.mark.parametrize("name", shipped_names())
def test_shipped_query_gives_the_same_solutions_in_rdflib(name: str, store, reference: rdflib.Graph) -> None:
    text = shipped_text(name)
    bound = bindings(store, text)
    columns, rows = rows_of_ours(answer(store, text, bound))
    theirs = reference.query(with_prefixes(with_values(text, bound) if bound else text, KNOWN_PREFIXES))
    assert [str(variable) for variable in theirs.vars] == columns
    assert rows_of_rdflib(theirs) == rows


def rows_of_ours(answered: QuerySolutions) -> tuple[list[str], Counter[Sequence[object]]]:
    """The columns and rows of an answer, which no frame may hold while rdflib works: it leaves frames in cycles."""
    rows = Counter(tuple(plain(term) for term in row) for row in answered)
    return [variable.value for variable in answered.variables], rows


def plain(term: object) -> object:
    """A term as both engines write it."""
    return None if term is None else str(term)


def rows_of_rdflib(result: rdflib.query.Result) -> Counter[Sequence[object]]:
    def n3(term: rdflib.term.Node | None) -> object:
        if isinstance(term, rdflib.Literal) and str(term.datatype) == f"{rdflib.XSD}string":
            term = rdflib.Literal(str(term))
        return None if term is None else unescaped(term)

    return Counter(tuple(n3(term) for term in row) for row in result)


def unescaped(term: rdflib.term.Node) -> str:
    if not isinstance(term, rdflib.Literal):
        return term.n3()
    import pyoxigraph

    if term.language:
        return str(pyoxigraph.Literal(str(term), language=term.language))
    datatype = term.datatype and pyoxigraph.NamedNode(str(term.datatype))
    return str(pyoxigraph.Literal(str(term), datatype=datatype))


def test_every_quote_of_the_evidence_is_the_line_it_names(seeds: Path) -> None:
    with (GOLDEN / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    for row in rows:
        line = (seeds / row["file"]).read_text("utf-8").split("\n")[int(row["line"]) - 1]
        assert row["quote"] == line.strip()
        assert f"{int(row['value']):,}" in line or row["figure"] in {"edition", "nationalRank"}


def test_every_shipped_query_says_what_it_answers_and_is_checked() -> None:
    assert {path.stem for path in GOLDEN.glob("*.csv")} == set(shipped_names())
    for name in shipped_names():
        header = read_header(shipped_text(name))
        assert header.question.endswith("?")
        for parameter in header.parameters:
            assert f"?{parameter.name}" in shipped_text(name)
