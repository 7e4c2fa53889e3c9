"""The overrides file: a person's word on what a listed name is, and on which names are one.

A table with a header line: `name`, `kind` and, for readers, `reason`; tab-separated UTF-8, or whatever a spreadsheet
saves. `kind` is `organization` or `person`; or `same-as NAME` or `different NAME` for two names, of clusters or of
organisations, that are one or two. Empty lines and lines that start with `#` are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from gii_graph.edited_tables import read_edited_lines
from gii_graph.errors import RegistryError, SourceError
from gii_graph.identity.decision import Kind
from gii_graph.identity.spelling import comparison_key
from gii_graph.identity.word import NO_WORD, Word

__all__ = ["Overrides", "read_overrides"]

_SAME, _DIFFERENT = "same-as", "different"


class Overrides(NamedTuple):
    """The kind of names by their comparison key, and the word on pairs of names."""

    kinds: dict[str, Kind]
    word: Word = NO_WORD


def read_overrides(path: Path) -> Overrides:
    """Return what an overrides file says.

    Raises SourceError where the file cannot be read or a line is not of the form above.
    """
    kinds: dict[str, Kind] = {}
    pairs: dict[str, list[tuple[str, str]]] = {_SAME: [], _DIFFERENT: []}
    for number, cells in _lines(path):
        if cells[0].startswith("#") or [cell.lower() for cell in cells[:2]] == ["name", "kind"]:
            continue
        name, verb, other = _row(path, number, cells)
        if other:
            pairs[verb].append((name, other))
        elif kinds.setdefault(comparison_key(name), Kind(verb)) is not Kind(verb):
            raise SourceError(
                str(path),
                number,
                f"a second kind for '{name}'",
                "one line per name",
                "remove one of the two",
            )
    return Overrides(kinds, Word(tuple(pairs[_SAME]), tuple(pairs[_DIFFERENT])))


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from read_edited_lines(path)
    except RegistryError as error:
        raise SourceError(
            str(path), error.line, "a file that cannot be read", "a table of names and kinds", error.problem
        ) from None


def _row(path: Path, number: int, cells: list[str]) -> tuple[str, str, str]:
    """Return a name, the kind or what is said of it and another, and that other name or ""."""
    name, said = [*cells, ""][:2]
    verb, _, other = said.partition(" ")
    verb, other = verb.lower(), other.strip()
    if not name or verb not in ((_SAME, _DIFFERENT) if other else tuple(Kind)):
        raise SourceError(
            str(path),
            number,
            repr("\t".join(cells)),
            "a name, a tab, and 'organization', 'person', 'same-as NAME' or 'different NAME'",
            "correct the line",
        )
    return name, verb, other
