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


# What a query on five profiles may load beyond its engine and click. A module more is some tenths of a millisecond of
# every query; `benchmarks/query_start.py` measures what they come to.
OF_ANY_QUERY = {
    "gii_graph",
    "gii_graph.errors",
    "gii_graph.rdf_files",
    "gii_graph.stale_links",
    "gii_graph.supervision",
    "gii_graph.text_width",
    "gii_graph.vocabulary",
    *(
        f"gii_graph.cli{module}"
        for module in (
            "", ".answer", ".attached_value", ".destination", ".formula_guard", ".given_once", ".graphs", ".options",
            ".query_source", ".question", ".table_layout", ".terminal", ".text_type", ".watch",
        )
    ),
    *(
        f"gii_graph.sparql{module}"
        for module in (
            "", ".ahead", ".dataset", ".engine", ".engine_failures", ".header", ".limits", ".literal_forms",
            ".prefixes", ".stable_rows", ".turtle_scan",
        )
    ),
}  # fmt: skip
OF_A_TABLE = {"gii_graph.cli.answer_table", "unicodedata"}
OF_A_SHIPPED_QUESTION = {"gii_graph.resources", "gii_graph.sparql.shipped"}
OF_A_CHART_LINE = {"gii_graph.tabular", "gii_graph.tabular.chart_plan"}
# The start of `python -m`, and what click loads when an option is short.
OF_THE_START = {"gc", "runpy", "importlib.util", "importlib._abc"}
OF_A_SHORT_OPTION = {"difflib", "heapq", "_heapq", "locale", "_locale"}


@pytest.mark.parametrize(
    ("question", "may_load"),
    [
        (["top-partners"], OF_A_TABLE | OF_A_SHIPPED_QUESTION | OF_A_CHART_LINE),
        (["partners-abroad"], OF_A_TABLE | OF_A_SHIPPED_QUESTION | {"gii_graph.sparql.premises"}),
        (
            ["-q", "ASK { ?c a gii:Cluster }"],
            {f"gii_graph.sparql.{name}" for name in ("premises", "result_formats", "unknown_terms")}
            | OF_A_SHORT_OPTION,
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_a_query_loads_little_beyond_its_engine_and_the_command_line(question: list[str], may_load: set[str]) -> None:
    more = loaded_by("-m", "gii_graph", "query", *question) - loaded_by("-c", "import click, pyoxigraph")
    assert more - OF_THE_START - OF_ANY_QUERY - may_load == set()
