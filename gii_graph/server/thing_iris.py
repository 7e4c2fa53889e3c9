"""IRIs of the graph and how they are written without what all of them begin with."""

from __future__ import annotations

from collections.abc import Container

__all__ = ["full_iri", "short_id"]


def short_id(iri: str, base: str) -> str:
    """Return an IRI without the base that most begin with.

    >>> short_id("https://w3id.org/gii-graph/id/cluster/kunming", "https://w3id.org/gii-graph/id/")
    'cluster/kunming'
    """
    return iri.removeprefix(base)


def full_iri(identifier: str, base: str, known: Container[str]) -> str | None:
    """Return the IRI that an identifier is short for, or is itself; None where neither is in `known`."""
    return next((iri for iri in (identifier, base + identifier) if iri in known), None)
