"""The overrides file: a person's word on what a listed name is.

A table with a header line: `name`, `kind` (`organization` or `person`) and, for readers, `reason`; tab-separated UTF-8,
or whatever a spreadsheet saves. Empty lines and lines that start with `#` are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from gii_graph.edited_tables import read_edited_lines
from gii_graph.errors import RegistryError, SourceError
from gii_graph.identity.kind import Kind
from gii_graph.identity.spelling import comparison_key

__all__ = ["read_overrides"]


def read_overrides(path: Path) -> dict[str, Kind]:
    """Return the kind of each overridden name, by its comparison key.

    Raises SourceError where the file cannot be read or a line is not of the form above.
    """
    kinds: dict[str, Kind] = {}
    for number, cells in _lines(path):
        if cells[0].startswith("#") or [cell.lower() for cell in cells[:2]] == ["name", "kind"]:
            continue
        key, kind = _row(path, number, cells)
        if kinds.setdefault(key, kind) is not kind:
            raise SourceError(
                str(path),
                number,
                f"a second kind for '{cells[0]}'",
                "one line per name",
                "remove one of the two",
            )
    return kinds


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from read_edited_lines(path)
    except RegistryError as error:
        raise SourceError(
            str(path), error.line, "a file that cannot be read", "a table of names and kinds", error.problem
        ) from None


def _row(path: Path, number: int, cells: list[str]) -> tuple[str, Kind]:
    if len(cells) < 2 or not cells[0] or cells[1].lower() not in tuple(Kind):
        raise SourceError(
            str(path),
            number,
            repr("\t".join(cells)),
            "a name, a tab, and 'organization' or 'person'",
            "correct the line",
        )
    return comparison_key(cells[0]), Kind(cells[1].lower())
