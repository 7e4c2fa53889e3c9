"""The description of the SPARQL service: https://www.w3.org/TR/sparql11-service-description/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from gii_graph.vocabulary import RDF, XSD

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

__all__ = ["SERVICE_PREFIXES", "service_description"]

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
SERVICE_PREFIXES: Final = {"sd": _SD, "void": _VOID}
_FORMAT: Final = "http://www.w3.org/ns/formats/"
_FORMATS: Final = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "JSON-LD",
    "N-Triples",
)  # fmt: skip


def service_description(store: Store, size: int, endpoint: str, *, asks_others: bool) -> Iterator[Triple]:
    """Yield what the service at an address is: its language, forms of answers, features and dataset.

    `size` is the number of triples of the default graph; `asks_others` tells that a query may ask other endpoints.
    """
    from pyoxigraph import Literal, NamedNode, Triple

    def stated(subject: str, predicate: str, value: str) -> Triple:
        return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))

    service, dataset, default = (f"{endpoint}#{name}" for name in ("service", "dataset", "default-graph"))
    yield stated(service, RDF.type, f"{_SD}Service")
    yield stated(service, f"{_SD}endpoint", endpoint)
    yield stated(service, f"{_SD}supportedLanguage", f"{_SD}SPARQL11Query")
    # Triples of named graphs are in the default graph as well.
    yield stated(service, f"{_SD}feature", f"{_SD}UnionDefaultGraph")
    if asks_others:
        yield stated(service, f"{_SD}feature", f"{_SD}BasicFederatedQuery")
    for form in _FORMATS:
        yield stated(service, f"{_SD}resultFormat", f"{_FORMAT}{form}")
    yield stated(service, f"{_SD}defaultDataset", dataset)
    yield stated(dataset, RDF.type, f"{_SD}Dataset")
    yield stated(dataset, f"{_SD}defaultGraph", default)
    yield stated(default, RDF.type, f"{_SD}Graph")
    count = Literal(str(size), datatype=NamedNode(XSD.NAMESPACE + "integer"))
    yield Triple(NamedNode(default), NamedNode(f"{_VOID}triples"), count)
    for number, graph in enumerate(sorted(node.value for node in store.named_graphs() if isinstance(node, NamedNode))):
        entry = f"{endpoint}#graph-{number}"
        yield stated(dataset, f"{_SD}namedGraph", entry)
        yield stated(entry, RDF.type, f"{_SD}NamedGraph")
        yield stated(entry, f"{_SD}name", graph)
