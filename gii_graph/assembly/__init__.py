"""Profile files into one graph, on as many processors as there are."""

from gii_graph.assembly.assembly import Assembly, assemble, assembled
from gii_graph.assembly.record import Made, Recipe, Record
from gii_graph.assembly.shard import Account

__all__ = ["Account", "Assembly", "Made", "Recipe", "Record", "assemble", "assembled"]
