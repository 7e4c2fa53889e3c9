"""No cell of a table that a spreadsheet may open is run as a formula, and what was guarded comes back."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.formula_cells import guarded, is_guarded, without_guard
from gii_graph.links.review import ReviewRow, read_review, review_table
from gii_graph.sparql.result_formats import write_solutions
from tests.conftest import ROOT, called

RUN = tuple(
    ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM", "\u22121", "\ufe66A1", "'=1"]
    + [f"{unseen}=1+1" for unseen in " \u200b\ufeff\t\r\n\xa0\u3000\u00ad"]
)
LEFT_ALONE = ("Kunming", "3M", "a=1", "A*STAR", "(=1)", '"=1"', "", "<b>", "#", "1-2")
FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize("text", RUN)
def test_what_a_spreadsheet_runs_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert without_guard(guarded(text)) == text


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_what_it_does_not_run_stays(text: str) -> None:
    assert guarded(text) == text == without_guard(text)


@given(st.text(alphabet=st.sampled_from("'=+-@\uff1d \t\u200baZ1"), max_size=6))
def test_guarding_can_be_undone(text: str) -> None:
    assert without_guard(guarded(text)) == text
    assert not is_guarded(guarded(text).removeprefix("'")) or guarded(text).startswith("'")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("formulas") / "graph.ttl"
    objects = [pyoxigraph.Literal(text) for text in (*RUN, *LEFT_ALONE)]
    objects += [pyoxigraph.Literal("=1+1", language="en"), pyoxigraph.Literal("-7", datatype=XSD_INTEGER)]
    objects += [pyoxigraph.Literal("=1+1", datatype=XSD_INTEGER), pyoxigraph.Literal("-0044-03-15", datatype=XSD_DATE)]
    store = pyoxigraph.Store()
    subject, predicate = pyoxigraph.NamedNode("http://a/s"), pyoxigraph.NamedNode("http://a/p")
    store.extend(pyoxigraph.Quad(subject, predicate, term) for term in objects)
    store.dump(path, format=pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())
    return path


XSD_INTEGER = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
XSD_DATE = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#date")
SELECT = "SELECT ?o { ?s <http://a/p> ?o }"


def cells(form: str, text: str) -> list[str]:
    """Return the cells as a spreadsheet has them."""
    return [
        row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter="," if form == "csv" else "\t") if row
    ]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_answers_are_guarded_and_say_so(form: str, hostile: Path) -> None:
    code, out, error = called("query", "-q", SELECT, hostile, "-f", form)
    assert code == 0
    begins_with_a_sign = [cell for cell in cells(form, out) if cell.lstrip(" \u200b\ufeff")[:1] in {*FORMULA_SIGNS}]
    assert [cell for cell in begins_with_a_sign if cell] == ["-7"]
    assert f"An apostrophe stands before {len(RUN) + 3} cells that a spreadsheet would run" in error
    code, _, error = called("query", "-q", SELECT, hostile, "-f", form, "--quiet")
    assert (code, error) == (0, "")


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_raw_is_what_the_w3c_has(form: str, hostile: Path) -> None:
    code, out, error = called("query", "-q", SELECT, hostile, "-f", form, "--raw")
    assert (code, error) == (0, "")
    assert "=1+1" in cells(form, out)


def test_tsv_is_what_oxigraph_writes_but_for_the_guard() -> None:
    store = pyoxigraph.Store()
    store.load(
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <http://a/s> <http://a/p> "
        "1, -1, 1.5, -0.5, 1e3, .5, true, _:b, "
        r'"x", "a\tb", "a\nb\"c\\", "x"@en, "x"@en--rtl, "\u00e4", <http://b/>, "01"^^xsd:int, "1."^^xsd:decimal, '
        '"INF"^^xsd:double, "no"^^xsd:boolean, "+1"^^xsd:integer, "1E+3"^^xsd:double .',
        format=pyoxigraph.RdfFormat.TURTLE,
    )
    question = "SELECT * { ?s ?p ?o OPTIONAL { ?s <http://no/> ?n } } ORDER BY ?o"
    written = []
    for guard in (str, lambda text: text):
        out = io.BytesIO()
        write_solutions(store.query(question), "tsv", out, guard)
        written.append(out.getvalue().decode().splitlines())
    assert written[0] == written[1]


def test_a_review_table_is_guarded_and_read_back(tmp_path: Path) -> None:
    rows = [
        ReviewRow("http://a/s", text, text, "https://ror.org/00g41ma48", text, 0.5, text, "", text, "2024-01-01", text)
        for text in RUN
        if text == " ".join(text.split())
    ]
    table = "".join(review_table(rows))
    for line in table.splitlines():
        assert not any(is_guarded(cell) and not cell.startswith("'") for cell in line.split("\t"))
    path = tmp_path / "review.tsv"
    path.write_text(table, "utf-8")
    assert sorted(row.name for row in read_review(path)) == sorted(row.name for row in rows)
    assert {row.candidate_name for row in read_review(path)} == {row.name for row in rows}


def test_measures_are_guarded(committed_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(committed_graph.read_text("utf-8").replace('rdfs:label "', 'rdfs:label "\uff1d1+'), "utf-8")
    for section in ("clusters", "agents"):
        code, out, _ = called("analyse", graph, "--of", section, "-f", "csv")
        assert code == 0
        assert "'\uff1d1+" in out
        assert not [cell for row in csv.reader(io.StringIO(out)) for cell in row if cell.startswith("\uff1d")]


def test_the_case_of_a_name_that_is_a_formula(tmp_path: Path) -> None:
    profile = ROOT.parent / "shared" / "cases" / "formula-cells" / "profile.txt"
    if not profile.exists():
        pytest.skip("the shared cases are not beside this repository")
    graph = tmp_path / "g.ttl"
    called("build", profile, "-o", graph)
    for form in ("csv", "tsv"):
        code, out, _ = called("query", "top-applicants", "-p", "cluster=dalian", graph, "-f", form)
        assert code == 0
        assert "=1+1 LIMITED" in out
        assert not [cell for cell in cells(form, out) if cell[:1] in {*"=+-@"} and cell]
