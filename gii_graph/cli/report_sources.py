"""What the tables of a report rest on, as the graph itself tells it: editions, documents, lines."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from gii_graph.graph.graph_part import GraphPart
from gii_graph.sparql.answer_cells import typed_rows
from gii_graph.sparql.parameters import Ask
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink
from gii_graph.vocabulary import DCTERMS, GII, SCHEMA

__all__ = ["DOCUMENTS_PART", "asking", "documents", "editions", "evidence"]

_EDITIONS: Final = "SELECT DISTINCT ?edition { [] a gii:ClusterProfile ; gii:edition ?edition } ORDER BY ?edition"
_DOCUMENTS: Final = """
SELECT ?file (COUNT(DISTINCT ?evidence) AS ?lines) (SAMPLE(?url) AS ?address) (SAMPLE(?day) AS ?fetched) ?sha256 {
  ?document a gii:SourceDocument ; gii:fileName ?file .
  OPTIONAL { ?document gii:sha256 ?sha256 }
  OPTIONAL { ?document schema:url ?url }
  OPTIONAL { ?document dcterms:date ?day }
  OPTIONAL { ?evidence gii:source ?document }
} GROUP BY ?file ?sha256 ORDER BY ?file ?sha256
"""
# What supports a node, or names it: an organisation has no line but those of its listings.
_EVIDENCE: Final = """
SELECT DISTINCT ?node ?file ?line ?quote {{
  VALUES ?node {{ {nodes} }}
  {{ ?evidence gii:evidenceFor ?node }}
  UNION
  {{ ?statement gii:agent|gii:toCluster ?node . ?evidence gii:evidenceFor ?statement }}
  ?evidence gii:source/gii:fileName ?file ; gii:quote ?quote .
  OPTIONAL {{ ?evidence gii:line ?line }}
}} ORDER BY ?node ?file ?line
"""
DOCUMENTS_PART: Final = GraphPart(
    frozenset({GII.fileName, GII.sha256, SCHEMA.url, DCTERMS.date, GII.source}), frozenset({GII.SourceDocument})
)
_MOST_NODES: Final = 5000
_MOST_ROWS: Final = 50


def asking(files: Sequence[Path]) -> Ask:
    """Return what answers questions about some files."""
    from gii_graph.sparql.dataset import read_files
    from gii_graph.sparql.engine import answer

    store = read_files(files, sys.stdin.buffer)
    return lambda question: answer(store, question)


def editions(ask: Ask) -> list[int]:
    """Return the editions that have a profile."""
    return [year for (year,) in _rows(ask, _EDITIONS) if isinstance(year, int)]


def documents(ask: Ask) -> DataTable:
    """Return the source documents: file, lines cited, address and day where they were told, SHA-256."""
    return DataTable("Documents", ("file", "lines cited", "address", "fetched", "sha256"), _rows(ask, _DOCUMENTS))


def evidence(ask: Ask, supported: Mapping[str, Sequence[int]]) -> DataTable:
    """Return the lines that support some nodes, of the first nodes where these are very many.

    `supported` has the rows of a table that rest on a node, by its IRI, counted from 1 as its sheet counts them.
    """
    named = " ".join(f"<{iri}>" for iri in list(supported)[:_MOST_NODES])
    lines = _rows(ask, _EVIDENCE.format(nodes=named)) if named else []
    rows = [(*line, _listed(supported[node.iri])) for line in lines if isinstance(node := line[0], IriLink)]
    left_out = f"Of the first {_MOST_NODES:,} of {len(supported):,} nodes." if len(supported) > _MOST_NODES else ""
    return DataTable("Evidence", ("node", "file", "line", "quote", "rows"), rows, left_out)


def _listed(numbers: Sequence[int]) -> DataCell:
    """Return numbers as a cell; of very many the first."""
    if len(numbers) == 1:
        return numbers[0]
    more = ", ..." if len(numbers) > _MOST_ROWS else ""
    return ", ".join(map(str, numbers[:_MOST_ROWS])) + more


def _rows(ask: Ask, question: str) -> list[Sequence[DataCell]]:
    solutions: Any = ask(question)
    return list(typed_rows(solutions))
