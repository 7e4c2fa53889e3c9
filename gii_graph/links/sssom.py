"""Mapping sets in SSSOM/TSV 1.1 (https://mapping-commons.github.io/sssom/spec-formats-tsv/): written, and read back."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from gii_graph import __version__
from gii_graph.authorities import authorities
from gii_graph.authorities import compact as compact_identifier
from gii_graph.authorities import expand as expand_identifier
from gii_graph.errors import RegistryError
from gii_graph.files import read_small_text, reason
from gii_graph.formula_cells import guarded
from gii_graph.links.model import Link
from gii_graph.vocabulary import BASE, ONTOLOGY, SKOS

__all__ = ["SssomRow", "read_sssom", "sssom"]

_COLUMNS = (
    "subject_id",
    "subject_label",
    "predicate_id",
    "predicate_modifier",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "object_source",
    "object_source_version",
    "author_label",
    "mapping_date",
    "comment",
)
_PREFIXES = {
    "gii": ONTOLOGY,
    "giiid": BASE,
    "semapv": "https://w3id.org/semapv/vocab/",
    "skos": SKOS.NAMESPACE,
    "sssom": "https://w3id.org/sssom/",
}


def sssom(links: Iterable[Link]) -> Iterator[str]:
    """Yield the lines of the mapping set of `links`, each once, in an order that does not depend on theirs."""
    rows = sorted({_row(link) for link in links})
    prefixes = {**_PREFIXES, **{key: authority.namespace for key, authority in authorities().items()}}
    yield '#sssom_version: "1.1"\n'
    yield "#curie_map:\n"
    for prefix in sorted(prefixes):
        yield f"#  {prefix}: {prefixes[prefix]}\n"
    yield "#mapping_set_id: https://w3id.org/gii-graph/mappings/links\n"
    yield "#mapping_set_title: Organisations, cities and economies of innovation clusters in open registries\n"
    owners = "; ".join(authority.credit for authority in authorities().values())
    description = f"Cluster data from WIPO, Global Innovation Index. Identifiers of {owners}."
    # A string of JSON is one of YAML.
    yield f"#mapping_set_description: {json.dumps(description)}\n"
    yield "#license: https://creativecommons.org/licenses/by/4.0/\n"
    yield "#subject_source: https://w3id.org/gii-graph/ontology\n"
    yield "#mapping_tool: gii-graph\n"
    yield f'#mapping_tool_version: "{__version__}"\n'
    yield "\t".join(_COLUMNS) + "\n"
    for row in rows:
        yield "\t".join(row) + "\n"


def _row(link: Link) -> tuple[str, ...]:
    cells = (
        _compact(link.subject),
        link.subject_label,
        _compact(link.predicate),
        "Not" if link.negated else "",
        _compact(link.object),
        link.object_label,
        str(link.justification),
        "" if link.confidence is None else f"{link.confidence:g}",
        link.source,
        link.release,
        link.author,
        link.date,
        link.reason,
    )
    return tuple(guarded(" ".join(cell.split())) for cell in cells)


def _compact(iri: str) -> str:
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return compact_identifier(iri)


def _expand(text: str) -> str:
    prefix, _, local = text.partition(":")
    return _PREFIXES[prefix] + local if prefix in _PREFIXES else expand_identifier(text)


@dataclass(frozen=True, slots=True)
class SssomRow:
    """One row of a mapping set, by column; `object` is an absolute IRI. `line` is where it stands in its file."""

    line: int
    cells: Mapping[str, str]
    object: str


def read_sssom(path: Path) -> list[SssomRow]:
    """Return the rows of an SSSOM/TSV file; raises RegistryError where it is none."""
    try:
        lines = read_small_text(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(str(path), f"cannot be read as a mapping set ({reason(error)})") from error
    start = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = lines[start].split("\t") if start < len(lines) else []
    if missing := {"predicate_id", "object_id", "mapping_justification"} - set(header):
        raise RegistryError(str(path), f"has no column {', '.join(sorted(missing))}; give an SSSOM/TSV file", start + 1)
    rows = []
    for number, cells in enumerate(csv.reader(lines[start + 1 :], delimiter="\t", quoting=csv.QUOTE_NONE), start + 2):
        if len(cells) != len(header):
            raise RegistryError(str(path), f"has {len(cells)} cells where {len(header)} are expected", number)
        row = dict(zip(header, cells, strict=True))
        rows.append(SssomRow(number, row, _expand(row["object_id"])))
    return rows
