"""The W3C's public test suites, where the variable GII_GRAPH_W3C names a folder that holds them.

    git clone https://github.com/w3c/rdf-tests
    GII_GRAPH_W3C=rdf-tests pytest tests/w3c

SPARQL 1.1 and 1.2: evaluation, syntax, result formats. RDF 1.1 and 1.2: Turtle, TriG, N-Triples, N-Quads, RDF/XML.
What fails stands in `failures.tsv` with its reason. That list may only become shorter: a test that fails and is not in
it is a failure, and so is one that is in it and passes.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.w3c.manifests import cases
from tests.w3c.suites import RUNNERS, outcome

FOLDER = os.environ.get("GII_GRAPH_W3C")
ROOT = Path(FOLDER).resolve() if FOLDER else Path("nowhere")
FAILURES = Path(__file__).with_name("failures.tsv")
MOST_FAILURES = 20  # only ever lowered
# Updates, stores and endpoints of one's own are not what a command that reads files has.
LEFT_OUT = {
    "basic-update", "add", "clear", "copy", "delete", "delete-data", "delete-insert", "delete-where", "drop", "move",
    "update-silent", "syntax-update-1", "syntax-update-2", "entailment", "service", "service-description", "protocol",
    "graph-store-protocol", "rdf-mt", "rdf-semantics",
}  # fmt: skip
# Tests that each specification's suites have at least, so that an empty folder passes nothing.
AT_LEAST = {"sparql/sparql11": 340, "sparql/sparql12": 240, "rdf/rdf11": 990, "rdf/rdf12": 330}


def expected_failures() -> dict[str, str]:
    """Return the reason of each test that fails, by suite and name."""
    with FAILURES.open(encoding="utf-8", newline="") as stream:
        return {f"{row['suite']} {row['test']}": row["reason"] for row in csv.DictReader(stream, delimiter="\t")}


def suites() -> Iterator[Path]:
    """Yield the manifests that are run."""
    for specification in AT_LEAST:
        for manifest in sorted((ROOT / specification).rglob("manifest.ttl")):
            if not LEFT_OUT & set(manifest.relative_to(ROOT).parts):
                yield manifest


def test_the_list_of_failures_only_becomes_shorter() -> None:
    expected = expected_failures()
    assert len(expected) <= MOST_FAILURES
    assert all(expected.values())


@pytest.mark.skipif(not FOLDER, reason="GII_GRAPH_W3C names no folder with the suites of github.com/w3c/rdf-tests")
def test_the_suites_are_there() -> None:
    for specification, least in AT_LEAST.items():
        runs = [case for path in suites() if specification in path.as_posix() for case in cases(path)]
        assert sum(case.kind in RUNNERS for case in runs) >= least, specification


@pytest.mark.skipif(not FOLDER, reason="GII_GRAPH_W3C names no folder with the suites of github.com/w3c/rdf-tests")
@pytest.mark.parametrize("manifest", list(suites()), ids=lambda path: path.parent.relative_to(ROOT).as_posix())
def test_every_test_passes_but_those_that_are_named(manifest: Path) -> None:
    suite = manifest.parent.relative_to(ROOT).as_posix()
    expected = {name.partition(" ")[2] for name in expected_failures() if name.partition(" ")[0] == suite}
    failed = {}
    for case in cases(manifest):
        if case.kind in RUNNERS:
            reason = outcome(case, ROOT)
            if reason is not None:
                failed[case.name] = reason
    assert {name: reason for name, reason in failed.items() if name not in expected} == {}
    assert expected - set(failed) == set(), "these pass now: take them out of failures.tsv"
