"""What pages are put together from: pages, sections, rows and cells, plain values that the templates write out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gii_graph.graph.evidence_lines import Evidence
from gii_graph.site.site_graph import SiteGraph

__all__ = ["Footnote", "Footnotes", "PageDraft", "SiteRow", "SiteSection", "TextCell"]


class TextCell(NamedTuple):
    """Text that is perhaps a link: `href` from the root of the site, or a whole address where it is `external`."""

    text: str
    href: str = ""
    external: bool = False
    is_number: bool = False


class SiteRow(NamedTuple):
    """A row with the numbers of the footnotes that state it."""

    cells: Sequence[TextCell]
    notes: Sequence[int] = ()
    anchor: str = ""


class SiteSection(NamedTuple):
    """Rows under a title; `form` is how they are shown: a `table`, `figures`, or `links`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[SiteRow]
    form: str = "table"
    edition: int | None = None
    remark: str = ""

    @property
    def has_notes(self) -> bool:
        """Whether any row has a footnote."""
        return any(row.notes for row in self.rows)


class Footnote(NamedTuple):
    """A line of a source document: its text, where it stands in words, and its address from the root of the site."""

    quote: str
    where: str
    href: str


class Footnotes:
    """The lines that a page rests on, numbered from 1 in the order in which they are called for."""

    def __init__(self, graph: SiteGraph) -> None:
        self._graph = graph
        self._numbers: dict[Evidence, int] = {}

    def numbers(self, lines: Sequence[Evidence]) -> tuple[int, ...]:
        """Return the numbers of lines."""
        return tuple(self._numbers.setdefault(line, len(self._numbers) + 1) for line in lines)

    def listed(self) -> list[Footnote]:
        """Return the lines by their numbers."""
        return [Footnote(line.quote, _where(line), self._graph.line_link(line)) for line in self._numbers]


def _where(line: Evidence) -> str:
    page = "" if line.page is None else f", page {line.page}"
    return f"{line.file}{page}, line {line.line}" if line.line else f"{line.file}{page}"


@dataclass(frozen=True, slots=True)
class PageDraft:
    """A page before it is written out: its path without ending, its template and what that is filled with.

    `about` is what it says of its subject in terms of schema.org; `iri` is that subject, where it is one of the graph,
    and then the statements of the page are written beside it in Turtle and JSON-LD.
    """

    path: str
    template: str
    title: str
    section: str = ""
    iri: str = ""
    description: str = ""
    about: Mapping[str, Any] | None = None
    has_data: bool = False
    content: Mapping[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> str:
        """How the root of the site is reached from the page."""
        return "../" * self.path.count("/")
