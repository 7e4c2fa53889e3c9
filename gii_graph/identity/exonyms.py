"""Words of names that English has in another form: cities ("MÜNCHEN"), TECHNISCHE. They raise questions, no more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gii_graph.clusters import shipped_cities
from gii_graph.identity.names import without_marks

__all__ = ["in_english"]

_TECHNICAL = ("technische", "technischen", "technique", "tecnica", "tecnico", "teknisk", "tekniska")


@cache
def _english() -> Mapping[str, str]:
    words = dict.fromkeys(_TECHNICAL, "technical")
    for city in shipped_cities():
        name = without_marks(city.name)
        if " " not in name:
            words.update(dict.fromkeys(filter(str.isalpha, map(without_marks, city.other_names)), name))
    return words


def in_english(key: str) -> str:
    """Return a normalised name with the English form of its words, where the table has one.

    >>> in_english("technische university munchen")
    'technical university munich'
    """
    return " ".join(_english().get(word, word) for word in key.split())
