"""When a link is made without a person. Everything else is only proposed.

An organisation is linked to a record of a registry when all of this holds:

1. one of its spellings reads the same as a name of the record (a display name, label or alias; never an
   acronym), word for word and in order, once shortened words are written out;
2. that spelling is not one short word alone, which may be an acronym, nor one or two words that any country has, and
   it is not cut off after a word such as "of" or after a comma;
3. the record is in an economy of its clusters (or the one that the spelling states), and in a city of theirs;
4. the record is active, and its legal form, if both state one, is the same;
5. no other record fulfils 1, 3 and 4, and where the spelling is only an alias of the record, no other record there has
   a name that begins with it: "University of Batna" may be Batna 1 or Batna 2.

No score takes part.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gii_graph.authorities.records import NameKind, RegistryRecord
from gii_graph.identity.abbreviations import CONNECTORS
from gii_graph.identity.joining import is_distinctive
from gii_graph.identity.names import NameReader, OrganizationName, plain_words
from gii_graph.links.candidates import Place, same_city
from gii_graph.links.index import RegistryIndex

__all__ = ["Acceptance", "accept"]

# "HKC", "BOE", "ABB": as short as an acronym, and names are printed in capitals, so that nothing tells the two apart.
_LONGEST_ACRONYM = 6
_MOST_LONGER = 200  # names that begin with a name; the registry has fewer for all but words that any country has


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The record that a name means beyond doubt, and the grounds."""

    record: RegistryRecord
    reason: str


def accept(names: Iterable[str], place: Place, index: RegistryIndex, reader: NameReader) -> Acceptance | None:
    """Return the record that an organisation with those spellings, listed at `place`, is; None where doubt is left."""
    found: dict[str, tuple[RegistryRecord, str]] = {}
    for name in names:
        read = reader.read(name)
        if _may_be_anything(read) or _is_cut_off(name):
            continue
        for record in _records(read, place, index, reader):
            found.setdefault(record.id, (record, name))
    if len(found) != 1:
        return None
    ((record, name),) = found.values()
    steps = reader.explain(name)
    how = f" ({'; '.join(steps)})" if steps else ""
    cities = ", ".join(sorted({city.name for city in record.cities}))
    return Acceptance(record, f"'{name}' is a name of the record, word for word{how}; same country and city ({cities})")


def _may_be_anything(read: OrganizationName) -> bool:
    words = read.key.split()
    # Other scripts say much in few signs, and have no capitals to make acronyms of.
    acronym = len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM and words[0].isascii()
    return acronym or (len(words) < 3 and not is_distinctive(read.key))


def _is_cut_off(name: str) -> bool:
    """Tell whether more of the name must have followed: "TIANJIN UNIVERSITY OF", "INSTITUT FRANÇAIS DE"."""
    words = plain_words(name)
    return name.rstrip().endswith((",", "-", "&", "(")) or (len(words) > 1 and words[-1] in CONNECTORS)


def _records(read: OrganizationName, place: Place, index: RegistryIndex, reader: NameReader) -> list[RegistryRecord]:
    """Return the active records of that place with a name that reads like `read`."""
    countries = frozenset({read.country}) if read.country else place.countries
    kinds: dict[int, NameKind] = {}
    for found in (found for key in read.keys for found in index.names_with_key(key)):
        kinds[found.record] = min(found.kind, kinds.get(found.record, found.kind))
    here = Place(countries, place.cities)
    return [
        record
        for record, kind in ((index.record(number), kinds[number]) for number in sorted(kinds))
        if kind is not NameKind.ACRONYM
        and _is_active_at(record, here)
        and not _other_legal_form(read, record, reader)
        and not (kind is not NameKind.DISPLAY and _begins_another(read, record, here, index))
    ]


def _is_active_at(record: RegistryRecord, place: Place) -> bool:
    return record.status == "active" and record.country in place.countries and same_city(place.cities, record.cities)


def _begins_another(read: OrganizationName, record: RegistryRecord, place: Place, index: RegistryIndex) -> bool:
    """Tell whether the name may be the beginning of a longer one that another record of the place has."""
    longer = {found.record for key in read.keys for found in index.names_starting_with(key, _MOST_LONGER)}
    return any(other.id != record.id and _is_active_at(other, place) for other in map(index.record, sorted(longer)))


def _other_legal_form(read: OrganizationName, record: RegistryRecord, reader: NameReader) -> bool:
    """Tell whether every name of the record that reads like `read` states a legal form other than its."""
    if not read.legal:
        return False
    same = [
        theirs for theirs in (reader.read(name.value) for name in record.names) if set(theirs.keys) & set(read.keys)
    ]
    return all(theirs.legal and set(theirs.legal) - {"company"} != set(read.legal) - {"company"} for theirs in same)
