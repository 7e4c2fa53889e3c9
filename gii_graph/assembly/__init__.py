"""Profile files into one graph, on as many processors as there are."""

from gii_graph.assembly.account import Account
from gii_graph.assembly.assembly import Assembly, assemble, assembled
from gii_graph.assembly.memory import Memory, Notes
from gii_graph.assembly.record import Made, Recipe, Record

__all__ = ["Account", "Assembly", "Made", "Memory", "Notes", "Recipe", "Record", "assemble", "assembled"]
