"""Reading: the bytes of profile files to records, and a report of what was not read."""

from gii_graph.reading.files import find_files, read_file, source_name
from gii_graph.reading.profiles import MAX_BYTES, Reading, read_profile
from gii_graph.reading.reconcile import Duplicate, Reconciliation, reconcile
from gii_graph.reading.report import Furniture, Unread

__all__ = [
    "MAX_BYTES",
    "Duplicate",
    "Furniture",
    "Reading",
    "Reconciliation",
    "Unread",
    "find_files",
    "read_file",
    "read_profile",
    "reconcile",
    "source_name",
]
