"""Files of every usual format are one dataset."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from gii_graph.errors import GraphFileError
from gii_graph.sparql import dataset
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer

TRIPLE = "<http://a/s> <http://a/p> <http://a/o> ."
FILES = {
    "a.ttl": "@prefix a: <http://a/> . a:s a:p a:o .",
    "a.nt": TRIPLE,
    "a.trig": "@prefix a: <http://a/> . a:g { a:s a:p a:o }",
    "a.nq": "<http://a/s> <http://a/p> <http://a/o> <http://a/g> .",
    "a.jsonld": '{"@id": "http://a/s", "http://a/p": {"@id": "http://a/o"}}',
    "A.JSON": '{"@id": "http://a/s", "http://a/p": {"@id": "http://a/o"}}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a/">'
    '<rdf:Description rdf:about="http://a/s"><a:p rdf:resource="http://a/o"/></rdf:Description></rdf:RDF>',
}


def rows(store, text: str) -> list[list[str]]:
    return [[str(term) for term in row] for row in answer(store, text)]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_each_format_is_read(name: str, packed: bool, tmp_path: Path) -> None:
    content = FILES[name].encode()
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(content) if packed else content)
    assert rows(read_files([path]), "SELECT * { ?s ?p ?o }") == [["<http://a/s>", "<http://a/p>", "<http://a/o>"]]


def test_several_files_are_one_dataset_without_doubles(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, "utf-8")
    store = read_files(tmp_path / name for name in FILES)
    assert rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0].startswith('"1"')
    assert rows(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == [["<http://a/g>"]]
    found = answer(store, "SELECT ?s { ?s ?p ?o }", graph="http://a/g")
    assert [row["s"].value for row in found] == ["http://a/s"]


@pytest.mark.parametrize("form", ["trig", "ttl", "nt", "jsonld"])
def test_standard_input_is_a_graph_too(form: str) -> None:
    content = FILES["a.jsonld"] if form == "jsonld" else TRIPLE
    assert len(read_files(["-"], io.BytesIO(content.encode()), form)) == 1


def test_the_rows_do_not_depend_on_the_order_of_files(tmp_path: Path) -> None:
    one, two = tmp_path / "1.nt", tmp_path / "2.nt"
    one.write_text("".join(f"<http://a/{n}> <http://a/p> {n % 3} .\n" for n in range(0)) + TRIPLE, "utf-8")
    two.write_text("".join(f'<http://a/{n}> <http://a/p> "{n % 3}" .\n' for n in range(40)), "utf-8")
    text = "SELECT ?o (COUNT(?s) AS ?n) { ?s ?p ?o } GROUP BY ?o"
    assert rows(read_files([one, two]), text) == rows(read_files([two, one]), text)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<http://a/s> <http://a/p>\n oops", "a.ttl:2: "),
        ("a.csv", b"a,b", "its ending names no RDF format, expected one of ttl, nt"),
        ("a", b"", "its ending names no RDF format"),
        ("a.ttl.gz", gzip.compress(TRIPLE.encode(), mtime=0)[:-12], "is damaged"),
        ("a.jsonld", b'{"@context": "http://127.0.0.1:9/c", "@id": "http://a/s"}', "a.jsonld"),
        ("a.nt", b"\xff\xfe", "a.nt"),
    ],
)
def test_a_file_that_is_no_rdf_is_named(name: str, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GraphFileError) as caught:
        read_files([path])
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphFileError, match=r"no\.ttl: cannot be read \(No such file"):
        read_files(["no.ttl"])


@pytest.mark.parametrize(
    "last", ["_:x <http://a/p> 007 .", "<http://a/s> <http://a/p> 7 .", "<http://a/s> <http://a/p>"]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_file_that_is_looked_at_while_it_is_loaded_is_read_as_ever(
    last: str, is_first: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "a.ttl", tmp_path / "b.ttl"]
    files[not is_first].write_text(f"{'# ' * 300_000}\n<http://a/r> <http://a/p> 6 .\n{last}\n")
    files[is_first].write_text("<http://a/t> <http://a/p> [] .")

    def told() -> tuple[list[str], list[str]]:
        warnings: list[str] = []
        try:
            store = read_files(files, on_warning=lambda warning: warnings.append(str(warning)))
        except GraphFileError as error:
            return [str(error)], warnings
        return sorted(map(str, store)), warnings

    meanwhile = told()
    monkeypatch.setattr(dataset, "_WORTH_A_THREAD", 10**9)
    assert meanwhile == told()
    assert len(meanwhile[0]) == (3 if last.endswith(".") else 1)
