"""What is read of a document, whatever its form: lines, the pages that they stand on, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from gii_graph.reading.remarks import Unread
from gii_graph.reading.source_lines import SourceLines, shown_lines

__all__ = ["Document", "DocumentLine"]


class DocumentLine(NamedTuple):
    """A line: its text, its page from 1 if there are pages, and why it cannot be read safely, if it cannot."""

    text: str
    page: int | None = None
    problem: str | None = None


class Document(NamedTuple):
    """The lines of a document; `pages` is the number of the first line of each page, if there are pages.

    `withheld` are lines that could not be read safely: they are blank among the lines. `assumptions` are for people.
    `encoding` is what the text was in; a PDF has none.
    """

    lines: SourceLines
    pages: tuple[int, ...] = ()
    withheld: tuple[Unread, ...] = ()
    assumptions: tuple[str, ...] = ()
    encoding: str = "utf-8"

    @classmethod
    def of(cls, lines: Sequence[DocumentLine], encoding: str = "utf-8") -> Document:
        """Return a document of lines; those with text are counted from 1, over all pages."""
        numbers = [max(1, number) for number in accumulate(bool(line.text) for line in lines)]
        return cls(
            shown_lines(numbers, ["" if line.problem else line.text for line in lines]),
            tuple(_first_lines(numbers, lines)),
            tuple(
                Unread(number, line.text, line.problem)
                for number, line in zip(numbers, lines, strict=True)
                if line.problem
            ),
            encoding=encoding,
        )


def _first_lines(numbers: Sequence[int], lines: Sequence[DocumentLine]) -> Iterator[int]:
    """Yield the number of the first line of each page; that of the next page for one without text."""
    page = 0
    for number, line in zip(numbers, lines, strict=True):
        while line.text and line.page is not None and page < line.page:
            yield number
            page += 1
