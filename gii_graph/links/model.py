"""A link as a judgement: what is linked to what, how surely, on whose authority, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from gii_graph.vocabulary import GII, ONTOLOGY, SKOS

__all__ = [
    "AUTHORITIES",
    "LEXICAL_CONFIDENCE",
    "NO_TERM_FOUND",
    "PREFIXES",
    "Authority",
    "Justification",
    "Link",
    "authority_of",
    "compact",
    "country_iri",
    "expand",
    "geonames_iri",
    "grid_iri",
    "is_ours",
    "isni_iri",
    "ror_iri",
    "wikidata_iri",
]

NO_TERM_FOUND: Final = "https://w3id.org/sssom/NoTermFound"

# What an exact match in the same city is worth; the benchmark measures it and finds no error in thousands.
LEXICAL_CONFIDENCE: Final = 0.99

PREFIXES: Final = MappingProxyType(
    {
        "country": "http://publications.europa.eu/resource/authority/country/",
        "geonames": "https://sws.geonames.org/",
        "gii": ONTOLOGY,
        "grid": "https://www.grid.ac/institutes/",
        "isni": "https://isni.org/isni/",
        "ror": "https://ror.org/",
        "semapv": "https://w3id.org/semapv/vocab/",
        "skos": SKOS.NAMESPACE,
        "sssom": "https://w3id.org/sssom/",
        "wikidata": "http://www.wikidata.org/entity/",
    }
)


class Justification(StrEnum):
    """How a link was found, in the terms of https://w3id.org/semapv/vocab/."""

    LEXICAL = "semapv:LexicalMatching"
    CHAINED = "semapv:MappingChaining"
    KNOWN = "semapv:BackgroundKnowledgeBasedMatching"
    MANUAL = "semapv:ManualMappingCuration"


@dataclass(frozen=True, slots=True)
class Authority:
    """Who names the things that we link to: a name for people, and the address that stands for the whole."""

    name: str
    iri: str


AUTHORITIES: Final[Mapping[str, Authority]] = MappingProxyType(
    {
        "ror": Authority("ROR", "https://ror.org/"),
        "wikidata": Authority("Wikidata", "https://www.wikidata.org/"),
        "grid": Authority("GRID", "https://www.grid.ac/"),
        "isni": Authority("ISNI", "https://isni.org/"),
        "geonames": Authority("GeoNames", "https://www.geonames.org/"),
        "country": Authority("EU Publications Office", "http://publications.europa.eu/resource/authority/country"),
        "gii": Authority("this graph", "https://w3id.org/gii-graph/id/"),
    }
)


@dataclass(frozen=True, slots=True)
class Link:
    """One judgement; IRIs are absolute, `object` is `NO_TERM_FOUND` where the authority has no such thing.

    `authority` is a key of `AUTHORITIES`, or the address of a service; `negated` says that a person found the two
    to be different.
    """

    subject: str
    subject_label: str
    object: str
    object_label: str
    authority: str
    release: str
    justification: Justification
    confidence: float | None
    reason: str
    predicate: str = SKOS.exactMatch
    negated: bool = False

    @property
    def is_published(self) -> bool:
        """Whether it is a triple of the links, not only a record of what was judged."""
        return not self.negated and self.object != NO_TERM_FOUND

    @property
    def is_city(self) -> bool:
        """Whether it says in which city a cluster is."""
        return self.predicate == GII.anchorCity


def ror_iri(ror_id: str) -> str:
    """Return the IRI of a ROR identifier."""
    return f"https://ror.org/{ror_id}"


def wikidata_iri(number: str) -> str:
    """Return the IRI of a Wikidata entity, such as Q16955."""
    return f"http://www.wikidata.org/entity/{number}"


def grid_iri(number: str) -> str:
    """Return the IRI of a GRID identifier."""
    return f"https://www.grid.ac/institutes/{number}"


def isni_iri(number: str) -> str:
    """Return the IRI of an ISNI, which is printed with spaces."""
    return f"https://isni.org/isni/{number.replace(' ', '')}"


def geonames_iri(number: int) -> str:
    """Return the IRI of the place itself, which GeoNames tells from that of the page about it."""
    return f"https://sws.geonames.org/{number}/"


def country_iri(alpha3: str) -> str:
    """Return the IRI of an economy in the country authority table, which is keyed by ISO 3166-1 alpha-3."""
    return f"http://publications.europa.eu/resource/authority/country/{alpha3}"


def is_ours(iri: str) -> bool:
    """Whether an IRI names an organisation of a graph of ours."""
    return "/id/organization/" in iri


def authority_of(iri: str) -> str:
    """Return the key of the authority that an IRI belongs to; the beginning of the IRI where it is none of ours.

    >>> authority_of("https://ror.org/03cve4549"), authority_of("https://example.org/things/7")
    ('ror', 'https://example.org/things/')
    """
    known = next((key for key in AUTHORITIES if key in PREFIXES and iri.startswith(PREFIXES[key])), None)
    return known or ("gii" if is_ours(iri) else iri.rpartition("/")[0] + "/")


def compact(iri: str, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return an IRI in its short form, under `PREFIXES` and `more`; one that fits none stays as it is.

    >>> compact("https://ror.org/03cve4549")
    'ror:03cve4549'
    """
    for prefix, namespace in {**more, **PREFIXES}.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def expand(text: str) -> str:
    """Return the IRI that a short form stands for; anything else stays as it is.

    >>> expand("ror:03cve4549")
    'https://ror.org/03cve4549'
    """
    prefix, colon, local = text.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES and not local.startswith("//") else text
