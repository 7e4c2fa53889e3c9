"""Addresses of things on this server, and the forms in which they are described: the thing's address with an ending."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

__all__ = ["FORMS", "HTML_ENDING", "address_of", "parted_ending"]

HTML_ENDING: Final = ".html"
_IN_A_PATH: Final = "/%:@!$&'()*+,;="  # RFC 3986, 3.3; what is percent-encoded in the IRI stays so
# Of two that a client likes alike, the first; a client that says nothing is a program.
FORMS: Final = {
    ".ttl": "text/turtle",
    HTML_ENDING: "text/html",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
}


def parted_ending(path: str) -> tuple[str, str]:
    """Return a path without its ending, and the ending where it is that of a form, else "".

    >>> parted_ending("cluster/kunming.ttl"), parted_ending("source/kunming.txt-99e44929")
    (('cluster/kunming', '.ttl'), ('source/kunming.txt-99e44929', ''))
    """
    for ending in FORMS:
        if path.endswith(ending):
            return path.removesuffix(ending), ending
    return path, ""


def address_of(iri: str, base: str) -> str:
    """Return the path at which a thing is found here: behind /id/ what follows the base, or its whole IRI.

    >>> address_of("https://w3id.org/gii-graph/id/cluster/kunming", "https://w3id.org/gii-graph/id/")
    '/id/cluster/kunming'
    >>> address_of("https://example.org/a", "https://w3id.org/gii-graph/id/")
    '/id/https%3A%2F%2Fexample.org%2Fa'
    """
    if iri.startswith(base):
        return f"/id/{quote(iri.removeprefix(base), safe=_IN_A_PATH)}"
    return f"/id/{quote(iri, safe='')}"
