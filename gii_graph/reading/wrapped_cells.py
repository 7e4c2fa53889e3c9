"""The lines of a table to its rows: a cell that is wrapped over several lines is put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gii_graph.reading import wordings
from gii_graph.reading.page_rows import CLOSE, PagePiece, PageRow, is_section

__all__ = ["cells_whole", "put_together"]

# Parts of the size of the letters.
_LEADING = 1.3  # lines of one cell follow each other so closely
_CLEARLY_MORE = 1.15  # lines of one cell are closer than those of two rows by so much at least


def cells_whole(block: Sequence[PageRow]) -> Iterator[list[PageRow]]:
    """Yield the rows of a column, those together that are one row of a table, or that cannot be told apart."""
    at = 0
    while at < len(block):
        stop = at + 1
        while stop < len(block) and _is_of_one_table(block, at, stop):
            stop += 1
        table = block[at:stop]
        if any(not row.is_record for row in table) and any(row.is_record for row in table):
            yield from _table_rows(table)
        else:
            yield from ([row] for row in table)
        at = stop


def _is_of_one_table(block: Sequence[PageRow], first: int, number: int) -> bool:
    """Tell whether a row continues the table that begins with another: a row of values, or a line of a wrapped cell."""
    row = block[number]
    if block[number - 1].base - row.base > 2 * CLOSE * row.size:
        return False
    around = [*block[first : number + 4]]
    return all(one.is_record or _may_be_wrapped(one, around) for one in (block[first], row))


def _may_be_wrapped(row: PageRow, around: Sequence[PageRow]) -> bool:
    """Tell whether a row may be a line of a wrapped cell: it has names only, where rows near it have theirs."""
    if is_section(row.text) or any(piece.is_value for piece in row.pieces) or wordings.speaks_of_a_fact(row.text):
        return False
    if row.is_heading and not any(one.is_record for one in around[: around.index(row)]):
        return False
    return any(_fits(row, record) for record in around if record.is_record)


def _fits(row: PageRow, record: PageRow) -> bool:
    """Tell whether a row stands within another one, and not below its place or its values."""
    fixed = [piece for piece in record.pieces if piece.is_value or piece.is_place]
    return all(
        record.pieces[0].left <= piece.left
        and piece.right <= record.pieces[-1].right
        and not any(map(piece.overlaps, fixed))
        for piece in row.pieces
    )


def _table_rows(table: Sequence[PageRow]) -> Iterator[list[PageRow]]:
    """Yield the rows of a table, each with the lines of its wrapped cells: they stand closer than rows do.

    The lines that cannot be told apart are yielded together.
    """
    gaps = [above.base - below.base for above, below in pairwise(table)]
    steps = sorted(set(gaps))
    limits = [(less + more) / 2 for less, more in pairwise(steps) if more >= less * _CLEARLY_MORE]
    for limit in limits:
        rows = _parted(table, gaps, limit)
        if all(sum(one.is_record for one in row) == 1 for row in rows):
            yield from rows
            return
    yield from _apart(table, gaps)


def _apart(table: Sequence[PageRow], gaps: Sequence[float]) -> Iterator[list[PageRow]]:
    """Yield together what cannot be told apart, and by itself what stands before or after it, not as its next line."""
    records = [number for number, row in enumerate(table) if row.is_record]
    first, last = records[0], records[-1]
    most = max([_LEADING * table[first].size, *gaps[first:last]])
    while first > 0 and gaps[first - 1] <= most:
        first -= 1
    while last < len(gaps) and gaps[last] <= most:
        last += 1
    yield from ([row] for row in table[:first])
    yield [*table[first : last + 1]]
    yield from ([row] for row in table[last + 1 :])


def _parted(table: Sequence[PageRow], gaps: Sequence[float], limit: float) -> list[list[PageRow]]:
    rows = [[table[0]]]
    for gap, row in zip(gaps, table[1:], strict=True):
        if gap < limit:
            rows[-1].append(row)
        else:
            rows.append([row])
    return rows


def put_together(rows: Sequence[PageRow], record: PageRow) -> str:
    """Return a row's text with the lines of its wrapped cells, each piece in the column where it stands."""
    if len(rows) == 1:
        return record.text
    columns = [PagePiece("", piece.left, piece.right) for piece in record.pieces]
    for row in rows:
        for piece in row.pieces:
            column = next(filter(piece.overlaps, columns), None)
            if column is None:
                column = PagePiece("", piece.left, piece.right)
                columns.append(column)
            column.text = f"{column.text} {piece.text}".strip()
            column.left, column.right = min(column.left, piece.left), max(column.right, piece.right)
    return "\t".join(column.text for column in sorted(columns, key=lambda column: column.left))
