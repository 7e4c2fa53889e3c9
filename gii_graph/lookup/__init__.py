"""One cluster, organization or person: found by any spelling, with all that is known of it and its evidence."""

from gii_graph.lookup.node_neighbourhood import NAMES_PART, neighbourhood
from gii_graph.lookup.search import NamedEconomy, economy_called, find, near_names
from gii_graph.lookup.sheet import Line, Sheet, SheetSection, sheet

__all__ = [
    "NAMES_PART",
    "Line",
    "NamedEconomy",
    "Sheet",
    "SheetSection",
    "economy_called",
    "find",
    "near_names",
    "neighbourhood",
    "sheet",
]
