"""Records of registries, the same for every authority: names, place, state, and what a record says of others."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import NamedTuple

__all__ = ["NameKind", "RecordName", "RegistryCity", "RegistryRecord"]


class NameKind(IntEnum):
    """What a record's name is; the smaller, the nearer to its own name."""

    DISPLAY = 0
    LABEL = 1
    ALIAS = 2
    ACRONYM = 3


class RecordName(NamedTuple):
    """One name of a record."""

    value: str
    kind: NameKind


class RegistryCity(NamedTuple):
    """A place: its name, its GeoNames number, its position in degrees (latitude, longitude), as far as known."""

    name: str
    geonames: int | None = None
    position: tuple[float, float] | None = None


class RegistryRecord(NamedTuple):
    """One organisation of a registry.

    `id` is the identifier alone; `country` an ISO 3166-1 alpha-2 code; `identifiers` are those of other authorities,
    by their keys; `successors` and `parents` are `id`s. `status` is "active", or in a word why not.
    """

    id: str
    status: str
    names: tuple[RecordName, ...]
    country: str
    cities: tuple[RegistryCity, ...] = ()
    identifiers: Mapping[str, str] = MappingProxyType({})
    successors: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    children: int = 0

    @property
    def name(self) -> str:
        """The name that the registry displays."""
        return self.names[0].value
