"""What a page that carries the engine says of a query: the grammar, words and sentences of the command."""

from __future__ import annotations

import re
from typing import Any

from gii_graph.sparql.diagnosis import SLIPS, WORDS
from gii_graph.sparql.syntax import FORMS, TOKEN_GRAMMAR, UPDATES
from gii_graph.sparql.unknown_terms import UNKNOWN_TERM
from gii_graph.vocabulary import GII, ONTOLOGY

__all__ = ["query_help"]


def query_help() -> dict[str, Any]:
    """Return it as plain dicts and lists."""
    return {
        "token": _for_javascript(TOKEN_GRAMMAR),
        "words": sorted(WORDS),
        "slips": SLIPS,
        "unknown": UNKNOWN_TERM,
        "forms": sorted(FORMS),
        "updates": sorted(UPDATES),
        "ontology": ONTOLOGY,
        "terms": sorted(iri.removeprefix(ONTOLOGY) for name, iri in vars(GII).items() if not name.startswith("_")),
    }


def _for_javascript(pattern: str) -> str:
    r"""Return a verbose pattern of Python, which writes no space as itself, in JavaScript's notation.

    >>> _for_javascript(r"(?P<a> \w ) | \#")
    '(?<a>[\\w\\u00aa-\\u1fff\\u2c00-\\ud7ff])|#'
    """
    compact = re.sub(r"\s+", "", pattern).replace("(?P<", "(?<").replace(r"\#", "#")
    return re.sub(r"\\w", r"[\\w\\u00aa-\\u1fff\\u2c00-\\ud7ff]", compact)
