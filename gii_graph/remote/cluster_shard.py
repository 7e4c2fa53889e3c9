"""All files of a build as one shard that a cluster answers for.

What a worker knows of a file may be lost with it. So only this machine keeps anything, an account and the names of each
profile, and whatever else is asked for is read again by whichever worker is free.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, Final, ParamSpec, TypeVar

from gii_graph.errors import SourceError, WorkerError
from gii_graph.identity import Mentioned
from gii_graph.reading import Reading
from gii_graph.remote import cluster_tasks
from gii_graph.remote.cluster_tasks import PlacedRequest, ProfilePlace, ReadFile
from gii_graph.remote.stored_files import STORED_FILES, is_address

if TYPE_CHECKING:
    from gii_graph.assembly import Account, FilePart, FileRequest, Shard
    from gii_graph.assembly.processes import Answer
    from gii_graph.remote.dask_cluster import DaskCluster
    from gii_graph.remote.written_parts import WrittenPart

__all__ = ["ClusterShard"]

P = ParamSpec("P")
R = TypeVar("R")

# So many files are a task: a quarter of a second, beside which what a scheduler needs for a task is little.
_BATCH: Final = 500


class ClusterShard:
    """A worker (see `assembly.processes`) whose shard is all of a cluster."""

    def __init__(self, cluster: DaskCluster) -> None:
        self._cluster = cluster
        self._places: list[ProfilePlace | Reading | None] = []
        self._mentioned: list[bytes | None] = []

    @property
    def ahead(self) -> int:
        """How many tasks may be on their way: two for each thread, and one."""
        return 2 * self._cluster.threads + 1

    def submit(self, method: Callable[Concatenate[Shard, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Answer[R]:
        """Begin a call: one of the methods of this class that are called as those of `Shard`."""
        answer: Answer[R] = getattr(self, method.__name__)(*args, **kwargs)
        return answer

    def read(self, paths: Sequence[str]) -> Answer[list[Account | SourceError]]:
        """Have files read; note where each profile is and whom it names."""
        files = [path if is_address(path) or Path(path).is_absolute() else str(Path(path).absolute()) for path in paths]
        batches = [*_in_batches(files)]
        answers = deque([self._cluster.submit(cluster_tasks.read, batch) for batch in batches])
        return lambda: [account for batch in batches for account in self._noted(batch, answers.popleft()())]

    def _noted(self, files: Sequence[str], outcomes: Sequence[ReadFile]) -> Iterator[Account | SourceError]:
        for file, outcome in zip(files, outcomes, strict=True):
            if not outcome.readable:
                _check_nobody_reads(file, outcome)
            self._mentioned += outcome.mentioned
            for position, account in enumerate(outcome.accounts):
                if isinstance(account, SourceError):
                    self._places.append(None)
                else:
                    self._places.append(ProfilePlace(file, position, account.source.sha256))
                yield account

    def mentioned(self, slots: Sequence[int]) -> Answer[list[bytes]]:
        """Return who is named in each of some profiles, each as `Mentioned.packed`."""
        mentioned = [self._mentioned[slot] for slot in slots]
        return lambda: [names for names in mentioned if names]

    def readings(self, slots: Sequence[int]) -> Answer[list[Reading]]:
        """Have some profiles read again, whole."""
        places = [place for place in (self._places[slot] for slot in slots) if isinstance(place, ProfilePlace)]
        answers = [self._cluster.submit(cluster_tasks.read_again, batch) for batch in _in_batches(places)]
        return lambda: [reading for answer in answers for reading in answer()]

    def replace(self, slot: int, reading: Reading) -> Answer[None]:
        """Take another reading for a profile, which is sent along with what is asked of it."""
        self._places[slot] = reading
        self._mentioned[slot] = Mentioned.of(reading.profile).packed()
        return lambda: None

    def describe(self, requests: Iterable[FileRequest]) -> Answer[list[FilePart]]:
        """Have profiles described."""
        return self._cluster.submit(cluster_tasks.describe, self._placed(requests))

    def write(self, requests: Iterable[FileRequest], folder: str, name: str) -> Answer[WrittenPart]:
        """Have a part of the graph written into a folder, a path or an address."""
        return self._cluster.submit(cluster_tasks.write, self._placed(requests), folder, name)

    def _placed(self, requests: Iterable[FileRequest]) -> list[PlacedRequest]:
        return [PlacedRequest(place, request) for request in requests if (place := self._places[request.slot])]


T = TypeVar("T")


def _in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _BATCH] for start in range(0, len(values), _BATCH))


def _check_nobody_reads(file: str, outcome: ReadFile) -> None:
    """Raise WorkerError where this machine can read a file that a worker could not: the graph would lack it."""
    if isinstance(next(STORED_FILES.contents([file])), bytes):
        (error,) = outcome.accounts
        reason = error.found if isinstance(error, SourceError) else "no reason is told"
        raise WorkerError(
            f"a worker of the cluster cannot read {file} ({reason}), which this machine can; put the profiles where "
            "every worker reads them under the same path, or name them by an address such as s3://bucket/profiles/"
        )
