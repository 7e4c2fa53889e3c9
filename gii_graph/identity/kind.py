"""Whether a listed name is an organisation or a natural person, by rules that a reader can follow.

The source prints persons as "SURNAME, GIVEN NAME" among the PCT applicants. The rules are tried in this
order and the first that applies decides; its wording is kept beside the decision.

1. An override names the kind.
2. A publishing organisation is an organisation.
3. A name without exactly one comma is an organisation.
4. A digit, "&", "/", a bracket or an organisation's word (CO, LTD, UNIVERSITY ...) makes an organisation.
5. An academy or research council after the comma ("DICP, CAS") makes an organisation.
6. Initials of an organisation listed for the same cluster before the comma make an organisation.
7. One to three words of letters on either side of the comma make a person; anything else is an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from gii_graph.profile import Activity

__all__ = ["Decision", "Kind", "decide_kind", "initials"]


class Kind(StrEnum):
    """What an agent is; the value is the first part of its IRI path."""

    ORGANIZATION = "organization"
    PERSON = "person"


class Decision(NamedTuple):
    """What a name was decided to be, and the rule that decided it."""

    kind: Kind
    rule: str


_AMONG_PUBLISHERS = Decision(Kind.ORGANIZATION, "listed among publishing organizations")
_NOT_A_PERSONS_FORM = Decision(Kind.ORGANIZATION, "not in the form 'SURNAME, GIVEN NAME'")
# Words that only organisations carry in patent and bibliographic sources (legal forms, kinds of institution).
_ORGANIZATION_WORDS = frozenset(
    """
    AB ACAD ACADEMY AG AGENCY APS AS ASA ASSOCIATION AUTHORITY BUREAU BV BANK CENTER CENTRE CLINIC CO COLL COLLEGE
    COMMISSION COMMITTEE COMPANY CORP CORPORATION COUNCIL DEPARTMENT ELECTRONICS ENERGY EV FOUNDATION FUND GMBH GROUP
    HOLDING HOLDINGS HOSP HOSPITAL INC INDUSTRIES INDUSTRY INST INSTITUT INSTITUTE INSTITUTES INTERNATIONAL KG KGAA KK
    LAB LABORATORIES LABORATORY LLC LLP LP LTD LIMITED LTDA MANUFACTURING MINISTRY MOTOR MOTORS MUSEUM NATIONAL NETWORK
    NV OY OYJ PHARMA PHARMACEUTICAL PHARMACEUTICALS PLC POLYTECHNIC PTE PTY PVT RESEARCH SA SAS SARL SCHOOL SCIENCE
    SCIENCES SDN SE SERVICES SOCIETY SOFTWARE SOLUTIONS SPA SPZOO SRL STATE SYSTEMS TECH TECHNOLOGIES TECHNOLOGY TRUST
    UNIV UNIVERSITAET UNIVERSITAT UNIVERSITE UNIVERSITY UNIVERSIDAD UNIVERSIDADE UNIVERSITA
    """.split()
)
# Academies and research councils whose acronym follows the name of one of their institutes.
_PARENT_BODIES = frozenset(
    "AAFC AIST CAAS CAE CAF CAMS CAS CASS CEA CNR CNRS CSIC CSIR CSIRO DRDO FORTH HGF ICAR INRAE INSERM IRD MPG MPI "
    "NASU NIH NRC PAS PLA RAS RIKEN SB RAMS USDA VAST".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’`.-][^\W\d_]+)*\.?")
_NEVER_IN_A_PERSON = re.compile(r"[\d&/()\[\]@+]")
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
    if name.count(",") != 1:
        return _NOT_A_PERSONS_FORM
    before, _, after = (part.strip() for part in name.partition(","))
    return _decide_comma_form(before, after, neighbours) if before and after else _NOT_A_PERSONS_FORM


def _decide_comma_form(before: str, after: str, neighbours: Iterable[str]) -> Decision:
    """Apply rules 4 to 7 to a name in two parts around its one comma."""
    if _NEVER_IN_A_PERSON.search(before + after):
        return Decision(Kind.ORGANIZATION, "a sign that no personal name has")
    words = [word.strip(".").upper() for word in f"{before} {after}".split()]
    found = next((word for word in words if word.replace(".", "") in _ORGANIZATION_WORDS), None)
    if found:
        return Decision(Kind.ORGANIZATION, f"the word '{found}' is an organisation's")
    if after.upper() in _PARENT_BODIES:
        return Decision(Kind.ORGANIZATION, f"'{after.upper()}' after the comma is an academy or research council")
    if any(initials(other) == before.upper() for other in neighbours):
        return Decision(
            Kind.ORGANIZATION, f"'{before}' are the initials of an organisation listed for the same cluster"
        )
    if _is_personal(before) and _is_personal(after):
        return Decision(Kind.PERSON, "in the form 'SURNAME, GIVEN NAME'")
    return Decision(Kind.ORGANIZATION, "words around the comma that no personal name has")


def _is_personal(part: str) -> bool:
    words = part.split()
    return 1 <= len(words) <= 3 and all(_WORD.fullmatch(word) for word in words)
