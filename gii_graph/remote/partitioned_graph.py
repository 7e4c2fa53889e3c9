"""The graph of an assembly in parts: described and written by the workers of a cluster, in the order of the graph."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING, Final

from gii_graph.assembly.processes import in_order
from gii_graph.remote.written_parts import WrittenPart, check_is_free, part_name, write_part

if TYPE_CHECKING:
    from gii_graph.assembly import Assembly
    from gii_graph.graph import OriginsByContent
    from gii_graph.remote.cluster_shard import ClusterShard

__all__ = ["write_in_parts"]

# So many profiles are a part of some 20 MB: large enough for an object store, small enough for a worker's memory.
_PROFILES: Final = 2500


def write_in_parts(
    assembly: Assembly, shard: ClusterShard, base: str, origins: OriginsByContent, folder: str
) -> list[WrittenPart]:
    """Write the parts of a graph into a folder, a path or an address, which must be empty; return them in order.

    The first ones, what profiles share, and the last, their sources, are written from here.
    Raises OutputError where a part cannot be written, and what the answers of a shard raise.
    """
    check_is_free(folder)
    requests = assembly.requests()
    batches = iter(lambda: [*islice(requests, _PROFILES)], [])
    shared = enumerate(assembly.names.shared(base))
    parts = [write_part(folder, part_name(number), [piece], profiles=0) for number, piece in shared]
    numbered = zip(count(len(parts)), batches, strict=False)
    answers = (shard.write(batch, folder, part_name(number)) for number, batch in numbered)
    parts.extend(in_order(answers, shard.ahead))
    parts.append(write_part(folder, part_name(len(parts)), [assembly.described_sources(origins)], profiles=0))
    return parts
