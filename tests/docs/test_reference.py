"""What the reference says is what the program says: pages that are made are as their script makes them."""

from __future__ import annotations

import importlib.util
from types import ModuleType

import pytest
from pyoxigraph import RdfFormat, parse

from gii_graph.cli import COMMANDS
from tests.conftest import ROOT


def load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFERENCE = load("make_reference")


@pytest.mark.parametrize("name", REFERENCE.PAGES)
def test_nothing_has_drifted(name: str) -> None:
    made = REFERENCE.PAGES[name]()
    kept = (ROOT / name).read_text(encoding="utf-8")
    assert kept == made, f"{name} is out of date: run `make reference`"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_text_is_laid_out_as_written(name: str) -> None:
    shown = REFERENCE.ran(name, "--help")
    assert "\\b" not in shown
    assert f"\n  gii-graph {name}" in shown, "show a runnable example, on a line of its own"


def test_the_ontology_says_the_same_in_json_ld() -> None:
    turtle = {quad.triple for quad in parse((ROOT / "ontology/gii.ttl").read_bytes(), format=RdfFormat.TURTLE)}
    json_ld = {quad.triple for quad in parse((ROOT / "ontology/gii.jsonld").read_bytes(), format=RdfFormat.JSON_LD)}
    assert json_ld == turtle
