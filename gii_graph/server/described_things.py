"""What the graph says of a thing, and what it belongs to, where it has no description of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from gii_graph.vocabulary import GII

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

__all__ = ["described_in", "statements_about"]

_MOST_STEPS: Final = 4  # from a listing to its profile, to its cluster
# Properties that lead from a part to what it is described with.
_BELONGS_BY: Final = (GII.inProfile, GII.source)


def described_in(store: Store, iri: str) -> str | None:
    """Return what a thing is described with, mostly itself; None where the graph says nothing of it.

    A listing, a tie, a field share and a profile are described with their cluster, evidence with its document.
    """
    if not _has(store, iri):
        return None
    for _ in range(_MOST_STEPS):
        whole = _whole(store, iri)
        if whole is None:
            return iri
        iri = whole
    return iri


def statements_about(store: Store, iri: str) -> list[Triple]:
    """Return what is stated of a thing and of its parts, and which other things name it."""
    stated = {triple: None for subject in (iri, *_parts(store, iri)) for triple in _stated(store, subject)}
    return list(stated | dict.fromkeys(_naming(store, iri)))


def _has(store: Store, iri: str) -> bool:
    try:
        return next(_stated(store, iri), None) is not None
    except ValueError:  # the engine's rules for an IRI are stricter than ours: it holds none like this
        return False


def _whole(store: Store, iri: str) -> str | None:
    wholes = [value for predicate in _BELONGS_BY for value in _objects(store, iri, predicate)]
    wholes += _subjects(store, GII.hasProfile, iri)
    return min(wholes, default=None)


def _parts(store: Store, iri: str) -> list[str]:
    profiles = _objects(store, iri, GII.hasProfile)
    inside = [part for profile in profiles for part in _subjects(store, GII.inProfile, profile)]
    listings = _subjects(store, GII.agent, iri)
    evidence = _subjects(store, GII.source, iri)
    return sorted({*profiles, *inside, *listings, *evidence})


def _stated(store: Store, iri: str) -> Iterator[Triple]:
    from pyoxigraph import DefaultGraph, NamedNode

    return (quad.triple for quad in store.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()))


def _naming(store: Store, iri: str) -> Iterator[Triple]:
    from pyoxigraph import DefaultGraph, NamedNode

    return (quad.triple for quad in store.quads_for_pattern(None, None, NamedNode(iri), DefaultGraph()))


def _objects(store: Store, iri: str, predicate: str) -> list[str]:
    return _iris(triple.object for triple in _stated(store, iri) if triple.predicate.value == predicate)


def _subjects(store: Store, predicate: str, iri: str) -> list[str]:
    return _iris(triple.subject for triple in _naming(store, iri) if triple.predicate.value == predicate)


def _iris(terms: Iterable[object]) -> list[str]:
    from pyoxigraph import NamedNode

    return sorted(term.value for term in terms if isinstance(term, NamedNode))
