"""The kinds of things that a name can be reconciled with."""

from __future__ import annotations

from typing import Final, NamedTuple

from gii_graph.errors import CallError
from gii_graph.vocabulary import GII

__all__ = ["CLUSTER", "ECONOMY", "ENTITY_TYPES", "ORGANIZATION", "PERSON", "EntityType", "entity_type"]


class EntityType(NamedTuple):
    """A type: its identifier, which is the local name of its class, and what it is in words."""

    key: str
    name: str
    description: str

    @property
    def iri(self) -> str:
        """The IRI of its class."""
        return str(getattr(GII, self.key))

    def as_json(self) -> dict[str, str]:
        """Return the type as the protocol has it."""
        return {"id": self.key, "name": self.name}


CLUSTER: Final = EntityType("Cluster", "cluster", "A science and technology cluster, the same over editions.")
ORGANIZATION: Final = EntityType("Organization", "organization", "A top applicant or publisher that is no person.")
PERSON: Final = EntityType("Person", "person", "A person who is a top applicant.")
ECONOMY: Final = EntityType("Economy", "economy", "A country or economy in WIPO's sense.")
ENTITY_TYPES: Final = (CLUSTER, ORGANIZATION, PERSON, ECONOMY)


def entity_type(key: str) -> EntityType:
    """Return the type of an identifier or class IRI. Raises CallError where there is none.

    >>> entity_type("https://w3id.org/gii-graph/ontology#Person").name
    'person'
    """
    for kind in ENTITY_TYPES:
        if key in {kind.key, kind.iri}:
            return kind
    raise CallError(f"Found the type {key!r}, expected one of {', '.join(kind.key for kind in ENTITY_TYPES)}.")
