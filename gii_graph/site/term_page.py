"""The page of the vocabulary: every class, property and concept of the ontology, each under its own name."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from gii_graph.graph.graph_statements import GraphStatements, read_statements
from gii_graph.site.page_elements import PageDraft
from gii_graph.sparql.prefixes import shortener
from gii_graph.vocabulary import ONTOLOGY, RDF, RDFS, SCHEMA, SKOS

__all__ = ["TERMS", "term_page"]

TERMS: Final = "ontology"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
# What a term says of itself, in the order in which it is read.
_RELATIONS: Final = (
    ("is a kind of", RDFS.subClassOf),
    ("is a part of", RDFS.subPropertyOf),
    ("from", RDFS.domain),
    ("from any of", SCHEMA.domainIncludes),
    ("to", RDFS.range),
)


def term_page(ontology: Path) -> PageDraft:
    """Return the page of the terms of the ontology in a folder."""
    statements = read_statements([ontology / "gii.ttl"])
    subjects = sorted({iri for iri in statements.by_subject(RDF.type) if iri.startswith(ONTOLOGY)})
    terms = [_term(statements, iri) for iri in subjects]
    groups = [
        ("Classes", [term for term in terms if term["kind"] == "class"]),
        ("Properties", [term for term in terms if term["kind"] == "property"]),
        ("Concepts", [term for term in terms if term["kind"] == "concept"]),
    ]
    return PageDraft(
        TERMS,
        "ontology.html",
        "Vocabulary",
        TERMS,
        description="Every class and property of the gii-graph ontology, with its definition.",
        content={"groups": [group for group in groups if group[1]]},
    )


def _term(statements: GraphStatements, iri: str) -> dict[str, Any]:
    classes = statements.classes(iri)
    short = shortener()
    relations = []
    for words, predicate in _RELATIONS:
        targets = [
            (_local(other) or short(other), f"#{_local(other)}" if _local(other) else "")
            for other in statements.iris(iri, predicate)
        ]
        if targets:
            relations.append((words, targets))
    return {
        "name": _local(iri),
        "iri": iri,
        "label": statements.label(iri),
        "definition": statements.text(iri, SKOS.definition) or statements.text(iri, RDFS.comment) or "",
        "kind": _kind(classes),
        "relations": relations,
    }


def _kind(classes: list[str]) -> str:
    if f"{_OWL}Class" in classes:
        return "class"
    return "property" if any(name.endswith("Property") for name in classes) else "concept"


def _local(iri: str) -> str:
    return iri.removeprefix(ONTOLOGY) if iri.startswith(ONTOLOGY) else ""
