"""Records into triples, triples into Turtle and into rdflib."""

from gii_graph.graph.description import describe
from gii_graph.graph.rdf import to_rdflib
from gii_graph.graph.turtle import turtle

__all__ = ["describe", "to_rdflib", "turtle"]
