"""What a query is asked of: files, the index of large ones, or an endpoint."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from gii_graph.cli.graphs import default_graphs
from gii_graph.sparql.ahead import begun, taken
from gii_graph.sparql.dataset import LARGE, of_edition, read_files

if TYPE_CHECKING:
    from pyoxigraph import Store

    from gii_graph.sparql.engine import Answer
    from gii_graph.sparql.service_calls import Relay

__all__ = ["Answering", "OpenedSource", "QuerySource", "drop_index", "opened"]

_LOOK_EVERY = 0.1  # seconds between two looks for an index that is in the making
_ENDPOINT_SECONDS = 60.0  # an endpoint may never answer; a query over files may run as long as it likes


class Answering(Protocol):
    """Answers a query, with bindings for its parameters."""

    def __call__(self, text: str, bindings: Mapping[str, Sequence[str]] | None, /) -> Answer:
        """Return the answer to a query."""


class QuerySource(NamedTuple):
    """Where a call looks for its answer: files or an endpoint, one edition or one named graph of them, and how.

    `base` is what relative IRIs in the query are relative to, where files answer.
    """

    graphs: Sequence[str]
    endpoint: str | None
    edition: int | None
    graph: str | None
    timeout: float | None
    input_format: str
    may_index: bool
    allow_service: bool
    base: str | None = None

    @property
    def files(self) -> Sequence[str]:
        """The files to read, also where none is named; raises GraphFileError where these are not there."""
        return self.graphs or default_graphs()

    @property
    def seconds(self) -> float | None:
        """How long an answer may take."""
        return self.timeout or (_ENDPOINT_SECONDS if self.endpoint else None)

    @property
    def is_worth_an_index(self) -> bool:
        """Whether it is files so large that the next query gains by an index of them."""
        if not self.may_index or self.endpoint or not all(map(os.path.isfile, self.files)):
            return False
        return sum(map(os.path.getsize, self.files)) >= LARGE


class OpenedSource(NamedTuple):
    """What answers queries, whether files were parsed for it, and by whom it asks other endpoints, if it may."""

    answer: Answering
    parsed: bool
    relay: Relay | None


def opened(source: QuerySource) -> OpenedSource:
    """Return what answers queries.

    Raises GraphFileError for a file that cannot be read.
    """
    if source.endpoint:
        return OpenedSource(_remote(source), False, None)
    index = _index(source) if source.is_worth_an_index else None
    relay = _relay(source) if source.allow_service else None
    return OpenedSource(_local(source, _read(source) if index is None else index, relay), index is None, relay)


def _relay(source: QuerySource) -> Relay:
    from gii_graph.remote.service_relay import ServiceRelay

    return ServiceRelay(source.seconds or _ENDPOINT_SECONDS)


def _index(source: QuerySource) -> Store | None:
    """Return the index of a large graph; None where there is none yet.

    Where one is in the making the files are read at the same time, and what is ready first answers.
    """
    from gii_graph.cli.index_folder import indexes

    index = indexes().opened(source.files)
    if index is None and indexes().is_in_the_making(source.files):
        reading = begun(source.files)
        while index is None and not reading.is_done(_LOOK_EVERY):
            index = indexes().opened(source.files)
    return index


def drop_index(source: QuerySource) -> None:
    """Remove the index of a large graph, which has failed."""
    from gii_graph.cli.index_folder import indexes

    indexes().drop(source.files)


def _read(source: QuerySource) -> Store:
    return taken(source.files) or read_files(source.files, sys.stdin.buffer, source.input_format)


def _local(source: QuerySource, store: Store, relay: Relay | None) -> Answering:
    from gii_graph.sparql.engine import answer

    asked = store if source.edition is None else of_edition(store, source.edition)
    return lambda text, bindings: answer(asked, text, bindings, graph=source.graph, relay=relay, base=source.base)


def _remote(source: QuerySource) -> Answering:
    from gii_graph.remote.endpoint import Endpoint

    endpoint = Endpoint(
        str(source.endpoint), graphs=[source.graph] if source.graph else [], seconds=source.seconds or _ENDPOINT_SECONDS
    )
    return lambda text, bindings: endpoint.answer(text, bindings, allow_service=source.allow_service)
