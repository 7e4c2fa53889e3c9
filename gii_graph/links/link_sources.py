"""The authorities to ask, opened from their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gii_graph.authorities import registries
from gii_graph.city_lookup import Gazetteer, NamedCities, shipped_gazetteer
from gii_graph.identity.names import the_reader
from gii_graph.links.curated import CURATED, CuratedNames
from gii_graph.links.geonames_file import read_geonames
from gii_graph.links.linking import Sources
from gii_graph.links.registry import open_registry
from gii_graph.links.subjects import Subjects

__all__ = ["open_sources"]


def open_sources(
    subjects: Subjects,
    files: Mapping[str, Path],
    places: Path | None,
    cache: Path,
    *,
    curated: bool = True,
    tell: Callable[[str], None] = lambda message: None,
) -> Sources:
    """Return the sources for linking: registry `files` by the key of their authority, a file of places, our own names.

    The index of a registry is kept in the folder `cache`; `tell` hears of work that takes a while. Raises
    RegistryError for a file that cannot be used.
    """
    reader = the_reader()
    names = CuratedNames(CURATED, reader)
    gazetteers: list[Gazetteer] = [shipped_gazetteer()] if curated else []
    if places:
        wanted = {city for cluster in subjects.clusters for city in cluster.cities}
        gazetteers.append(NamedCities(read_geonames(places, wanted), f"GeoNames ({places.name})"))
    return Sources(
        reader,
        names if curated else None,
        tuple(
            open_registry(authority, files[authority.key], cache, reader, tell)
            for authority in registries()
            if authority.key in files
        ),
        tuple(gazetteers),
    )
