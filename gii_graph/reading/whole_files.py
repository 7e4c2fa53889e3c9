"""Whole files to what they state: a profile, several, or ranking tables; what a file is, its content tells."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from gii_graph.errors import SourceError
from gii_graph.profile import Source
from gii_graph.reading.decoding import Decoded, decode
from gii_graph.reading.document import Document
from gii_graph.reading.formats import is_document, read_document, size_limit
from gii_graph.reading.profiles import Reading, read_lines, read_usual
from gii_graph.reading.web_archive import is_web_archive, page_of

if TYPE_CHECKING:
    from gii_graph.reading.html import Page

__all__ = ["read_profile", "read_profiles"]

# The headings of a table stand among the first lines of a file.
_MOST_TITLE_LINES = 200
_RANK = re.compile(r"\brank\b|\bno\.|#|\branking\b|_rank|rank_", re.IGNORECASE)


def read_profile(name: str, content: bytes) -> Reading:
    """Return what a file with one profile states, as `read_profiles` does.

    Raises:
        SourceError: the file is no profile, holds several, or states two different values for one fact.

    """
    outcomes = read_profiles(name, content)
    if len(outcomes) > 1:
        raise SourceError(name, None, f"{len(outcomes)} profiles", "one", "give each a file of its own")
    if isinstance(outcomes[0], SourceError):
        raise outcomes[0]
    return outcomes[0]


def read_profiles(name: str, content: bytes) -> list[Reading | SourceError]:
    """Return what each profile in a file states, or why it cannot be used; `name` is the file's without folders.

    What it is, a text, Markdown, HTML, a web archive, PDF, Word or OpenDocument, is told by the content; a text is a
    page also by the ending `.html` or `.htm`.

    Raises:
        SourceError: the file is too large or damaged, or holds no profile.

    """
    limit = size_limit(name, content[:8])
    if len(content) > limit:
        raise SourceError(name, None, f"{len(content):,} bytes", f"at most {limit:,}", "give one profile in a file")
    digest = hashlib.sha256(content).hexdigest()
    if is_document(content):
        document = read_document(name, content)
        if document is None:
            return _read_workbook(Source(name, digest, "utf-8"), content)
        return _read_document(Source(name, digest, document.encoding), document)
    decoded = _decoded(name, content)
    outcomes = _read_text(Source(name, digest, decoded.encoding), decoded.text)
    if decoded.is_certain:
        return outcomes
    return _assuming(outcomes, f"read as {decoded.encoding}, which the file does not say: check its names")


def _decoded(name: str, content: bytes) -> Decoded:
    """Return the text of a file, of a web archive that of its page."""
    return decode(name, *page_of(name, content)) if is_web_archive(content) else decode(name, content)


def _read_text(source: Source, text: str) -> list[Reading | SourceError]:
    if _is_page(source.name, text):
        from gii_graph.reading.html import read_page

        return _read_document(source, _document(read_page(source.name, text)))
    usual = read_usual(source, text)
    return [usual] if isinstance(usual, Reading) else _read_document(source, usual, text)


def _read_document(source: Source, document: Document, text: str = "") -> list[Reading | SourceError]:
    """Return what lines state: a ranking table, or a profile. A plain text's cells may be parted by commas, too."""
    if _may_be_table(document):
        from gii_graph.reading.ranking_tables import read_table, table_in_lines

        table = table_in_lines(document.lines, text)
        if table:
            _check_is_table_alone(source, document)
            return _assuming(read_table(source, table), *document.assumptions)
    from gii_graph.reading.parting import parted

    parts = parted(document)
    if len(parts) == 1:
        return [read_lines(source, document)]
    outcomes = [_outcome(source, part) for part in parts]
    return _assuming(outcomes, *document.assumptions)


def _check_is_table_alone(source: Source, document: Document) -> None:
    """Raise SourceError where a file holds a profile too, whose edition and lines the table's reader would take."""
    from gii_graph.reading.parting import holds_profile

    if holds_profile(document.lines):
        raise SourceError(
            source.name, None, "a ranking table and a profile", "one of the two", "give each a file of its own"
        )


def _outcome(source: Source, document: Document) -> Reading | SourceError:
    """Return what one of several profiles states, or why it cannot be used."""
    try:
        return read_lines(source, document._replace(assumptions=()))
    except SourceError as error:
        return error


def _may_be_table(document: Document) -> bool:
    """Tell whether it is worth while to look for a ranking table."""
    return any("luster" in line and _RANK.search(line) for line in document.lines.read[:_MOST_TITLE_LINES])


def _read_workbook(source: Source, content: bytes) -> list[Reading | SourceError]:
    """Return what the ranking tables in a workbook state."""
    from gii_graph.reading.grids import read_workbook
    from gii_graph.reading.ranking_tables import find_table, read_table

    sheets = [(sheet, find_table(sheet)) for sheet in read_workbook(source.name, content)]
    outcomes = [outcome for _, table in sheets if table for outcome in read_table(source, table)]
    if not outcomes:
        raise SourceError(
            source.name, None, "a workbook without a ranking table",
            "a sheet with columns such as Rank, Cluster, Economy, PCT applications", "check that it is the right file",
        )  # fmt: skip
    others = [sheet for sheet, table in sheets if not table and any(any(row.cells) for row in sheet.rows)]
    return _assuming(
        outcomes, *(f"the sheet {sheet.title!r} holds no ranking table and was left out" for sheet in others)
    )


def _assuming(outcomes: list[Reading | SourceError], *said: str) -> list[Reading | SourceError]:
    """Add what was taken for granted to the first thing that was read."""
    for number, outcome in enumerate(outcomes):
        if isinstance(outcome, Reading):
            outcomes[number] = outcome._replace(assumptions=(*said, *outcome.assumptions))
            break
    return outcomes


def _is_page(name: str, text: str) -> bool:
    if name.lower().endswith((".html", ".htm")):
        return True
    if "<" not in text[:4096]:
        return False
    from gii_graph.reading.html import is_html

    return is_html(text)


def _document(page: Page) -> Document:
    """Return a page's lines, and what is to be said of text in it that nobody sees."""
    if not page.hidden:
        return Document(page.lines)
    lines = ", ".join(str(line) for line in sorted(set(page.hidden))[:5])
    more = " and more" if len(set(page.hidden)) > 5 else ""
    return Document(page.lines, assumptions=(f"text that a browser does not show was left out (lines {lines}{more})",))
