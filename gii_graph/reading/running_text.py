"""The lines of a profile as one running text, and an account of every character of it.

Sentences are met wherever they are wrapped. `CharacterAccount` knows of each character whether it was read; what is
reported is the complement of that, so nothing can be left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from gii_graph.reading.templates import FENCE

__all__ = ["SENTENCE_MARK", "CharacterAccount", "RunningText", "joined_lines", "running_text"]

# What may end the sentence before; it may also stand within a name ("St. Louis").
SENTENCE_MARK = re.compile(r"[.:;!?…][\"'”’)\]]{0,2}\s+")
_OPEN_END = re.compile(r"\w[-\u2010-\u2015]$")
_OPEN_START = re.compile(r"[-\u2010-\u2015]\w")
_SOFT_HYPHEN = "\u00ad"
_HYPHENS = "-\u2010"


class RunningText(NamedTuple):
    """Lines joined to one text.

    A space joins lines of a paragraph, nothing where a name is broken at a dash; a line break stands between two
    paragraphs, and a fence on both sides of a line that no sentence reaches over. `starts` says where each line begins,
    `indices` which line it is (from 0; blank ones are left out). `hyphens` are the places of hyphens that broke a word
    at the end of a line, or belong to it: they are not in the text.
    """

    text: str
    starts: Sequence[int]
    indices: Sequence[int]
    hyphens: Set[int]

    def index_at(self, offset: int) -> int:
        """Return the index of the line that a place belongs to."""
        return self.indices[bisect_right(self.starts, offset) - 1]

    def span_of(self, index: int) -> tuple[int, int]:
        """Return where a line begins and ends; a blank line is nowhere, and begins and ends at one place."""
        order = bisect_left(self.indices, index)
        if order == len(self.indices) or self.indices[order] != index:
            return (0, 0)
        end = self.starts[order + 1] if order + 1 < len(self.starts) else len(self.text)
        return self.starts[order], end

    def lines_between(self, start: int, end: int) -> list[int]:
        """Return the places within a stretch, its first one left out, where lines begin."""
        return list(self.starts[bisect_right(self.starts, start) : bisect_left(self.starts, end)])

    def is_broken(self, start: int, end: int) -> bool:
        """Return whether a word of a stretch is broken at a hyphen that may belong to it."""
        return any(start < place < end for place in self.hyphens)


def running_text(lines: Sequence[str], fenced: Set[int]) -> RunningText:
    """Return lines as one text; `fenced` are the indices of lines that stand for themselves."""
    pieces: list[str] = []
    starts: list[int] = []
    indices: list[int] = []
    hyphens: set[int] = set()
    length, last, is_parted = 0, "", False
    for index, line in enumerate(lines):
        piece = " ".join(line.split()) if "  " in line or "\t" in line else line.strip()
        if not piece:
            is_parted = True
            continue
        if FENCE in piece:
            piece = piece.replace(FENCE, " ")
        if pieces:
            is_fence = index in fenced or indices[-1] in fenced
            joint = FENCE if is_fence else "\n" if is_parted else _joint(last, piece)
            if joint is None:
                pieces[-1] = pieces[-1][:-1]
                length -= 1
                if last[-1] != _SOFT_HYPHEN:
                    hyphens.add(length)
            else:
                pieces.append(joint)
                length += len(joint)
        starts.append(length)
        indices.append(index)
        pieces.append(piece)
        length += len(piece)
        last, is_parted = piece, False
    return RunningText("".join(pieces), starts, indices, hyphens)


def joined_lines(first: str, second: str) -> str:
    """Return two lines of a paragraph as one, as `running_text` joins them."""
    joint = _joint(first, second) if first and second else ""
    return first[:-1] + second if joint is None else first + joint + second


def _joint(last: str, following: str) -> str | None:
    """Return what stands between two lines of a paragraph, None for a word that a hyphen breaks."""
    if last[-1] == _SOFT_HYPHEN or (last[-1] in _HYPHENS and _may_be_one_word(last[-3:-1], following[:2])):
        return None
    if _OPEN_END.search(last[-2:]) or (last[-1].isalpha() and _OPEN_START.match(following)):
        return ""
    return " "


def _may_be_one_word(before: str, after: str) -> bool:
    """Return whether the letters around a hyphen at the end of a line may be those of one word."""
    return (before[-1:].isalpha() and after[0].islower()) or (len(before) == 2 and before.isupper() and after.isupper())


class CharacterAccount:
    """What has become of each character of a running text; what nobody read is left over."""

    def __init__(self, text: RunningText) -> None:
        self._text = text
        self.is_read = bytearray(len(text.text))

    def read(self, start: int, end: int) -> None:
        """Note that a stretch is part of something that was read, or is reported with a reason of its own."""
        self.is_read[start:end] = b"\1" * (end - start)

    def read_line(self, index: int) -> None:
        """Note it of a whole line."""
        self.read(*self._text.span_of(index))

    def read_words(self, index: int, piece: str, *, from_end: bool) -> None:
        """Note it of the words of one column of a line: the first that were not read yet, or the last ones."""
        start, end = self._text.span_of(index)
        for word in reversed(piece.split()) if from_end else piece.split():
            found = self._text.text.rfind(word, start, end) if from_end else self._text.text.find(word, start, end)
            if found < 0:
                return
            self.read(found, found + len(word))
            start, end = (start, found) if from_end else (found + len(word), end)

    def is_touched(self, index: int) -> bool:
        """Return whether any of a line was read."""
        start, end = self._text.span_of(index)
        return self.is_read.find(1, start, end) >= 0

    def left_over(self) -> Iterator[tuple[int, str]]:
        """Yield the stretches that nobody read, line by line, with the index of the line."""
        text = self._text
        for (start, following), index in zip(pairwise([*text.starts, len(text.text)]), text.indices, strict=True):
            place = start
            while (begin := self.is_read.find(0, place, following)) >= 0:
                place = self.is_read.find(1, begin, following)
                place = following if place < 0 else place
                piece = text.text[begin:place].strip(f" \n{FENCE}")
                if any(map(str.isalnum, piece)):
                    yield index, piece
