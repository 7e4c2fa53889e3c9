"""Profile files into one graph, on as many processors as there are.

What is imported from here loads what it needs at that moment: whether anything has changed is known sooner than what
builds a graph is loaded.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gii_graph.assembly.account import Account
    from gii_graph.assembly.assembly import Assembly, assemble, assembled
    from gii_graph.assembly.contents import Contents
    from gii_graph.assembly.memory import Memory, Notes
    from gii_graph.assembly.record import Made, Recipe, Record

__all__ = ["Account", "Assembly", "Contents", "Made", "Memory", "Notes", "Recipe", "Record", "assemble", "assembled"]

_HOMES = {
    "Account": "account",
    "Contents": "contents",
    **dict.fromkeys(("Assembly", "assemble", "assembled"), "assembly"),
    **dict.fromkeys(("Memory", "Notes"), "memory"),
    **dict.fromkeys(("Made", "Recipe", "Record"), "record"),
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
