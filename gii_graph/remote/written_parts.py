"""A graph in parts, in a folder or at an address: the parts in order, one behind the other, are the graph's Turtle.

What lists them, with their sizes and SHA-256, is written last: where it is, all is there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from gii_graph.assembly import FilePart
from gii_graph.errors import OutputError
from gii_graph.files import replacing_bytes
from gii_graph.graph import Tally
from gii_graph.remote.stored_files import is_address, place_at, stated_reason

__all__ = ["PARTS_LIST", "WrittenPart", "check_is_free", "part_name", "write_list", "write_part", "write_stored_file"]

PARTS_LIST = "gii.parts.json"


class WrittenPart(NamedTuple):
    """A part of the graph that was written: its name, its size in bytes, its SHA-256, its profiles, what it holds."""

    name: str
    size: int
    sha256: str
    profiles: int
    tally: Tally


def part_name(number: int) -> str:
    """Return the name of a part of the graph, whose order is that of the names.

    >>> part_name(12)
    'gii.ttl.000012'
    """
    return f"gii.ttl.{number:06}"


def write_part(folder: str, name: str, described: Sequence[FilePart], profiles: int | None = None) -> WrittenPart:
    """Write a part of the graph into a folder, a path or an address. Raises OutputError where that cannot be done."""
    tally = Tally()
    for part in described:
        tally.add(part.tally)
    content = b"".join(part.text for part in described)
    write_stored_file(folder, name, content)
    sha256 = hashlib.sha256(content).hexdigest()
    return WrittenPart(name, len(content), sha256, len(described) if profiles is None else profiles, tally)


def write_list(folder: str, parts: Sequence[WrittenPart], base: str) -> None:
    """Write the list of the parts when all of them can be seen from here. Raises OutputError where one cannot."""
    sizes = _sizes(folder)
    for part in parts:
        if sizes.get(part.name) != part.size:
            raise OutputError(
                f"{folder.rstrip('/')}/{part.name}",
                "was written by a worker and is not there, seen from here; name a folder that all machines share",
            )
    listed = [
        {"file": part.name, "bytes": part.size, "sha256": part.sha256, "profiles": part.profiles} for part in parts
    ]
    told = {"format": "text/turtle, to be joined in this order", "base": base, "parts": listed}
    write_stored_file(folder, PARTS_LIST, (json.dumps(told, indent=2) + "\n").encode())


def check_is_free(folder: str) -> None:
    """Raise OutputError where a folder, a path or an address, holds files already or cannot be looked into."""
    if sizes := _sizes(folder):
        raise OutputError(folder, f"holds {min(sizes)} already; name a folder that is new or empty")


def _sizes(folder: str) -> dict[str, int]:
    """Return the sizes of the files in a folder by their names; none where there is no such folder."""
    try:
        if not is_address(folder):
            return {file.name: file.stat().st_size for file in Path(folder).iterdir()}
        system, path = place_at(folder)
        system.invalidate_cache()
        return {entry["name"].rpartition("/")[2]: entry["size"] for entry in system.ls(path.rstrip("/"), detail=True)}
    except FileNotFoundError:
        return {}
    except Exception as error:  # each kind of place has errors of its own
        raise OutputError(folder, f"cannot be looked into ({stated_reason(error)}); name another folder") from error


def write_stored_file(folder: str, name: str, content: bytes) -> None:
    """Write a file into a folder, a path or an address, whole. Raises OutputError where that cannot be done."""
    if not is_address(folder):
        with replacing_bytes(Path(folder) / name, tidying=False) as stream:
            stream.write(content)
        return
    system, path = place_at(folder)
    if "file" in system.protocol:
        write_stored_file(path, name, content)
        return
    try:
        # What is sent to an object store is there when all of it has come.
        system.pipe_file(f"{path.rstrip('/')}/{name}", content)
    except Exception as error:  # each kind of place has errors of its own
        raise OutputError(
            f"{folder.rstrip('/')}/{name}", f"cannot be written ({stated_reason(error)}); choose another place"
        ) from error
