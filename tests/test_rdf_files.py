"""RDF files as editors and other programs save them: byte order marks, compression, what JSON-LD leaves out."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest

from gii_graph.errors import GraphFileError, GraphFileWarning, LossWarning
from gii_graph.graph.loading import read_triples
from gii_graph.jsonld_losses import lost_statements
from gii_graph.sparql.dataset import read_files
from tests.conftest import run

MARK = b"\xef\xbb\xbf"
FILES = {
    "a.ttl": '@prefix e: <http://e/> . e:a e:p "x" .',
    "a.nt": '<http://e/a> <http://e/p> "x" .',
    "a.trig": '@prefix e: <http://e/> . e:a e:p "x" .',
    "a.nq": '<http://e/a> <http://e/p> "x" .',
    "a.jsonld": '{"@id": "http://e/a", "http://e/p": "x"}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<rdf:Description rdf:about="http://e/a"><e:p>x</e:p></rdf:Description></rdf:RDF>',
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_a_byte_order_mark_is_ignored(name: str, packed: bool, tmp_path: Path) -> None:
    content = MARK + FILES[name].encode()
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(content) if packed else content)
    assert [str(triple) for triple in read_triples([path])] == ['<http://e/a> <http://e/p> "x"']
    assert len(read_files([path])) == 1
    assert len(read_files(["-"], io.BytesIO(path.read_bytes()), name.removeprefix("a."))) == 1


def test_a_second_mark_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_bytes(MARK * 2 + FILES["a.ttl"].encode())
    with pytest.raises(GraphFileError):
        read_files([path])


@pytest.mark.parametrize(
    "command",
    [["query", "-q", "ASK { ?s ?p ?o }"], ["validate"], ["analyse"], ["export", "-f", "ntriples", "-o", "-"], ["view"]],
)
@pytest.mark.parametrize("form", ["ttl", "nt"])
def test_every_command_reads_a_graph_with_a_mark(
    command: list[str], form: str, committed_graph: Path, tmp_path: Path
) -> None:
    text = committed_graph.read_bytes()
    if form == "nt":
        text = "".join(f"{triple} .\n" for triple in read_triples([committed_graph])).encode()
    (tmp_path / f"plain.{form}").write_bytes(text)
    (tmp_path / f"marked.{form}").write_bytes(MARK + text)
    plain, marked = (run(*command, f"{name}.{form}", cwd=tmp_path) for name in ("plain", "marked"))
    assert plain.returncode in (0, 1), plain.stderr
    assert (marked.returncode, marked.stdout) == (plain.returncode, plain.stdout)


P = "http://e/p"
LOSING = {
    "a subject": ({"@id": "http://e/a b", P: "x"}, 1, "http://e/a b"),
    "an object": ({"@id": "http://e/a", P: {"@id": "http://e/a b"}}, 1, "http://e/a b"),
    "a property": ({"@id": "http://e/a", "http://e/p p": "x"}, 1, "http://e/p p"),
    "a class": ({"@id": "http://e/a", "@type": "http://e/F o"}, 1, "http://e/F o"),
    "a language": ({"@id": "http://e/a", P: {"@value": "x", "@language": "en_US"}}, 1, "en_US"),
    "a language of the context": ({"@context": {"@language": "en_US"}, P: ["x", "y"]}, 2, "en_US"),
    "a language of a map": (
        {"@context": {"l": {"@id": P, "@container": "@language"}}, "l": {"en": "a", "de_DE": "b"}}, 1, "de_DE",
    ),
    "a name without a definition": ({"@context": {"n": "http://e/n"}, "n": "x", "m": "y"}, 1, "m"),
    "one in a nested context": (
        {"@context": {"t": {"@id": P, "@context": {"i": "http://e/i"}}}, "t": {"i": 1, "other": 2}}, 1, "other",
    ),
    "a name by another name": ({"@context": {"id": "@id"}, "id": "http://e/a b", P: "v"}, 1, "http://e/a b"),
    "a text that is an IRI": ({"@context": {"l": {"@id": P, "@type": "@id"}}, "l": ["a b", "http://x/ y"]}, 2, "a b"),
    "a label of a blank node": ({"@id": "_:b", P: {"@id": "_:c d"}}, 1, "_:c d"),
    "a graph": ({"@graph": [{"@id": "http://e/a", P: 1}], "@id": "http://g g/"}, 1, "http://g g/"),
    "an item of a list": ({"@id": "http://e/a", P: {"@list": [{"@id": "http://a b"}]}}, 1, "http://a b"),
}  # fmt: skip
WHOLE = {
    "relative": {"@id": "rel", "@type": "Foo", P: {"@id": "?q=a%20b"}},
    "nothing": {"@id": "http://e/a", P: [None, {"@value": None}]},
    "texts of every kind": {"@id": "http://e/a", P: ["a b", "<x>", 'a "b" \\ {c}', "_x", 1, 2.5, True]},
    "a vocabulary": {"@context": {"@vocab": "http://v/", "en_x": "http://e/x"}, "name": "x", "en_x": 1},
    "a direction": {"@id": "http://e/a", P: {"@value": "x", "@direction": "rtl", "@language": "ar-x-yz"}},
    "a list of nodes": [{"@id": "_:a", P: {"@id": "_:b_c"}}, {"@id": "_:b_c", P: "x"}],
}


@pytest.mark.parametrize(("document", "lost", "example"), LOSING.values(), ids=LOSING)
def test_what_json_ld_leaves_out_is_told(document: object, lost: int, example: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(json.dumps(document), "utf-8")
    with pytest.warns(LossWarning, match="left out, as JSON-LD leaves out") as told:
        read_files([path])
    assert lost_statements(path.read_bytes(), "http://base/") == (lost, example)
    assert repr(example) in str(told[0].message)


@pytest.mark.parametrize("document", WHOLE.values(), ids=WHOLE)
def test_what_loses_nothing_is_not_blamed(document: object) -> None:
    assert lost_statements(json.dumps(document).encode(), "http://base/") == (0, None)


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b"\xff", b"1"])
def test_what_is_no_json_is_for_the_parser_to_say(content: bytes) -> None:
    assert lost_statements(content, "http://base/") == (0, None)


@pytest.mark.parametrize(
    "command",
    [
        ["query", "-q", "ASK { ?s ?p ?o }"],
        ["export", "-f", "ntriples", "-o", "-"],
        ["query", "--quiet", "-q", "ASK {}"],
    ],
)
def test_every_command_says_so_and_ends_with_1(command: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text(json.dumps([LOSING["a subject"][0], WHOLE["relative"]]), "utf-8")
    done = run(*command, "a.jsonld", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("Warning: a.jsonld: 1 statement is left out")
    assert done.stdout


CHANGED = {
    "7.ttl": "<http://e/a> <http://e/p> 7, 007 .",
    "int.nt": '<http://e/a> <http://e/p> "7"^^<http://www.w3.org/2001/XMLSchema#int> .',
    "decimal.ttl": "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<http://e/a> <http://e/p> '1.50'^^x:decimal .",
    "spaced.ttl": '@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<http://e/a> <http://e/p> "1"  ^^ x:boolean .',
    "escaped.nt": '<http://e/a> <http://e/p> "\\u00307"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    "double.trig": "<http://e/g> { <http://e/a> <http://e/p> 1e0, .5 }",
    "date.nq": '<http://e/a> <http://e/p> "2024-01-01T00:00:00.000Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> .',
    "long.ttl": "<http://e/a> <http://e/p> '''a\n007 ''' , 007 .",
    "json.jsonld": '{"@id":"http://e/a","http://e/p":{"@value":"07","@type":"http://www.w3.org/2001/XMLSchema#integer"}}',
}
KEPT = {
    "texts.ttl": '<http://e/a> <http://e/p> "007, 1.50 [x] (y) _:z" . # 007 [ _:a\n',
    "numbers.ttl": "<http://e/a> <http://e/p> 7, 1.5, -3, 0 .",
    "typed.ttl": '@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n<http://e/a> <http://e/p> "32"^^x:decimal .',
    "sentence.ttl": '<http://e/a> <http://e/p> "in 2024. And 05 (10.0)" .',
}


@pytest.mark.parametrize("name", CHANGED)
def test_a_literal_that_is_answered_otherwise_is_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(CHANGED[name], "utf-8")
    with pytest.warns(GraphFileWarning, match="is answered as"):
        read_files([path])
    told: list[GraphFileWarning] = []
    with path.open("rb") as stream:
        read_files(["-"], stream, name.rpartition(".")[2], on_warning=told.append)
    assert len(told) == 1
    assert not isinstance(told[0], LossWarning)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_answered_as_written_is_not(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(KEPT[name], "utf-8")
    told: list[GraphFileWarning] = []
    read_files([path], on_warning=told.append)
    assert told == []


def test_the_command_warns_and_says_quiet_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(CHANGED["7.ttl"], "utf-8")
    done = run("query", "-q", "SELECT ?o { ?s ?p ?o }", "a.ttl", "-f", "csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "o\n7\n")
    assert done.stderr == (
        'Warning: a.ttl: "007"^^<http://www.w3.org/2001/XMLSchema#integer> is answered as '
        '"7"^^<http://www.w3.org/2001/XMLSchema#integer>; `gii-graph export` keeps what is written.\n'
    )
    assert run("query", "-q", "ASK {}", "a.ttl", "--quiet", cwd=tmp_path).stderr == ""
