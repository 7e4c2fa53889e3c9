"""How deep a query may be: a parser that goes down once for each level ends the whole program where the stack ends.

Oxigraph's parser and planner do; measured on the usual stack of 8 MB, it stands 300 nested `FILTER EXISTS` and not
1,000, 1,000 groups or operators in a row and not 3,000. Queries that people write have a few.
"""

from __future__ import annotations

from typing import Final

from gii_graph.errors import QueryError

__all__ = ["refuse_too_deep"]

_DEEPEST: Final = 200
_LONGEST: Final = 1000
# A chained word and what must stand behind it take at least so many characters.
_WORD: Final = 5
_CHAINED_SIGNS: Final = frozenset(["||", "&&", "+", "-", "*", "/", "|", "!", "^", "^^", "{"])
_CHAINED_WORDS: Final = frozenset(["UNION", "OPTIONAL", "MINUS", "BIND", "FILTER", "EXISTS", "SELECT"])


def refuse_too_deep(text: str) -> None:
    """Raise QueryError for a query that is nested or chained beyond what the engine can stand."""
    # Most texts have too few characters for it, which is seen at once.
    opened, signs = (sum(map(text.count, characters)) for characters in ("{([", "|&+-*/!^{"))
    if opened <= _DEEPEST and signs + len(text) // _WORD <= _LONGEST:
        return
    from gii_graph.sparql.syntax import tokens

    depth = chained = 0
    for token in tokens(text):
        if token.kind == "sign":
            depth += (token.text in "{([") - (token.text in "})]")
            chained += token.text in _CHAINED_SIGNS
        elif token.kind == "word":
            chained += token.text.upper() in _CHAINED_WORDS
        if depth > _DEEPEST:
            raise QueryError(f"The query has more than {_DEEPEST} brackets inside each other; take it apart.")
        if chained > _LONGEST:
            raise QueryError(f"The query has more than {_LONGEST:,} groups and operators; ask it in parts.")
