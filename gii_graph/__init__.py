"""Published innovation profiles as a knowledge graph.

    from gii_graph import build, load, query

    graph = load("output/gii.ttl", "output/links.ttl")
    for row in query(graph, shipped="top-applicants", parameters={"cluster": "kunming"}):
        print(row["applicant"], row["patents"], row["share"])

What is imported from here loads what it needs at that moment, and `import gii_graph` alone loads nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gii_graph.library import (
        Built,
        Graph,
        GraphPicture,
        Linking,
        Questions,
        ShippedQuestion,
        Solutions,
        Tables,
        build,
        load,
        query,
        questions,
        view,
    )

__version__ = "1.0.0"

__all__ = [
    "Built",
    "Graph",
    "GraphPicture",
    "Linking",
    "Questions",
    "ShippedQuestion",
    "Solutions",
    "Tables",
    "__version__",
    "build",
    "load",
    "query",
    "questions",
    "view",
]


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from gii_graph import library

    offered: object = getattr(library, name)
    return offered


def __dir__() -> list[str]:
    return __all__
