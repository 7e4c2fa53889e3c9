"""A workbook says for every row of a shipped question which lines of the sources it rests on."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pyoxigraph
import pytest

from gii_graph.errors import QueryError
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import read_header
from gii_graph.sparql.row_nodes import nodes_of_rows, with_nodes
from gii_graph.sparql.shipped import shipped_names
from tests.conftest import called

DATA = """
@prefix e: <http://e/> .
e:a e:p e:b ; e:name "A" . e:b e:p e:c ; e:name "B" . e:c e:p e:a ; e:name "A" .
"""
# What has its lines in the answer, or lists whatever there is.
WITHOUT = {"evidence", "about"}


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(DATA, format=pyoxigraph.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    ("query", "rests_on"),
    [
        ("SELECT ?n { ?x e:name ?n }", {"A": "a c", "B": "b"}),
        ("SELECT ?n WHERE { ?x e:name ?n } LIMIT 9", {"A": "a c", "B": "b"}),
        ("SELECT DISTINCT ?n{ ?x e:name ?n }", {"A": "a c", "B": "b"}),
        ("SELECT(LCASE(?m)AS ?n){ ?x e:name ?m }", {"a": "a c", "b": "b"}),
        ("SELECT (LCASE(STR(?x)) AS ?n) { ?x e:name 'B' }", {"http://e/b": "b"}),
        ("SELECT ?n { ?x e:name ?n { SELECT ?x { ?x e:p ?y } GROUP BY ?x } }", {"A": "a c", "B": "b"}),
        ("SELECT ?n (COUNT(?x) AS ?k) { ?x e:name ?n } GROUP BY ?n", {"A": "a c", "B": "b"}),
        ("SELECT ?n { ?x e:name ?n }GROUPBY?n HAVING(COUNT(?x) > 1)", {"A": "a c"}),
        ("SELECT (COUNT(?x) AS ?n) { ?x e:name 'A' }", {"2": "a c"}),
        ("PREFIX x: <http://FROM/> SELECT ?n # {\nFROM <http://g/> { ?x e:name ?n }", {}),
        ("SELECT ?n ?x { ?x e:name ?n }", {}),
        ("SELECT * { ?x e:name ?n }", {}),
    ],
)
def test_rows_rest_on_the_nodes_that_a_variable_stands_for(
    store: pyoxigraph.Store, query: str, rests_on: dict[str, str]
) -> None:
    text = with_nodes(f"PREFIX e: <http://e/> {query}", ["x"])
    shown = list(answer(store, f"PREFIX e: <http://e/> {query}").variables)
    nodes = nodes_of_rows([tuple(row) for row in answer(store, text)], len(shown))
    told = {cells[0].value: " ".join(sorted(iri.removeprefix("http://e/") for iri in iris))
            for cells, iris in nodes.items() if iris}  # fmt: skip
    assert told == rests_on


def test_evidence_is_a_variable_of_the_query() -> None:
    with pytest.raises(QueryError, match=r"says that \?y is evidence, and the query has no \?y"):
        with_nodes("SELECT ?n { ?x ?p ?n }", ["x", "y"])
    with pytest.raises(QueryError, match="line 2: found `evidence: the listing`, expected `evidence: VARIABLE"):
        read_header("# Who?\n# evidence: the listing\nASK {}")
    assert read_header("# Who?\n# evidence: listing, ?tie\nASK {}").evidence == ("listing", "tie")


@pytest.mark.parametrize("name", [name for name in shipped_names() if name not in WITHOUT])
def test_every_row_of_a_shipped_question_has_its_lines(name: str, committed_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.xlsx"
    assert called("query", name, committed_graph, "-o", target)[0] == 0
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    rows = set(range(2, book.worksheets[0].max_row + 1))
    lines = list(book["Evidence"].iter_rows(min_row=2, values_only=True)) if rows else []
    assert {int(number) for line in lines for number in str(line[4]).split(", ")} == rows
    assert all(file and line and quote for _, file, line, quote, _ in lines)


def test_a_row_has_the_line_that_states_it(committed_graph: Path, tmp_path: Path) -> None:
    target = tmp_path / "answer.xlsx"
    assert called("query", "largest-share", committed_graph, "-o", target)[0] == 0
    book = openpyxl.load_workbook(io.BytesIO(target.read_bytes()))
    answered = list(book.worksheets[0].iter_rows(values_only=True))
    for _, file, _, quote, row in book["Evidence"].iter_rows(min_row=2, values_only=True):
        _, place, _, name, share = answered[row - 1]
        assert file == f"{place.lower()}.txt"
        assert name.partition(" ")[0] in quote
        assert f"{share}%" in quote
