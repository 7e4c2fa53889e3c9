"""Reading: the bytes of profile files to records, and a report of what was not read.

What is imported from here loads what it needs at that moment: most files are of the usual form, and the patterns of
all other forms take longer to load than hundreds of files to read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gii_graph.reading.duplicates import DistinctProfiles, Duplicate, reconcile
    from gii_graph.reading.profile_files import (
        ProfileFiles,
        choose_profiles,
        find_files,
        find_names,
        look_through,
        read_file,
        read_whole_file,
        source_name,
        without_profiles,
    )
    from gii_graph.reading.profile_limits import MAX_BYTES
    from gii_graph.reading.profiles import Reading
    from gii_graph.reading.remarks import Furniture, Unread
    from gii_graph.reading.storage import DISK, Disk, Storage, read_content
    from gii_graph.reading.whole_files import read_profile, read_profiles

__all__ = [
    "DISK",
    "MAX_BYTES",
    "Disk",
    "DistinctProfiles",
    "Duplicate",
    "Furniture",
    "ProfileFiles",
    "Reading",
    "Storage",
    "Unread",
    "choose_profiles",
    "find_files",
    "find_names",
    "look_through",
    "read_content",
    "read_file",
    "read_profile",
    "read_profiles",
    "read_whole_file",
    "reconcile",
    "source_name",
    "without_profiles",
]

_HOMES = {
    **dict.fromkeys(
        (
            "ProfileFiles",
            "choose_profiles",
            "find_files",
            "find_names",
            "look_through",
            "read_file",
            "read_whole_file",
            "source_name",
            "without_profiles",
        ),
        "profile_files",
    ),
    **dict.fromkeys(("DISK", "Disk", "Storage", "read_content"), "storage"),
    "MAX_BYTES": "profile_limits",
    "Reading": "profiles",
    **dict.fromkeys(("read_profile", "read_profiles"), "whole_files"),
    **dict.fromkeys(("Duplicate", "DistinctProfiles", "reconcile"), "duplicates"),
    **dict.fromkeys(("Furniture", "Unread"), "remarks"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
