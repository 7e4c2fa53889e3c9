"""The queries that come with gii-graph."""

from __future__ import annotations

from gii_graph.errors import QueryError
from gii_graph.resources import queries_folder, query_file

__all__ = ["shipped_names", "shipped_text"]


def shipped_names() -> list[str]:
    """Return the names of the shipped queries, sorted."""
    return sorted(path.stem for path in queries_folder().glob("*.rq"))


def shipped_text(name: str) -> str:
    """Return the text of the shipped query called `name`.

    Raises QueryError, with near names, where there is none.
    """
    try:
        with open(query_file(name), encoding="utf-8") as stream:
            return stream.read()
    except OSError as error:
        from difflib import get_close_matches

        near = get_close_matches(name, shipped_names(), n=3, cutoff=0.5)
        advice = f"did you mean {' or '.join(near)}?" if near else "`gii-graph query --list` names all of them."
        raise QueryError(f"There is no shipped query {name!r}; {advice}") from error
