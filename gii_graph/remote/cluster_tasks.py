"""What a worker of a cluster is asked; a task hangs on what it is given alone, so that it can be done again anywhere.

Nothing stays with a worker: a profile is read once for its names, and again to be described, when names are decided.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

from gii_graph import __version__
from gii_graph.assembly import Account, FilePart, FileRequest
from gii_graph.assembly.shard import accounts_of, changed_meanwhile, describe_reading
from gii_graph.errors import GiiGraphError, SourceError, WorkerError
from gii_graph.graph import Tally
from gii_graph.identity import Mentioned
from gii_graph.reading import Reading, read_content
from gii_graph.remote.stored_files import STORED_FILES
from gii_graph.remote.written_parts import WrittenPart, write_part

__all__ = ["PlacedRequest", "ProfilePlace", "ReadFile", "describe", "perform", "read", "read_again", "write"]

# A worker may have several threads, and PDFium is not made for them; but for the files themselves nobody waits.
_ONE_AT_A_TIME = Lock()


class ReadFile(NamedTuple):
    """What a file holds: of each profile the account, or why it cannot be used, and whom it names, packed.

    `readable` tells whether the worker got its bytes at all.
    """

    accounts: list[Account | SourceError]
    mentioned: list[bytes | None]
    readable: bool


class ProfilePlace(NamedTuple):
    """Where a profile is: its file's path or address and SHA-256, and its index among the profiles of the file."""

    file: str
    position: int
    sha256: str


class PlacedRequest(NamedTuple):
    """A profile to describe, and where it is, or what several files together say of it."""

    place: ProfilePlace | Reading
    request: FileRequest


def perform(version: str, task: Callable[..., object], *args: object) -> bytes:
    """Do a task that a program of this version asks for; return its answer, pickled.

    Dask would pickle each value of a list by itself, and what all of them share, such as a tally, once for each.
    Raises WorkerError where this is another version, whose graph may be another, or where the task fails otherwise than
    by an error of ours.
    """
    if version != __version__:
        raise WorkerError(
            f"a worker of the cluster has gii-graph {__version__} and this machine {version}; install the same on both"
        )
    try:
        return pickle.dumps(task(*args), pickle.HIGHEST_PROTOCOL)
    except GiiGraphError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told
        raise WorkerError(
            f"a worker of the cluster failed with {type(error).__name__}{f' ({error})' if str(error) else ''}; "
            "build without --scheduler to see where"
        ) from None


def read(files: Sequence[str]) -> list[ReadFile]:
    """Read files, which are paths or addresses."""
    return [_read(file, content) for file, content in zip(files, STORED_FILES.contents(files), strict=True)]


def _read(file: str, content: bytes | SourceError) -> ReadFile:
    with _ONE_AT_A_TIME:
        outcomes = read_content(file, content)
        mentioned = [
            Mentioned.of(outcome.profile).packed() if isinstance(outcome, Reading) else None for outcome in outcomes
        ]
        return ReadFile(accounts_of(outcomes), mentioned, isinstance(content, bytes))


def read_again(places: Sequence[ProfilePlace]) -> list[Reading]:
    """Return what some profiles state, whole. Raises SourceError for a file that has changed in the meantime."""
    files = [*dict.fromkeys(place.file for place in places)]
    outcomes: dict[str, Sequence[Reading | SourceError]] = {}
    for file, content in zip(files, STORED_FILES.contents(files), strict=True):
        with _ONE_AT_A_TIME:
            outcomes[file] = read_content(file, content)
    return [_as_it_was(place, outcomes[place.file]) for place in places]


def _as_it_was(place: ProfilePlace, outcomes: Sequence[Reading | SourceError]) -> Reading:
    reading = outcomes[place.position] if place.position < len(outcomes) else None
    if not isinstance(reading, Reading) or reading.profile.source.sha256 != place.sha256:
        raise changed_meanwhile(place.file)
    return reading


def describe(requests: Sequence[PlacedRequest]) -> list[FilePart]:
    """Return the part of each profile in the graph. Raises SourceError as `read_again` does."""
    places = [request.place for request in requests if isinstance(request.place, ProfilePlace)]
    again = iter(read_again(places))
    tallies: dict[object, Tally] = {}
    with _ONE_AT_A_TIME:
        return [
            describe_reading(place if isinstance(place, Reading) else next(again), request, tallies)
            for place, request in requests
        ]


def write(requests: Sequence[PlacedRequest], folder: str, name: str) -> WrittenPart:
    """Write the part of some profiles in the graph to a file in a folder, which is a path or an address.

    Raises OutputError where it cannot be written, SourceError as `read_again` does.
    """
    return write_part(folder, name, describe(requests))
