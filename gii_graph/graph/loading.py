"""RDF files into triples: sorted, each once, with stable names for blank nodes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from gii_graph.errors import GraphFileError

__all__ = ["read_triples"]

_FORMATS = {
    ".jsonld": RdfFormat.JSON_LD,
    ".nq": RdfFormat.N_QUADS,
    ".nt": RdfFormat.N_TRIPLES,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
}


def read_triples(paths: Iterable[Path]) -> list[Triple]:
    """Read RDF files as one graph: Turtle, or what the file's ending names (.nt, .nq, .trig, .jsonld, .rdf).

    Named graphs are merged into one. The triples come sorted by their N-Triples form.
    Raises GraphFileError for a file that cannot be read or is not of its format.
    """
    quads: set[Quad] = set()
    for path in paths:
        quads.update(_read(path))
    if any(isinstance(term, BlankNode) for quad in quads for term in (quad.subject, quad.object)):
        quads = _with_stable_blank_nodes(quads)
    return sorted({quad.triple for quad in quads}, key=str)


def _read(path: Path) -> Iterable[Quad]:
    form = _FORMATS.get(path.suffix.lower(), RdfFormat.TURTLE)
    try:
        with path.open("rb") as stream:
            return [Quad(*quad.triple) for quad in parse(stream, format=form, rename_blank_nodes=True)]
    except SyntaxError as problem:
        message = f"is not valid {form.name} ({problem.msg})"
        raise GraphFileError(str(path), problem.lineno, message) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise GraphFileError(str(path), None, f"cannot be read ({reason})") from None


def _with_stable_blank_nodes(quads: set[Quad]) -> set[Quad]:
    """Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/): the same graph gives the same names."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
