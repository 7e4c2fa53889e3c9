"""When a link is made without a person. Everything else is only proposed.

An organisation is linked to a record of a registry when all of this holds:

1. one of its spellings reads the same as a name of the record (a display name, label or alias; never an
   acronym), word for word and in order, once shortened words are written out;
2. that spelling is not one short word alone, which may be an acronym (unless it states a legal form, and the record is
   a company's), nor one or two words that any country has, and it is not cut off after a word such as "of" or after
   a comma;
3. the record is in an economy of its clusters (or the one that the spelling states), and in a city of theirs or within
   50 km of one;
4. the record is active, and its legal form, if both state one, is the same;
5. no other record fulfils 1, 3 and 4, and where the spelling is only an alias of the record, no other record there has
   a name that begins with it: "University of Batna" may be Batna 1 or Batna 2.

A spelling may say more than a name, as printed sources do, if the record bears it out: its own acronym in brackets
("KYUNGPOOK NATIONAL UNIVERSITY (KNU)"), the body that it is a part of after a comma ("..., CAS"), or its city at the
end ("UNIVERSITY OF WASHINGTON SEATTLE"). A company of that city may have its founder's initials before its name ("F.
HOFFMANN-LA ROCHE AG").

No score takes part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gii_graph.authorities.records import NameKind, RegistryCity, RegistryRecord
from gii_graph.city_lookup import kilometres
from gii_graph.identity.abbreviations import CONNECTORS, LEGAL_FORMS
from gii_graph.identity.generic_names import is_distinctive
from gii_graph.identity.kind import initials
from gii_graph.identity.names import NameReader, OrganizationName, plain_words
from gii_graph.links.index import RegistryIndex
from gii_graph.links.place import Place, city_key, same_city

__all__ = ["Acceptance", "accept"]

# "HKC", "BOE", "ABB": as short as an acronym, and names are printed in capitals, so that nothing tells the two apart.
_LONGEST_ACRONYM = 6
_MOST_LONGER = 200  # names that begin with a name; the registry has fewer for all but words that any country has
_NEAR = 50.0  # km: a campus or a works outside the city that a cluster is named by
_BRACKETS = re.compile(r"\s*\(([^()]*)\)\s*")
_INITIALS_BEFORE = re.compile(r"(?:[^\W\d_]\. ?){1,3}(?=[^\W\d_]{3})")
_COMPANY_FORMS = frozenset(LEGAL_FORMS.values()) | {"publ"}
# What ROR puts behind the names of companies, and of them alone: "Denso (Japan)".
_COMPANY = re.compile(r"\((?!.*\().+\)$")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The record that a name means beyond doubt, and the grounds."""

    record: RegistryRecord
    reason: str


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name, or what is left of it without a part that says more; `more` is that part, which a record must bear out.

    `role` is what the part must be: the record's "acronym", its "parent" or its "city", or the "founder's initial" of a
    company; empty for a name as it is.
    """

    name: str
    more: str = ""
    role: str = ""


def accept(names: Iterable[str], place: Place, index: RegistryIndex, reader: NameReader) -> Acceptance | None:
    """Return the record that an organisation with those spellings, listed at `place`, is; None where doubt is left."""
    accepted: dict[str, tuple[RegistryRecord, _Spelling]] = {}
    for name in names:
        if _is_cut_off(name):
            continue
        for spelling in _spellings(name, place):
            read = reader.read(spelling.name)
            for record in _records(read, place, index, reader):
                if not _may_be_anything(read, record, reader) and _bears_out(record, spelling, place, index, reader):
                    accepted.setdefault(record.id, (record, spelling))
    if len(accepted) != 1:
        return None
    ((record, spelling),) = accepted.values()
    return Acceptance(record, _reason(record, spelling, place, reader))


def _reason(record: RegistryRecord, spelling: _Spelling, place: Place, reader: NameReader) -> str:
    steps = reader.explain(spelling.name)
    if spelling.role:
        steps.append(f"'{spelling.more}' is its {spelling.role}")
    how = f" ({'; '.join(steps)})" if steps else ""
    cities = ", ".join(sorted({city.name for city in record.cities}))
    where = "same country and city" if same_city(place.cities, record.cities) else f"same country, within {_NEAR:g} km"
    return f"'{spelling.name}' is a name of the record, word for word{how}; {where} ({cities})"


def _spellings(name: str, place: Place) -> Iterator[_Spelling]:
    yield _Spelling(name)
    for bracket in _BRACKETS.finditer(name):
        rest = f"{name[: bracket.start()]} {name[bracket.end() :]}".strip()
        if bracket[1].strip() and rest:
            yield _Spelling(rest, bracket[1].strip(), "acronym")
    before, comma, after = name.rpartition(",")
    if comma and before.strip() and after.strip():
        yield _Spelling(before.strip(), after.strip(), "parent")
    if initials_before := _INITIALS_BEFORE.match(name):
        yield _Spelling(name[initials_before.end() :], initials_before[0].strip(), "founder's initial")
    words = name.split()
    for city in place.cities:
        count = len(city_key(city.name).split())
        if 0 < count < len(words) and city_key(" ".join(words[-count:])) == city_key(city.name):
            yield _Spelling(" ".join(words[:-count]).rstrip(" ,-"), " ".join(words[-count:]), "city")


def _bears_out(
    record: RegistryRecord, spelling: _Spelling, place: Place, index: RegistryIndex, reader: NameReader
) -> bool:
    """Tell whether a record has, or is of, what a spelling says beyond its name."""
    if spelling.role == "acronym":
        short = spelling.more.upper()
        own = {name.value.upper() for name in record.names if name.kind is NameKind.ACRONYM}
        return short in own or (len(short) > 1 and short == initials(spelling.name))
    if spelling.role == "parent":
        parents = filter(None, map(index.record_by_id, record.parents))
        keys = {reader.usual_key(name.value) for parent in parents for name in parent.names}
        return reader.usual_key(spelling.more) in keys
    if spelling.role == "city":
        return any(city_key(city.name) == city_key(spelling.more) for city in record.cities)
    if spelling.role == "founder's initial":
        is_company = bool(reader.read(spelling.name).legal) and _is_company(record, reader)
        return is_company and same_city(place.cities, record.cities)
    return True


def _is_company(record: RegistryRecord, reader: NameReader) -> bool:
    return bool(_COMPANY.search(record.name)) or any(reader.read(name.value).legal for name in record.names)


def _may_be_anything(read: OrganizationName, record: RegistryRecord, reader: NameReader) -> bool:
    words = read.key.split()
    # Other scripts say much in few signs, and have no capitals to make acronyms of.
    acronym = len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM and words[0].isascii()
    if acronym and read.legal and len(words[0]) > 2:
        return not _is_company(record, reader)
    return acronym or (len(words) < 3 and not is_distinctive(read.key))


def _is_cut_off(name: str) -> bool:
    """Tell whether more of the name must have followed: "TIANJIN UNIVERSITY OF", "INSTITUT FRANÇAIS DE"."""
    words = plain_words(name)
    return name.rstrip().endswith((",", "-", "&", "(")) or (len(words) > 1 and words[-1] in CONNECTORS)


def _records(read: OrganizationName, place: Place, index: RegistryIndex, reader: NameReader) -> list[RegistryRecord]:
    """Return the active records of that place with a name that reads like `read`."""
    countries = frozenset({read.country}) if read.country else place.countries
    kinds: dict[int, NameKind] = {}
    for name in (name for key in read.keys for name in index.names_with_key(key)):
        kinds[name.record] = min(name.kind, kinds.get(name.record, name.kind))
    here = Place(countries, place.cities)
    return [
        record
        for record, kind in ((index.record(number), kinds[number]) for number in sorted(kinds))
        if kind is not NameKind.ACRONYM
        and _is_active_at(record, here)
        and (same_city(here.cities, record.cities) or _says_enough(read, kind))
        and not _other_legal_form(read, record, reader)
        and not (kind is not NameKind.DISPLAY and _begins_another(read, record, here, index))
    ]


def _says_enough(read: OrganizationName, kind: NameKind) -> bool:
    """Tell whether a name means a record of another city near by: no alias and no single word, but of a company."""
    return bool(read.legal) or (kind is not NameKind.ALIAS and " " in read.key)


def _is_active_at(record: RegistryRecord, place: Place) -> bool:
    if record.status != "active" or record.country not in place.countries:
        return False
    return same_city(place.cities, record.cities) or _is_near(place.cities, record.cities)


def _is_near(cities: Iterable[RegistryCity], others: Iterable[RegistryCity]) -> bool:
    """Tell whether two lists of cities have two within 50 km of each other, as far as positions are known."""
    positions = [other.position for other in others if other.position]
    return any(kilometres(city.position, other) <= _NEAR for city in cities if city.position for other in positions)


def _begins_another(read: OrganizationName, record: RegistryRecord, place: Place, index: RegistryIndex) -> bool:
    """Tell whether the name may be the beginning of a longer one that another record of the place has."""
    longer = {name.record for key in read.keys for name in index.names_starting_with(key, _MOST_LONGER)}
    return any(other.id != record.id and _is_active_at(other, place) for other in map(index.record, sorted(longer)))


def _other_legal_form(read: OrganizationName, record: RegistryRecord, reader: NameReader) -> bool:
    """Tell whether every name of the record that reads like `read` states a legal form other than its."""
    same = [
        theirs for theirs in (reader.read(name.value) for name in record.names) if set(theirs.keys) & set(read.keys)
    ]
    return all(_are_other_forms(set(read.legal), set(theirs.legal)) for theirs in same)


def _are_other_forms(mine: set[str], theirs: set[str]) -> bool:
    """Tell whether legal forms tell two organisations apart.

    A company's form is often left out. Any other says what somebody is: the foundation of a university is not it.
    """
    if mine - _COMPANY_FORMS != theirs - _COMPANY_FORMS:
        return True
    return bool(mine and theirs) and mine - {"company"} != theirs - {"company"}
