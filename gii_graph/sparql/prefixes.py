"""The prefixes that a query may use without declaring them, and that tables print IRIs with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from gii_graph.vocabulary import BASE, PREFIXES

__all__ = ["KNOWN_PREFIXES", "shortener"]

KNOWN_PREFIXES: Final = {
    **PREFIXES,
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "gn": "http://www.geonames.org/ontology#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "cluster": f"{BASE}cluster/",
    "economy": f"{BASE}economy/",
    "organization": f"{BASE}organization/",
    "person": f"{BASE}person/",
}


def shortener(prefixes: Mapping[str, str] = KNOWN_PREFIXES) -> Callable[[str], str]:
    """Return a function that writes an IRI as a prefixed name where one fits, else between angle brackets.

    >>> shortener()("https://w3id.org/gii-graph/id/cluster/beijing")
    'cluster:beijing'
    >>> shortener()("http://example.org/a b")
    '<http://example.org/a b>'
    """
    import re

    # The part of PN_LOCAL (SPARQL 1.1, 19.8) that needs no escapes.
    local_name = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
    longest_first = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))

    def short(iri: str) -> str:
        for name, namespace in longest_first:
            if iri.startswith(namespace) and local_name.fullmatch(iri, len(namespace)):
                return f"{name}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    return short
