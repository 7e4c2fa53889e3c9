"""RDF files into triples: sorted, each once, with stable names for blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from gii_graph.errors import GraphFileError

__all__ = ["parse_file", "read_triples"]

_FORMATS = {
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
}


def read_triples(paths: Iterable[Path]) -> list[Triple]:
    """Read RDF files as one graph; named graphs are merged. The triples come sorted by their N-Triples form.

    Raises GraphFileError for a file that cannot be read or is not of its format.
    """
    found = {quad.triple for path in paths for quad in parse_file(path)}
    if any(isinstance(term, BlankNode) for triple in found for term in (triple.subject, triple.object)):
        found = _with_stable_blank_nodes(found)
    return sorted(found, key=str)


def parse_file(path: Path) -> Iterator[Quad]:
    """Yield the statements of a file: Turtle, or what its ending names (.nt, .nq, .trig, .jsonld, .rdf).

    Raises GraphFileError, with the line where the file is wrong.
    """
    form = _FORMATS.get(path.suffix.lower(), RdfFormat.TURTLE)
    try:
        with path.open("rb") as stream:
            yield from parse(stream, format=form, rename_blank_nodes=True)
    except SyntaxError as problem:
        raise GraphFileError(str(path), problem.lineno, f"is not valid {form.name} ({problem.msg})") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise GraphFileError(str(path), None, f"cannot be read ({reason})") from None


def _with_stable_blank_nodes(triples: Iterable[Triple]) -> set[Triple]:
    """Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/): the same graph gives the same names."""
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}
