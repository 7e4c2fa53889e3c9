"""Profile files into one graph, on as many processors as there are."""

from gii_graph.assembly.assembly import Assembly, assemble, assembled
from gii_graph.assembly.shard import Account

__all__ = ["Account", "Assembly", "assemble", "assembled"]
