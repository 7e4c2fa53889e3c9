"""A link as a judgement: what is linked to what, how surely, on whose authority, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gii_graph.authorities import authority_of
from gii_graph.vocabulary import GII, SKOS

__all__ = ["LEXICAL_CONFIDENCE", "NO_TERM_FOUND", "OWN_GRAPH", "Justification", "Link", "is_ours", "source_of"]

NO_TERM_FOUND: Final = "https://w3id.org/sssom/NoTermFound"
# Whose identifiers the nodes of our own graphs have.
OWN_GRAPH: Final = "https://w3id.org/gii-graph/id/"

# What an exact match in the same city is worth; the benchmark measures it and finds no error in thousands.
LEXICAL_CONFIDENCE: Final = 0.99


class Justification(StrEnum):
    """How a link was found, in the terms of https://w3id.org/semapv/vocab/."""

    LEXICAL = "semapv:LexicalMatching"
    CHAINED = "semapv:MappingChaining"
    KNOWN = "semapv:BackgroundKnowledgeBasedMatching"
    MANUAL = "semapv:ManualMappingCuration"


@dataclass(frozen=True, slots=True)
class Link:
    """One judgement; IRIs are absolute, `object` is `NO_TERM_FOUND` where the authority has no such thing.

    `source` is the address that stands for the authority, or for the service; `negated` says that a person found the
    two to be different. `author` and `date` (ISO 8601) are of a person's decision.
    """

    subject: str
    subject_label: str
    object: str
    object_label: str
    source: str
    release: str
    justification: Justification
    confidence: float | None
    reason: str
    predicate: str = SKOS.exactMatch
    negated: bool = False
    author: str = ""
    date: str = ""

    @property
    def is_published(self) -> bool:
        """Whether it is a triple of the links, not only a record of what was judged."""
        return not self.negated and self.object != NO_TERM_FOUND

    @property
    def is_city(self) -> bool:
        """Whether it says in which city a cluster is."""
        return self.predicate == GII.anchorCity


def is_ours(iri: str) -> bool:
    """Whether an IRI names an organisation of a graph of ours."""
    return "/id/organization/" in iri


def source_of(iri: str) -> str:
    """Return the address that stands for whoever an IRI belongs to; the beginning of the IRI where it is none of ours.

    >>> source_of("https://ror.org/03cve4549"), source_of("https://example.org/things/7")
    ('https://ror.org/', 'https://example.org/things/')
    """
    authority = authority_of(iri)
    if authority is not None:
        return authority.home
    return OWN_GRAPH if is_ours(iri) else iri.rpartition("/")[0] + "/"
