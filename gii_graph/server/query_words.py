"""The words that the query page completes: keywords, terms of the vocabularies, things of the graph."""

from __future__ import annotations

from typing import Final

from gii_graph import vocabulary
from gii_graph.server.entity_records import EntityCatalogue
from gii_graph.sparql.prefixes import KNOWN_PREFIXES, shortener

__all__ = ["query_words"]

_MOST_THINGS: Final = 5000
# Those that begin a clause or are called, SPARQL 1.1, 19.8; a word of two letters is typed sooner than chosen.
_KEYWORDS: Final = (
    "SELECT", "DISTINCT", "CONSTRUCT", "DESCRIBE", "PREFIX", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS",
    "GRAPH", "BIND", "VALUES", "EXISTS", "GROUP BY", "ORDER BY", "HAVING", "LIMIT", "OFFSET", "COUNT(", "AVG(",
    "SAMPLE(", "GROUP_CONCAT(", "REGEX(", "CONTAINS(", "STRSTARTS(", "LCASE(", "COALESCE(", "BOUND(", "LANG(",
)  # fmt: skip


def query_words(catalogue: EntityCatalogue, base: str) -> list[str]:
    """Return the words, those first that are typed most; things are those of a catalogue, named by known prefixes."""
    short = shortener({**KNOWN_PREFIXES, "": base} if base != vocabulary.BASE else KNOWN_PREFIXES)
    things = [word for word in map(short, sorted(catalogue)) if not word.startswith(("<", ":"))]
    return [*_KEYWORDS, *_terms(), *things[:_MOST_THINGS]]


def _terms() -> list[str]:
    short = shortener()
    namespaces = (vocabulary.GII, vocabulary.RDFS, vocabulary.SKOS, vocabulary.PROV, vocabulary.SCHEMA, vocabulary.FOAF)
    iris = (value for namespace in namespaces for value in vars(namespace).values() if isinstance(value, str))
    return [word for word in map(short, iris) if not word.startswith("<") and not word.endswith(":")]
