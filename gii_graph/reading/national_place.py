"""Whether a place "out of 26 Chinese clusters" is one within the economies of the heading."""

from __future__ import annotations

from functools import lru_cache

from gii_graph.clusters import parted_states
from gii_graph.economies import economies, economies_described, find_economy
from gii_graph.regions import find_regions

__all__ = ["foreign_economy"]


@lru_cache(maxsize=1024)
def foreign_economy(
    cluster: str, headed: tuple[str, ...], named: tuple[str, ...], adjectives: tuple[str, ...]
) -> str | None:
    """Return why a place is not one within the economies of a heading, None if it is.

    `headed` are the heading's economies; where it has none, those of the states in the cluster's name count. `named`
    and `adjectives` say of which economy the clusters are.

    >>> foreign_economy("Basel", ("Switzerland", "Germany"), (), ("German",))
    >>> foreign_economy("Basel", ("Switzerland", "Germany"), (), ("Chinese",))
    'it is about China, not Switzerland and Germany'
    """
    ours = {economy.alpha2 for economy in map(find_economy, headed) if economy}
    where = " and ".join(headed)
    if not ours:
        ours = {region.alpha2 for state in parted_states(cluster)[1] for region in find_regions(state)}
        where = _names(ours) or "a known economy"
    for name in named:
        economy = find_economy(name)
        if economy is None or (ours and economy.alpha2 not in ours):
            return f"it is about {name}, not {where}"
    for adjective in adjectives:
        described = economies_described(adjective)
        if not described:
            return f"it is about {adjective} clusters; no economy that we know has this adjective"
        if ours and ours.isdisjoint(described):
            return f"it is about {_names(described)}, not {where}"
    return None


def _names(codes: set[str] | frozenset[str]) -> str:
    return " or ".join(economies()[code].name for code in sorted(codes))
