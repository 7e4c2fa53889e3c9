"""The authorities that we link to. Each is one file of this folder that says all that is particular to it.

Whoever needs an authority's prefix, pattern, licence, reader or words asks here and loops over the list, so that a new
authority is a new file and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import NamedTuple

from gii_graph.authorities.authority import Authority

__all__ = ["Authority", "Identifier", "authorities", "authority_of", "compact", "expand", "identify", "registries"]

_ADDRESS = re.compile(r"https?://[^\x00-\x20<>\"{}|^`\\/]+[^\x00-\x20<>\"{}|^`\\]*")


class Identifier(NamedTuple):
    """What a text says: the IRI that it stands for, whose it is, and what is wrong with it, if anything."""

    iri: str
    authority: Authority | None = None
    fault: str = ""

    @property
    def local(self) -> str:
        """The identifier alone; empty where the authority is none of ours."""
        return self.authority.local(self.iri) if self.authority else ""


@cache
def authorities() -> Mapping[str, Authority]:
    """Return all authorities by their keys, in the order of these."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    listed = [module.AUTHORITY for module in modules if hasattr(module, "AUTHORITY")]
    return MappingProxyType({authority.key: authority for authority in sorted(listed, key=lambda one: one.key)})


def registries() -> list[Authority]:
    """Return the authorities whose registry can be read from a file."""
    return [authority for authority in authorities().values() if authority.read is not None]


def authority_of(iri: str) -> Authority | None:
    """Return the authority that an IRI belongs to, if it is one of ours.

    >>> authority_of("https://ror.org/03cve4549").name
    'ROR'
    """
    return next((authority for authority in authorities().values() if authority.holds(iri)), None)


def compact(iri: str) -> str:
    """Return an IRI of an authority in its short form; any other stays as it is.

    >>> compact("https://ror.org/03cve4549"), compact("https://sws.geonames.org/1816670/")
    ('ror:03cve4549', 'geonames:1816670/')
    """
    authority = authority_of(iri)
    return f"{authority.key}:{iri[len(authority.namespace) :]}" if authority else iri


def expand(text: str) -> str:
    """Return the IRI that a short form of an authority stands for; anything else stays as it is.

    >>> expand("ror:03cve4549")
    'https://ror.org/03cve4549'
    """
    key, colon, local = text.partition(":")
    authority = authorities().get(key)
    return authority.namespace + local if authority and colon and not local.startswith("//") else text


def identify(text: str, names: str) -> Identifier:
    """Return the identifier that a person's text means for something of the kind `names` ("organization", "place").

    It may be an IRI, the address of a web page, a short form ("ror:03cve4549") or the bare identifier. The address of
    somebody else's data is taken as it is.

    >>> identify("00py81415", "organization").iri
    'https://ror.org/00py81415'
    >>> identify("00py81416", "organization").fault
    'has wrong check digits for an identifier of ROR: it is mistyped'
    """
    text = text.strip()
    for authority, local in _claims(text, names):
        fault = authority.fault(local)
        if not fault and names not in authority.names:
            fault = f"is an identifier of {authority.name}, which names no {names}"
        return Identifier(authority.iri(authority.tidy(local)), authority, fault)
    if _ADDRESS.fullmatch(text):
        return Identifier(text)
    known = ", ".join(authority.name for authority in authorities().values() if names in authority.names)
    return Identifier(text, fault=f"is neither an identifier of {known} nor the address (http, https) of one")


def _claims(text: str, names: str) -> list[tuple[Authority, str]]:
    """Return the authorities whose identifier a text may be, with the identifier; the surest first."""
    listed = authorities()
    key, colon, local = text.partition(":")
    if colon and (authority := listed.get(key.strip().lower())) and not local.startswith("//"):
        return [(authority, local.strip().removesuffix(authority.ending or "/"))]
    addressed = [(authority, authority.within(text)) for authority in listed.values()]
    if claims := [(authority, local) for authority, local in addressed if local is not None]:
        return claims
    bare = [authority for authority in listed.values() if names in authority.names and authority.looks_like(text)]
    return [(authority, text) for authority in sorted(bare, key=lambda one: bool(one.fault(text)))]
