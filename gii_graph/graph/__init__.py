"""Records into triples, triples into Turtle and into rdflib."""

from gii_graph.graph.description import (
    NO_ORIGINS,
    OriginsByContent,
    describe,
    describe_profile,
    describe_shared,
    describe_sources,
    source_nodes,
)
from gii_graph.graph.rdf import to_rdflib
from gii_graph.graph.tally import Tally
from gii_graph.graph.turtle import turtle, turtle_body

__all__ = [
    "NO_ORIGINS",
    "OriginsByContent",
    "Tally",
    "describe",
    "describe_profile",
    "describe_shared",
    "describe_sources",
    "source_nodes",
    "to_rdflib",
    "turtle",
    "turtle_body",
]
