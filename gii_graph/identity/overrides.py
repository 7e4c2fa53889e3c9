"""The overrides file: a person's word on what a listed name is.

Tab-separated UTF-8 with a header line: `name`, `kind` (`organization` or `person`) and, for readers, `reason`.
Empty lines and lines that start with `#` are skipped.
"""

from __future__ import annotations

from pathlib import Path

from gii_graph.errors import SourceError
from gii_graph.files import read_small_text, reason
from gii_graph.identity.kind import Kind
from gii_graph.identity.spelling import comparison_key

__all__ = ["read_overrides"]


def read_overrides(path: Path) -> dict[str, Kind]:
    """Return the kind of each overridden name, by its comparison key.

    Raises SourceError where the file cannot be read or a line is not of the form above.
    """
    try:
        lines = read_small_text(path).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            str(path), None, "a file that cannot be read", "tab-separated UTF-8 text", reason(error)
        ) from None
    kinds: dict[str, Kind] = {}
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#") or cells[:2] == ["name", "kind"]:
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


def _row(path: Path, number: int, cells: list[str]) -> tuple[str, Kind]:
    if len(cells) < 2 or not cells[0] or cells[1] not in tuple(Kind):
        raise SourceError(
            str(path),
            number,
            repr("\t".join(cells)),
            "a name, a tab, and 'organization' or 'person'",
            "correct the line",
        )
    return comparison_key(cells[0]), Kind(cells[1])
