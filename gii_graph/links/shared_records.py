"""Organisations of a graph that one record of a registry may be: a question to a person, whatever their names say.

A registry has the names of an organisation in several languages, and its acronym. Who is known to it by two names that
no rule joins ("UNIWERSYTET WARSZAWSKI", "UNIVERSITY OF WARSAW") is found by its record.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from gii_graph.identity.joining import Doubt
from gii_graph.links.model import Justification, Link, is_ours
from gii_graph.links.registry import Registry
from gii_graph.links.subjects import Organization
from gii_graph.vocabulary import SKOS

__all__ = ["doubts_by_records"]

_LINKED, _NAMED = 0.95, 0.8
# More names than this that one record has in a cluster say nothing of any two of them.
_MOST_TOGETHER = 8


def doubts_by_records(
    organizations: Iterable[Organization], links: Iterable[Link], registries: Iterable[Registry]
) -> Iterator[Doubt]:
    """Yield pairs of organisations that are linked to one record, then those of one cluster that one record names."""
    organizations = list(organizations)
    own = {organization.iri for organization in organizations}
    linked: defaultdict[str, set[str]] = defaultdict(set)
    for link in links:
        if link.subject in own and _is_to_a_record(link):
            linked[link.object].add(link.subject)
    for record, subjects in sorted(linked.items()):
        yield from _pairs(subjects, _LINKED, f"both are linked to {record}")
    for registry in registries:
        named: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for organization in organizations:
            for record in registry.records_named(organization.names, organization.countries):
                for cluster in organization.clusters:
                    named[record, cluster.iri].add(organization.iri)
        for (record, _), subjects in sorted(named.items()):
            why = f"{registry.authority.iri(record)} has both names, and one cluster lists them"
            yield from _pairs(subjects, _NAMED, why)


def _is_to_a_record(link: Link) -> bool:
    """Tell whether a link is to the record of a registry itself; what that states of others says nothing more."""
    is_exact = link.is_published and link.predicate == SKOS.exactMatch
    return is_exact and link.justification is not Justification.CHAINED and not is_ours(link.object)


def _pairs(subjects: Iterable[str], score: float, reason: str) -> Iterator[Doubt]:
    together = sorted(subjects)
    if len(together) <= _MOST_TOGETHER:
        yield from (Doubt(one, other, score, reason) for one, other in combinations(together, 2))
