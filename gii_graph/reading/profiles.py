"""One profile file to a `Reading`: the profile, what it lacks, and every line that was not understood."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.errors import SourceError
from gii_graph.figures import FIGURES
from gii_graph.profile import Activity, Profile, Source
from gii_graph.reading import source_lines
from gii_graph.reading.decoding import Decoded, decode
from gii_graph.reading.document import Document
from gii_graph.reading.formats import is_document, read_document, size_limit
from gii_graph.reading.plain import read_plain
from gii_graph.reading.profile_limits import MAX_LINES
from gii_graph.reading.remarks import Furniture, Unread
from gii_graph.reading.web_archive import is_web_archive, page_of

if TYPE_CHECKING:
    from gii_graph.reading.html import Page

__all__ = ["Reading", "read_profile", "read_profiles"]

_WITHOUT_CHARTS = tuple(Activity)


class Reading(NamedTuple):
    """What one file states, and what it does not.

    `missing` names, in reading order, what a profile normally prints and this one does not.
    `short` names the tables and lists of partners that are shorter than usual.
    `charts_absent` holds the activities whose technology fields are not there as text, which is usual.
    `unread` are lines that may state a fact and were not understood, or not used, with the reason;
    `furniture` are lines of the page or mail around the profile.
    `assumptions` are what the file does not say of itself and reading had to take for granted, for people.
    """

    profile: Profile
    missing: tuple[str, ...]
    short: tuple[str, ...]
    charts_absent: tuple[Activity, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def facts(self) -> int:
        """The number of facts read: each figure, name, economy, table row, partner and field is one."""
        profile = self.profile
        lists: tuple[Sequence[object], ...] = (
            profile.economies, profile.listings, profile.partners, profile.field_shares,
        )  # fmt: skip
        stated = sum(getattr(profile, figure.attribute) is not None for figure in FIGURES)
        return 2 + stated + sum(map(len, lists))


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
    document = read_document(name, content) if is_document(content) else None
    if document:
        return [_read_lines(Source(name, digest, document.encoding), document)]
    decoded = _decoded(name, content)
    reading = _read_text(Source(name, digest, decoded.encoding), decoded.text)
    if decoded.is_certain:
        return [reading]
    said = f"read as {decoded.encoding}, which the file does not say: check its names"
    return [reading._replace(assumptions=(said, *reading.assumptions))]


def _decoded(name: str, content: bytes) -> Decoded:
    """Return the text of a file, of a web archive that of its page."""
    return decode(name, *page_of(name, content)) if is_web_archive(content) else decode(name, content)


def _read_text(source: Source, text: str) -> Reading:
    if _is_page(source.name, text):
        from gii_graph.reading.html import read_page

        return _read_lines(source, _document(read_page(source.name, text)))
    text = source_lines.with_plain_breaks(text)
    read = text.split("\n")
    profile = read_plain(source, text, read, read)
    if profile is None:
        plain = source_lines.undressed(text)
        profile = read_plain(source, plain, plain.split("\n"), read) if plain != text else None
        if profile is None:
            return _read_lines(source, Document(source_lines.text_lines(read, plain)))
    return Reading(profile, missing=(), short=(), charts_absent=_WITHOUT_CHARTS, unread=(), furniture=())


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


def _read_lines(source: Source, document: Document) -> Reading:
    """Return what the lines of a file state, whatever its form."""
    lines = document.lines
    if len(lines.read) > MAX_LINES:
        raise SourceError(
            source.name, None, f"{len(lines.read):,} lines", f"at most {MAX_LINES:,}", "give one profile in a file"
        )
    from gii_graph.reading.absences import missing_facts, short_lists
    from gii_graph.reading.composition import compose

    profile, unread, furniture = compose(source, lines)
    charts_absent = tuple(
        activity for activity in Activity if not any(share.activity is activity for share in profile.field_shares)
    )
    return Reading(
        profile._replace(pages=document.pages),
        missing_facts(profile),
        short_lists(profile),
        charts_absent,
        tuple(sorted((*unread, *document.withheld))),
        furniture,
        document.assumptions,
    )
