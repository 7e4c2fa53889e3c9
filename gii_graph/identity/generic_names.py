"""Names whose words do not tell an organisation from others: "NATIONAL UNIVERSITY", "ST. MARY'S HOSPITAL"."""

from __future__ import annotations

import re
from typing import Final

from gii_graph.identity.names import OrganizationName

__all__ = ["COMMON_WORDS", "is_distinctive", "is_of_one_place"]

# Words that many organisations of many places carry; a name of these alone is not one organisation's.
COMMON_WORDS: Final = frozenset(
    """
    academy agency agricultural agriculture and applied association authority bureau business center central
    city college commission committee company cooperation corporation council culture defense department
    development economics education electric electronics energy engineering environment environmental federal
    federation finance first foundation fund general government group health hospital industrial industry
    information institute institution international laboratory law limited management medical medicine ministry
    municipal museum national natural normal of office polytechnic provincial public regional research royal
    school science second service social society software state systems technical technology third trust
    university veterinary women
    """.split()
)
# What is in every larger city; other languages' words for the first are read as these (see `abbreviations`).
_INSTITUTIONS = frozenset(
    "academy archive center centro centrum clinic clinica clinique college ecole escuela fachhochschule facultad "
    "faculty garden gymnasium hochschule hopital hospital hospitalier infirmary institute klinik klinikum krankenhaus "
    "laboratoire laboratorio laboratory library museum observatory polytechnic school scuola station "
    "universitatsklinikum university zentrum zoo".split()
)
# Parts of an institution that such a name does not tell.
_PARTS = frozenset(
    "abteilung bureau catedra chair departament departamento departement department dipartimento division group grupo "
    "gruppe lehrstuhl office oficina program project seccion section seminar service servicio team unidad unidade "
    "unit unite ward".split()
)
# Of these an economy has one, wherever it is listed; so it has of a department with one of the next.
_NATIONWIDE = frozenset("council federal ministry national nacional nationale royal".split())
_PORTFOLIOS = frozenset("defense homeland interior treasury veterans".split())
# What is of a city or a district, whatever it is; so are these of a city or a town. CITY OF HOPE is one hospital.
_LOCAL = frozenset("borough county district local municipal municipality prefectural provincial".split())
_TOWN, _OF_A_TOWN = frozenset({"city", "town"}), frozenset({"council", "government", "hall"})
# What such institutions are for, of, or called after, besides the words above.
_ORDINARY = (
    COMMON_WORDS
    | _INSTITUTIONS
    | _PARTS
    | _LOCAL
    | _TOWN
    | frozenset(
        """
        academico accident acute administration adult advanced adventist affairs affiliated agraires agrarias
        agronomicas agropecuarias air allied ambulance anesthesia army art arts assistance baptist basic beaux
        behavioral blood botanic botanical brain breast burn campus cancer cardiac cardiovascular care catholic cell
        chemical chest child children childrens chimie christian chronic ciencia ciencias clinical clinico combined
        communication community comparative comprehensive computer computing consulting continuing control critical
        cross data dental design diabetes digital disease diseases ear early earth educacao eighth elementary emergency
        english epidemic estudios estudos exactas experiment experimental eye fachbereich faith family field fifth film
        fine fire fisica food force foreign forensic forest forestry formacao fourth frauenklinik geriatric geschichte
        gestao good grace graduate hall heart heritage high higher histoire historia history holy home hope human
        humanas humanities immaculate independent infectious innovation intensive interdisciplinary internal
        investigacao investigacion jewish joint junior kidney kinderklinik language languages letters life liver living
        lung lutheran main marine maritime mary materials maternal maternity mathematical mathematiques mechanical
        medecine medica medicale medicina medizin memorial mental mercy metabolic methodist middle military modern
        molecular mother music naturales naturelle naval navy neural ninth normale nose nuclear nursery nursing ocean
        operations oral organization orthopaedic orthopedic peace pediatric people peoples pesquisa pharmaceutical
        pharmacy physical police politecnico political polytechnique population postgraduate practice preclinical
        prenatal presbyterian preschool prevention preventive primary private psychiatric pulmonary quality quimica
        radiation recherche recherches rehabilitation religious renal reproductive resources respiratory ricerca sacred
        safety salud salute samaritan sante saude sciences scientifique secondary security senior seventh sixth skin
        sociales soil special specialist specialized specialty sports storia studies superieure superior surgery
        surgical sustainable teacher teachers teaching technische technischen tecnologico tenth theoretical thoracic
        throat training transfer transfusion translational trauma treatment trinity tropical tuberculosis undergraduate
        union universitaire universitario urban va vascular veterans vision visual vocational war water welfare wildlife
        womens young youth
        """.split()
    )
)
# How fields of study end: horticulture, oceanography, biophysics, immunologie, estadistica, geosciences.
_FIELD = re.compile(
    r"(?:ology|ologia|ologi[ek]?|ological|onom(?:y|ia|ie|ique)|ograph(?:y|ie|ic)|ografia|cultur[ae]|istr(?:y|ia)"
    r"|iatr(?:y|ia|ie)|metr(?:y|ia|ie)|tom(?:y|ia|ie)|sophy|sophie|losofia|therap(?:y|ie)|terapia|pathy|urg(?:y|ie|ia)"
    r"|[a-z]{3}ics|chimi[ea]|chemie|quimica|[iy]si[ck]|sique|atique|istique|istica|istik|ematik|ematicas?|science)$"
)
_SAINTS = frozenset({"saint", "san", "santa", "santo", "sankt", "sao"})


def is_distinctive(key: str) -> bool:
    """Tell whether a normalised name has a word beyond those that organisations anywhere carry.

    A saint alone is none: every country has several schools and hospitals of SAINT MARY.

    >>> is_distinctive("national university"), is_distinctive("hunan university"), is_distinctive("saint mary college")
    (False, True, False)
    """
    own = [word for word in key.split() if word not in COMMON_WORDS]
    return len(own) > 2 if "saint" in own else bool(own)


def is_of_one_place(name: OrganizationName) -> bool:
    """Tell whether a name is one that many cities of one country have an institution of: "GENERAL HOSPITAL".

    So is a part of an institution that is left out ("DEPARTMENT OF PHYSICS"). A company is not, for its economy
    registers a name once; nor is what an economy has one of, such as a ministry.

    >>> from gii_graph.identity.names import the_reader
    >>> read = the_reader().read
    >>> [is_of_one_place(read(name)) for name in ("GENERAL HOSPITAL", "ST. MARY'S HOSPITAL", "DEPT. OF ECOLOGY")]
    [True, True, True]
    >>> [is_of_one_place(read(name)) for name in ("NATIONAL CANCER CENTER", "GENERAL ELECTRIC", "MIT")]
    [False, False, False]
    """
    words = name.key.split()
    if name.legal or not _is_of_a_city(frozenset(words)):
        return False
    own = [word for word in words if not _is_ordinary(word)]
    # Universities are called after cities such as São Paulo and San Diego, hospitals and schools after saints.
    return not own or ("university" not in words and own[0] in _SAINTS and len(own) <= 3)


def _is_of_a_city(words: frozenset[str]) -> bool:
    """Tell whether words are of a kind that every city has, and none of them says that it is the economy's own."""
    if words & _LOCAL or (words & _TOWN and words & _OF_A_TOWN):
        return True
    if words & _NATIONWIDE or ("department" in words and words & _PORTFOLIOS and not words & _INSTITUTIONS):
        return False
    return bool(words & (_INSTITUTIONS | _PARTS))


def _is_ordinary(word: str) -> bool:
    # "D'HISTOIRE" and "L'ENFANT" are read in one word.
    words = (word, word[1:]) if word[0] in "dl" else (word,)
    return word.isdecimal() or any(one in _ORDINARY or _FIELD.search(one) for one in words)
