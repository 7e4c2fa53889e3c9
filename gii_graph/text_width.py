"""How many columns text takes where every letter has the same width: a terminal, a cell of a spreadsheet."""

from __future__ import annotations

__all__ = ["width"]


def width(text: str) -> int:
    """Return how many columns `text` takes: wide East Asian characters take two, marks none.

    >>> width("Kunming"), width("昆明")
    (7, 4)
    """
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
