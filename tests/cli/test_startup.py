"""A command loads what it needs, so that it answers at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import ROOT

HEAVY = {"rdflib", "networkx", "pyvis", "jinja2", "numpy", "scipy", "pyshacl", "selectolax"}


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["--help"], set()),
        (["build", "-o", "-", "--quiet"], set()),
        (["query", "top-partners"], set()),
        (["validate"], set()),
        (["cache"], set()),
        (["show", "kunming"], set()),
        (["diff", "--editions", "2024", "2024"], set()),
        (["export", "-f", "jsonld", "-o", "-"], set()),
        (["export", "-f", "gexf", "-o", "-"], set()),
        (["analyse", "--of", "agents"], set()),
        (["analyse", "--of", "clusters"], {"networkx"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_nothing_heavy_is_loaded_in_vain(arguments: list[str], needed: set[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "gii_graph", *arguments],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert loaded & HEAVY == needed


def loaded_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], cwd=ROOT, capture_output=True, check=True, encoding="utf-8"
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


@pytest.mark.parametrize("question", [["top-partners"], ["partners-abroad"], ["-q", "ASK { ?c a gii:Cluster }"]])
def test_a_query_loads_little_beyond_its_engine_and_the_command_line(question: list[str]) -> None:
    more = loaded_by("-m", "gii_graph", "query", *question) - loaded_by("-c", "import click, pyoxigraph")
    assert more & {"pathlib", "decimal", "dataclasses", "datetime", "json"} == set()
