"""What a query means: its SPARQL algebra (SPARQL 1.1, section 18) as an indented tree.

Oxigraph shows no plan to Python, so rdflib, the reference engine, translates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gii_graph.sparql.prefixes import KNOWN_PREFIXES, shortener
from gii_graph.sparql.syntax import with_prefixes, with_values

__all__ = ["explained"]


def explained(text: str, bindings: Mapping[str, Sequence[str]], base: str | None = None) -> str:
    """Return the query as it is sent, its parameters bound, and below it its algebra."""
    from rdflib.plugins.sparql import prepareQuery

    sent = with_prefixes(with_values(text, bindings) if bindings else text, KNOWN_PREFIXES, "\n").strip()
    tree = "\n".join(_tree(prepareQuery(sent, base=base).algebra, 0))
    return f"{sent}\n\n{tree}\n"


def _tree(node: Any, depth: int) -> Iterator[str]:
    from rdflib.plugins.sparql.parserutils import CompValue

    indent = "  " * depth
    if not isinstance(node, CompValue):
        yield f"{indent}{_inline(node)}"
        return
    children = {name: value for name, value in node.items() if not name.startswith("_") and name != "lazy"}
    nested = {name: value for name, value in children.items() if _holds_nodes(value)}
    plain = "".join(
        f" {name}={_inline(value)}" for name, value in sorted(children.items()) if name not in nested and value
    )
    yield f"{indent}{node.name}{plain}"
    for name, value in sorted(nested.items()):
        if name not in {"p", "p1", "p2"}:
            yield f"{indent}  {name}:"
        deeper = depth + (1 if name in {"p", "p1", "p2"} else 2)
        for part in value if isinstance(value, list | tuple) else [value]:
            yield from _tree(part, deeper)


def _holds_nodes(value: Any) -> bool:
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(value, list | tuple):
        return any(_holds_nodes(part) for part in value) or bool(value and isinstance(value[0], tuple))
    return isinstance(value, CompValue)


def _inline(value: Any) -> str:
    """Return terms in SPARQL's notation; sets of variables sorted, so that the tree never varies."""
    from rdflib import URIRef, Variable
    from rdflib.paths import Path
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(value, URIRef):
        return shortener()(str(value))
    if isinstance(value, set | frozenset):
        return "{" + " ".join(sorted(_inline(part) for part in value)) + "}"
    if isinstance(value, dict) and not isinstance(value, CompValue):
        return "{" + ", ".join(sorted(f"{_inline(key)}: {_inline(part)}" for key, part in value.items())) + "}"
    if isinstance(value, list | tuple):
        return " ".join(_inline(part) for part in value)
    if isinstance(value, Variable | Path) or hasattr(value, "n3"):
        return str(value.n3())
    return str(value)
