"""Tables that people edit, read in whatever form a spreadsheet saves them.

UTF-8 with or without a byte order mark, UTF-16 ("Unicode text"), Windows-1252; parted by tabs, semicolons or commas;
cells quoted or not; rows cut short where their last cells are empty.
"""

from __future__ import annotations

import codecs
import csv
import errno
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from gii_graph.errors import RegistryError

__all__ = ["EditedRow", "read_edited_lines", "read_edited_table"]

# A table of 10,000 organisations with five candidates each has some 15 MB.
_MOST: Final = 50_000_000  # bytes
_LONGEST_CELL: Final = 1_000_000  # characters
_UTF_16: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_PARTED_BY: Final = ("\t", ";", ",")
# What Excel writes and reads as a table's first line, to say what parts the cells.
_EXCEL_SEPARATOR: Final = "sep="


class EditedRow(NamedTuple):
    """A row: the line it ends in, and its cells by the names of their columns in lower case."""

    line: int
    cells: Mapping[str, str]


def read_edited_table(path: Path, needed: Collection[str], advice: str) -> Iterator[EditedRow]:
    """Yield the rows of a table that are not empty; its header must have the `needed` columns.

    A cell beyond the header is kept under "column" and its number. `advice` says what to do where the header is
    another. Raises RegistryError where the file cannot be read as a table.
    """
    text, skipped = _body(path)
    top = text.partition("\n")[0].rstrip("\r")
    headers = {mark: _header(top, mark) for mark in _PARTED_BY}
    parted_by = max(_PARTED_BY, key=lambda mark: len(set(needed) & set(headers[mark])))
    header = headers[parted_by]
    if missing := [column for column in needed if column not in header]:
        raise RegistryError(str(path), f"has no column {', '.join(missing)}; {advice}", 1 + skipped)
    if twice := sorted({name for name in header if header.count(name) > 1}):
        raise RegistryError(str(path), f"has the column {twice[0]} more than once; rename or remove one", 1 + skipped)
    for line, cells in _rows(path, text, parted_by)[1:]:
        if any(cells):
            names = [*header, *(f"column {number}" for number in range(len(header) + 1, len(cells) + 1))]
            yield EditedRow(line + skipped, dict.fromkeys(names, "") | dict(zip(names, cells, strict=False)))


def read_edited_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not empty, of a table that may have no header, and the line's number.

    Raises RegistryError where the file cannot be read as a table.
    """
    text, skipped = _body(path)
    lines = text.splitlines()
    parted_by = max(_PARTED_BY, key=lambda mark: sum(mark in line for line in lines))
    for line, cells in _rows(path, text, parted_by):
        if any(cells):
            yield line + skipped, cells


def _body(path: Path) -> tuple[str, int]:
    """Return the text of the table, and how many lines before it were skipped."""
    try:
        text = _decoded(path)
    except OSError as error:
        raise RegistryError(str(path), f"cannot be read as a table ({error.strerror or error})") from error
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower().startswith(_EXCEL_SEPARATOR) else (text, 0)


def _decoded(path: Path) -> str:
    with path.open("rb") as stream:
        content = stream.read(_MOST + 1)
    if len(content) > _MOST:
        raise OSError(errno.EFBIG, f"it has over {_MOST:,} bytes", str(path))
    for encoding in _encodings(content):
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            wrong = error
    raise RegistryError(
        str(path),
        f"cannot be read as a table (byte {wrong.start + 1} is neither UTF-8, UTF-16 nor Windows-1252); "
        "save it as UTF-8 text",
    )


def _encodings(content: bytes) -> list[str]:
    if encoding := _UTF_16.get(content[:2]):
        return [encoding]
    # Text of tables has no NUL: every second byte is one where plain letters are written in UTF-16.
    start = content[:200]
    if start.count(0) > len(start) // 4:
        return ["utf-16-le" if start[1::2].count(0) > start[0::2].count(0) else "utf-16-be"]
    return ["utf-8", "windows-1252"]


def _header(line: str, parted_by: str) -> list[str]:
    """Return the names of the columns in lower case; one without a name is called by its number."""
    try:
        cells = next(csv.reader([line], delimiter=parted_by), [])
    except csv.Error:
        return []
    return [cell.strip().lower() or f"column {number}" for number, cell in enumerate(cells, start=1)]


def _rows(path: Path, text: str, parted_by: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the line each ends in; quotation marks of a tab-separated table may be plain signs."""
    try:
        return _parsed(text, parted_by, quoted=True)
    except _QuotingError as error:
        if parted_by == "\t":
            return _parsed(text, parted_by, quoted=False)
        raise RegistryError(
            str(path), f"cannot be read as a table ({error}); is a quotation mark not closed?", error.line
        ) from error


class _QuotingError(Exception):
    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def _parsed(text: str, parted_by: str, *, quoted: bool) -> list[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="")
    table = (
        csv.reader(lines, delimiter=parted_by, strict=True)
        if quoted
        else csv.reader(lines, delimiter=parted_by, quoting=csv.QUOTE_NONE)
    )
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        return [(table.line_num, [cell.strip() for cell in cells]) for cells in table]
    except csv.Error as error:
        raise _QuotingError(table.line_num, str(error)) from error
    finally:
        csv.field_size_limit(before)
