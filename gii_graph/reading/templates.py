"""Wordings as the table of phrases has them, to regular expressions.

The same wording makes two patterns: one that meets it in running text, wrapped and in any dress, and one for the fast
way of reading, which takes it only as the pages print it. So neither knows a word that the other does not.

Every repeated part has an upper bound, so that a hostile text costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from typing import Final, NamedTuple

from gii_graph.reading.phrases import Language

__all__ = ["FENCE", "RUNNING", "SENTENCE_END", "Spelling", "Wording", "folded", "leading_slot", "pattern", "wording"]

# Parts lines that no sentence reaches over; no file can hold it, because cleaning makes a space of it.
FENCE: Final = "\x1f"
LIGATURES: Final = {"ffi": "ﬃ", "ffl": "ﬄ", "ff": "ﬀ", "fi": "ﬁ", "fl": "ﬂ", "st": "ﬆﬅ"}
_FOLDS = str.maketrans({sign: letters for letters, signs in LIGATURES.items() for sign in signs})
_LIGATURE = re.compile("|".join(LIGATURES), re.IGNORECASE)

# A full stop that ends a sentence, not one of "St. Louis" or "Washington, D.C.", unless the paragraph ends there.
_NO_ABBREVIATION = r"(?<!\bSt)(?<!\bSte)(?<!\bMt)(?<!\bFt)(?<!(?-i:[ .][A-Z]))"
SENTENCE_END: Final = rf"(?:\.(?= *(?:$|[\n{FENCE}]))|{_NO_ABBREVIATION}\.(?=\s))"
_ABBREVIATION = r"(?:(?<=\bSt)|(?<=\bSte)|(?<=\bMt)|(?<=\bFt)|(?<=(?-i:[ .\n(][A-Z])))\."
_CAPITAL_WORD = r"(?-i:[A-Z])[\w.'’()-]{0,30}"
_YEAR = r"(?:19|20)\d\d"

# What may stand where a wording has a value.
SLOTS: Final = {
    "edition": rf"{_YEAR}(?!\d)",
    "year": r"\d{4}(?!\d)",
    "years": rf"\(?{_YEAR}(?: ?[-/\u2010-\u2015] ?(?:{_YEAR}|\d\d))?\)?",
    "rank": rf"[^\s,.;{FENCE}]{{1,25}}?(?:[ \n][^\s,.;{FENCE}]{{1,12}}?)?",
    "only": r"only|sole",
    "clusters": r"\d[\d,]{0,5}",
    "demonym": rf"[^\W\d][\w.'’-]{{0,30}}|{_CAPITAL_WORD}(?:[ \n]{_CAPITAL_WORD}){{1,3}}",
    "economy": rf"{_CAPITAL_WORD}(?:,?[ \n](?:{_CAPITAL_WORD}|of|and|the)){{0,6}}?",
    "top": r"\d{1,4}(?!\d)",
    "count": r"\d[\d,.'’ ]{0,18}",
    "cluster": rf"[^%{FENCE}]{{1,160}}?",
    "number": r"\w{1,12}",
    "partners": rf"(?:[^.%\d:!?{FENCE}]|{_ABBREVIATION}){{1,600}}?",
}
_END = rf"(?=[.,;:\n{FENCE}]|$)"


_OPENING = frozenset("([<")
_CLOSING = frozenset(")]>")


class Spelling(NamedTuple):
    """How the signs of a wording may be written.

    `is_usual` leaves only its usual form, the letters as they stand; `unnamed` are slots whose value nobody asks for.
    """

    slots: Mapping[str, str]
    space: str
    apostrophe: str
    full_stop: str
    hyphen: str = "-"
    is_usual: bool = False
    unnamed: Set[str] = frozenset()


class Wording(NamedTuple):
    """A wording ready for searching: the value before its fixed words, its pattern, and words that it must have."""

    lead: str | None
    pattern: re.Pattern[str]
    hint: str


# Word processors print hyphens at which no line breaks (U+2011), and their own (U+2010).
RUNNING: Final = Spelling(SLOTS, r"[ \n]", "['’ʼ´`]", SENTENCE_END, hyphen=r"[-\u2010\u2011]")


def folded(text: str) -> str:
    """Return a text in lower case without ligatures, for looking words up."""
    return text.lower() if text.isascii() else text.translate(_FOLDS).lower()


def leading_slot(template: str) -> tuple[str | None, str]:
    """Return the value that a wording begins with, and the rest of the wording.

    >>> leading_slot("{ordinal} largest cluster"), leading_slot("Top fields")
    (('ordinal', ' largest cluster'), (None, 'Top fields'))
    """
    found = re.match(r"\{([a-z]+)\}", template)
    return (found[1], template[found.end() :]) if found else (None, template)


def wording(language: Language, template: str) -> Wording:
    """Return a wording for searching in running text."""
    lead, rest = leading_slot(template)
    if lead == "edition":
        lead, rest = None, template
    translator = _Translator(language.parts, RUNNING)
    expression = translator.expression(rest)
    # The sign before the fixed words is not asked for, so that a value that is missing can be told.
    for sign in (RUNNING.space, f"(?:{RUNNING.hyphen}|{RUNNING.space})?"):
        if lead and expression.startswith(sign):
            expression = expression[len(sign) :]
            break
    return Wording(lead, re.compile(rf"(?<!\w){expression}(?!\w)", re.IGNORECASE), translator.hint)


def pattern(language: Language, template: str, spelling: Spelling, prefix: str = "") -> str:
    """Return the regular expression of a wording in a spelling; `prefix` stands before the names of its groups."""
    return _Translator(language.parts, spelling, prefix).expression(template)


class _Translator:
    """Writes the expression of one wording."""

    def __init__(self, parts: Mapping[str, str], spelling: Spelling, prefix: str = "") -> None:
        self._parts = parts
        self._spelling = spelling
        self._prefix = prefix
        self._groups: dict[str, int] = {}
        self._depth = 0
        self.hint = ""

    def expression(self, template: str) -> str:
        signs = iter(re.findall(r"\\.|\{[^}]*\}|[^\W\d_]+|.", template, re.DOTALL))
        return self._alternatives(signs)

    def _alternatives(self, signs: Iterator[str]) -> str:
        """Return what stands up to the closing bracket, the alternatives parted by bars."""
        alternatives = [""]
        for sign in signs:
            if sign in _CLOSING:
                break
            if sign == "|":
                alternatives.append("")
            elif sign in _OPENING:
                alternatives[-1] += self._bracket(sign, signs)
            else:
                alternatives[-1] += self._sign(sign)
        return alternatives[0] if self._spelling.is_usual else "|".join(alternatives)

    def _bracket(self, opening: str, signs: Iterator[str]) -> str:
        self._depth += 1
        groups = dict(self._groups)
        inside = self._alternatives(signs)
        self._depth -= 1
        if not self._spelling.is_usual:
            return f"(?:{inside})" + ("" if opening == "(" else "?")
        if opening == "[":
            self._groups = groups
            return ""
        return inside

    def _sign(self, sign: str) -> str:
        if sign.startswith("{$"):
            inside = self.expression(self._parts[sign[2:-1]])
            return inside if self._spelling.is_usual else f"(?:{inside})"
        if sign.startswith("{"):
            return self._slot(sign[1:-1])
        spelling = self._spelling
        signs = {" ": spelling.space, "'": spelling.apostrophe, ".": spelling.full_stop, "-": spelling.hyphen}
        return signs.get(sign) or self._word(sign.removeprefix("\\"))

    def _slot(self, name: str) -> str:
        if name == "end":
            return _END
        expression = self._spelling.slots.get(name, "(?!)")
        if name in self._spelling.unnamed:
            return f"(?:{expression})"
        times = self._groups[name] = self._groups.get(name, 0) + 1
        return f"(?P<{self._prefix}{name}{times if times > 1 else ''}>{expression})"

    def _word(self, letters: str) -> str:
        if not self._depth and len(letters) > len(self.hint):
            self.hint = letters.lower()
        escaped = re.escape(letters)
        if self._spelling.is_usual:
            return escaped
        return _LIGATURE.sub(lambda found: f"(?:{found[0]}|[{LIGATURES[found[0].lower()]}])", escaped)
