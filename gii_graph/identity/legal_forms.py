"""Legal forms of companies: their names and abbreviations by ISO 20275, from `data/legal_forms.tsv`.

Source: the ELF code list of 2023-09-28, which GLEIF publishes for ISO 20275 (https://www.gleif.org/, free to use).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from gii_graph.identity.abbreviations import LEGAL_FORMS

__all__ = ["form_in_full", "is_legal_form", "legal_form_endings"]

_TABLE = Path(__file__).resolve().parent.parent / "data" / "legal_forms.tsv"
_MOST_WORDS = 6
# Company, corporation and incorporated are words that every table of short forms has.
_SHORT = LEGAL_FORMS.keys() - {"co", "corp", "inc"}
_NO_COMPANIES = frozenset("asociacion association estado samvirkeforetak sihtasutus".split())
# Forms that names are printed with and the list does not have.
_MORE = {
    ("kabushiki", "kaisha"): "kk",
    ("anonim", "sirketi"): "as",
    ("eingetragener", "verein"): "ev",
    ("publ",): "publ",
}


@cache
def _abbreviations() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Return the abbreviations of each form, by its words."""
    rows = (row.split("\t") for row in _TABLE.read_text(encoding="ascii").splitlines()[1:])
    return {tuple(name.split()): tuple(abbreviations.split(";")) for name, _, abbreviations in rows}


@cache
def _short_forms() -> frozenset[str]:
    return frozenset(form.replace(" ", "") for forms in _abbreviations().values() for form in forms)


def is_legal_form(words: Sequence[str]) -> bool:
    """Return whether words (plain, lower case) are the name or the abbreviation of a legal form, and nothing else.

    >>> is_legal_form(["aktiengesellschaft"]), is_legal_form(["s", "l"]), is_legal_form(["heidelberg"])
    (True, True, False)
    """
    return tuple(words) in _abbreviations() or "".join(words) in _short_forms()


@cache
def _written_out() -> Mapping[tuple[str, ...], str]:
    """Return the abbreviation of each company's form that is made of the letters of its words.

    Foundations and associations have forms too, but theirs tell them from a company: NOVO NORDISK FOUNDATION.
    """
    short: dict[tuple[str, ...], str] = dict(_MORE)
    for words, forms in _abbreviations().items():
        fitting = [form for form in forms if form in _SHORT and _is_made_of(form, words)]
        if fitting and _NO_COMPANIES.isdisjoint(words):
            short[words] = min(fitting, key=lambda form: (len(form), form))
    return short


def _is_made_of(form: str, words: Sequence[str]) -> bool:
    """Return whether the letters of an abbreviation stand in the words in their order, first the first word's."""
    letters = iter("".join(words))
    return form[:1] == words[0][:1] and all(letter in letters for letter in form)


def form_in_full(words: Sequence[str]) -> tuple[int, str] | None:
    """Return how many words at the end are a legal form that is written out, and its abbreviation; None if none are.

    >>> form_in_full(["siemens", "aktiengesellschaft"]), form_in_full(["siemens", "ag"])
    ((1, 'ag'), None)
    """
    table = _written_out()
    for count in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        short = table.get(tuple(words[-count:]))
        if short:
            return count, short
    return None


@cache
def legal_form_endings() -> frozenset[str]:
    """Return the last words of the legal forms that are written out: a name without one at its end has none of them."""
    return frozenset(words[-1] for words in _written_out())
