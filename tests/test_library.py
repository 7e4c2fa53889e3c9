"""The interface for Python programs: light to import, typed values out, nothing guessed."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import rdflib
from rdflib.compare import isomorphic

import gii_graph
from gii_graph import Graph, Solutions, build, library, load, query, questions, view
from gii_graph.errors import CallError, GraphFileError, QueryError
from gii_graph.vocabulary import GII
from tests.conftest import ROOT, called
from tests.site.conftest import LINKS
from tests.site.test_site_folder import contents


@pytest.fixture(scope="module")
def graph(committed_graph: Path) -> Graph:
    return load(committed_graph)


def test_what_is_offered_is_what_is_named() -> None:
    assert sorted(gii_graph.__all__) == sorted(dir(gii_graph))
    assert all(hasattr(gii_graph, name) for name in gii_graph.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        gii_graph.nothing  # noqa: B018


def test_importing_the_package_loads_no_library() -> None:
    heavy = "rdflib networkx pyvis jinja2 pyoxigraph click httpx"
    code = f"import sys, gii_graph; print([name for name in {heavy.split()} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_rows_are_plain_python_values(graph: Graph) -> None:
    rows = query(graph, shipped="top-applicants", parameters={"cluster": "Kunming", "edition": 2024})
    assert rows.variables == ("edition", "place", "rank", "applicant", "patents", "share")
    listed = {"rank": 2, "applicant": "LUO, CAN", "patents": 40, "share": Decimal(10)}
    assert rows[1] == {"edition": 2024, "place": "Kunming", **listed}
    assert [row["rank"] for row in rows[:2]] == [1, 2]
    assert repr(rows) == "<Solutions: 3 rows of edition, place, rank, applicant, patents, share>"


def test_every_kind_of_value_has_its_python_type(graph: Graph) -> None:
    rows = query(graph, "SELECT * { VALUES (?a ?b ?c ?d ?e) { (1 2.5 1e0 true UNDEF) } BIND (gii:patents AS ?f) }")
    assert rows[0] == {"a": 1, "b": Decimal("2.5"), "c": 1.0, "d": True, "e": None, "f": GII.patents}
    assert [type(value) for value in rows[0].values()] == [int, Decimal, float, bool, type(None), str]


def test_rows_as_rdflib_terms(graph: Graph) -> None:
    rows = query(graph, "SELECT ?c ?name { ?c a gii:Cluster ; rdfs:label ?name }")
    assert next(rows.terms()) == {
        "c": rdflib.URIRef("https://w3id.org/gii-graph/id/cluster/beijing"),
        "name": rdflib.Literal("Beijing", lang="en"),
    }


def test_rows_as_a_data_frame(graph: Graph) -> None:
    pandas = pytest.importorskip("pandas")
    frame = query(graph, shipped="ranks").to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame["rank"]) == [3, 32, 39, 65, 98]


def test_ask_and_construct(graph: Graph) -> None:
    assert query(graph, "ASK { ?c a gii:Cluster }") is True
    built = query(graph, "CONSTRUCT { ?c a gii:Cluster } { ?c a gii:Cluster ; gii:hasProfile ?p }")
    assert len(built) == 5


def test_a_parameter_may_have_several_values(graph: Graph) -> None:
    rows = query(graph, shipped="top-applicants", parameters={"cluster": ["beijing", "dalian"]})
    assert len(rows) == 6


def test_a_query_is_text_or_a_name_never_both(graph: Graph) -> None:
    with pytest.raises(CallError, match="either"):
        query(graph)
    with pytest.raises(CallError, match="either"):
        query(graph, "ASK {}", shipped="ranks")
    with pytest.raises(QueryError, match="did you mean ranks"):
        query(graph, shipped="rank")


def test_what_is_built_is_what_is_loaded(seeds: Path, committed_graph: Path, graph: Graph) -> None:
    built = build(seeds)
    assert built.assembly.complete == build(*sorted(seeds.glob("*.txt"))).assembly.complete
    assert isomorphic(built.graph.to_rdflib(), rdflib.Graph().parse(committed_graph))
    assert len(built.graph) == len(graph)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphFileError, match=r"no\.ttl"):
        load("no.ttl")


def test_an_answer_shows_itself_and_says_what_it_rests_on(graph: Graph) -> None:
    rows = graph.query(shipped="partners-abroad")
    assert isinstance(rows, Solutions)
    assert rows.notes[0].startswith("The graph has no links")
    html = rows._repr_html_()
    assert html.startswith("<table><thead><tr><th>place</th>")
    assert "The graph has no links" in html
    wrong = query(graph, "SELECT ?x { ?x a gii:Clster }")
    assert isinstance(wrong, Solutions)
    assert "did you mean gii:Cluster?" in wrong.notes[0]


def test_nothing_that_was_read_is_markup_in_a_notebook(graph: Graph) -> None:
    rows = query(graph, "SELECT ('<script>alert(1)</script>' AS ?x) (<http://a/?b=%22&c=1> AS ?y) { }")
    assert isinstance(rows, Solutions)
    html = rows._repr_html_()
    assert "<script>" not in html
    assert 'href="http://a/?b=%22&amp;c=1"' in html


def test_a_graph_shows_itself(graph: Graph) -> None:
    assert repr(graph) == "<Graph: 5 profiles, 13 clusters, 25 agents, edition 2024; 1,255 triples>"
    html = graph._repr_html_()
    assert html.startswith("<p>5 profiles, 13 clusters")
    assert '<iframe title="Global Innovation Index 2024: clusters"' in html
    assert 'sandbox="allow-scripts' in html


def test_questions_are_listed_with_their_parameters() -> None:
    by_name = {question.name: question for question in questions()}
    assert [parameter.name for parameter in by_name["top-applicants"].parameters] == ["cluster", "edition"]
    assert "top-partners: Which clusters are named most often" in repr(questions())
    assert questions()._repr_html_().startswith("<table>")


def test_one_cluster_with_its_evidence(graph: Graph) -> None:
    shown = graph.show("kunming")
    assert shown.title == "Kunming"
    assert ("rank by size", 98, "kunming.txt:12") in shown["Figures, 2024"].rows
    assert "| 2 | LUO, CAN | 40 | 10% |" in str(shown)
    assert repr(graph.show("luo can")) == "<Tables LUO, CAN: Identity (3), Listed in (1)>"
    with pytest.raises(CallError, match="near names: Kunming"):
        graph.show("kuming")


def test_links_are_a_graph_and_leave_the_old_one_alone(graph: Graph, tmp_path: Path) -> None:
    linked = graph.link(cache=tmp_path)
    assert len(linked.graph) > len(graph)
    assert ("Beijing", "https://sws.geonames.org/1816670/") in {tuple(row[:2]) for row in linked["links"].rows}
    assert linked["review"].rows
    rows = linked.graph.query(shipped="partners-abroad")
    assert isinstance(rows, Solutions)
    assert {row["partnerEconomy"] for row in rows} == {"United States of America", "Japan"}


def test_a_graph_is_validated_measured_and_compared(graph: Graph, three_editions: Path) -> None:
    assert len(list(graph.validate()["findings"].rows)) == 0
    measured = graph.analyse("tables")
    assert "herfindahl_low" in measured["tables"].columns
    assert measured.notes
    several = load(three_editions)
    changes = several.diff(several, (2023, 2024))
    assert changes.names == ["2023 to 2024"]
    assert list(changes[0].rows)
    assert len(list(graph.diff(graph)[0].rows)) == 0


def test_a_picture_is_a_page(graph: Graph, tmp_path: Path) -> None:
    picture = view(graph, "Mine", only=["Kunming"])
    assert picture.title == "Mine"
    assert picture.save(tmp_path / "deep" / "k.html").read_text("utf-8").startswith("<!doctype html>")


def test_the_name_of_the_picture_is_never_a_puzzle(graph: Graph) -> None:
    import gii_graph.view  # once loaded, the package has the name

    assert callable(gii_graph.view)
    assert gii_graph.view(graph).title == view(graph).title
    assert "call it with a graph" in repr(gii_graph.view)


@pytest.mark.parametrize("name", ["a.ttl", "a.nt", "a.trig", "a.jsonld"])
def test_what_is_exported_is_read_back(graph: Graph, tmp_path: Path, name: str) -> None:
    assert isomorphic(load(graph.export(tmp_path / name)).to_rdflib(), graph.to_rdflib())


def test_an_export_goes_by_its_ending(graph: Graph, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "n.gexf").read_text("utf-8").startswith("<?xml")
    assert (graph.export(tmp_path / "tables") / "clusters.csv").exists()
    with pytest.raises(CallError, match=r"nothing is written as \.docx"):
        graph.export(tmp_path / "x.docx")


def test_a_site_is_the_one_that_the_command_writes(committed_graph: Path, tmp_path: Path) -> None:
    links = tmp_path / "links.ttl"
    links.write_text(LINKS, "utf-8")
    address = "https://example.org/gii"
    assert called("site", committed_graph, links, "-o", tmp_path / "command", "--base-url", address)[0] == 0
    graph = load(committed_graph, links)
    assert graph.site(tmp_path / "method", base_url=address) == tmp_path / "method"
    assert contents(tmp_path / "method") == contents(tmp_path / "command")
    graph.site(str(tmp_path / "method"), title="Mine", license="https://creativecommons.org/licenses/by/4.0/")
    assert "<title>Mine</title>" in (tmp_path / "method" / "index.html").read_text("utf-8")
    assert not (tmp_path / "method" / "sitemap.xml").exists()


@pytest.mark.parametrize("wish", [{"base_url": "example.org"}, {"base_url": ""}, {"license": "CC BY 4.0"}])
def test_a_site_of_a_wrong_address_is_not_written(wish: dict[str, str], graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(CallError, match="is not"):
        graph.site(tmp_path / "site", **wish)
    assert not (tmp_path / "site").exists()


def test_a_network_of_networkx(graph: Graph) -> None:
    network = graph.to_networkx()
    assert (network.number_of_nodes(), network.number_of_edges()) == (38, 60)
    assert network.nodes["https://w3id.org/gii-graph/id/cluster/kunming"]["label"] == "Kunming"


def test_data_frames_of_the_whole_graph(graph: Graph) -> None:
    pytest.importorskip("pandas")
    frames = graph.to_pandas()
    assert frames["profiles"]["rank"].sum() == 3 + 32 + 39 + 65 + 98
    assert len(frames["listings"]) == 30


def test_data_frames_of_polars(graph: Graph) -> None:
    polars = pytest.importorskip("polars")
    rows = query(graph, shipped="ranks")
    assert isinstance(rows, Solutions)
    frame = rows.to_polars()
    assert frame["rank"].to_list() == [3, 32, 39, 65, 98]
    assert graph.to_polars()["ties"]["rank"].dtype == polars.Int64
    mixed = query(graph, "SELECT ?x { VALUES ?x { 1 2.5 'three' } }")
    assert isinstance(mixed, Solutions)
    assert sorted(mixed.to_polars()["x"]) == ["1", "2.5", "three"]


def test_tables_are_named_where_there_are_several(graph: Graph) -> None:
    pytest.importorskip("pandas")
    shown = graph.show("kunming")
    assert len(shown.to_pandas("Identity")) == 4
    with pytest.raises(CallError, match="name one of Identity"):
        shown.to_pandas()
    with pytest.raises(KeyError, match="the tables are Identity"):
        shown["nothing"]


@pytest.mark.parametrize("term", ["<<( <http://a/a> <http://a/b> 'c' )>>", "'c'@ar--rtl"])
def test_what_rdflib_does_not_have_is_told(term: str, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_text(f"<http://a/s> <http://a/p> {term} .", "utf-8")
    graph = load(file)
    with pytest.raises(CallError, match="rdflib has no"):
        graph.to_rdflib()
    with pytest.raises(CallError, match="rdflib has no"):
        list(query(graph, "SELECT ?o { ?s ?p ?o }").terms())
    with pytest.raises(CallError, match="rdflib has no"):
        query(graph, "CONSTRUCT WHERE { ?s ?p ?o }")


def test_what_build_returns_is_told_in_a_line_and_leads_to_its_graph() -> None:
    built = build(ROOT / "seeds")
    graph, assembly = built
    assert (built.graph, built.assembly) == (graph, assembly)
    assert repr(built) == (
        f"<Built: .graph is {graph!r}; .assembly says what was read: 5 profiles read, 0 files refused>"
    )
    assert "5 profiles read" in built._repr_html_()
    with pytest.raises(AttributeError, match=r"What build\(\) returns has no attribute 'query'; its `graph` has that"):
        built.query()
    with pytest.raises(AttributeError, match=r"no attribute 'asks'\.$"):
        built.asks()


@pytest.mark.parametrize(
    ("graph", "hint"),
    [
        ("output/gii.ttl", r"'output/gii.ttl' is a name; load\(...\) reads a file"),
        (ROOT, r"is a name; load"),
        (3, r"this is int; load\(...\) and build\(...\) make one"),
    ],
)
def test_what_is_no_graph_is_told(graph: object, hint: str) -> None:
    with pytest.raises(CallError, match=hint):
        query(graph, "ASK {}")  # type: ignore[arg-type]
    with pytest.raises(CallError, match=hint):
        library.view(graph)  # type: ignore[arg-type]


def test_a_question_in_the_place_of_sparql_is_told(graph: Graph) -> None:
    with pytest.raises(QueryError, match=r"'ranks' is the name of a shipped question.*\n.*\n.*\n.*shipped='ranks'"):
        graph.query(" ranks ")


def test_what_cannot_be_measured_is_told(graph: Graph) -> None:
    with pytest.raises(CallError, match="'cluster' cannot be measured; choose clusters, network, agents, tables"):
        graph.analyse("cluster")  # type: ignore[arg-type]
    with pytest.raises(CallError, match="'ties' cannot be measured; choose patents, articles, both"):
        graph.analyse(activity="ties")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ending", "beginning"),
    [("csv", b"edition,rank,place"), ("xlsx", b"PK"), ("docx", b"PK"), ("md", b"# Answer"), ("html", b"<!doctype")],
)
def test_an_answer_is_saved_in_the_form_that_the_ending_says(
    graph: Graph, tmp_path: Path, ending: str, beginning: bytes
) -> None:
    target = tmp_path / f"ranks.{ending}"
    assert graph.query(shipped="ranks").save(target) == target
    assert target.read_bytes().startswith(beginning)


def test_tables_and_the_graph_are_saved_as_workbooks(graph: Graph, tmp_path: Path) -> None:
    shown = openpyxl.load_workbook(graph.show("kunming").save(tmp_path / "kunming.xlsx"))
    assert shown.sheetnames[0] == "Identity"
    whole = openpyxl.load_workbook(graph.export(tmp_path / "graph.xlsx"))
    assert {"clusters", "profiles", "listings"} <= set(whole.sheetnames)
    assert whole["clusters"].max_row == 14


def test_what_an_answer_rests_on_is_saved_with_it(graph: Graph, tmp_path: Path) -> None:
    answer = graph.query(shipped="partners-abroad")
    assert "has no links" in answer.save(tmp_path / "abroad.md").read_text("utf-8")
    with pytest.raises(CallError, match=r"abroad.xls: nothing is written as .xls; the endings are .csv, .tsv, .xlsx"):
        answer.save(tmp_path / "abroad.xls")
    with pytest.raises(CallError, match="nothing is written as a file without an ending"):
        answer.save(tmp_path / "abroad")
    assert [path.name for path in tmp_path.iterdir()] == ["abroad.md"]
