"""Graphs of any size for `export`: sorted on the disk, an edition cut out there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pyoxigraph import Triple

    from gii_graph.cli.store_options import GraphFiles
    from gii_graph.export.tables_on_disk import TablesOnDisk
    from gii_graph.graph.editions import Editions
    from gii_graph.graph.graph_part import GraphPart
    from gii_graph.graph.triples_on_disk import TriplesOnDisk

__all__ = ["SortedGraph", "files_of_editions", "sorted_graph", "tables_of"]


class SortedGraph(NamedTuple):
    """The triples of files, or what one edition states of them, sorted, each once; and the same with their editions."""

    triples: Collection[Triple]
    on_disk: Callable[[], TriplesOnDisk]

    def editions(self) -> Editions:
        """Return the triples by edition."""
        return self.on_disk().editions()


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
            yield SortedGraph(held.triples(), lambda: held)
        else:
            stated = held.of_editions((edition,))
            # Which editions state it is judged by what was cut out alone, as of a file that holds no more.
            yield SortedGraph(stated, lambda: on_disk(stated))


@contextmanager
def files_of_editions(
    graphs: GraphFiles, part: GraphPart | None, editions: Collection[int], purpose: Path
) -> Iterator[tuple[Sequence[Path], Collection[int]]]:
    """Give files that hold graphs, or a part of them, and the editions that are still to be cut out of these.

    Of a store, which may hold more than memory does, a file holds what the editions state and nothing else. Raises
    CallError for an edition that the store does not have.
    """
    files = graphs.files(part)
    if not editions or not graphs.are_stored:
        yield files, editions
        return
    from gii_graph.export.rdf_syntaxes import n_triples
    from gii_graph.files import standing_for
    from gii_graph.graph.loading import parse_file
    from gii_graph.graph.triples_on_disk import TriplesOnDisk

    name = ", ".join(graphs.names)
    with tempfile.TemporaryDirectory(prefix="gii-graph-") as folder:
        stated = Path(folder) / "editions.nt"
        streamed = (quad.triple for path in files for quad in parse_file(path))
        with (
            TriplesOnDisk(Path(folder) / "triples.sqlite", streamed, purpose, graphs.names) as held,
            stated.open("w", encoding="utf-8", newline="") as out,
        ):
            out.writelines(n_triples(held.of_editions(editions)))
        (Path(folder) / "triples.sqlite").unlink()
        with standing_for(os.fspath(stated), name):
            yield [stated], ()


@contextmanager
def tables_of(graphs: Sequence[Path], form: str, purpose: Path, edition: int | None) -> Iterator[TablesOnDisk]:
    """Give the tables of files as `sorted_graph` gives their triples.

    Raises CallError for a statement that tables in this form cannot hold, too.
    """
    from gii_graph.export.capabilities import refuse_what_cannot_be_held
    from gii_graph.export.tables_on_disk import TablesOnDisk

    def check(triples: Iterable[Triple]) -> None:
        refuse_what_cannot_be_held(triples, form)

    with (
        sorted_graph(graphs, purpose, edition) as held,
        tempfile.TemporaryDirectory(prefix="gii-graph-") as folder,
        TablesOnDisk(Path(folder) / "tables.sqlite", held.on_disk(), purpose, check) as tables,
    ):
        yield tables
