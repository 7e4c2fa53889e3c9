"""Profile files into one graph, on as many processors as there are."""

from gii_graph.assembly.account import Account
from gii_graph.assembly.graph_assembly import Assembly, EarlierBuild, assemble_graph, assembled
from gii_graph.assembly.naming import DecidedNames, Names
from gii_graph.assembly.shard import FilePart, FileRequest, ProfileShard, Shard

__all__ = [
    "Account",
    "Assembly",
    "DecidedNames",
    "EarlierBuild",
    "FilePart",
    "FileRequest",
    "Names",
    "ProfileShard",
    "Shard",
    "assemble_graph",
    "assembled",
]
