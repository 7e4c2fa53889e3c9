"""Organisation names read into words in their order, so that spellings of one name compare equal.

What is done to a name, each step told by `NameReader.explain`: marks, case and punctuation go; a country after a
dash or in brackets at the end is taken as the country; shortened words are read out in full; legal forms at the end
stand apart; words such as "of" are left out, as indexes leave them out. The order of the words stays: "MIAMI UNIV." is
not the University of Miami.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import product
from math import prod
from typing import NamedTuple

from gii_graph.economies import economies
from gii_graph.identity.abbreviations import CONNECTORS, LEGAL_FORMS, NEEDS_DOT, READINGS
from gii_graph.identity.legal_forms import form_in_full, legal_form_endings
from gii_graph.identity.spelling import with_plain_dashes

__all__ = ["NameReader", "OrganizationName", "plain_words", "the_reader", "without_acronym", "without_marks"]

# More readings than this of one name would say nothing about it; real names have one or two open words.
_MOST_READINGS = 16
# So many words are looked up rather than read again; the usual ones come early, and names have any number of others.
_MOST_WORDS = 1 << 15

_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_JOINED = re.compile(r"\b(\w{1,2})&(\w{1,2})\b")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
# Combining marks of Latin, Greek, Cyrillic, Hebrew, Arabic and kana, which NFKD sets apart from their letters.
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u0655\u3099\u309a]")
# Latin letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
# Words that may be read in several ways.
_OPEN_WORDS = frozenset(word for word, readings in READINGS.items() if len(readings) > 1)
# "PRESIDENT AND FELLOWS OF": what stands behind a comma waits for what stands before it.
_OPEN_END = re.compile(r" (?:of|of the|de|der|für|fur)$", re.IGNORECASE)
_TURNED_ENDS = (" of", " of the", " de", " der", " für", " fur", ".")
# "HOFFMANN-LA ROCHE AG, F."
_INITIALS_ALONE = re.compile(r"(?:[^\W\d_](?:\. ?|$)){1,3}")
# "L M ERICSSON"
_SPACED_INITIALS = re.compile(r"\b([^\W\d_]) (?=[^\W\d_]\b)")
# "A/S", "S/A", "K/S": legal forms as the letters that they are made of.
_SLASHED_FORM = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
# "L. M. ERICSSON" is "L.M. ERICSSON".
_DOTTED_INITIALS = re.compile(r"\b([^\W\d_]\.) (?=[^\W\d_]\.)")
# An acronym in brackets: "(KAIST)".
_BRACKETED = re.compile(r"\s*\(([^\W\d_]{2,10})\)")
_TOKEN = re.compile(r"\w+\.?")


# Words that may end a legal form.
_LEGAL_ENDINGS = legal_form_endings() | LEGAL_FORMS.keys() | {"the"}


class OrganizationName(NamedTuple):
    """A name as read.

    `keys` are its normalised forms, the usual one first: more than one where a short form is open ("MED."). `country`
    is the ISO 3166-1 alpha-2 code of a country that the name itself states. `legal` are its legal forms, `acronym` the
    one that it states in brackets.
    """

    printed: str
    keys: tuple[str, ...]
    country: str | None
    legal: tuple[str, ...]
    acronym: str = ""

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


def _words(text: str) -> list[str]:
    """Return the words of a name for comparing: as `plain_words`, with letters joined that are one word elsewhere.

    >>> _words("NOVOZYMES A/S"), _words("L. M. ERICSSON")
    (['novozymes', 'as'], ['lm', 'ericsson'])
    """
    if "/" in text:
        text = _SLASHED_FORM.sub(r"\1\2", text)
    return plain_words(_DOTTED_INITIALS.sub(r"\1", text) if ". " in text else text)


@lru_cache(maxsize=1 << 14)
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
        usual = readings[0] if readings else ""
        if len(self) < _MOST_WORDS:
            self[token] = usual
        return usual


_USUAL = _UsualWords()


class _WordsInFull(dict[str, str]):
    """The usual word for each shortened one met; a legal form, and a word that is only a variant, stays as it is."""

    def __missing__(self, token: str) -> str:
        word = token.rstrip(".")
        readings = _readings(token)
        # "univ" is cut short; "sciences", "institut" and "centre" are words of their own.
        shortened = readings and word not in LEGAL_FORMS and len(word) <= 0.75 * len(readings[0])
        full = readings[0] if shortened else word
        if len(self) < _MOST_WORDS:
            self[token] = full
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
        body, acronym = without_acronym(body)
        tokens, legal = _without_legal_forms(_words(body))
        choices = [choice for choice in map(_readings, tokens) if choice]
        keys = _combined(choices or [(token.rstrip("."),) for token in tokens] or [("",)])
        return OrganizationName(name, keys, country, legal, acronym)

    def usual_key(self, name: str) -> str:
        """Return `read(name).key` alone; made for reading a registry, where this is most of the work."""
        body = self._body(name)
        if "(" in body:
            body = without_acronym(body)[0]
        tokens = _words(body)
        if tokens and tokens[-1].rstrip(".") in _LEGAL_ENDINGS:
            tokens = _without_legal_forms(tokens)[0]
        return " ".join(filter(None, map(_USUAL.__getitem__, tokens))) or self.read(name).key

    def other_keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of `name` beyond the usual one: by other readings, and with its end put first.

        >>> NameReader({}).other_keys("HARVARD COLLEGE, PRESIDENT AND FELLOWS OF")
        ('president fellows harvard college',)
        """
        turned = _turned(name) if "," in name else ""
        keys: tuple[str, ...] = (self.usual_key(turned),) if turned else ()
        if _SPACED_INITIALS.search(name):
            keys += (self.usual_key(_SPACED_INITIALS.sub(r"\1", name)),)
        # Most names have no dot and no open word.
        plain = name.lower()
        if not _OPEN_WORDS.isdisjoint((plain.replace(".", " ") if "." in plain else plain).split()):
            keys += self.read(name).keys[1:]
        return keys

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

        >>> NameReader({"china": "CN"}).explain("HAIER AGR. CO., LTD. - CHINA")
        ['CHINA taken as the country', 'legal form CO. LTD. set apart', 'AGR. read as agricultural or agriculture']
        """
        steps = []
        body, country = self._without_country(name)
        if country:
            steps.append(f"{name[len(body) :].strip(' ,()-')} taken as the country")
        tokens = _words(body)
        words, legal = _without_legal_forms(tokens)
        if legal:
            steps.append(f"legal form {' '.join(tokens[len(words) :]).upper()} set apart")
        for token in words:
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


def without_acronym(name: str) -> tuple[str, str]:
    """Return a name without the acronym of it that stands in brackets, and this acronym; "" where there is none.

    >>> without_acronym("KOREA ADVANCED INSTITUTE OF SCIENCE & TECHNOLOGY (KAIST)")
    ('KOREA ADVANCED INSTITUTE OF SCIENCE & TECHNOLOGY', 'KAIST')
    >>> without_acronym("INDIAN INSTITUTE OF TECHNOLOGY (IIT) - BOMBAY")
    ('INDIAN INSTITUTE OF TECHNOLOGY - BOMBAY', 'IIT')
    >>> without_acronym("WASHINGTON UNIVERSITY (WUSTL)")
    ('WASHINGTON UNIVERSITY (WUSTL)', '')
    """
    bracket = _BRACKETED.search(name)
    if bracket is None or not _abbreviates(bracket[1], name[: bracket.start()]):
        return name, ""
    return " ".join(f"{name[: bracket.start()]} {name[bracket.end() :]}".split()), bracket[1].upper()


def _abbreviates(acronym: str, name: str) -> bool:
    """Return whether the letters of an acronym begin words of a name, or follow the first letter of one, in order."""
    words = without_marks(name).replace("-", " ").split()
    letters = without_marks(acronym)
    # Each letter begins a later word, or follows within the word of the letter before it.
    reached = {(-1, 0)}
    for letter in letters:
        reached = {place for at, within in reached for place in _next_places(words, at, within, letter)}
    return bool(reached)


def _next_places(words: list[str], at: int, within: int, letter: str) -> Iterator[tuple[int, int]]:
    yield from ((later, 0) for later in range(at + 1, len(words)) if words[later].startswith(letter))
    if at >= 0:
        inside = words[at].find(letter, within + 1)
        if 0 < inside <= within + 2:
            yield at, inside


def _turned(name: str) -> str:
    """Return a name with what stands behind its one comma put before it, where that is how it is meant; else ""."""
    if not name.lower().endswith(_TURNED_ENDS):
        return ""
    before, _, after = (part.strip() for part in name.partition(","))
    is_turned = _OPEN_END.search(after) or _INITIALS_ALONE.fullmatch(after)
    return f"{after} {before}" if is_turned and before and "," not in after else ""


def _without_legal_forms(tokens: list[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return `tokens` without the legal forms at their end, and these forms in one spelling each."""
    end = len(tokens)
    forms: set[str] = set()
    while end > 1:
        word = tokens[end - 1].rstrip(".")
        if word in LEGAL_FORMS:
            forms.add(LEGAL_FORMS[word])
            end -= 1
        elif written_out := _written_out_form(tokens[:end]):
            end -= written_out[0]
            forms.add(LEGAL_FORMS.get(written_out[1], written_out[1]))
        elif word == "the" and (tokens[end - 2].rstrip(".") in LEGAL_FORMS or forms):
            end -= 1  # "PROCTER & GAMBLE COMPANY, THE"
        else:
            break
    return (tokens[:end], tuple(sorted(forms))) if forms else (tokens, ())


def _written_out_form(tokens: Sequence[str]) -> tuple[int, str] | None:
    if tokens[-1] not in legal_form_endings():
        return None
    return form_in_full([token.rstrip(".") for token in tokens])


def _combined(choices: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the joined words of every combination of readings; the usual ones only where there are too many."""
    count = prod(map(len, choices))
    if count == 1 or count > _MOST_READINGS:
        return (" ".join([choice[0] for choice in choices]),)
    return tuple(map(" ".join, product(*choices)))
