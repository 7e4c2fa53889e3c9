"""What the tables of a report rest on, as the graph itself tells it: editions, documents, lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from gii_graph.sparql.answer_cells import typed_rows
from gii_graph.sparql.parameters import Ask
from gii_graph.tabular.data_table import DataCell, DataTable, IriLink

__all__ = ["asking", "documents", "editions", "evidence"]

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
_EVIDENCE: Final = """
SELECT DISTINCT ?node ?file ?line ?quote {{
  VALUES ?node {{ {nodes} }}
  ?evidence gii:evidenceFor ?node ; gii:source/gii:fileName ?file ; gii:quote ?quote .
  OPTIONAL {{ ?evidence gii:line ?line }}
}} ORDER BY ?node ?file ?line
"""
_MOST_NODES: Final = 5000


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


def evidence(ask: Ask, rows: Iterable[Sequence[DataCell]]) -> DataTable:
    """Return the lines that support the nodes in some rows, of the first nodes where these are very many."""
    nodes = dict.fromkeys(cell.iri for row in rows for cell in row if isinstance(cell, IriLink))
    named = " ".join(f"<{iri}>" for iri in list(nodes)[:_MOST_NODES])
    lines = _rows(ask, _EVIDENCE.format(nodes=named)) if named else []
    left_out = f"Of the first {_MOST_NODES:,} of {len(nodes):,} nodes." if len(nodes) > _MOST_NODES else ""
    return DataTable("Evidence", ("node", "file", "line", "quote"), lines, left_out)


def _rows(ask: Ask, question: str) -> list[Sequence[DataCell]]:
    solutions: Any = ask(question)
    return list(typed_rows(solutions))
