"""Technology and subject fields with their shares: a label and a share on one line, or on two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from gii_graph.profile import Share
from gii_graph.reading import furniture, numbers, wordings
from gii_graph.reading.table_rows import TableLine, cells_of, is_header

__all__ = ["LabelledShare", "read_fields"]

_TRAILING_SHARE = re.compile(r"(?:(?:<|less than) ?)?(?<![\d.,])\d{1,3}(?:[.,]\d{1,3})? ?%$", re.IGNORECASE)
_LEADING_SHARE = re.compile(r"((?:<|less than)? ?\d{1,3}(?:[.,]\d{1,3})? ?%)[ :\t|–-]+(?=\S)", re.IGNORECASE)
_LEADING_PLACE = re.compile(r"\d{1,2}(?:[.)]\s*|\s*[\t|]\s*|\s{2,})(?=\S)")
_LONGEST_NAME = 300  # characters
_UNCLEAR = "a share that may belong to the field before it or after it"


class LabelledShare(NamedTuple):
    """One field with its share, or the lines of what cannot be told apart: then `problem` says what is wrong."""

    lines: tuple[int, ...]
    name: str = ""
    share: Share | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line that is a label, a share, or both."""

    index: int
    label: str
    share: Share | None


def read_fields(lines: Sequence[TableLine]) -> list[LabelledShare]:
    """Return the fields of one activity; labels without any share are nobody's.

    Where labels and shares stand on lines of their own, they follow each other in one order from the first to the
    last. What breaks that order is reported with its neighbours: it may be a label that is wrapped.
    """
    fields: list[LabelledShare] = []
    pieces = [piece for piece in map(_piece, lines) if piece]
    for is_whole, run in groupby(pieces, key=lambda piece: bool(piece.label and piece.share)):
        if is_whole:
            fields += [LabelledShare((piece.index,), piece.label, piece.share) for piece in run]
        else:
            fields += _alternating(list(run))
    return fields


def _piece(line: TableLine) -> _Piece | None:
    if is_header(line.text) or furniture.is_furniture(line.text) or wordings.speaks_of_a_fact(line.text):
        return None
    cells = [cell for cell in cells_of(line.text) if cell]
    text = " ".join(" ".join(cells).split()).removesuffix(")")
    trailing = _TRAILING_SHARE.search(text[-24:])
    if trailing:
        label = text[: len(text) - len(trailing.group())].strip(" :(,–-")
        return _labelled(line.index, _without_place(line.text, label), numbers.share(trailing.group()))
    leading = _LEADING_SHARE.match(text)
    if leading:
        return _labelled(line.index, text[leading.end() :].strip(), numbers.share(leading.group(1).strip()))
    return _labelled(line.index, " ".join(cells).strip(" :"), None)


def _labelled(index: int, label: str, share: Share | None) -> _Piece | None:
    return _Piece(index, label, share) if (label or share) and len(label) <= _LONGEST_NAME else None


def _alternating(run: list[_Piece]) -> list[LabelledShare]:
    """Pair labels with shares on lines of their own."""
    if not any(piece.share for piece in run):
        return []
    begins, ends = bool(run[0].share), bool(run[-1].share)
    if begins == ends:
        return [LabelledShare(tuple(piece.index for piece in run), problem=_UNCLEAR)]
    fields = []
    for pair in _groups(run, starts_with_share=begins):
        lines = tuple(piece.index for piece in pair)
        label, share = (pair[1], pair[0]) if begins else (pair[0], pair[-1])
        if len(pair) == 2 and label.label and share.share:
            fields.append(LabelledShare(lines, label.label, share.share))
        else:
            fields.append(LabelledShare(lines, problem=_UNCLEAR))
    return fields


def _groups(run: list[_Piece], *, starts_with_share: bool) -> list[list[_Piece]]:
    """Part a run into groups that each begin with a share, or each end with one."""
    groups: list[list[_Piece]] = [[]]
    for piece in run:
        if starts_with_share and piece.share and groups[-1]:
            groups.append([])
        groups[-1].append(piece)
        if not starts_with_share and piece.share:
            groups.append([])
    return [group for group in groups if group]


def _without_place(line: str, label: str) -> str:
    """Return a label without the place before it, where a mark parts the two."""
    place = _LEADING_PLACE.match(line.strip(" |\t"))
    return label[len(place.group().split(None, 1)[0].strip("|\t ")) :].strip(" |.)") if place else label
