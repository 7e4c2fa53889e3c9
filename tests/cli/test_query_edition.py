"""`gii-graph query --edition` asks only what one edition states."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import run

PARTNERS = """
SELECT ?partner { ?c rdfs:label "Kunming"@en ; gii:collaboratesOnPatentsWith/rdfs:label ?partner } ORDER BY ?partner
"""


def partners(graph: Path, *options: str) -> list[str]:
    done = run("query", "-q", PARTNERS, graph, "-f", "csv", *options)
    assert done.returncode == 0, done.stderr
    return done.stdout.split("\r\n")[1:-1] if "\r\n" in done.stdout else done.stdout.splitlines()[1:]


def test_direct_statements_are_those_of_the_edition(three_editions: Path) -> None:
    assert partners(three_editions, "--edition", "2023") == ["Beijing", "Chengdu", "Zhengzhou"]
    assert partners(three_editions, "--edition", "2024") == ["Chengdu", "Shanghai–Suzhou", "Zhengzhou"]
    assert len(partners(three_editions)) == 5


def test_an_unknown_edition_is_a_wrong_call(three_editions: Path) -> None:
    done = run("query", "ranks", three_editions, "--edition", "1999")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Error: The graph has no edition 1999; it has: 2023, 2024, 2025.\n"


def test_an_endpoint_has_named_graphs_for_that() -> None:
    done = run("query", "ranks", "--endpoint", "http://localhost:1/sparql", "--edition", "2024")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: --edition is for files;")
