"""Where stores answer SPARQL queries, by where they take graphs: the addresses that their manuals give."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit, urlunsplit

__all__ = ["query_address"]

# How a Graph Store Protocol address ends, and what stands there instead for queries.
_ENDINGS: Final = (
    ("/sparql-graph-crud-auth", "/sparql"),  # Virtuoso
    ("/sparql-graph-crud", "/sparql"),
    ("/rdf-graphs/service", ""),  # GraphDB and RDF4J: the repository
    ("/sparql/gsp", "/sparql"),  # Neptune
    ("/store", "/query"),  # Oxigraph
    ("/data", "/query"),  # Fuseki
)


def query_address(store: str) -> str | None:
    """Return where a store at a Graph Store Protocol address answers queries, None where no manual says it.

    >>> query_address("http://127.0.0.1:8890/sparql-graph-crud-auth")
    'http://127.0.0.1:8890/sparql'
    >>> query_address("http://127.0.0.1:7200/repositories/gii/rdf-graphs/service")
    'http://127.0.0.1:7200/repositories/gii'
    >>> query_address("https://example.org/graphs")
    """
    address = urlsplit(store)
    path = address.path.rstrip("/")
    for ending, query in _ENDINGS:
        if path.endswith(ending):
            return urlunsplit(address._replace(path=path.removesuffix(ending) + query, query="", fragment=""))
    return None
