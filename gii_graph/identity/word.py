"""A person's word on pairs of names, against the rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from gii_graph.identity.spelling import comparison_key, slug

__all__ = ["NO_WORD", "Word", "nearest", "unapplied"]

_NEAR = 0.75  # of 1: less alike is no misspelling


class Word(NamedTuple):
    """What a person has decided of pairs: `same` are one, `apart` are two.

    Organisations and clusters are given by a name as printed, or by their IRI path ("cluster/new-york-city");
    persons by their IRI path. Of the same two the second gives its name and IRI.
    """

    same: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


NO_WORD: Final = Word()


def unapplied(word: Word, kinds: Iterable[str], names: Collection[str], paths: Collection[str]) -> tuple[str, ...]:
    """Return, for people, what of a person's word names nobody here, each with the nearest name there is.

    `kinds` are the comparison keys of names whose kind was given, `names` all names as printed, `paths` all IRI paths.
    """
    by_key = {comparison_key(name): name for name in names}
    slugs = {slug(name) for name in names}
    said = dict.fromkeys([*kinds, *(name for pair in (*word.same, *word.apart) for name in pair)])
    unknown = [
        name for name in said if comparison_key(name) not in by_key and name not in paths and slug(name) not in slugs
    ]
    return tuple(f"a decision speaks of '{name}', which is not here{nearest(name, by_key)}" for name in unknown)


def nearest(name: str, printed: Mapping[str, str]) -> str:
    """Return a hint at the name that is most like `name`, of those `printed` by comparison key; empty if none is."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    match = process.extractOne(
        comparison_key(name), printed.keys(), scorer=OSA.normalized_similarity, score_cutoff=_NEAR
    )
    return f"; the nearest name is '{printed[match[0]]}'" if match else ""
