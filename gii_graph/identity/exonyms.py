"""Words of names that English has in another form: cities ("MÜNCHEN"), TECHNISCHE. They raise questions, no more."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from gii_graph.clusters import shipped_cities
from gii_graph.identity.names import without_marks

__all__ = ["in_english"]

# Words that names of institutions are often translated by, each with its forms in other languages.
_FORMS = {
    "agricultural": "agraria agricola agronomique landwirtschaftliche",
    "autonomous": "autonoma autonome",
    "catholic": "cattolica catolica catholique katholieke katholische",
    "council": "conseil consejo conselho consiglio",
    "economics": "economia economie okonomie wirtschaft",
    "free": "freie libera libre vrije",
    "hospital": "hopital krankenhaus ospedale sykehus sygehus sjukhus ziekenhuis",
    "medical": "medica medicinska medische medizinische",
    "national": "nacional nationale nazionale narodowy",
    "polytechnic": "politecnica politecnico polytechnique politechnika polytechnische",
    "research": "forschung forschungszentrum investigacion onderzoek pesquisa recherche recherches ricerca ricerche",
    "royal": "kongelige koninklijke kungliga real reale royale",
    "school": "ecole escola escuela hochschule hogeschool hogskolan scuola szkola",
    "society": "gesellschaft gezelschap societa societe",
    "state": "estadual estatal staatliche",
    "technical": "technische technischen technique tecnica tecnico teknik teknisk tekniska tekniske techniczny",
    "technological": "tecnologica tecnologico technologique",
    "university": "rijksuniversiteit yliopisto egyetem",
}


@cache
def _english() -> Mapping[str, str]:
    words = {form: word for word, forms in _FORMS.items() for form in forms.split()}
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
