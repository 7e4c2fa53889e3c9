"""Links whose subject a graph does not have: those of another graph, or of this one before it was built again.

Judged subject by subject: a node of ours (a cluster, an organisation, an economy) of which nothing is read but links is
not in the graph. Its links are left out, with what is said of cities that nothing else leads to, and this is told.
Files that hold links alone are read as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

from gii_graph.errors import GraphFileWarning
from gii_graph.vocabulary import GII, RDF, SKOS

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store, Triple

    from gii_graph.rdf_files import OnWarning

__all__ = [
    "CLASSES",
    "LINKS",
    "OURS",
    "STALE",
    "has_graph",
    "is_node_of_ours",
    "leave_out_stale_links",
    "stale_links",
    "without_stale_links",
]

S = TypeVar("S", bound="Triple | Quad")
CLASSES: Final = (GII.Cluster, GII.Economy, GII.Agent, GII.Organization)

_LEADING_OUT: Final = (SKOS.exactMatch, SKOS.closeMatch, GII.anchorCity)
LINKS: Final = frozenset({*_LEADING_OUT, SKOS.notation})
# IRIs of clusters, organisations and economies.
OURS: Final = r"[/#](?:cluster|organization|economy)/[^/#]+$"
_NAMES: Final = [f"<{name}>" for name in sorted(LINKS)]
# The pattern of SPARQL that such links match in a store; with MINUS stores look at all that they have.
STALE: Final = (
    f"VALUES ?p {{ {' '.join(_NAMES)} }} ?s ?p ?o FILTER(REGEX(STR(?s), '{OURS}')) "
    f"FILTER NOT EXISTS {{ ?s ?other ?said FILTER(?other NOT IN ({', '.join(_NAMES)})) }}"
)
_SHOWN: Final = 3


def without_stale_links(triples: Iterable[Triple], names: Iterable[str], tell: OnWarning) -> list[Triple]:
    """Return triples without links of subjects that they do not have; `names` are those of their files."""
    triples = list(triples)
    links = _ours(triple for triple in triples if triple.predicate.value in LINKS)
    described = {
        triple.subject for triple in triples if triple.subject in links and triple.predicate.value not in LINKS
    }
    gone = set(stale_links(links, described.__contains__, names, tell) if links and has_graph(triples) else ())
    if not gone:
        return triples
    kept = [triple for triple in triples if triple not in gone]
    cities = {triple.object for triple in gone} - {triple.object for triple in kept}
    return [triple for triple in kept if triple.subject not in cities]


def leave_out_stale_links(store: Store, names: Iterable[str], tell: OnWarning) -> None:
    """Remove from a dataset the links of subjects that it does not have; `names` are those of its files."""
    from pyoxigraph import NamedNode

    links = _ours(quad for name in LINKS for quad in store.quads_for_pattern(None, NamedNode(name), None, None))
    if not links or not has_graph(store.quads_for_pattern(None, NamedNode(RDF.type), None, None)):
        return
    gone = stale_links(links, lambda subject: _is_described(store, subject), names, tell)
    for quad in gone:
        store.remove(quad)
    for city in {quad.object for quad in gone if isinstance(quad.object, NamedNode)}:
        if next(store.quads_for_pattern(None, None, city, None), None) is None:
            for quad in list(store.quads_for_pattern(city, None, None, None)):
                store.remove(quad)


def stale_links(
    links: Mapping[object, Sequence[S]], is_described: Callable[[object], bool], names: Iterable[str], tell: OnWarning
) -> list[S]:
    """Return the links, by their subjects, of those of which nothing else is said, and tell how many there are."""
    stale = {subject: statements for subject, statements in links.items() if not is_described(subject)}
    gone = [statement for statements in stale.values() for statement in statements]
    if gone:
        from gii_graph.files import readable_name

        subjects = sorted(getattr(subject, "value", "") for subject in stale)
        number = sum(statement.predicate.value in _LEADING_OUT for statement in gone)
        shown = ", ".join("/".join(subject.rsplit("/", 2)[-2:]) for subject in subjects[:_SHOWN])
        more = f" and {len(subjects) - _SHOWN:,} more" if len(subjects) > _SHOWN else ""
        what = f"{_counted(number, 'link')} of {_counted(len(subjects), 'subject')}"
        said = f"{what} that the graph does not have ({shown}{more}) left out; `gii-graph link` makes links anew"
        tell(GraphFileWarning(", ".join(map(readable_name, names)), said))
    return gone


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _ours(linked: Iterable[S]) -> dict[object, list[S]]:
    """Return links by those of their subjects that are nodes of ours."""
    links: dict[object, list[S]] = {}
    for statement in linked:
        if is_node_of_ours(statement.subject):
            links.setdefault(statement.subject, []).append(statement)
    return links


def is_node_of_ours(subject: object) -> bool:
    """Tell whether a term is the IRI of a cluster, an organisation or an economy, under whatever base."""
    return bool(re.search(OURS, getattr(subject, "value", "")))


def _is_described(store: Store, subject: object) -> bool:
    quads: Iterator[Quad] = store.quads_for_pattern(subject, None, None, None)  # type: ignore[arg-type]
    return any(quad.predicate.value not in LINKS for quad in quads)


def has_graph(statements: Iterable[Triple | Quad]) -> bool:
    """Tell whether any node of a graph is described, or there are links alone."""
    return any(
        statement.predicate.value == RDF.type and getattr(statement.object, "value", "") in CLASSES
        for statement in statements
    )
