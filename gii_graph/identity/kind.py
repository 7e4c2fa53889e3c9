"""Whether a listed name is an organisation or a natural person, by rules that a reader can follow.

The source prints persons as "SURNAME, GIVEN NAME" among the PCT applicants. The rules are tried in this order and the
first that applies decides; its wording is kept beside the decision. A rule that may be wrong makes its decision
doubtful: a person is asked.

1. An override names the kind.
2. A publishing organisation is an organisation.
3. A name without exactly one comma is an organisation, once titles and "JR." or "(DECEASED)" are set apart; doubtful
   where all its words are personal names.
4. A legal form (ISO 20275), a digit, "&", "/" or a bracket, a word between others such as OF or AND, an academy or
   research council after the comma make an organisation.
5. A surname and syllables of China, Korea or Viet Nam make a person ("PARK, SE JIN"), unless the syllables are a place.
6. An organisation's word makes an organisation; before given names, alone, it may be a surname ("SCHOOL, JAN").
7. A place after the comma, or initials of an organisation listed for the same cluster before it, make an organisation,
   doubtful where the other part is a personal name.
8. Given names after a surname, or after a word that may be one, make a person; doubtful where a company is called so
   ("ZEISS, CARL").
9. Initials, or a surname alone, make a person, doubtful; neither makes an organisation, doubtful where nothing speaks
   for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from gii_graph.clusters import cities_named
from gii_graph.economies import find_economy
from gii_graph.identity.decision import Decision, Kind
from gii_graph.identity.legal_forms import is_legal_form
from gii_graph.identity.organization_words import CERTAIN_WORDS, FUNCTION_WORDS, PARENT_BODIES, POSSIBLE_WORDS
from gii_graph.identity.personal_names import (
    PARTICLES,
    are_given_names,
    is_east_asian_name,
    is_surname,
    personal_words,
)
from gii_graph.profile import Activity
from gii_graph.regions import find_regions

__all__ = ["decide_kind", "initials"]

_NAMESAKES = Path(__file__).resolve().parent.parent / "data" / "namesakes.txt"


_AMONG_PUBLISHERS = Decision(Kind.ORGANIZATION, "listed among publishing organizations")
_NOT_A_PERSONS_FORM = Decision(Kind.ORGANIZATION, "not in the form 'SURNAME, GIVEN NAME'")
_IN_A_PERSONS_FORM = Decision(Kind.PERSON, "in the form 'SURNAME, GIVEN NAME'")
_PERSONAL_WORDS_ALONE = Decision(
    Kind.ORGANIZATION, "not in the form 'SURNAME, GIVEN NAME', but all words are names", True
)

_NEVER_IN_A_PERSON = re.compile(r"[\d&/()\[\]@+]")
# What stands before or behind persons' names alone.
_TITLE = re.compile(r"(?:(?:PROF|DR|MR|MRS|MS|ING|DIPL|SIR|DAME)(?:\.|ESSOR)?-?\s+)+(?=\S)", re.IGNORECASE)
_SUFFIX = re.compile(
    r"\s*(?:\((?:deceased|the deceased|verstorben|late|heirs of|heir)\)"
    r"|, ?(?:jr|sr|ii|iii|iv|ph\.? ?d|m\.? ?d|esq)\.?)$",
    re.IGNORECASE,
)
# "LOPEZ, JR., JUAN"
_SUFFIX_BETWEEN = re.compile(r",? (?:jr|sr|ii|iii|iv)\.?(?=,)", re.IGNORECASE)
_TITLE_STARTS = frozenset({"PR", "DR", "MR", "MS", "IN", "DI", "SI", "DA"})
_NOT_PERSONAL = (
    CERTAIN_WORDS | POSSIBLE_WORDS | FUNCTION_WORDS | {"ltd.", "inc.", "corp.", "tech.", "univ.", "inst.", "&"}
)
# "CRRC DALIAN CO., LTD.": behind other words these are no surname.
_CERTAIN_AT_THE_END = frozenset({"co", "ag", "corp", "bank", "group", "motor", "motors"})
_MINOR_WORDS = frozenset({"OF", "AND", "THE", "FOR", "DE", "IN", "ET", "DER", "FUR"})


def initials(name: str) -> str:
    """Return the initials of the weighty words of a name, before any comma.

    >>> initials("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS")
    'DICP'
    """
    words = re.findall(r"[^\W\d_]+", name.split(",", maxsplit=1)[0].upper())
    return "".join(word[0] for word in words if word not in _MINOR_WORDS)


def decide_kind(
    name: str, activities: Iterable[Activity], neighbours: Iterable[str] = (), override: Kind | None = None
) -> Decision:
    """Decide whether `name` is an organisation or a person by the rules above.

    `activities` are the tables that list it, `neighbours` the other names listed for the same clusters.
    """
    if override is not None:
        return Decision(override, "an override says so")
    if Activity.ARTICLES in activities:
        return _AMONG_PUBLISHERS
    has_marks = "," in name or name.endswith(")") or name[:2].upper() in _TITLE_STARTS
    plain = _without_titles(name) if has_marks else name
    if "," not in plain:
        return _without_comma(plain) if plain.count(" ") in {1, 2} else _NOT_A_PERSONS_FORM
    before, _, after = (part.strip() for part in plain.partition(","))
    last = before.rpartition(" ")[2].strip(".").lower()
    if len(last) < len(before) - 1 and (last in CERTAIN_WORDS or last in _CERTAIN_AT_THE_END):
        return Decision(Kind.ORGANIZATION, f"the word '{last.upper()}' is an organisation's")
    if not before or not after or "," in after:
        return _NOT_A_PERSONS_FORM
    return _decide_comma_form(before, after, neighbours)


def _without_titles(name: str) -> str:
    """Return a name without the titles before it, and what stands behind persons alone."""
    name = _SUFFIX_BETWEEN.sub("", _SUFFIX.sub("", name), count=1)
    return _TITLE.sub("", name, count=1) if _TITLE.match(name) else name


def _without_comma(name: str) -> Decision:
    printed = name.lower().split()
    # Most names have a word that no person has.
    if not _NOT_PERSONAL.isdisjoint(printed):
        return _NOT_A_PERSONS_FORM
    words = personal_words(name)
    if not words or min(map(len, words)) < 2 or not (are_given_names(words[:1]) or are_given_names(words[-1:])):
        return _NOT_A_PERSONS_FORM
    are_names = are_given_names(words[:-1]) and is_surname(words[-1:])
    are_names = are_names or (is_surname(words[:1]) and are_given_names(words[1:]))
    is_place = any(_is_place(word) for word in (name, *words))
    return _PERSONAL_WORDS_ALONE if are_names and not is_place else _NOT_A_PERSONS_FORM


def _organization_word(words: Iterable[str]) -> str | None:
    return next((word for word in words if word in CERTAIN_WORDS or word in POSSIBLE_WORDS), None)


def _decide_comma_form(before: str, after: str, neighbours: Iterable[str]) -> Decision:
    """Apply rules 4 to 9 to a name in two parts around its one comma."""
    surname, given = personal_words(before), personal_words(after)
    east_asian = is_east_asian_name(surname, given)
    certain = None if east_asian else _certain_organization(before, after, surname, given)
    if certain:
        return certain
    is_place = _is_place(after)
    if east_asian and not is_place:
        return _IN_A_PERSONS_FORM._replace(is_doubtful=is_legal_form(given))
    if by_word := _by_organization_word(surname, given):
        return by_word
    if is_place:
        return Decision(Kind.ORGANIZATION, f"'{after}' after the comma is a place", are_given_names(given))
    by_names = _by_personal_names(surname, given)
    is_named = by_names.kind is Kind.PERSON and is_surname(surname)
    if not is_named and any(initials(other) == before.upper() for other in neighbours):
        rule = f"'{before}' are the initials of an organisation listed for the same cluster"
        return Decision(Kind.ORGANIZATION, rule, by_names.kind is Kind.PERSON or len(given) == 1)
    return by_names


def _certain_organization(before: str, after: str, surname: list[str], given: list[str]) -> Decision | None:
    """Apply rule 4."""
    if _NEVER_IN_A_PERSON.search(before + after):
        return Decision(Kind.ORGANIZATION, "a sign that no personal name has")
    if len(surname) > 1 and (word := _organization_word([*surname, *given])):
        return Decision(Kind.ORGANIZATION, f"the word '{word.upper()}' is an organisation's")
    words = after.lower().replace(".", " ").split()
    if is_legal_form(words) or is_legal_form(given):
        return Decision(Kind.ORGANIZATION, f"'{after}' is a legal form", are_given_names(given) and "." not in after)
    if after.upper() in PARENT_BODIES:
        return Decision(Kind.ORGANIZATION, f"'{after.upper()}' after the comma is an academy or research council")
    if not surname or not given:
        return Decision(Kind.ORGANIZATION, "words around the comma that no personal name has")
    return _between(surname, given)


def _between(surname: list[str], given: list[str]) -> Decision | None:
    """Tell an organisation by a word that stands between others."""
    # A letter alone is an initial where all that stands after the comma is given names.
    following = [] if are_given_names(given) else given
    between = next(
        (word for word in (*surname[1:], *following) if word in FUNCTION_WORDS and word not in PARTICLES), ""
    )
    if between:
        return Decision(Kind.ORGANIZATION, f"the word '{between.upper()}' is in no personal name")
    return None


def _by_organization_word(surname: list[str], given: list[str]) -> Decision | None:
    """Apply rule 6."""
    word = _organization_word([*surname, *given])
    if word is None:
        return None
    rule = f"the word '{word.upper()}' is an organisation's"
    if _organization_word(given):
        return Decision(Kind.ORGANIZATION, rule)
    if are_given_names(given):
        return Decision(Kind.PERSON, f"given names after the comma, though {rule}", is_doubtful=True)
    return Decision(Kind.ORGANIZATION, rule, is_doubtful=word in POSSIBLE_WORDS and len(given) < 3)


def _by_personal_names(surname: list[str], given: list[str]) -> Decision:
    """Apply rules 8 and 9."""
    has_surname, has_given = is_surname(surname), are_given_names(given)
    # A surname may be one that no list has; "A" or "DE" alone is too little for a given name.
    may_be_surname = has_surname or len([word for word in surname if word not in PARTICLES]) == 1
    if has_given and may_be_surname and (has_surname or max(map(len, given)) > 2):
        printed, spoken = " ".join(surname + given), " ".join(given + surname)
        return _IN_A_PERSONS_FORM._replace(is_doubtful=not _namesakes().isdisjoint((printed, spoken)))
    if len([word for word in surname if word not in PARTICLES]) > 3 or len(given) > 3:
        return Decision(Kind.ORGANIZATION, "words around the comma that no personal name has")
    if has_given and may_be_surname:
        return Decision(Kind.PERSON, "initials after the comma", is_doubtful=True)
    if has_surname and len(given) <= 2:
        return Decision(Kind.PERSON, "a surname before the comma", is_doubtful=True)
    may_be_names = len(surname) == 1 or any(is_surname([word]) or are_given_names([word]) for word in surname + given)
    return Decision(Kind.ORGANIZATION, "no names of persons around the comma", may_be_names)


def _is_place(text: str) -> bool:
    return bool(find_economy(text) or cities_named(text) or find_regions(text))


@cache
def _namesakes() -> frozenset[str]:
    """Return the companies and institutes that are called as a person, or two, in plain lower case: "carl zeiss"."""
    return frozenset(_NAMESAKES.read_text(encoding="ascii").split("\n"))
