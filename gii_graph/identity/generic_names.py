"""Names whose words do not tell an organisation from others: "NATIONAL UNIVERSITY", "ST. MARY'S HOSPITAL"."""

from __future__ import annotations

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
    "academy center centro clinic clinica clinique college ecole escuela facultad fachhochschule faculty hochschule "
    "hopital hospital hospitalier infirmary institute klinik klinikum krankenhaus laboratoire laboratory observatory "
    "polytechnic school universitatsklinikum university".split()
)
# Of these an economy has one, wherever it is listed.
_NATIONWIDE = frozenset("council federal ministry national nacional nationale royal".split())
# What such institutions are for, of, or called after, besides the words above.
_ORDINARY = (
    COMMON_WORDS
    | _INSTITUTIONS
    | frozenset(
        """
        advanced adventist affairs affiliated air anatomy archaeology army art arts astronomy baptist biochemistry
        biologia biological biologie biology cancer cardiovascular catholic chemical chemistry chest children
        childrens chimie chirurgie christian ciencias clinical clinico comprehensive computer computing cross
        county dental dentistry diabetes disease diseases district ear ecology emergency estudios eye faith fifth
        fisica force forestry fourth geography geology geophysics good grace health heart heritage history holy
        hope informatics investigacion jewish kidney languages law lutheran management mary maternity mathematical
        mathematics matematica matematicas mathematiques mechanics medecine medica medicina medizin memorial
        mental mercy methodist microbiology military music naval navy neurology nose nursing oncology
        ophthalmology orthopaedic orthopedic peace pediatric people peoples pesquisa pharmaceutical pharmacology
        pharmacy philosophy physical physics physiology physik physiologie physique police politecnico
        presbyterian provincial psychiatric psychology quimica radiology recherche recherches regional
        rehabilitation ricerca sacred salud samaritan sante saude sciences scientifique social sociology
        statistics superieure superior surgery teaching technische technischen tecnologico third throat trauma
        trinity tropical universitaire universitario va veterans virology women womens zoology normale
        """.split()
    )
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

    A company is not, for its economy registers a name once; nor is what an economy has one of, such as a ministry.

    >>> from gii_graph.identity.names import the_reader
    >>> read = the_reader().read
    >>> [is_of_one_place(read(name)) for name in ("FACULTY OF MEDICINE", "ST. MARY'S HOSPITAL", "KLINIKUM")]
    [True, True, True]
    >>> [is_of_one_place(read(name)) for name in ("NATIONAL CANCER CENTER", "GENERAL ELECTRIC", "MIT")]
    [False, False, False]
    """
    words = name.key.split()
    if name.legal or _INSTITUTIONS.isdisjoint(words) or not _NATIONWIDE.isdisjoint(words):
        return False
    own = [word for word in words if word not in _ORDINARY]
    # Universities are called after cities such as São Paulo and San Diego, hospitals and schools after saints.
    return not own or ("university" not in words and own[0] in _SAINTS and len(own) <= 3)
