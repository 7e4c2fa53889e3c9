"""A PDF document to lines, by the places of its letters, numbered through the document, each with its page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import c_double
from typing import TYPE_CHECKING

from gii_graph.errors import SourceError
from gii_graph.reading.document import Document, DocumentLine
from gii_graph.reading.page_layout import page_lines
from gii_graph.reading.page_rows import Letter
from gii_graph.reading.profile_limits import MAX_LETTERS, MAX_PAGES

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

__all__ = ["read_pdf"]

_A_PROFILE = "a PDF with the text of a cluster profile"
# What PDFium returns for a hyphen at the end of a line (`FPDFText_IsHyphen`), and for letters that have no name.
_HYPHEN = "\x02"
_NAMELESS = frozenset("\0\ufffe\uffff\ufffd")
_MOST_ASKEW = 0.1  # quarter turns
_ASKEW = "text that runs askew, such as a mark across the page"
_UNREADABLE = "letters that the PDF does not name, so that they can be seen but not read"


def read_pdf(name: str, content: bytes) -> Document:
    """Return the lines of a PDF document.

    Raises:
        SourceError: it is damaged, encrypted, too long, or has no text.

    """
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        document = PdfDocument(content)
    except PdfiumError as error:
        raise _refused(name, error.err_code) from None
    try:
        if len(document) > MAX_PAGES:
            raise SourceError(
                name, None, f"{len(document):,} pages", f"at most {MAX_PAGES:,}", "save the pages of the profiles alone"
            )
        lines = [*_lines(name, document)]
    except PdfiumError:
        raise SourceError(name, None, "a damaged PDF", _A_PROFILE, "save it again") from None
    finally:
        document.close()
    if not any(line.text for line in lines):
        raise SourceError(
            name, None, "a PDF without text, such as a scan", _A_PROFILE, "have its text recognised, or type it"
        )
    return Document.of(lines, "application/pdf")


def _refused(name: str, code: int | None) -> SourceError:
    from pypdfium2 import raw

    if code == raw.FPDF_ERR_PASSWORD:
        return SourceError(name, None, "an encrypted PDF", _A_PROFILE, "save it without a password")
    return SourceError(name, None, "a damaged PDF", _A_PROFILE, "save it again")


def _lines(name: str, document: PdfDocument) -> Iterator[DocumentLine]:
    letters = 0
    for number, page in enumerate(document, start=1):
        text = page.get_textpage()
        letters += text.count_chars()
        if letters > MAX_LETTERS:
            raise SourceError(
                name, None, f"more than {MAX_LETTERS:,} letters", "one profile or a few", "save their pages alone"
            )
        if number > 1:
            yield DocumentLine("", number)
        # Text that runs upwards or downwards is a table turned to fit the page.
        for way in (0, 1, 2, 3):
            for line in page_lines([*_letters(page, text, way)]):
                nameless = any(character in _NAMELESS for character in line.text)
                yield DocumentLine(line.text, number, _UNREADABLE if nameless else line.problem)
        askew = "".join(letter.text for letter in _letters(page, text, None)).strip()
        if askew:
            yield DocumentLine(askew, number, _ASKEW)
        text.close()
        page.close()


def _letters(page: PdfPage, text: PdfTextPage, way: int | None) -> Iterator[Letter]:
    """Yield the letters of a page that run one way, in quarter turns, as if the page were turned to read them.

    `way` is None for those that run in no such way.
    """
    from pypdfium2 import raw

    left, bottom, right, top = page.get_cropbox()
    x, y = c_double(), c_double()
    for place in range(text.count_chars()):
        is_gap = raw.FPDFText_IsGenerated(text, place) == 1
        if is_gap and chr(raw.FPDFText_GetUnicode(text, place)) != " ":
            continue
        if _way(raw.FPDFText_GetCharAngle(text, place)) != way:
            continue
        # A space that is not written, but seen by the engine, is a letter without text.
        character = "" if is_gap else chr(raw.FPDFText_GetUnicode(text, place)).replace(_HYPHEN, "-")
        box = text.get_charbox(place - is_gap, loose=True)
        if is_gap:
            box = box[2], box[1], box[2], box[3]
        if not (left <= (box[0] + box[2]) / 2 <= right and bottom <= (box[1] + box[3]) / 2 <= top):
            continue
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        yield _turned(character, box, (x.value, y.value), way or 0)


def _way(angle: float) -> int | None:
    """Return in which way a letter runs, in quarter turns, None where it is askew by more than a scan may be."""
    turns = angle / (math.pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) < _MOST_ASKEW else None


def _turned(character: str, box: tuple[float, float, float, float], origin: tuple[float, float], way: int) -> Letter:
    left, bottom, right, top = box
    if way == 0:
        return Letter(character, left, right, origin[1], top - bottom)
    if way == 1:
        return Letter(character, -top, -bottom, origin[0], right - left)
    if way == 2:
        return Letter(character, -right, -left, -origin[1], top - bottom)
    return Letter(character, bottom, top, -origin[0], right - left)
