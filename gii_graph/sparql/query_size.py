"""How much of a query would make the engine's parser and planner go down a level each.

What is counted is never less than what the parser may see: where a text can be read in two ways, in both.
"""

from __future__ import annotations

import re
from typing import Final

from gii_graph.errors import QueryError
from gii_graph.sparql.limits import DEEPEST, LONGEST
from gii_graph.sparql.syntax import Token, tokens

__all__ = ["refuse_too_large"]

_MOST_PATTERNS: Final = 2000
_OPENING: Final = frozenset(["{", "(", "[", "<<"])
_CLOSING: Final = frozenset(["}", ")", "]", ">>"])
_CHAINED_SIGNS: Final = re.compile(r"\|\||&&|\^\^|[-+*/|!^{]")
# Sought in whole words too: the parser needs no space between two keywords.
_CHAINED_WORDS: Final = re.compile("UNION|OPTIONAL|MINUS|FILTER|EXISTS|SELECT|AS", re.IGNORECASE)
# What is an IRI or, to the parser, a comparison with a text or a comment behind it, which hide what follows. An IRI
# with an authority is none: behind `<name:` no operand begins with two strokes.
_SURE: Final = r"[A-Za-z][A-Za-z0-9+.\-]*://"
_SURE_IRI = re.compile(f"<{_SURE}")
_UNSURE = re.compile(rf"<(?!{_SURE})[^<>\"{{}}|^`\x00-\x20'#]*['#][^<>\"{{}}|^`\x00-\x20]*>")


def refuse_too_large(text: str) -> None:
    """Raise QueryError for a query that is nested or chained beyond what the engine can stand."""
    if unsure := _UNSURE.search(text):
        raise QueryError(
            f"The query is long, and it cannot be told whether {unsure[0]} in it is an IRI or a comparison; "
            "declare a prefix for the one, or put a space behind the `<` of the other."
        )
    size = _Size()
    for token in tokens(text, comparisons=False):
        size.add(token)
        if size.depth > DEEPEST:
            raise QueryError(f"The query has more than {DEEPEST} brackets inside each other; take it apart.")
        if size.chained > LONGEST:
            raise QueryError(f"The query has more than {LONGEST:,} groups and operators; ask it in parts.")
        if size.patterns > _MOST_PATTERNS:
            raise QueryError(f"The query has more than {_MOST_PATTERNS:,} triple patterns; ask it in parts.")


class _Size:
    """How deep a query is up to a token, and how much of what goes down a level each has come so far.

    What has the form of an IRI may be a comparison to the parser, so what it holds counts as if it were one.
    """

    def __init__(self) -> None:
        self.depth = 0
        self.chained = 0
        self.patterns = 0
        self._open: list[str] = []  # signs, and "data" for the brackets of VALUES, in which nothing goes down
        self._before: Token | None = None
        self._data_follows = False
        self._described = False  # whether DESCRIBE names here what it describes, each of which is a level

    def add(self, token: Token) -> None:
        """Take the next token into account."""
        if token.kind == "word":
            self.chained += len(_CHAINED_WORDS.findall(token.text))
            self._data_follows |= token.is_word("VALUES")
            self._described |= token.is_word("DESCRIBE")
        elif token.kind == "iri" and not _SURE_IRI.match(token.text):
            self.depth += sum(map(token.text.count, "(["))
            self.chained += len(_CHAINED_SIGNS.findall(token.text))
        self.chained += self._described
        if "data" not in self._open:
            self.patterns += self._parts_patterns(token)
        if token.kind == "sign":
            self._add_sign(token)
        self._before = token

    def _parts_patterns(self, token: Token) -> bool:
        """Tell whether a pattern may end before this token: a sign ends it, or it is an item of a collection."""
        inside = self._open[-1] if self._open else ""
        if token.text in {".", ";", ","} and token.kind == "sign":
            return token.text != "," or inside != "("
        if not inside:
            return token.text == "("
        listed = self._before is not None and (self._before.ends_a_value or self._before.text in {"(", "]"})
        return inside == "(" and listed and (token.kind not in {"sign", "word"} or token.text in {"(", "["})

    def _add_sign(self, token: Token) -> None:
        self.chained += bool(_CHAINED_SIGNS.fullmatch(token.text))
        if token.text in _OPENING:
            self._described = False
            self.depth += 1
            self._open.append("data" if token.text == "{" and self._data_follows else token.text)
            self._data_follows &= token.text != "{"
        elif token.text in _CLOSING and self._open:
            self.depth -= 1
            self._open.pop()
