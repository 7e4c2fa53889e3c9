"""How well and how fast organisation names are linked to ROR: recall, automatic acceptance, speed, memory.

    python benchmarks/linking.py REGISTRY [--names 1000] [--accepted 10000] [--part held-out|tuning] [--written FILE]

REGISTRY is a ROR file of any form that `gii-graph link --ror` reads. Names are made from its active records the way
patent offices and bibliographic indexes print them. Records are split in two by a hash of their identifier: the rules
were tuned on the names of one part, the figures in docs/linking.md are of the other, which nobody looked at. Times are
of the processor, so that other work on the machine does not count.

FILE has names that people wrote, with the ROR identifiers that they mean: tab-separated with the columns `name` and
`ror`. Names whose record the registry does not have are left out; those of companies are counted apart as well.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import random
import re
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from gii_graph.authorities.records import RegistryRecord
from gii_graph.authorities.ror import read_ror
from gii_graph.identity.names import the_reader
from gii_graph.links.acceptance import accept
from gii_graph.links.candidates import CandidateFinder
from gii_graph.links.index import RegistryIndex, build_index
from gii_graph.links.place import Place

# As printed in PCT statistics and in the Web of Science; not taken from the tables that the reader uses.
SHORT = {
    "university": "UNIV", "universidad": "UNIV", "université": "UNIV", "universität": "UNIV", "science": "SCI",
    "sciences": "SCI", "technology": "TECH", "technologies": "TECHNOL", "institute": "INST", "institut": "INST",
    "instituto": "INST", "college": "COLL", "hospital": "HOSP", "academy": "ACAD", "national": "NATL",
    "research": "RES", "center": "CTR", "centre": "CTR", "medical": "MED", "medicine": "MED", "engineering": "ENGN",
    "department": "DEPT", "laboratory": "LAB", "international": "INT", "corporation": "CORP", "agricultural": "AGR",
    "development": "DEV", "school": "SCH", "association": "ASSOC", "foundation": "FDN", "society": "SOC",
    "chemical": "CHEM", "chemistry": "CHEM", "physics": "PHYS", "management": "MGMT", "health": "HLTH",
    "education": "EDUC", "environmental": "ENVIRONM", "systems": "SYST", "industrial": "IND", "industry": "IND",
    "government": "GOVT", "polytechnic": "POLYTECH", "applied": "APPL", "general": "GEN", "state": "STATE",
    "federal": "FED", "american": "AMER", "company": "CO", "limited": "LTD", "biology": "BIOL", "economics": "ECON",
    "manufacturing": "MFG", "electronics": "ELECT", "materials": "MAT", "mathematics": "MATH", "library": "LIB",
    "council": "COUNC", "community": "COMMUNITY", "group": "GRP", "regional": "REG", "veterinary": "VET",
}  # fmt: skip
LEFT_OUT = {"of", "the", "for", "and", "de", "in", "at", "la", "del", "des", "et", "&"}


def plain(name: str, _: random.Random) -> str:
    """The name in capitals, without the country that the registry adds to companies."""
    return re.sub(r" \([^()]*\)$", "", name).upper()


def patent_office(name: str, _: random.Random) -> str:
    """Long words shortened with a dot."""
    words = plain(name, _).split()
    return " ".join(
        f"{SHORT[word.lower().strip(',')]}." if word.lower().strip(",") in SHORT else word for word in words
    )


def index_style(name: str, _: random.Random) -> str:
    """Long words shortened without a dot, small words left out."""
    words = [word for word in plain(name, _).split() if word.lower() not in LEFT_OUT]
    return " ".join(SHORT.get(word.lower().strip(","), word) for word in words)


def truncated(name: str, chance: random.Random) -> str:
    """Cut off, as a field of fixed width does: the last quarter at most, and never below 20 letters."""
    text = plain(name, chance)
    return text[: max(20, int(len(text) * chance.uniform(0.75, 0.95)))].rstrip()


def misspelt(name: str, chance: random.Random) -> str:
    """One wrong, missing, doubled or swapped letter; two in names of 25 letters or more."""
    letters = list(plain(name, chance))
    for _ in range(1 if len(letters) < 25 else 2):
        place = chance.choice([at for at, letter in enumerate(letters) if letter.isalnum()] or [0])
        slip = chance.choice("wrong missing extra swapped".split())
        if slip == "wrong":
            letters[place] = chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        elif slip == "missing" and len(letters) > 3:
            del letters[place]
        elif slip == "extra":
            letters.insert(place, chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        elif place + 1 < len(letters):
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


def word_dropped(name: str, chance: random.Random) -> str:
    """One word left out of a name of four or more."""
    words = plain(name, chance).split()
    if len(words) >= 4:
        del words[chance.randrange(1, len(words))]
    return " ".join(words)


MAKERS: dict[str, Callable[[str, random.Random], str]] = {
    "plain": plain,
    "patent office": patent_office,
    "index": index_style,
    "truncated": truncated,
    "misspelt": misspelt,
    "word dropped": word_dropped,
}


def in_part(record: RegistryRecord, part: str) -> bool:
    held_out = hashlib.sha256(record.id.encode()).digest()[0] % 2 == 0
    return held_out == (part == "held-out")


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def known_place(record: RegistryRecord) -> Place:
    return Place(frozenset({record.country}), record.cities)


def ranking(finder: CandidateFinder, records: list[RegistryRecord], seed: int) -> Iterator[str]:
    yield f"{'names':14} {'known':8} {'recall@1':>9} {'recall@5':>9} {'mean rank':>10} {'names/s':>8}"
    for label, make in MAKERS.items():
        for known in ("nothing", "country", "city"):
            chance = random.Random(seed)  # the same names whatever is known
            names = [make(record.name, chance) for record in records]
            ranks = []
            start = time.process_time()
            for name, record in zip(names, records, strict=True):
                place = {"nothing": None, "country": Place(frozenset({record.country})), "city": known_place(record)}
                found = [candidate.record.id for candidate in finder.find(name, place[known])]
                ranks.append(found.index(record.id) + 1 if record.id in found else 0)
            seconds = time.process_time() - start
            hits = [rank for rank in ranks if rank]
            yield (
                f"{label:14} {known:8} {ranks.count(1) / len(ranks):9.4f} {len(hits) / len(ranks):9.4f} "
                f"{sum(hits) / max(1, len(hits)):10.3f} {len(ranks) / seconds:8.0f}"
            )


def written(finder: CandidateFinder, index: RegistryIndex, path: Path) -> Iterator[str]:
    """Recall on names that people wrote; only rates are told, so that a set can stay unseen."""
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs = [(row["name"], index.record_by_id(row["ror"].rpartition("/")[2])) for row in rows]
    wanted = [(name, record) for name, record in pairs if record is not None and record.status == "active"]
    yield f"{'names':10} {'known':8} {'asked':>6} {'recall@1':>9} {'recall@5':>9} {'names/s':>8}"
    for known in ("nothing", "city"):
        start = time.process_time()
        ranks = []
        for name, record in wanted:
            place = known_place(record) if known == "city" else None
            candidates = [candidate.record.id for candidate in finder.find(name, place)]
            ranks.append((candidates.index(record.id) + 1 if record.id in candidates else 0, is_company(record)))
        seconds = time.process_time() - start
        for label, chosen in (("all", ranks), ("companies", [rank for rank in ranks if rank[1]])):
            count = max(1, len(chosen))
            first, five = sum(rank == 1 for rank, _ in chosen), sum(rank > 0 for rank, _ in chosen)
            speed = len(ranks) / seconds
            yield f"{label:10} {known:8} {len(chosen):6} {first / count:9.4f} {five / count:9.4f} {speed:8.0f}"


def is_company(record: RegistryRecord) -> bool:
    """ROR puts the country in brackets behind the names of companies."""
    return record.name.endswith(")") and " (" in record.name


def acceptance(index: RegistryIndex, records: list[RegistryRecord], seed: int) -> Iterator[str]:
    reader = the_reader()
    yield f"{'names':14} {'accepted':>9} {'right':>8} {'precision':>10} {'coverage':>9}"
    for label, make in MAKERS.items():
        chance = random.Random(seed)
        found = [accept((make(one.name, chance),), known_place(one), index, reader) for one in records]
        accepted = [(one, other.record.id) for one, other in zip(records, found, strict=True) if other]
        right = sum(one.id == other for one, other in accepted)
        yield (
            f"{label:14} {len(accepted):9} {right:8} {right / max(1, len(accepted)):10.5f} {right / len(records):9.4f}"
        )


def absent(index: RegistryIndex, records: list[RegistryRecord], seed: int) -> Iterator[str]:
    """Names whose right record is not in the registry: whatever is accepted is false."""
    reader = the_reader()
    yield f"{'names':14} {'asked':>8} {'accepted':>9} {'one in':>8}"
    for label, make in MAKERS.items():
        chance = random.Random(seed)
        wrong = sum(accept((make(one.name, chance),), known_place(one), index, reader) is not None for one in records)
        yield f"{label:14} {len(records):8} {wrong:9} {len(records) // wrong if wrong else '-':>8}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("registry", type=Path)
    arguments.add_argument("--names", type=int, default=1000, help="names of each kind for ranking")
    arguments.add_argument("--accepted", type=int, default=10_000, help="names of each kind for acceptance")
    arguments.add_argument("--part", choices=["held-out", "tuning"], default="held-out")
    arguments.add_argument("--written", type=Path, help="names that people wrote, with their identifiers")
    arguments.add_argument("--seed", type=int, default=2024)
    options = arguments.parse_args()
    reader = the_reader()
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.sqlite"
        start = time.process_time()
        build_index(read_ror(options.registry), whole, reader, {})
        seconds = time.process_time() - start
        print(
            f"Index of {options.registry.name}: {seconds:.1f} s, {memory():.0f} MB at most, "
            f"{whole.stat().st_size / 1e6:.0f} MB on disk"
        )
        start = time.process_time()
        with RegistryIndex(whole) as index:
            print(
                f"Opened again: {time.process_time() - start:.3f} s, {index.record_count} records, "
                f"{index.name_count} names\n"
            )
            active = [
                one for one in read_ror(options.registry) if one.status == "active" and in_part(one, options.part)
            ]
            chance = random.Random(options.seed)
            chance.shuffle(active)
            print(f"Ranking, {options.part} part, {options.names} names of each kind")
            print(*ranking(CandidateFinder(index, reader), active[: options.names], options.seed), sep="\n")
            if options.written:
                print(f"\nNames that people wrote, {options.written.name}")
                print(*written(CandidateFinder(index, reader), index, options.written), sep="\n")
            some = active[: options.accepted]
            print(f"\nAutomatic acceptance, country and city known, {len(some)} names of each kind")
            print(*acceptance(index, some, options.seed), sep="\n")
        gone = {record.id for record in some}
        poorer = Path(folder) / "poorer.sqlite"
        build_index((one for one in read_ror(options.registry) if one.id not in gone), poorer, reader, {})
        with RegistryIndex(poorer) as index:
            print(f"\nFalse acceptance when the right record is absent ({index.record_count} records left)")
            print(*absent(index, some, options.seed), sep="\n")
        print(f"\nMemory at most: {memory():.0f} MB")


if __name__ == "__main__":
    main()
