"""The tables hold every statement of a graph, pass a CSVW validator, and start nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from csvw import CSVW
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from gii_graph.export import tables_on_disk
from gii_graph.export.csvw import METADATA, csv_files
from gii_graph.export.table_schema import LINK_PROPERTIES, NAME_PROPERTIES, TABLES
from gii_graph.export.tables import GraphTables, TableRow, TableSource, natural_key
from gii_graph.export.tables_on_disk import TablesOnDisk
from gii_graph.formula_cells import guarded
from gii_graph.graph import triples_on_disk
from gii_graph.graph.loading import read_triples, with_stable_blank_nodes
from gii_graph.graph.triples_on_disk import TriplesOnDisk
from gii_graph.stale_links import without_stale_links
from gii_graph.vocabulary import BASE, GII, ONTOLOGY, RDF, RDFS, SCHEMA, SKOS, XSD


def csv_texts(triples: Sequence[Triple]) -> dict[str, str]:
    return {name: "".join(text) for name, text in csv_files(GraphTables(triples))}


def table_rows(tables: TableSource) -> dict[str, list[TableRow]]:
    return {table.name: list(tables.rows(table)) for table in TABLES}


def on_disk(triples: Sequence[Triple], folder: Path | None = None) -> tuple[dict[str, list[TableRow]], dict[str, str]]:
    paths = [folder / name if folder else Path(":memory:") for name in ("triples", "tables")]
    with (
        TriplesOnDisk(paths[0], triples, paths[0], tell=lambda _: None) as held,
        TablesOnDisk(paths[1], held, paths[1], lambda _: None) as tables,
    ):
        assert tables.number == len(triples)
        return table_rows(tables), {name: "".join(text) for name, text in csv_files(tables)}


def read_back(files: dict[str, str]) -> set[Triple]:
    """Turn tables into statements by what their metadata says, and by the README of names, links and statements."""
    metadata = json.loads(files[METADATA])
    kinds = {table.name: (table.kind_name, table.kinds) for table in TABLES}
    found: set[Triple] = set()
    for table in metadata["tables"]:
        name = table["url"].removesuffix(".csv")
        for row in csv.DictReader(io.StringIO(files[table["url"]], newline="")):
            if name in {"names", "links", "statements"}:
                found.add(plain_statement(name, row))
                continue
            kind_name, of_kind = kinds[name]
            kind = row.get(kind_name, "") if len(of_kind) > 1 else next(iter(of_kind))
            found |= {triple(row["iri"], RDF.type, NamedNode(iri)) for iri in of_kind.get(kind, ())}
            for column in table["tableSchema"]["columns"]:
                found |= set(cell_statements(row, column))
    return found


def triple(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def unguarded(text: str) -> str:
    return text.removeprefix("'")


def cell_statements(row: dict[str, str], column: dict[str, object]) -> Iterator[Triple]:
    cell, predicate = row[str(column["name"])], column.get("propertyUrl")
    if not cell or not predicate or (predicate == RDFS.label and "aboutUrl" in column):
        return
    values = cell.split(" ") if "separator" in column else [cell]
    for value in values:
        if "aboutUrl" in column:
            yield triple(value, str(predicate), NamedNode(row["iri"]))
        elif predicate == GII.activity:
            yield triple(row["iri"], GII.activity, NamedNode(ONTOLOGY + value))
        elif column["datatype"] == "anyURI":
            yield triple(row["iri"], str(predicate), NamedNode(value))
        elif column["datatype"] == "string":
            language = column.get("lang")
            text = unguarded(value)
            literal = Literal(text, language=str(language)) if language else Literal(text)
            yield triple(row["iri"], str(predicate), literal)
        else:
            datatype = NamedNode(XSD.NAMESPACE + str(column["datatype"]))
            yield triple(row["iri"], str(predicate), Literal(value, datatype=datatype))


def plain_statement(table: str, row: dict[str, str]) -> Triple:
    if table == "names":
        predicate = {word: iri for iri, word in NAME_PROPERTIES.items()}[row["property"]]
        name = unguarded(row["name"])
        return triple(
            row["subject"], predicate, Literal(name, language=row["language"]) if row["language"] else Literal(name)
        )
    if table == "links":
        predicate = {word: iri for iri, word in LINK_PROPERTIES.items()}[row["relation"]]
        return triple(row["subject"], predicate, NamedNode(row["target"]))
    return Triple(node(row["subject"]), NamedNode(row["predicate"]), statement_object(row))


def statement_object(row: dict[str, str]) -> NamedNode | BlankNode | Literal:
    if row["kind"] != "literal":
        return node(row["object"])
    text = unguarded(row["object"])
    if row["language"]:
        return Literal(text, language=row["language"])
    return Literal(text, datatype=NamedNode(row["datatype"] or f"{XSD.NAMESPACE}string"))


def node(text: str) -> NamedNode | BlankNode:
    return BlankNode(text.removeprefix("_:")) if text.startswith("_:") else NamedNode(text)


@pytest.fixture(scope="module", params=["committed_graph", "three_editions"])
def triples(request: pytest.FixtureRequest) -> list[Triple]:
    return read_triples([request.getfixturevalue(request.param)])


def write(files: dict[str, str], folder: Path) -> Path:
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder / METADATA


def test_the_tables_are_exactly_the_graph(triples: list[Triple]) -> None:
    assert read_back(csv_texts(triples)) == set(triples)


def test_a_graph_of_ours_needs_no_table_for_the_rest(triples: list[Triple]) -> None:
    assert table_rows(GraphTables(triples))["statements"] == []


def test_a_csvw_validator_accepts_them(triples: list[Triple], tmp_path: Path) -> None:
    tables = CSVW(str(write(csv_texts(triples), tmp_path)), validate=True)
    assert tables.is_valid
    assert tables.warnings == []


def accepted(metadata: Path) -> bool:
    """Ask the validator, which tells some faults by an exception and others by its answer."""
    try:
        return bool(CSVW(str(metadata), validate=True).is_valid)
    except ValueError:
        return False


@pytest.mark.filterwarnings("ignore::UserWarning")  # how the validator tells what is wrong
@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("profiles.csv", ",2024,98,", ",2024,ninety-eight,"),
        ("ties.csv", f"{BASE}cluster/zhengzhou", f"{BASE}cluster/nowhere"),
        ("agents.csv", f"{BASE}organization/yunnan-university", f"{BASE}organization/hunan-university"),
    ],
    ids=["not a number", "a cluster that no table has", "the same key twice"],
)
def test_the_validator_would_see_a_broken_table(
    committed_graph: Path, tmp_path: Path, file: str, good: str, bad: str
) -> None:
    files = csv_texts(read_triples([committed_graph]))
    assert good in files[file]
    files[file] = files[file].replace(good, bad)
    assert not accepted(write(files, tmp_path))


def test_a_listing_reads_as_a_sentence(committed_graph: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_texts(read_triples([committed_graph]))["listings.csv"])))
    row = next(row for row in rows if row["iri"].endswith("listing/2024/kunming/patents/1"))
    assert row["cluster_name"] == "Kunming"
    assert row["agent_name"] == row["as_named"] == "CHINA TOBACCO"
    assert (row["activity"], row["edition"], row["rank"], row["count"], row["share"]) == (
        "patents",
        "2024",
        "1",
        "120",
        "31",
    )
    assert row["evidence"] == "kunming.txt:21"


def test_links_and_other_names_have_tables_of_their_own() -> None:
    cluster = f"{BASE}cluster/shanghai-suzhou"
    facts = [
        triple(cluster, RDF.type, NamedNode(GII.Cluster)),
        triple(cluster, RDFS.label, Literal("Shanghai–Suzhou", language="en")),
        triple(cluster, RDFS.label, Literal("上海-苏州", language="zh")),
        triple(cluster, SKOS.exactMatch, NamedNode("http://www.wikidata.org/entity/Q1")),
        triple(cluster, "http://www.w3.org/2003/01/geo/wgs84_pos#lat", Literal("31.2")),
    ]
    rows = table_rows(GraphTables(sorted(facts, key=str)))
    assert rows["names"] == [[cluster, "label", "zh", "上海-苏州"]]
    assert rows["links"] == [[cluster, "exactMatch", "http://www.wikidata.org/entity/Q1"]]
    assert [row[1:3] for row in rows["statements"]] == [["http://www.w3.org/2003/01/geo/wgs84_pos#lat", "31.2"]]


def test_a_second_value_where_one_is_expected_is_not_lost() -> None:
    facts = {
        triple(f"{BASE}cluster/a", RDF.type, NamedNode(GII.Cluster)),
        triple(f"{BASE}cluster/a", RDFS.label, Literal("A", language="en")),
        triple(f"{BASE}cluster/a", RDFS.label, Literal("B", language="en")),
        triple(f"{BASE}tie/1", RDF.type, NamedNode(GII.CollaborationTie)),
        triple(f"{BASE}tie/1", GII.rank, Literal("1", datatype=NamedNode(XSD.integer))),
        triple(f"{BASE}tie/1", GII.rank, Literal("2", datatype=NamedNode(XSD.integer))),
    }
    assert read_back(csv_texts(sorted(facts, key=str))) == facts


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_a_formula(start: str) -> None:
    assert guarded(f"{start}cmd|' /C calc'!A0").startswith("'")


@given(st.text())
def test_guarding_can_be_undone(text: str) -> None:
    cell = guarded(text)
    assert cell == text or cell == f"'{text}"
    assert cell.removeprefix("'") == text


SUBJECTS = st.sampled_from([f"{BASE}cluster/a", f"{BASE}organization/b", f"{BASE}profile/1/a", f"{BASE}tie/1"])
CLASSES = st.sampled_from([GII.Cluster, GII.Organization, GII.Agent, GII.ClusterProfile, GII.CollaborationTie])
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
LITERALS = st.one_of(
    TEXTS.map(Literal),
    TEXTS.map(lambda text: Literal(text, language="en")),
    st.sampled_from(["1", "01", "x"]).map(lambda text: Literal(text, datatype=NamedNode(XSD.integer))),
    st.sampled_from(["1.0", "7", "1e3"]).map(lambda text: Literal(text, datatype=NamedNode(XSD.decimal))),
)
STATEMENTS = st.one_of(
    st.builds(triple, SUBJECTS, st.just(RDF.type), CLASSES.map(NamedNode)),
    st.builds(
        triple,
        SUBJECTS,
        st.sampled_from([RDFS.label, SKOS.altLabel, GII.rank, GII.asNamed, GII.activity, GII.quote]),
        LITERALS | SUBJECTS.map(NamedNode) | st.just(NamedNode(GII.patents)) | st.just(BlankNode("b0")),
    ),
    st.builds(
        triple,
        SUBJECTS,
        st.sampled_from([GII.hasProfile, GII.inEconomy, GII.toCluster, SKOS.exactMatch, "http://x/p"]),
        LITERALS | SUBJECTS.map(NamedNode),
    ),
)


@given(st.frozensets(STATEMENTS, max_size=15))
def test_any_graph_comes_back_from_the_tables(graph: frozenset[Triple]) -> None:
    assert read_back(csv_texts(sorted(graph, key=str))) == graph


def said(subject: str, predicate: str, value: str) -> Triple:
    return triple(f"{BASE}{subject}", predicate, NamedNode(value if "://" in value else f"{BASE}{value}"))


@given(st.frozensets(STATEMENTS, max_size=15))
# A profile of two clusters: one of them is in its row, whichever is read first, and what is said of the other is left.
@example(
    frozenset(
        {
            said("cluster/a", GII.hasProfile, "profile/1"),
            said("cluster/b", GII.hasProfile, "profile/1"),
            said("profile/1", RDF.type, GII.ClusterProfile),
        }
    )
)
# Two documents of one name are told apart, wherever the lines that cite them are.
@example(
    frozenset({
        *(said(f"tie/{number}", RDF.type, GII.CollaborationTie) for number in "12"),
        *(said(f"line/{number}", RDF.type, GII.Evidence) for number in "12"),
        *(said(f"line/{number}", GII.evidenceFor, f"tie/{number}") for number in "12"),
        *(said(f"line/{number}", GII.source, f"source/{number}") for number in "12"),
        *(triple(f"{BASE}source/{number}", GII.fileName, Literal("a.txt")) for number in "12"),
        *(triple(f"{BASE}source/{number}", GII.sha256, Literal(number * 64)) for number in "12"),
    })
)  # fmt: skip
# Two documents that differ by their address alone are two.
@example(
    frozenset({
        said("tie/1", RDF.type, GII.CollaborationTie),
        *(said(f"line/{number}", RDF.type, GII.Evidence) for number in "12"),
        *(said(f"line/{number}", GII.evidenceFor, "tie/1") for number in "12"),
        *(said(f"line/{number}", GII.source, f"source/{number}") for number in "12"),
        *(said(f"source/{number}", SCHEMA.url, f"https://example.org/{number}") for number in "12"),
        *(triple(f"{BASE}source/{number}", GII.fileName, Literal("a.txt")) for number in "12"),
    })
)  # fmt: skip
def test_tables_on_a_disk_are_those_in_memory(graph: frozenset[Triple]) -> None:
    triples = sorted(without_stale_links(with_stable_blank_nodes(graph), (), lambda _: None), key=str)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tables_on_disk, "_BATCH", 1)  # so that nothing is at hand by chance
        assert on_disk(triples) == (table_rows(GraphTables(triples)), csv_texts(triples))


@pytest.mark.parametrize("batch", [1, 40, 20_000])
def test_tables_of_real_profiles_on_a_disk_are_those_in_memory(
    batch: int, triples: list[Triple], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_on_disk, "_BATCH", batch)
    assert on_disk(triples, tmp_path) == (table_rows(GraphTables(triples)), csv_texts(triples))


def test_rows_of_the_same_number_stand_in_one_order() -> None:
    assert sorted(["a/10/b", "a/9", "a/9/b", "a/010/a", "a/b", "a", "a/9b"], key=natural_key) == [
        "a", "a/9", "a/9/b", "a/9b", "a/010/a", "a/10/b", "a/b",
    ]  # fmt: skip
    triples = [said(f"tie/{number}", RDF.type, GII.CollaborationTie) for number in ("01", "001", "1")]
    rows = table_rows(GraphTables(triples))["ties"]
    assert [row[0].rpartition("/")[2] for row in rows] == ["001", "01", "1"]


def test_memory_does_not_grow_with_the_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_on_disk, "_BATCH", 60)
    monkeypatch.setattr(triples_on_disk, "_BATCH", 60)

    def most(number: int) -> int:
        triples = (said(f"tie/{each}", RDF.type, GII.CollaborationTie) for each in range(number))
        (tmp_path / str(number)).mkdir()
        tracemalloc.start()
        with (
            TriplesOnDisk(tmp_path / str(number) / "triples", triples, tmp_path) as held,
            TablesOnDisk(tmp_path / str(number) / "tables", held, tmp_path, lambda _: None) as tables,
        ):
            assert sum(1 for table in TABLES for _ in tables.rows(table)) == number
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(100)
    assert most(1500) < 1.5 * most(300)
