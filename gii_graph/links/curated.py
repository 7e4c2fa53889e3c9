"""The identifiers that come with the package: proved for names as printed, each in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from gii_graph.errors import RegistryError
from gii_graph.identity.names import NameReader
from gii_graph.links.place import Place, city_key
from gii_graph.links.sssom import SssomRow, read_sssom

__all__ = ["CURATED", "CuratedNames"]

CURATED = Path(__file__).resolve().parent.parent / "data" / "curated.sssom.tsv"


@dataclass(frozen=True)
class CuratedNames:
    """A mapping set from printed names to identifiers, with columns for the place that each name holds in."""

    path: Path
    reader: NameReader

    @cached_property
    def _rows(self) -> list[SssomRow]:
        rows = read_sssom(self.path)
        for row in rows:
            if missing := {"subject_label", "subject_category", "place", "country", "position"} - set(row.cells):
                raise RegistryError(str(self.path), f"has no column {', '.join(sorted(missing))}", row.line)
        return rows

    @cached_property
    def _by_key(self) -> dict[str, list[SssomRow]]:
        found: defaultdict[str, list[SssomRow]] = defaultdict(list)
        for row in self._rows:
            if row.cells["subject_category"] == "organization":
                found[self.reader.read(row.cells["subject_label"]).key].append(row)
        return found

    def of_organization(self, names: Iterable[str], place: Place) -> list[SssomRow]:
        """Return the rows that hold for an organisation with those spellings that is listed at `place`."""
        cities = {city_key(city.name) for city in place.cities}
        rows = {
            row.line: row
            for name in names
            for key in self.reader.read(name).keys
            for row in self._by_key.get(key, ())
            if row.cells["country"] in place.countries
            and (not row.cells["place"] or city_key(row.cells["place"]) in cities)
        }
        return [rows[line] for line in sorted(rows)]
