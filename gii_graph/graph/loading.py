"""RDF files into triples: sorted, each once, with stable names for blank nodes."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Triple, parse

from gii_graph.rdf_files import OnWarning, opened, unpacked
from gii_graph.stale_links import without_stale_links

__all__ = ["parse_file", "read_triples", "with_stable_blank_nodes"]


def read_triples(
    paths: Iterable[Path], tell: OnWarning = warnings.warn, standard_input: BinaryIO | None = None
) -> list[Triple]:
    """Read RDF files as one graph; named graphs are merged. The triples come sorted by their N-Triples form.

    Literals stay as they are written. The path `-` is `standard_input`, where that is given, in TriG, Turtle or
    N-Triples.
    Links of subjects that the files do not have are left out, which `tell` hears. Raises GraphFileError for a file
    that cannot be read or is not of its format.
    """
    paths = list(paths)
    triples = {
        quad.triple
        for path in paths
        for quad in (_parse_stream(standard_input) if standard_input and str(path) == "-" else parse_file(path))
    }
    return sorted(without_stale_links(with_stable_blank_nodes(triples), map(str, paths), tell), key=str)


def parse_file(path: Path) -> Iterator[Quad]:
    """Yield the statements of a file in the format that its ending names; it may be compressed by gzip.

    Raises GraphFileError, with the line where the file is wrong.
    """
    with opened(path) as file:
        yield from parse(file.content, format=file.format, base_iri=file.base, rename_blank_nodes=True)


def _parse_stream(stream: BinaryIO) -> Iterator[Quad]:
    with unpacked(stream, "standard input", RdfFormat.TRIG) as content:
        yield from parse(content, format=RdfFormat.TRIG, rename_blank_nodes=True)


def with_stable_blank_nodes(triples: Collection[Triple]) -> Collection[Triple]:
    """Name blank nodes by RDFC-1.0 (https://www.w3.org/TR/rdf-canon/): the same graph gives the same names."""
    if not any(isinstance(term, BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        return triples
    dataset = Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {quad.triple for quad in dataset}
