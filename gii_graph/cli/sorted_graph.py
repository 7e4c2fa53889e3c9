"""Graphs of any size for `export`: sorted on the disk, an edition cut out there."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from gii_graph.graph.editions import Editions
    from gii_graph.graph.triples_on_disk import TriplesOnDisk

__all__ = ["SortedGraph", "sorted_graph"]


class SortedGraph(NamedTuple):
    """The triples of files, or what one edition states of them: sorted, each once; and the same by edition."""

    triples: Collection[Triple]
    editions: Callable[[], Editions]


@contextmanager
def sorted_graph(graphs: Sequence[Path], purpose: Path, edition: int | None) -> Iterator[SortedGraph]:
    """Give the triples of files while the block runs, in memory that does not grow with them.

    Errors of the disk name what it is for, the `purpose`. Raises GraphFileError for a file that cannot be read,
    CallError for an edition that the files do not have.
    """
    from gii_graph.graph.loading import parse_file

    names = [*map(str, graphs)]
    with ExitStack() as opened:

        def on_disk(triples: Iterable[Triple]) -> TriplesOnDisk:
            from gii_graph.graph.triples_on_disk import TriplesOnDisk

            folder = opened.enter_context(tempfile.TemporaryDirectory(prefix="gii-graph-"))
            return opened.enter_context(TriplesOnDisk(Path(folder) / "triples.sqlite", triples, purpose, names))

        held = on_disk(quad.triple for path in graphs for quad in parse_file(path))
        if edition is None:
            yield SortedGraph(held.triples(), held.editions)
        else:
            stated = held.of_edition(edition)
            # Which editions state it is judged by what was cut out alone, as of a file that holds no more.
            yield SortedGraph(stated, lambda: on_disk(stated).editions())
