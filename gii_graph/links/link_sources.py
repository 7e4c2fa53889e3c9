"""The authorities to ask, opened from their files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from gii_graph.authorities import Authority, registries
from gii_graph.city_lookup import Gazetteer, NamedCities, shipped_gazetteer
from gii_graph.errors import CallError
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

    A file of who owns whom in a registry has "_parents" behind its key. The index of a registry is kept in the folder
    `cache`; `tell` hears of work that takes a while. Raises RegistryError for a file that cannot be used, CallError
    where the owners are named and the registry is not.
    """
    _require_owned(files)
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
            open_registry(authority, files[authority.key], cache, reader, tell, files.get(_parents_of(authority)))
            for authority in registries()
            if authority.key in files
        ),
        tuple(gazetteers),
    )


def _parents_of(authority: Authority) -> str:
    """Return what an authority's file of owners is called among the files that are named."""
    return f"{authority.key}_parents"


def _require_owned(files: Mapping[str, Path]) -> None:
    """Raise CallError where a file says who owns whom of a registry that is not there."""
    for authority in registries():
        key = authority.key
        if _parents_of(authority) in files and key not in files:
            raise CallError(f"--{key}-parents says who owns whom in the file that --{key} names; name that, too.")
