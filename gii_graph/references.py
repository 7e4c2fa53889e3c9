"""References to the source documents of a graph: in plain words, in BibTeX, and in CSL-JSON.

CSL-JSON: https://citeproc-js.readthedocs.io/en/latest/csl-json/markup.html, which Zotero, Pandoc and others read.
BibTeX: entries of type `misc`, with the field `urldate` of BibLaTeX for the day a page was fetched.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, TypeAlias

from gii_graph.graph.evidence_lines import Evidence
from gii_graph.identity.spelling import slug
from gii_graph.network.elements import Network

__all__ = [
    "REFERENCE_FORMS",
    "Reference",
    "csl_item",
    "in_bibtex",
    "in_csl_json",
    "in_words",
    "references_of_nodes",
    "references_to",
    "written",
]

REFERENCE_FORMS: Final = ("plain", "bibtex", "csl-json")
_AUTHOR: Final = "World Intellectual Property Organization"
# What BibTeX takes for its own.
_BIBTEX_SIGNS: Final = str.maketrans({
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "\\": "\\textbackslash{}",
})  # fmt: skip
_Document: TypeAlias = tuple[str, str, str]


class Reference(NamedTuple):
    """One source document: a key for bibliographies, the title, the edition it is of (None: none), and the file.

    `url` is where it was fetched from and `fetched` the day (ISO 8601); empty where the graph does not say it.
    """

    key: str
    title: str
    edition: int | None
    file: str
    url: str = ""
    fetched: str = ""

    @property
    def container(self) -> str:
        """What the document is a part of."""
        year = f" {self.edition}" if self.edition else ""
        return f"Global Innovation Index{year}, cluster profiles"


def references_to(network: Network, lines: Iterable[Evidence]) -> list[Reference]:
    """Return a reference to each document that these lines are of, by edition and title."""
    return [*_described(network, {_document(line) for line in lines}).values()]


def references_of_nodes(network: Network) -> tuple[list[Reference], dict[str, list[int]]]:
    """Return references to all documents, and by the IRI of a node which of them (from 0) state something of it."""
    documents: defaultdict[str, set[_Document]] = defaultdict(set)
    for node in network.nodes.values():
        stated = (*node.evidence.values(), *(lines for one in node.profiles for lines in one.evidence.values()))
        documents[node.iri].update(_document(line) for lines in stated for line in lines)
    for edge in network.edges:
        lines = {_document(line) for mention in edge.mentions for line in mention.evidence}
        documents[edge.source] |= lines
        documents[edge.target] |= lines
    references = _described(network, set().union(*documents.values()))
    number = {document: place for place, document in enumerate(references)}
    return [*references.values()], {
        iri: sorted(number[document] for document in known) for iri, known in documents.items() if known
    }


def _described(network: Network, documents: Iterable[_Document]) -> dict[_Document, Reference]:
    """Return a reference to each document, by edition and title."""
    subjects: defaultdict[_Document, set[tuple[int, str]]] = defaultdict(set)
    for node in network.of_kind("cluster"):
        for profile in node.profiles:
            for stated in profile.evidence.values():
                for line in stated:
                    subjects[_document(line)].add((profile.edition or 0, node.label))
    described = sorted((*_title(subjects[document], document[0]), document) for document in documents)
    keys = _keys([(edition, title) for edition, title, _ in described])
    return {
        document: Reference(key, title, edition or None, *document)
        for key, (edition, title, document) in zip(keys, described, strict=True)
    }


def _document(line: Evidence) -> _Document:
    return line.file, line.url, line.fetched


def _title(subjects: set[tuple[int, str]], file: str) -> tuple[int, str]:
    """Return the edition of a document and its title: its cluster, or that it ranks several."""
    editions = {edition for edition, _ in subjects}
    clusters = {label for _, label in subjects}
    title = next(iter(clusters)) if len(clusters) == 1 else "Ranking of the clusters" if clusters else file
    return max(editions, default=0), title


def _keys(described: Sequence[tuple[int, str]]) -> list[str]:
    """Return a key for each edition and title, with a number where two would have the same."""
    seen: Counter[str] = Counter()
    keys = []
    for edition, title in described:
        key = "-".join(["gii", *([str(edition)] if edition else []), slug(title)])
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def in_words(reference: Reference) -> str:
    """Return a reference as a sentence for a list of sources.

    >>> print(in_words(Reference("k", "Kunming", 2024, "kunming.txt", "https://example.org/kunming", "2025-03-01")))
    World Intellectual Property Organization (2024). Kunming. In: Global Innovation Index 2024, cluster profiles. \
https://example.org/kunming (fetched 2025-03-01).
    """
    year = reference.edition or "n.d."
    fetched = f"fetched {reference.fetched}" if reference.fetched else ""
    place = f"{reference.url} ({fetched})" if reference.url and fetched else reference.url or fetched
    where = place or f"Read from the file {reference.file}"
    return f"{_AUTHOR} ({year}). {reference.title}. In: {reference.container}. {where}."


def in_bibtex(references: Iterable[Reference]) -> str:
    """Return references as entries for BibTeX and BibLaTeX."""
    return "\n".join(map(_entry, references))


def _entry(reference: Reference) -> str:
    fields = {
        "author": f"{{{_AUTHOR}}}",
        "title": f"{{{reference.title.translate(_BIBTEX_SIGNS)}}}",
        "howpublished": reference.container.translate(_BIBTEX_SIGNS),
        "year": str(reference.edition or ""),
        "url": reference.url,
        "urldate": reference.fetched,
        "note": "" if reference.url else f"Read from the file {reference.file.translate(_BIBTEX_SIGNS)}",
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join([f"@misc{{{reference.key},", *lines, "}", ""])


def in_csl_json(references: Iterable[Reference]) -> str:
    """Return references as CSL-JSON, which reference managers read."""
    return json.dumps([csl_item(reference) for reference in references], ensure_ascii=False, indent=2) + "\n"


def csl_item(reference: Reference) -> dict[str, Any]:
    """Return a reference as an item of CSL-JSON, for `json`."""
    stated: dict[str, Any] = {
        "id": reference.key,
        "type": "webpage" if reference.url else "document",
        "author": [{"literal": _AUTHOR}],
        "title": reference.title,
        "container-title": reference.container,
        "issued": {"date-parts": [[reference.edition]]} if reference.edition else None,
        "URL": reference.url,
        "accessed": _csl_date(reference.fetched),
        "note": "" if reference.url else f"Read from the file {reference.file}",
    }
    return {name: value for name, value in stated.items() if value}


def _csl_date(day: str) -> dict[str, Any] | None:
    """Return a day as CSL-JSON has it; what is no date of ISO 8601 as it is written."""
    if not day:
        return None
    try:
        given = date.fromisoformat(day)
    except ValueError:
        return {"raw": day}
    return {"date-parts": [[given.year, given.month, given.day]]}


def written(references: Sequence[Reference], form: str) -> str:
    """Return references in one of `REFERENCE_FORMS`."""
    if form == "bibtex":
        return in_bibtex(references)
    return in_csl_json(references) if form == "csl-json" else "".join(f"{in_words(one)}\n" for one in references)
