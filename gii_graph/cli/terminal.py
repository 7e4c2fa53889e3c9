"""Plain tables and safe text for a terminal."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

__all__ = ["counted", "plain_table", "visible"]

# Escape sequences steer a terminal and bidirectional controls reorder what one reads: both are shown, not obeyed.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udfff]")


def counted(count: int, noun: str) -> str:
    """Return how many of a thing there are, in words.

    >>> counted(1, "profile"), counted(10_000, "profile")
    ('1 profile', '10,000 profiles')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def visible(text: str) -> str:
    r"""Return `text` with control characters written out, so that a terminal shows and does not obey them.

    >>> print(visible("red \x1b[31m"))
    red \x1b[31m
    """
    return (
        text
        if text.isprintable()
        else _CONTROL.sub(lambda match: match.group().encode("unicode_escape").decode(), text)
    )


def width(text: str) -> int:
    """Return how many columns of a terminal `text` takes: wide East Asian characters take two, marks none."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def plain_table(header: Sequence[str], rows: Sequence[Sequence[str]], numeric: Collection[int] = ()) -> str:
    """Return a table in columns, two spaces apart; the columns of `numeric` (from 0) are right-aligned."""
    widths = [max(width(row[column]) for row in (header, *rows)) for column in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = (
            " " * (widths[column] - width(cell)) + cell
            if column in numeric
            else cell + " " * (widths[column] - width(cell))
            for column, cell in enumerate(cells)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(header), "  ".join("-" * size for size in widths), *map(line, rows)])
