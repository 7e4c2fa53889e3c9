"""Hostile and messy profiles: each is read or refused with its reason, and what is read harms nothing downstream."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

from gii_graph.errors import SourceError
from gii_graph.formula_cells import guarded
from gii_graph.reading import read_profile
from gii_graph.vocabulary import GII
from tests.conftest import run
from tests.hostile.outcomes import outcomes
from tests.hostile.profiles import NAMES, profiles, with_name

# What a terminal obeys, or what changes the order in which one reads.
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def test_there_are_ninety_four_and_more() -> None:
    assert len(profiles()) >= 94


def test_each_is_read_or_refused_with_its_reason() -> None:
    kept = Path(__file__).with_name("outcomes.tsv").read_text("utf-8").splitlines()
    assert list(outcomes()) == kept


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile for each hostile name, each of a cluster of its own that bears the name too."""
    place = tmp_path_factory.mktemp("hostile")
    (place / "profiles").mkdir()
    for number, (key, name) in enumerate(NAMES.items()):
        # Ranks of one profile would contradict those of the next: each has an edition of its own.
        text = with_name(name).replace("Mudville", f"Mudville {key.title()}").replace("2024", str(2010 + number))
        (place / "profiles" / f"{key}.txt").write_text(text, "utf-8", newline="\n")
    return place


@pytest.fixture(scope="module")
def names(folder: Path) -> set[str]:
    """The names as reading understood them."""
    return {listing.name for path in folder.glob("profiles/*.txt") for listing in _read(path)}


def _read(path: Path) -> Iterator[object]:
    try:
        yield from read_profile(path.name, path.read_bytes()).profile.listings
    except SourceError:
        return


@pytest.fixture(scope="module")
def graph(folder: Path) -> Path:
    result = run("build", folder / "profiles", "-o", folder / "gii.ttl")
    assert result.returncode == 1  # one is refused: it holds a NUL
    assert not STEERING.search(result.stderr)
    return folder / "gii.ttl"


def test_most_names_stay_as_they_were_printed(names: set[str]) -> None:
    kept = [name for name in NAMES.values() if unicodedata.normalize("NFC", name) in names]
    assert len(kept) >= 40


def test_both_turtle_readers_see_the_names(graph: Path, names: set[str]) -> None:
    store = Store()
    store.load(graph.read_bytes(), format=RdfFormat.TURTLE)
    query = f"SELECT DISTINCT ?name {{ ?row a <{GII.Listing}> ; <{GII.asNamed}> ?name }}"
    assert {row["name"].value for row in store.query(query)} == names
    assert {str(row[0]) for row in rdflib.Graph().parse(graph).query(query)} == names


def test_turtle_shows_what_it_holds(graph: Path) -> None:
    assert not STEERING.search(graph.read_text("utf-8"))


def test_the_graph_is_sound_but_for_rows_that_were_not_understood(graph: Path) -> None:
    result = run("validate", graph, "--format", "json")
    assert {one["rule"] for one in json.loads(result.stdout)["findings"]} == {"listing-rank-without-gap"}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own reader
def test_json_ld_holds_the_names(graph: Path, names: set[str], tmp_path: Path) -> None:
    run("export", graph, "-f", "jsonld", "-o", tmp_path / "gii.jsonld")
    found = rdflib.Graph().parse(tmp_path / "gii.jsonld", format="json-ld")
    rows = set(found.subjects(rdflib.RDF.type, rdflib.URIRef(GII.Listing)))
    assert {str(found.value(row, rdflib.URIRef(GII.asNamed))) for row in rows} == names


def test_tables_hold_the_names_and_no_formula(graph: Path, names: set[str], tmp_path: Path) -> None:
    run("export", graph, "-f", "csv", "-o", tmp_path / "tables")
    text = (tmp_path / "tables" / "listings.csv").read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    column = next(name for name in rows[0] if name.lower() in ("asnamed", "as_named", "as named"))
    assert {row[column] for row in rows} == {guarded(name) for name in names}
    for path in (tmp_path / "tables").glob("*.csv"):
        for cells in csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")):
            assert not any(cell.startswith(("=", "+", "-", "@")) and not _is_number(cell) for cell in cells)


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", cell) is not None


def test_the_page_holds_the_names_and_none_of_them_as_markup(graph: Path, names: set[str], tmp_path: Path) -> None:
    page_file = tmp_path / "gii.html"
    assert run("view", graph, "--all", "-o", page_file).returncode == 0
    page = page_file.read_text("utf-8")
    blocks = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.DOTALL)
    texts = {text for block in blocks for text in _texts(json.loads(block))}
    assert {name for name in names if not any(name in text for text in texts)} == set()
    markup = re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
    for attack in ("alert(1)", "onerror=", "onclick=", "<svg/onload"):
        assert attack not in markup


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from _texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _texts(inside)


@pytest.mark.parametrize(
    "arguments",
    [
        ["validate"],
        ["validate", "--format", "turtle"],
        ["query", "-q", "SELECT ?name ?quote { ?e gii:evidenceFor ?row ; gii:quote ?quote . ?row gii:asNamed ?name }"],
        ["query", "persons", "--format", "markdown"],
        ["analyse"],
    ],
    ids=lambda arguments: " ".join(arguments)[:20],
)
def test_nothing_steers_the_terminal(graph: Path, arguments: list[str]) -> None:
    result = run(*arguments, graph)
    assert result.returncode in (0, 1), result.stderr
    assert not STEERING.search(result.stdout + result.stderr)


def test_no_name_becomes_a_path(graph: Path, tmp_path: Path) -> None:
    before = {path for path in graph.parent.rglob("*") if path != graph.parent / "inside"}
    inside = graph.parent / "inside"
    inside.mkdir()
    for arguments in (["export", graph, "-f", "csv", "-o", "tables"], ["export", graph, "-f", "zip", "-o", "all.zip"]):
        assert run(*arguments, cwd=inside).returncode == 0
    run("link", graph, "-o", "links", cwd=inside)
    assert {path for path in graph.parent.rglob("*") if inside not in (path, *path.parents)} == before
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+", path.name) for path in inside.rglob("*"))
