"""The W3C's tests run through the `gii-graph` command, each to the reason why it fails, or None.

Answers are compared as the W3C defines it, blank nodes by isomorphism, but for numbers, dates and durations, which are
answered as values (docs/querying.md): both sides are taken through the engine's store first.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Triple

from gii_graph.sparql.literal_forms import changed_literals
from tests.w3c.commands import Done, called
from tests.w3c.manifests import Case

RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
PUBLISHED = "https://w3c.github.io/rdf-tests/"
COLUMN = "urn:x-column:"
RESULTS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}
FORMATS = {
    ".ttl": RdfFormat.TURTLE, ".nt": RdfFormat.N_TRIPLES, ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG, ".nq": RdfFormat.N_QUADS,
}  # fmt: skip
Rows = list[dict[str, Any]]


def outcome(case: Case, root: Path) -> str | None:
    """Return why a test fails, None where it passes."""
    return RUNNERS[case.kind](case, root)


# Queries


def _query(case: Case, *options: str) -> Done:
    with tempfile.TemporaryDirectory() as folder:
        files: list[Path] = list(case.data)
        if case.graphs:
            named = Path(folder) / "named.nq"
            quads = [
                Quad(quad.subject, quad.predicate, quad.object, NamedNode(name))
                for name, path in case.graphs
                for quad in _parsed(path)
            ]
            named.write_bytes(pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"")
            files.append(named)
        if not files:
            files.append(Path(folder) / "nothing.nt")
            files[0].write_bytes(b"")
        return called(["query", case.action, *files, "--no-index", "--raw", *options])


def _evaluation(case: Case, root: Path) -> str | None:
    assert case.result is not None
    ending = case.result.suffix
    if ending in RESULTS or _is_result_set(case.result):
        done = _query(case, "--raw", "-f", "tsv" if ending == ".tsv" else "json")
        if done.code:
            return done.error
        answered = _rows(done.output, RESULTS[".tsv" if ending == ".tsv" else ".srj"])
        expected = (
            _result_set(case.result) if ending not in RESULTS else _rows(case.result.read_bytes(), RESULTS[ending])
        )
        return _compared(answered, expected, root)
    if ending == ".csv":
        return _csv(case)
    done = _query(case, "-f", "ntriples")
    if done.code:
        return done.error
    return _isomorphic(_quads(done.output, RdfFormat.N_TRIPLES), _parsed(case.result), root)


def _is_result_set(path: Path) -> bool:
    return path.suffix in {".ttl", ".rdf"} and RS.encode() in path.read_bytes()


def _rows(content: bytes, form: QueryResultsFormat) -> Rows | bool:
    found = pyoxigraph.parse_query_results(content, form)
    if isinstance(found, pyoxigraph.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names if row[name] is not None} for row in found]


def _result_set(path: Path) -> Rows | bool:
    """Return the rows of a result set that is written in RDF, https://www.w3.org/2001/sw/DataAccess/tests/result-set."""
    store = pyoxigraph.Store()
    store.extend(_parsed(path))
    truth = [quad.object.value for quad in store.quads_for_pattern(None, NamedNode(f"{RS}boolean"), None)]
    if truth:
        return truth[0] in {"true", "1"}
    rows = []
    for solution in store.quads_for_pattern(None, NamedNode(f"{RS}solution"), None):
        row = {}
        for binding in store.quads_for_pattern(solution.object, NamedNode(f"{RS}binding"), None):
            [name] = store.quads_for_pattern(binding.object, NamedNode(f"{RS}variable"), None)
            [value] = store.quads_for_pattern(binding.object, NamedNode(f"{RS}value"), None)
            row[name.object.value] = value.object
        rows.append(row)
    return rows


def _compared(answered: Rows | bool, expected: Rows | bool, root: Path) -> str | None:
    if isinstance(answered, bool) or isinstance(expected, bool):
        return None if answered == expected else f"answered {answered}, expected {expected}"
    if len(answered) != len(expected):
        return f"{len(answered)} rows, expected {len(expected)}"
    return _isomorphic(_as_quads(answered), _as_quads(expected), root)


def _as_quads(rows: Rows) -> list[Quad]:
    """Return rows as a graph, so that blank nodes are compared over rows as well."""
    quads = []
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")
        quads.append(Quad(node, NamedNode(f"{COLUMN}row"), Literal("")))
        quads.extend(Quad(node, NamedNode(COLUMN + name), value) for name, value in row.items())
    return quads


def _csv(case: Case) -> str | None:
    done = _query(case, "--raw", "-f", "csv")
    if done.code:
        return done.error
    assert case.result is not None
    answered, expected = (_csv_rows(content) for content in (done.output, case.result.read_bytes()))
    return None if answered == expected else "other rows"


def _csv_rows(content: bytes) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(content.decode())))
    return [rows[0], *sorted([re.sub("^_:.*", "_:", cell) for cell in row] for row in rows[1:])]


def _accepts(case: Case, root: Path) -> str | None:
    done = _query(case)
    # That a query asks another endpoint, or a function that is not there, is understood before it is refused.
    understood = done.code != 2 or "--allow-service" in done.error or "calls the function" in done.error
    return None if understood else done.error.splitlines()[0]


def _refuses(case: Case, root: Path) -> str | None:
    return None if _query(case).code == 2 else "accepted"


# Formats


def _reads(case: Case, root: Path) -> str | None:
    done = called(["export", "-f", "ntriples", "-o", "-", case.action])
    return done.error if done.code else None


def _rejects(case: Case, root: Path) -> str | None:
    return None if called(["export", "-f", "ntriples", "-o", "-", case.action]).code == 3 else "accepted"


def _evaluates(case: Case, root: Path) -> str | None:
    done = called(["export", "-f", "ntriples", "-o", "-", case.action])
    if done.code:
        return done.error
    assert case.result is not None
    answered, expected = _quads(done.output, RdfFormat.N_TRIPLES), _parsed(case.result)
    failure = _isomorphic(answered, [Quad(*quad.triple) for quad in expected], root)
    if failure is None and case.action.suffix in {".trig", ".nq"}:
        text = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
        found = called(["query", "-q", text, case.action, "--no-index", "-f", "json"])
        rows = [
            {"g": quad.graph_name, "s": quad.subject, "p": quad.predicate, "o": quad.object}
            for quad in expected
            if not isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        ]
        failure = _compared(_rows(found.output, RESULTS[".srj"]), rows, root)
    return failure


# Comparing


def _quads(content: bytes, form: RdfFormat, base: str | None = None) -> list[Quad]:
    return list(pyoxigraph.parse(content, form, base_iri=base))


def _parsed(path: Path) -> list[Quad]:
    return _quads(path.read_bytes(), FORMATS[path.suffix], path.as_uri())


def _isomorphic(answered: Iterable[Quad], expected: Iterable[Quad], root: Path) -> str | None:
    ours, theirs = (_canonical(quads, root) for quads in (answered, expected))
    if ours == theirs:
        return None
    missing, more = sorted(theirs - ours), sorted(ours - theirs)
    return f"missing {missing[:1]}, found {more[:1]}"


def _canonical(quads: Iterable[Quad], root: Path) -> set[str]:
    text = (pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()
    # As if the suites had been read from where they are published.
    listed = _quads(text.replace(f"{root.as_uri()}/", PUBLISHED).encode(), RdfFormat.N_QUADS)
    literals: dict[Literal, None] = {}
    for quad in listed:
        _collect(quad.object, literals)
    answered = changed_literals(literals)
    dataset = pyoxigraph.Dataset(
        Quad(quad.subject, quad.predicate, _answered(quad.object, answered), quad.graph_name) for quad in listed
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return set(map(str, dataset))


def _collect(term: Any, literals: dict[Literal, None]) -> None:
    if isinstance(term, Literal):
        literals[term] = None
    elif isinstance(term, Triple):
        _collect(term.object, literals)


def _answered(term: Any, answered: dict[Literal, Literal]) -> Any:
    if isinstance(term, Triple):
        return Triple(term.subject, term.predicate, _answered(term.object, answered))
    return answered.get(term, term) if isinstance(term, Literal) else term


RUNNERS: dict[str, Callable[[Case, Path], str | None]] = {
    "QueryEvaluationTest": _evaluation,
    "CSVResultFormatTest": _evaluation,
    **dict.fromkeys(("PositiveSyntaxTest", "PositiveSyntaxTest11"), _accepts),
    **dict.fromkeys(("NegativeSyntaxTest", "NegativeSyntaxTest11"), _refuses),
    **{f"Test{form}PositiveSyntax": _reads for form in ("Turtle", "Trig", "NTriples", "NQuads")},
    **{f"Test{form}NegativeSyntax": _rejects for form in ("Turtle", "Trig", "NTriples", "NQuads", "XML")},
    **{f"Test{form}NegativeEval": _rejects for form in ("Turtle", "Trig")},
    **{f"Test{form}Eval": _evaluates for form in ("Turtle", "Trig", "XML")},
    **{f"Test{form}PositiveC14N": _evaluates for form in ("NTriples", "NQuads")},
}
