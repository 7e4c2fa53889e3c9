"""How deep a query may be: a parser that goes down once for each level ends the whole program where the stack ends.

Oxigraph's parser and planner do; measured on the usual stack of 8 MB, it stands 300 nested `FILTER EXISTS` and not
1,000, 1,000 groups or operators in a row and not 3,000, 3,000 triple patterns and not 5,000. Queries that people write
have a few.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DEEPEST", "LONGEST", "refuse_too_deep"]

DEEPEST: Final = 200
LONGEST: Final = 1000
# A chained word and what must stand behind it take at least so many characters.
_WORD: Final = 3


def refuse_too_deep(text: str) -> None:
    """Raise QueryError for a query that is nested or chained beyond what the engine can stand."""
    # Most texts have too few characters for it, which is seen at once.
    opened = sum(map(text.count, ("{", "(", "[", "<<")))
    signs = sum(map(text.count, "|&+-*/!^{"))
    if opened > DEEPEST or signs + len(text) // _WORD > LONGEST:
        from gii_graph.sparql.query_size import refuse_too_large

        refuse_too_large(text)
