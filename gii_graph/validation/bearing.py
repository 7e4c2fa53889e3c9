"""Whether nodes are called what the graph's own rows and IRIs call them.

What others add passes: names in other languages, other spellings, evidence and nodes with IRIs of their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote

from gii_graph.activities import ACTIVITIES
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.reading.cluster_names import same_cluster
from gii_graph.reading.headings import read_heading
from gii_graph.validation.finding import Finding, Subject
from gii_graph.vocabulary import GII, RDFS, SKOS

__all__ = ["AGREEMENT", "folded", "is_cluster", "misnamed", "names_of"]

# The constraint component that validation reports name for what takes reading.
AGREEMENT: Final = "https://w3id.org/gii-graph/shapes#AgreementConstraintComponent"
_EVIDENCE_IRI = re.compile(r"[/#]evidence/([0-9a-f]{8,64})/(\d+)$")
_SOURCE_IRI = re.compile(r"[/#]source/([^/]+)-([0-9a-f]{8,64})$")


def misnamed(statements: GraphStatements) -> Iterator[Finding]:
    """Yield the lines, documents, agents and partners that are not what they are called."""
    yield from _evidence(statements)
    yield from _sources(statements)
    yield from _agents(statements)
    yield from _partners(statements)


def _finding(rule: str, message: str, *subjects: Subject) -> Finding:
    return Finding(rule, AGREEMENT, message, subjects)


def _evidence(statements: GraphStatements) -> Iterator[Finding]:
    """Yield the evidence whose IRI names another content or line than it states."""
    for node in statements.instances(GII.Evidence):
        named = _EVIDENCE_IRI.search(node)
        if named is None:
            continue
        for line in statements.texts(node, GII.line):
            if line != named[2]:
                message = f"The IRI of evidence names its line; it says {named[2]}, and gii:line {line}"
                yield _finding("evidence-iri-agrees", message, Subject(node, GII.line))
        for source in statements.iris(node, GII.source):
            for digest in statements.texts(source, GII.sha256):
                if not digest.startswith(named[1]):
                    message = f"The IRI of evidence names its document's SHA-256, {named[1]}; its source has {digest}"
                    yield _finding("evidence-iri-agrees", message, Subject(node, GII.source), Subject(source))


def _sources(statements: GraphStatements) -> Iterator[Finding]:
    """Yield the documents whose IRI names another file or content than they state."""
    for node in statements.instances(GII.SourceDocument):
        named = _SOURCE_IRI.search(node)
        if named is None:
            continue
        wrong = [
            (GII.fileName, name) for name in statements.texts(node, GII.fileName) if quote(name, safe="") != named[1]
        ]
        wrong += [(GII.sha256, text) for text in statements.texts(node, GII.sha256) if not text.startswith(named[2])]
        for predicate, text in wrong:
            message = f"The IRI of a document names its file and its SHA-256; it does not agree with {text!r}"
            yield _finding("source-iri-agrees", message, Subject(node, predicate))


def _agents(statements: GraphStatements) -> Iterator[Finding]:
    """Yield the rows whose agent is not called what they print, and the agents whose label no row prints."""
    printed: defaultdict[str, set[str]] = defaultdict(set)
    for row, agent, name in _printed(statements):
        printed[agent].add(folded(name))
        names = names_of(statements, agent)
        if names and folded(name) not in map(folded, names):
            message = (
                f"The agent of a row bears the name that is printed there, {name!r}; it is called {_listed(names)}"
            )
            yield _finding("agent-bears-name", message, Subject(row, GII.agent), Subject(agent))
    for agent, printed_names in printed.items():
        for label in _own_labels(statements, agent):
            if folded(label) not in printed_names:
                message = f"The label of an agent is a name under which a table lists it; no row prints {label!r}"
                yield _finding("agent-label-is-printed", message, Subject(agent, RDFS.label))


def _printed(statements: GraphStatements) -> Iterator[tuple[str, str, str]]:
    """Yield each row with its agent and the name that it prints."""
    for terms in ACTIVITIES:
        for row in statements.instances(terms.listing_class):
            for agent in statements.iris(row, GII.agent):
                yield from ((row, agent, name) for name in statements.texts(row, GII.asNamed))


def _partners(statements: GraphStatements) -> Iterator[Finding]:
    """Yield the ties whose partner is not called what the sentence names."""
    for tie in statements.instances(GII.CollaborationTie):
        for cluster in statements.iris(tie, GII.toCluster):
            names = names_of(statements, cluster)
            for printed in statements.texts(tie, GII.asNamed):
                if names and not any(is_cluster(printed, name) for name in names):
                    called = f"{printed!r}; it is called {_listed(names)}"
                    message = f"The partner of a tie bears the name that is printed, {called}"
                    yield _finding("partner-bears-name", message, Subject(tie, GII.toCluster), Subject(cluster))


def names_of(statements: GraphStatements, node: str) -> list[str]:
    """Return all names of a node."""
    return [*statements.texts(node, RDFS.label), *statements.texts(node, SKOS.altLabel)]


def _own_labels(statements: GraphStatements, node: str) -> list[str]:
    """Return the labels in English or in no language: those in others are other people's."""
    return sorted(one.value for one in statements.literals(node, RDFS.label) if one.language in (None, "en"))


def _listed(names: Iterable[str]) -> str:
    return " and ".join(map(repr, names))


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """Return the letters and digits of a name: marks, case, accents and what a text marks as bold make no other name.

    >>> folded("**A*STAR**"), folded("Université")
    ('astar', 'universite')
    """
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name)
    return "".join(filter(str.isalnum, plain.casefold()))


@lru_cache(maxsize=1 << 16)
def is_cluster(printed: str, name: str) -> bool:
    """Tell whether a printed name is a cluster's, with or without its state and economy."""
    heading = read_heading(printed)
    forms = (printed, *([heading.name] if heading else []))
    return any(same_cluster(form, name) or folded(form) == folded(name) for form in forms)
