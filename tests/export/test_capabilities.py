"""No form of export drops or bends what RDF 1.2 has: it holds it, or says that it cannot, and writes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph
import pytest

from tests.conftest import run

HEAD = "@prefix e: <http://e/> .\n"
TERM = f"{HEAD}e:a e:says <<( e:s e:q e:o )>> ."
REIFIED = f"{HEAD}e:a e:p e:b {{| e:since 2024 |}} ."
NESTED = f"{HEAD}e:a e:says <<( e:s e:q <<( e:s e:q 'x' )>> )>> ."
DIRECTION = f"{HEAD}e:a e:p 'x'@ar--rtl , 'y'@en , 'z' ."


def exported(content: str, form: str, folder: Path) -> tuple[int, str, str]:
    (folder / "a.ttl").write_text(content, "utf-8")
    done = run("export", "-f", form, "a.ttl", "-o", "out" if form in {"csv", "zip"} else "-", cwd=folder)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("content", [TERM, REIFIED, NESTED], ids=["term", "reified", "nested"])
@pytest.mark.parametrize(("form", "name"), [("jsonld", "JSON-LD"), ("csv", "A table"), ("zip", "A package")])
def test_a_triple_term_is_refused(content: str, form: str, name: str, tmp_path: Path) -> None:
    code, output, errors = exported(content, form, tmp_path)
    assert (code, output) == (2, "")
    assert errors.startswith(f"Error: {name}")
    assert "cannot hold a triple term" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


@pytest.mark.parametrize("form", ["csv", "zip"])
def test_a_base_direction_is_refused_where_it_has_no_place(form: str, tmp_path: Path) -> None:
    code, _, errors = exported(DIRECTION, form, tmp_path)
    assert code == 2
    assert "cannot hold a text with a base direction, and <http://e/a> <http://e/p> has one" in errors


@pytest.mark.parametrize("content", [TERM, REIFIED, NESTED, DIRECTION], ids=["term", "reified", "nested", "direction"])
@pytest.mark.parametrize("form", ["ntriples", "trig", "jsonld"])
def test_what_is_held_is_read_back(content: str, form: str, tmp_path: Path) -> None:
    if form == "jsonld" and content != DIRECTION:
        return
    code, output, errors = exported(content, form, tmp_path)
    assert code == 0, errors
    formats = {
        "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
        "trig": pyoxigraph.RdfFormat.TRIG,
        "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    }
    ours = pyoxigraph.Dataset(pyoxigraph.parse(output, formats[form]))
    theirs = pyoxigraph.Dataset(pyoxigraph.parse(content, pyoxigraph.RdfFormat.TURTLE))
    for dataset in (ours, theirs):
        dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert ours == theirs


def test_a_direction_is_json_ld_of_its_own(tmp_path: Path) -> None:
    _, output, _ = exported(DIRECTION, "jsonld", tmp_path)
    [node] = json.loads(output)["@graph"]
    assert {"@value": "x", "@language": "ar", "@direction": "rtl"} in node["http://e/p"]
