"""Published links as triples: `skos:exactMatch`, `skos:closeMatch`, `gii:anchorCity`, and the codes of economies.

Of a city it is said in which country GeoNames has it, and of a country its name, so that a cluster without a profile
can be placed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from gii_graph.authorities import authorities, iso3166
from gii_graph.economies import economy_by_code
from gii_graph.graph import turtle
from gii_graph.graph.terms import Block, Iri, Node, Objects, Term, Text
from gii_graph.links.model import Link
from gii_graph.links.subjects import EconomyNode
from gii_graph.vocabulary import BASE, GII, GN, SKOS
from gii_graph.vocabulary import PREFIXES as OURS

__all__ = ["links_turtle"]

_ORDER = (SKOS.exactMatch, SKOS.closeMatch, GII.anchorCity)


def links_turtle(
    links: Iterable[Link], economies: Iterable[EconomyNode], countries: Mapping[str, str]
) -> Iterator[str]:
    """Yield the Turtle of the published links, the same bytes for the same links.

    `countries` are the ISO 3166-1 alpha-2 codes of places, by their IRIs.
    """
    objects: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for link in links:
        if link.is_published:
            objects[link.subject, link.predicate].add(link.object)
    codes = {economy.iri: economy.alpha2 for economy in economies if economy.alpha2}
    linked = [
        authority
        for authority in authorities().values()
        if any(authority.holds(iri) for iris in objects.values() for iri in iris)
    ]
    yield "# Links to open registries. How each was found: links.sssom.tsv. Whose identifiers they are:\n"
    yield from (f"# {authority.credit}\n" for authority in linked)
    blocks = (
        Block(Node(subject.removeprefix(BASE)), {**_statements(subject, objects), SKOS.notation: codes.get(subject)})
        for subject in sorted({subject for subject, _ in objects} | set(codes))
    )
    yield from turtle(
        chain(blocks, _placed(objects, countries)),
        BASE,
        {**OURS, "gn": GN.NAMESPACE, **{authority.key: authority.namespace for authority in linked}},
    )


def _placed(objects: Mapping[tuple[str, str], set[str]], countries: Mapping[str, str]) -> Iterator[Block]:
    cities = set().union(*(iris for (_, predicate), iris in objects.items() if predicate == GII.anchorCity))
    located = sorted(cities & countries.keys())
    for country in sorted(filter(None, map(economy_by_code, {countries[city] for city in located}))):
        names: dict[str, Objects] = {SKOS.prefLabel: Text(country.name, "en"), SKOS.notation: country.alpha2}
        yield Block(Node(iso3166.AUTHORITY.iri(country.alpha3)), names)
    for city in located:
        yield Block(Node(city.removeprefix(BASE)), {GN.countryCode: countries[city]})


def _statements(subject: str, objects: defaultdict[tuple[str, str], set[str]]) -> dict[str, Objects]:
    return {predicate: [_resource(iri) for iri in sorted(objects[subject, predicate])] for predicate in _ORDER}


def _resource(iri: str) -> Term:
    return Node(iri.removeprefix(BASE)) if iri.startswith(BASE) else Iri(iri)
