"""A registry file ready to be asked: its index made once, kept in a cache folder, and opened in a moment after that."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path

from gii_graph.authorities import Authority
from gii_graph.authorities.records import RegistryRecord
from gii_graph.errors import RegistryError
from gii_graph.identity.names import NameReader
from gii_graph.links.acceptance import Acceptance, accept
from gii_graph.links.candidates import Candidate, CandidateFinder
from gii_graph.links.index import FORMAT, RegistryIndex, build_index
from gii_graph.links.kept_candidates import KeptCandidates, Row
from gii_graph.links.place import Place

__all__ = ["Registry", "open_registry"]


@dataclass(frozen=True, slots=True)
class Registry:
    """The registry of an authority: what is accepted without doubt, what is likely, and which records there are."""

    authority: Authority
    index: RegistryIndex
    reader: NameReader
    finder: CandidateFinder
    kept: KeptCandidates

    @property
    def release(self) -> str:
        """The registry's release as far as its file's name states it, else the beginning of the file's SHA-256."""
        return self.index.meta.get("release") or f"sha256:{self.index.meta.get('sha256', '')[:12]}"

    def accept(self, names: tuple[str, ...], place: Place) -> Acceptance | None:
        """Return the record that an organisation with those spellings is, beyond doubt, or None."""
        return accept(names, place, self.index, self.reader)

    def records_named(self, names: Iterable[str], countries: Set[str]) -> set[str]:
        """Return the identifiers of the active records of those countries that have one of the names in full."""
        keys = {self.reader.usual_key(name) for name in names} - {""}
        records = map(self.index.record, {name.record for name in self.index.names_with_keys(keys)})
        return {one.id for one in records if one.status == "active" and one.country in countries}

    def candidates(self, names: tuple[str, ...], place: Place, limit: int) -> list[Candidate]:
        """Return the likeliest records for an organisation with those spellings, best first.

        A record that is no longer active gives way to its successor.
        """
        best: dict[str, Candidate] = {}
        for name in names:
            for found in self.finder.find(name, place, limit):
                candidate = self._current(found)
                if candidate.record.id not in best or candidate.score > best[candidate.record.id].score:
                    best[candidate.record.id] = candidate
        return [self._with_parent(one) for one in sorted(best.values(), key=lambda one: one.rank)[:limit]]

    def proposed(self, names: tuple[str, ...], place: Place, limit: int) -> list[Row]:
        """Return what `candidates` does, as rows; those of an earlier run, where it had the same names and program."""
        rows = self.kept.of(names, place, limit)
        if rows is None:
            rows = [
                (one.record.id, one.record.name, one.score, "; ".join(one.reasons))
                for one in self.candidates(names, place, limit)
            ]
            self.kept.keep(names, place, limit, rows)
        return rows

    def _with_parent(self, candidate: Candidate) -> Candidate:
        """Return a candidate that also says whose part it is, as far as the registry knows."""
        parents = filter(None, map(self.index.record_by_id, candidate.record.parents))
        reasons = tuple(f"a part of {parent.name}" for parent in parents)
        return replace(candidate, reasons=(*candidate.reasons, *reasons))

    def record(self, identifier: str) -> RegistryRecord | None:
        """Return the record with that identifier, or None."""
        return self.index.record_by_id(identifier)

    def _current(self, candidate: Candidate) -> Candidate:
        """Return the successor of a record that is no longer active, if it has exactly one."""
        record = candidate.record
        if record.status == "active" or len(record.successors) != 1:
            return candidate
        successor = self.index.record_by_id(record.successors[0])
        if successor is None or successor.status != "active":
            return candidate
        reason = f"successor of {record.name} ({self.authority.key}:{record.id}), which is {record.status}"
        return Candidate(successor, candidate.score, (*candidate.reasons[:-1], reason))


def open_registry(
    authority: Authority,
    path: Path,
    cache: Path,
    reader: NameReader,
    tell: Callable[[str], None] = lambda message: None,
    parents: Path | None = None,
) -> Registry:
    """Return the registry of `authority` in the file at `path`; its index is kept in the folder `cache`, by content.

    `parents` is the authority's file of which record is owned by which. `tell` hears of work that takes a while. Raises
    RegistryError where a file cannot be used.
    """
    if authority.read is None:
        raise RegistryError(str(path), f"is no file that can be read: {authority.name} has no registry of names")
    digest = _digest(path)
    if parents:
        digest = hashlib.sha256(f"{digest}{_digest(parents)}".encode()).hexdigest()
    index_file = cache / f"{authority.key}-{FORMAT}-{digest[:24]}.sqlite"
    if not index_file.is_file():
        tell(f"Reading {path.name} for the first time.")
        release = authority.release(path) if authority.release else ""
        records = authority.read(path)
        if parents and authority.read_parents:
            records = _with_parents(records, authority.read_parents(parents))
        build_index(records, index_file, reader, {"sha256": digest, "release": release}, authority.fault)
    index = RegistryIndex(index_file)
    if left_out := int(index.meta.get("left out", 0)):
        records_are = "1 record is" if left_out == 1 else f"{left_out:,} records are"
        tell(f"{records_are} left out of {path.name}: {index.meta['first left out']}.")
    return Registry(authority, index, reader, CandidateFinder(index, reader), KeptCandidates(index_file))


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise RegistryError(str(path), f"cannot be read ({error.strerror or error})") from error


def _with_parents(records: Iterable[RegistryRecord], parents: Mapping[str, str]) -> Iterator[RegistryRecord]:
    """Yield records that know whose they are and how many are theirs."""
    children = Counter(parents.values())
    for record in records:
        own = (parents[record.id],) if record.id in parents else ()
        yield record._replace(parents=(*record.parents, *own), children=record.children + children[record.id])
