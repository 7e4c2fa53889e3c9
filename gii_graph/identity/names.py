"""Organisation names read into words in their order, so that spellings of one name compare equal.

What is done to a name, each step told by `NameReader.explain`: marks, case and punctuation go; a country after a
dash or in brackets at the end is taken as the country; shortened words are read out in full; legal forms at the end
stand apart; words such as "of" are left out, as indexes leave them out. The order of the words stays: "MIAMI UNIV." is
not the University of Miami.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

from gii_graph.economies import economies
from gii_graph.identity.abbreviations import CONNECTORS, LEGAL_FORMS, NEEDS_DOT, READINGS
from gii_graph.identity.spelling import with_plain_dashes

__all__ = ["NameReader", "OrganizationName", "plain_words", "the_reader", "without_marks"]

# More readings than this of one name would say nothing about it; real names have one or two open words.
_MOST_READINGS = 16

_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_JOINED = re.compile(r"\b(\w{1,2})&(\w{1,2})\b")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
# Combining marks of Latin, Greek, Cyrillic, Hebrew, Arabic and kana, which NFKD sets apart from their letters.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u0655\u3099\u309a]")
# Latin letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_TOKEN = re.compile(r"\w+\.?")


class OrganizationName(NamedTuple):
    """A name as read.

    `keys` are its normalised forms, the usual one first: more than one where a short form is open ("MED."). `country`
    is the ISO 3166-1 alpha-2 code of a country that the name itself states. `legal` are its legal forms.
    """

    printed: str
    keys: tuple[str, ...]
    country: str | None
    legal: tuple[str, ...]

    @property
    def key(self) -> str:
        """The usual normalised form."""
        return self.keys[0]


def without_marks(text: str) -> str:
    """Return `text` in lower case without diacritics and apostrophes.

    >>> without_marks("São Paulo"), without_marks("Xi’an")
    ('sao paulo', 'xian')
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    decomposed = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).casefold()
    return _MARKS.sub("", decomposed).translate(_UNDECOMPOSED)


def plain_words(text: str) -> list[str]:
    """Return the words of `text` in plain lower case; a dot at the end of a word stays on it.

    >>> plain_words("UNIV. OF TEXAS A&M, U.S.")
    ['univ.', 'of', 'texas', 'am', 'us']
    """
    plain = without_marks(text).replace("_", " ")
    if "." in plain:
        plain = _INITIALS.sub(lambda match: match.group().replace(".", "") + " ", plain)
    if "&" in plain:
        plain = _JOINED.sub(r"\1\2", plain)
    return _TOKEN.findall(plain)


@lru_cache(maxsize=1 << 18)
def _readings(token: str) -> tuple[str, ...]:
    """Return what a word may be read as; nothing for a word that indexes leave out."""
    word = token.rstrip(".")
    if word in NEEDS_DOT:
        return READINGS[word] if token.endswith(".") else () if word in CONNECTORS else (word,)
    return () if word in CONNECTORS else READINGS.get(word, (word,))


class _UsualWords(dict[str, str]):
    """The usual reading of each word met; empty for a word that indexes leave out. A plain look-up, for speed."""

    def __missing__(self, token: str) -> str:
        readings = _readings(token)
        usual = self[token] = readings[0] if readings else ""
        return usual


_USUAL = _UsualWords()


class _WordsInFull(dict[str, str]):
    """The usual word for each shortened one met; a legal form, and a word that is only a variant, stays as it is."""

    def __missing__(self, token: str) -> str:
        word = token.rstrip(".")
        readings = _readings(token)
        # "univ" is cut short; "sciences", "institut" and "centre" are words of their own.
        shortened = readings and word not in LEGAL_FORMS and len(word) <= 0.75 * len(readings[0])
        full = self[token] = readings[0] if shortened else word
        return full


_IN_FULL = _WordsInFull()


class NameReader:
    """Reads organisation names; `countries` maps plain country names ("south korea") to ISO 3166-1 alpha-2 codes."""

    def __init__(self, countries: Mapping[str, str]) -> None:
        self._countries = countries

    def read(self, name: str) -> OrganizationName:
        """Return `name` as words in order.

        >>> read = NameReader({"china": "CN"}).read
        >>> read("SOUTHWEST UNIV. - CHINA").key, read("SOUTHWEST UNIV. - CHINA").country
        ('southwest university', 'CN')
        >>> read("MIAMI UNIV.").key == read("University of Miami").key
        False
        """
        body, country = self._without_country(name)
        tokens, legal = _without_legal_forms(plain_words(body))
        choices = [choice for choice in map(_readings, tokens) if choice]
        return OrganizationName(
            name, _combined(choices or [(token.rstrip("."),) for token in tokens] or [("",)]), country, legal
        )

    def usual_key(self, name: str) -> str:
        """Return `read(name).key` alone; made for reading a registry, where this is most of the work."""
        body = self._body(name)
        tokens = plain_words(body)
        if tokens and tokens[-1].rstrip(".") in LEGAL_FORMS:
            tokens = _without_legal_forms(tokens)[0]
        return " ".join(filter(None, map(_USUAL.__getitem__, tokens))) or self.read(name).key

    def in_full(self, name: str) -> str:
        """Return `name` with its shortened words written out, nothing left out: the base of a stable IRI.

        >>> NameReader({}).in_full("KUNMING UNIV. OF SCIENCE AND TECH.")
        'kunming university of science and technology'
        """
        body = self._body(name)
        words = [_IN_FULL[token] for token in plain_words(body)]
        if len(body) < len(name):
            words += [token.rstrip(".") for token in plain_words(name[len(body) :])]
        return " ".join(words)

    def explain(self, name: str) -> list[str]:
        """Return in words what `read` does to `name` beyond case and punctuation.

        >>> NameReader({"china": "CN"}).explain("HAIER TECH. CO., LTD. - CHINA")
        ['CHINA taken as the country', 'legal form CO. LTD. set apart', 'TECH. read as technology or technical']
        """
        steps = []
        body, country = self._without_country(name)
        if country:
            steps.append(f"{name[len(body) :].strip(' ,()-')} taken as the country")
        tokens = plain_words(body)
        kept, legal = _without_legal_forms(tokens)
        if legal:
            steps.append(f"legal form {' '.join(tokens[len(kept) :]).upper()} set apart")
        for token in kept:
            readings = _readings(token)
            if readings and readings != (token.rstrip("."),):
                steps.append(f"{token.upper()} read as {' or '.join(readings)}")
        return steps

    def _body(self, name: str) -> str:
        """Return `name` without a country at its end; most names have none of the signs that part one."""
        may_end_so = ")" in name or "," in name or "-" in name or not name.isascii()
        return self._without_country(name)[0] if may_end_so else name

    def _without_country(self, name: str) -> tuple[str, str | None]:
        """Return `name` without a country at its end (in brackets, or after a dash or a comma), and its code."""
        plain = (name if name.isascii() else with_plain_dashes(name)).rstrip()
        start = plain.rfind("(") if plain.endswith(")") else max(plain.rfind(" -"), plain.rfind(","))
        body = plain[: max(start, 0)].rstrip()
        if body:
            code = self._countries.get(without_marks(plain[start:].strip(" ,-()")).strip(" ."))
            if code:
                return name[: len(body)], code
        return name, None


@cache
def the_reader() -> NameReader:
    """Return the reader that knows the countries and economies of ISO 3166-1 by their names."""
    return NameReader(
        {
            without_marks(name): economy.alpha2
            for economy in economies().values()
            for name in (economy.name, *economy.other_names)
        }
    )


def _without_legal_forms(tokens: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return `tokens` without the legal forms at their end, and these forms in one spelling each."""
    end = len(tokens)
    while end > 1 and tokens[end - 1].rstrip(".") in LEGAL_FORMS:
        end -= 1
    if end == len(tokens):
        return tokens, ()
    return tokens[:end], tuple(sorted({LEGAL_FORMS[token.rstrip(".")] for token in tokens[end:]}))


def _combined(choices: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the joined words of every combination of readings; the usual ones only where there are too many."""
    count = prod(map(len, choices))
    if count == 1 or count > _MOST_READINGS:
        return (" ".join([choice[0] for choice in choices]),)
    return tuple(map(" ".join, product(*choices)))
