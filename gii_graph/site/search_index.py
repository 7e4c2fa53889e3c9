"""What the search looks through: every name of every thing with a page, as a script that needs no server."""

from __future__ import annotations

import json
from typing import Final

from gii_graph.site.addresses import PAGE_CLASSES
from gii_graph.site.site_graph import SiteGraph
from gii_graph.vocabulary import RDFS, SKOS

__all__ = ["search_script"]

_KINDS: Final = {kind: number for number, kind in enumerate(PAGE_CLASSES)}


def search_script(graph: SiteGraph) -> str:
    """Return a script that sets `giiGraphNames`: of each thing its label, kind, path and further names, in order."""
    printed = _printed_names(graph)
    entries = []
    for iri, path in sorted(graph.addresses.paths().items(), key=lambda pair: pair[1]):
        label = graph.title(iri)
        others = {*graph.statements.texts(iri, RDFS.label), *graph.statements.texts(iri, SKOS.altLabel)}
        others |= printed.get(iri, set())
        kind = graph.addresses.kind(iri) or ""
        entries.append([label, _KINDS[kind], path, *sorted(others - {label})])
    listed = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries)
    return f'"use strict";\nconst giiGraphKinds = {json.dumps(list(_KINDS))};\nconst giiGraphNames = [\n{listed}\n];\n'


def _printed_names(graph: SiteGraph) -> dict[str, set[str]]:
    """Return the names that sources print of agents and partners, where these are others than the label."""
    names: dict[str, set[str]] = {}
    for edge in graph.network.edges:
        source = graph.network.nodes[edge.source]
        named = edge.target if source.kind == "cluster" else edge.source
        names.setdefault(named, set()).update(one.as_named for one in edge.mentions if one.as_named)
    return names
