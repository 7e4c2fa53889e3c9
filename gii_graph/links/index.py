"""A compact index of a registry in one SQLite file: exact names, words, and the words near a misspelt one.

Built once for a registry file, opened in a moment ever after. Only what linking asks for is kept.
"""

from __future__ import annotations

import heapq
import math
import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from gii_graph.authorities.records import NameKind, RecordName, RegistryCity, RegistryRecord
from gii_graph.errors import RegistryError
from gii_graph.files import clear_abandoned, unfinished_beside
from gii_graph.identity.names import NameReader

__all__ = ["IndexedName", "RegistryIndex", "build_index"]

# Of the file below and of how names are read for it; part of the cache's key, so that an older file is never read.
FORMAT = "7"

_SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE record (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL, status TEXT NOT NULL, country TEXT NOT NULL, names TEXT NOT NULL,
    cities TEXT NOT NULL, identifiers TEXT NOT NULL, successors TEXT NOT NULL, parents TEXT NOT NULL,
    children INTEGER NOT NULL
);
CREATE TABLE name (number INTEGER PRIMARY KEY, record INTEGER NOT NULL, kind INTEGER NOT NULL, key TEXT NOT NULL);
CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT NOT NULL, count INTEGER NOT NULL, names BLOB NOT NULL);
CREATE TABLE gram (gram TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID;
"""
# Indexes are made after the rows: many times faster than keeping them up to date row by row.
_INDEXES = """
CREATE UNIQUE INDEX record_id ON record (id);
CREATE INDEX name_key ON name (key);
CREATE UNIQUE INDEX word_word ON word (word);
"""
_BATCH = 2000
_KINDS = {kind.value: kind for kind in NameKind}  # calling an enumeration takes ten times as long
_KEPT_RECORDS, _KEPT_WORDS, _KEPT_NAMES = 1 << 15, 1 << 13, 1 << 18  # of what was read, for the next name


@dataclass(frozen=True, slots=True)
class IndexedName:
    """One name in the index: its number, its record's number, what kind of name, its normalised words in order."""

    number: int
    record: int
    kind: NameKind
    key: str


def build_index(
    records: Iterable[RegistryRecord],
    path: Path,
    reader: NameReader,
    meta: Mapping[str, str],
    fault: Callable[[str], str] = lambda identifier: "",
) -> None:
    """Write the index of `records` to `path`, whole or not at all.

    `fault` says what is wrong with an identifier, or nothing: a record with such a one is left out. The index's `meta`
    says how many these are ("left out") and what is wrong with the first ("first left out").

    Raises RegistryError where the file cannot be written, or where a record comes twice.
    """
    temporary = unfinished_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as database:
            # The file is thrown away if anything goes wrong, so nothing needs to be safe half-way.
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _SCHEMA)
            database.execute("BEGIN")
            faults: list[str] = []
            _Builder(database, reader).add(_sound(records, fault, faults))
            left_out = {"left out": str(len(faults)), "first left out": faults[0]} if faults else {}
            database.executemany("INSERT INTO meta VALUES (?, ?)", sorted({**meta, **left_out}.items()))
            database.execute("COMMIT")
            _require_single(database)
            database.executescript(_INDEXES)
        temporary.replace(path)
        clear_abandoned(path)
    except (OSError, sqlite3.Error) as error:
        raise RegistryError(str(path), f"cannot be written as the registry's index ({error})") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _sound(
    records: Iterable[RegistryRecord], fault: Callable[[str], str], faults: list[str]
) -> Iterator[RegistryRecord]:
    """Yield the records whose identifiers are sound; what is wrong with the others' goes to `faults`."""
    for record in records:
        if wrong := fault(record.id):
            faults.append(f"{record.id!r} {wrong}")
        else:
            yield record


def _require_single(database: sqlite3.Connection) -> None:
    twice = database.execute("SELECT id FROM record GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1").fetchone()
    if twice:
        raise RegistryError("The registry", f"holds the record {twice[0]} more than once; give it as it was published")


class _Builder:
    """Collects rows while records stream by; only the words' lists of names grow with the registry."""

    def __init__(self, database: sqlite3.Connection, reader: NameReader) -> None:
        self._database = database
        self._reader = reader
        self._names_of_word: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        self._name_count = 0

    def add(self, records: Iterable[RegistryRecord]) -> None:
        record_rows: list[tuple[object, ...]] = []
        name_rows: list[tuple[int, int, int, str]] = []
        for number, record in enumerate(records):
            record_rows.append(_record_row(number, record))
            name_rows.extend(self._names(number, record))
            if len(record_rows) >= _BATCH:
                self._write(record_rows, name_rows)
        self._write(record_rows, name_rows)
        self._write_words()

    def _names(self, record_number: int, record: RegistryRecord) -> Iterator[tuple[int, int, int, str]]:
        seen = set()
        names_of_word = self._names_of_word
        for name in record.names:
            key = self._reader.usual_key(name.value)
            if not key or key in seen:
                continue
            seen.add(key)
            number = self._name_count
            self._name_count += 1
            for word in set(key.split(" ")):
                names_of_word[word].append(number)
            yield number, record_number, int(name.kind), key

    def _write(self, record_rows: list[tuple[object, ...]], name_rows: list[tuple[int, int, int, str]]) -> None:
        self._database.executemany("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", record_rows)
        self._database.executemany("INSERT INTO name VALUES (?, ?, ?, ?)", name_rows)
        record_rows.clear()
        name_rows.clear()

    def _write_words(self) -> None:
        words_of_gram: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
        rows = []
        # Words of one length stand together, so that those as long as a misspelt one are a part of each list.
        for number, word in enumerate(sorted(self._names_of_word, key=lambda word: (len(word), word))):
            names = self._names_of_word[word]
            rows.append((number, word, len(names), _blob(names)))
            for gram in grams(word):
                words_of_gram[gram].append(number)
        self._database.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)
        self._database.executemany(
            "INSERT INTO gram VALUES (?, ?)", ((gram, _blob(words_of_gram[gram])) for gram in sorted(words_of_gram))
        )


def grams(word: str) -> set[str]:
    """Return the runs of two letters of a word with its ends marked: what two similar words share most of.

    >>> sorted(grams("lab"))
    ['$l', 'ab', 'b$', 'la']
    """
    marked = f"${word}$"
    return {marked[start : start + 2] for start in range(len(marked) - 1)}


def _blob(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def _numbers(blob: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(blob)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _record_row(number: int, record: RegistryRecord) -> tuple[object, ...]:
    return (
        number,
        record.id,
        record.status,
        record.country,
        "\n".join([f"{name.kind:d}{' '.join(name.value.split())}" for name in record.names]),
        "\n".join(map(_city_line, record.cities)),
        "\n".join([f"{key} {identifier}" for key, identifier in record.identifiers.items()]),
        " ".join(record.successors),
        " ".join(record.parents),
        record.children,
    )


def _city_line(city: RegistryCity) -> str:
    latitude, longitude = city.position or ("", "")
    return f"{city.geonames or ''}\t{latitude}\t{longitude}\t{' '.join(city.name.split())}"


class RegistryIndex:
    """A registry ready to be asked. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        """Open the index at `path`; raises RegistryError where it is none."""
        try:
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
            self.meta: dict[str, str] = dict(self._database.execute("SELECT name, value FROM meta"))
            (self.name_count,) = self._database.execute("SELECT count(*) FROM name").fetchone()
            (self.record_count,) = self._database.execute("SELECT count(*) FROM record").fetchone()
        except sqlite3.Error as error:
            raise RegistryError(str(path), f"is not a registry index ({error}); remove it and run again") from error
        # Many names of one kind ask for the same words, names and records.
        self._record = lru_cache(_KEPT_RECORDS)(self._read_record)
        self.names_with_word = lru_cache(_KEPT_WORDS)(self._read_names_with_word)
        self._names: dict[int, IndexedName] = {}

    def __enter__(self) -> RegistryIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def record(self, number: int) -> RegistryRecord:
        """Return the record with that number."""
        return self._record(number)

    def _read_record(self, number: int) -> RegistryRecord:
        row = self._database.execute("SELECT * FROM record WHERE number = ?", (number,)).fetchone()
        return _record_of(row)

    def record_by_id(self, identifier: str) -> RegistryRecord | None:
        """Return the record with that identifier, or None where the registry has none."""
        row = self._database.execute("SELECT * FROM record WHERE id = ?", (identifier,)).fetchone()
        return None if row is None else _record_of(row)

    def names_with_key(self, key: str) -> list[IndexedName]:
        """Return the names that are exactly `key` when normalised."""
        rows = self._database.execute(
            "SELECT number, record, kind, key FROM name WHERE key = ? ORDER BY number", (key,)
        )
        return [_name_of(row) for row in rows]

    def names_with_keys(self, keys: Iterable[str]) -> list[IndexedName]:
        """Return the names that are exactly one of `keys` when normalised."""
        wanted = list(keys)
        rows = self._database.execute(
            f"SELECT number, record, kind, key FROM name WHERE key IN ({','.join('?' * len(wanted))})",  # noqa: S608
            wanted,
        )
        return [_name_of(row) for row in rows]

    def names_starting_with(self, start: str, limit: int) -> list[IndexedName]:
        """Return up to `limit` names that are longer than `start` when normalised and begin with it."""
        rows = self._database.execute(
            "SELECT number, record, kind, key FROM name WHERE key > ? AND key < ? ORDER BY key, number LIMIT ?",
            (start, start + "\U0010ffff", limit),
        )
        return [_name_of(row) for row in rows]

    def names(self, numbers: Iterable[int]) -> list[IndexedName]:
        """Return the names with those numbers, in their order."""
        wanted = sorted(numbers)
        missing = [number for number in wanted if number not in self._names]
        if missing:
            if len(self._names) > _KEPT_NAMES:
                self._names.clear()
                missing = wanted
            marks = ",".join("?" * len(missing))
            rows = self._database.execute(
                f"SELECT number, record, kind, key FROM name WHERE number IN ({marks})",  # noqa: S608 (marks only)
                missing,
            )
            self._names.update((row[0], _name_of(row)) for row in rows)
        return [self._names[number] for number in wanted]

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """In how many names each word occurs."""
        return dict(self._database.execute("SELECT word, count FROM word"))

    def count(self, word: str) -> int:
        """Return in how many names `word` occurs."""
        return self.counts.get(word, 0)

    def _read_names_with_word(self, word: str) -> array[int]:
        """Return the numbers of the names that hold `word`."""
        row = self._database.execute("SELECT names FROM word WHERE word = ?", (word,)).fetchone()
        return _numbers(row[0]) if row else array("I")

    def words_starting_with(self, start: str, limit: int) -> list[str]:
        """Return the most frequent words that start with `start`."""
        rows = self._database.execute(
            "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY count DESC, word LIMIT ?",
            (start, start + "\U0010ffff", limit),
        )
        return [word for (word,) in rows]

    def words_sharing_grams(self, word: str, shortest: int, longest: int, limit: int) -> list[str]:
        """Return the words of that many letters that share the most pairs of letters with `word`.

        They are the likeliest misspellings of it.
        """
        first, last = self._first_of_length(shortest), self._first_of_length(longest + 1)
        shared: Counter[int] = Counter()
        # The rarer pairs of letters tell enough: a wrong letter spoils two of them, not all.
        lists = sorted((self._words_with_gram(gram) for gram in sorted(grams(word))), key=len)
        wanted = lists[: max(4, len(lists) * 2 // 3)]
        # Whoever shares less than a third of these is no misspelling: who is in none of the first two thirds does.
        enough = math.ceil(len(wanted) / 3)
        for at, words in enumerate(wanted):
            as_long = words[bisect_left(words, first) : bisect_left(words, last)]
            shared.update(as_long if at <= len(wanted) - enough else filter(shared.__contains__, as_long))
        likely = [(-count, number) for number, count in shared.items() if count >= enough]
        return [self._words[number] for _, number in heapq.nsmallest(limit, likely)]

    @cached_property
    def _words(self) -> list[str]:
        """All words, the shortest first."""
        return [word for (word,) in self._database.execute("SELECT word FROM word ORDER BY number")]

    def _first_of_length(self, length: int) -> int:
        """Return the number of the first word that has so many letters, or more."""
        return bisect_left(self._words, length, key=len)

    def _words_with_gram(self, gram: str) -> array[int]:
        found = self._gram_cache.get(gram)
        if found is None:
            row = self._database.execute("SELECT words FROM gram WHERE gram = ?", (gram,)).fetchone()
            found = self._gram_cache[gram] = _numbers(row[0]) if row else array("I")
        return found

    @cached_property
    def _gram_cache(self) -> dict[str, array[int]]:
        return {}


def _name_of(row: tuple[int, int, int, str]) -> IndexedName:
    return IndexedName(row[0], row[1], _KINDS[row[2]], row[3])


def _city(line: str) -> RegistryCity:
    number, latitude, longitude, name = line.split("\t")
    position = (float(latitude), float(longitude)) if latitude else None
    return RegistryCity(name, int(number) if number else None, position)


def _record_of(row: tuple[object, ...]) -> RegistryRecord:
    _, identifier, status, country, names, cities, identifiers, successors, parents, children = row
    return RegistryRecord(
        str(identifier),
        str(status),
        tuple(RecordName(line[1:], _KINDS[int(line[0])]) for line in str(names).split("\n")),
        str(country),
        tuple(map(_city, str(cities).split("\n"))) if cities else (),
        dict(line.split(" ", 1) for line in str(identifiers).split("\n")) if identifiers else {},
        tuple(str(successors).split()),
        tuple(str(parents).split()),
        int(str(children)),
    )
