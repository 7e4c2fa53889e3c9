"""One state of the graph, as a worker holds it: what was read, whole, from the files as they were at one moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from gii_graph.errors import GraphFileError
from gii_graph.file_state import state_of
from gii_graph.server.entity_ranking import EntityRanking
from gii_graph.server.entity_records import EntityCatalogue, entities_of, write_indexes
from gii_graph.sparql.dataset import read_files

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["FileStates", "HeldGraph", "read_graph", "states_of"]

FileStates = list[list[int]]

_READ_AGAIN: Final = 5  # times that files may change while they are read


@dataclass(slots=True)
class HeldGraph:
    """A dataset with what is known of its entities; `indexes` is the folder of what their names are sought in.

    `base` is what the IRIs that have an address here begin with, `states` what the files were when they were read.
    """

    store: Store
    catalogue: EntityCatalogue
    indexes: Path
    base: str
    states: FileStates
    _ranking: EntityRanking | None = field(default=None, init=False)

    @property
    def size(self) -> int:
        """How many statements there are; those of named graphs are in the default graph as well."""
        from pyoxigraph import DefaultGraph

        if not any(True for _ in self.store.named_graphs()):
            return len(self.store)
        return sum(1 for _ in self.store.quads_for_pattern(None, None, None, DefaultGraph()))

    def label(self, iri: str) -> str | None:
        """Return the name of an entity, None where an IRI is of none."""
        entity = self.catalogue.get(iri)
        return entity.label if entity else None

    @property
    def ranking(self) -> EntityRanking:
        """What ranks the entities for a name; its files are opened by the process that asks first."""
        if self._ranking is None:
            self._ranking = EntityRanking(self.catalogue, self.indexes)
        return self._ranking


def states_of(files: Sequence[str]) -> FileStates:
    """Return what changes whenever one of some files does. Raises OSError for one that is not there."""
    return [state_of(Path(file).stat()) for file in files]


def read_graph(files: Sequence[str], base: str, indexes: Path, tell: Callable[[Any], None]) -> HeldGraph:
    """Return what some files hold together, all of them as they were at one moment.

    `tell` hears what a file loses on its way. Raises GraphFileError for a file that cannot be read, is no RDF, or does
    not stay as it is for as long as it takes to read it.
    """
    for _ in range(_READ_AGAIN):
        try:
            before = states_of(files)
            warned: list[Any] = []
            store = read_files(files, on_warning=warned.append)
            if states_of(files) == before:
                for warning in warned:
                    tell(warning)
                catalogue = entities_of(store)
                write_indexes(catalogue, indexes)
                return HeldGraph(store, catalogue, indexes, base, before)
        except OSError as error:
            raise GraphFileError(str(error.filename), None, f"cannot be read ({error.strerror})") from error
        time.sleep(0.2)
    raise GraphFileError(files[0], None, "changes all the time while it is read; replace it when it is whole")
