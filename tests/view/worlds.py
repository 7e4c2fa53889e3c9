"""Made-up graphs of any size in our vocabulary, as Turtle: always the same for the same numbers.

Clusters bear the names of the shipped cities first, so that most have a place on the map.
"""

from __future__ import annotations

import csv
import json
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parents[2] / "gii_graph/data"
BASE = "https://w3id.org/gii-graph/id/"
PREFIXES = f"""@base <{BASE}> .
@prefix gii: <https://w3id.org/gii-graph/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""


def literal(value: object) -> str:
    """A value as a Turtle literal; JSON's string escapes are among Turtle's."""
    return str(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


@dataclass
class World:
    """A graph under construction: clusters with profiles, rows and ties, each with its evidence."""

    blocks: list[str] = field(default_factory=list)
    lines: int = 0

    def add(self, path: str, type_: str, *statements: str) -> None:
        self.blocks.append(f"<{path}> a gii:{type_} ; " + " ; ".join(s for s in statements if s) + " .")

    def evidence(self, path: str, quote: str, file: str, *properties: str) -> None:
        self.lines += 1
        named = ", ".join(f"gii:{name}" for name in properties)
        self.add(
            f"evidence/{self.lines}",
            "Evidence",
            f"gii:evidenceFor <{path}>",
            f"gii:evidenceProperty {named}" if named else "",
            f"gii:source <source/{file}>",
            f"gii:line {self.lines}",
            f"gii:quote {literal(quote)}",
        )

    def cluster(self, key: str, label: str, *more: str) -> None:
        self.add(f"cluster/{key}", "Cluster", f"rdfs:label {literal(label)}", *more)

    def profile(self, key: str, edition: int, figures: dict[str, int], quote: str = "") -> None:
        path = f"profile/{edition}/{key}"
        self.blocks.append(f"<cluster/{key}> gii:hasProfile <{path}> .")
        facts = [f"gii:{name} {value}" for name, value in figures.items()]
        self.add(path, "ClusterProfile", f"gii:edition {edition}", *facts)
        self.evidence(path, quote or f"The facts of {key} in {edition}", f"{key}.txt", *figures)

    def row(
        self, agent: str, key: str, activity: str, edition: int, rank: int, count: int, share: float, **extra: str
    ) -> None:
        patents = activity == "patents"
        path = f"listing/{edition}/{key}/{activity}/{rank}"
        self.blocks.append(f"<{agent}> gii:{'filedPatents' if patents else 'publishedArticles'} <cluster/{key}> .")
        self.add(
            path,
            "PatentListing" if patents else "ArticleListing",
            f"gii:agent <{agent}> ; gii:cluster <cluster/{key}> ; gii:edition {edition}",
            f"gii:rank {rank} ; gii:count {count} ; gii:share {share}",
            f"gii:asNamed {literal(extra['named'])}" if "named" in extra else "",
        )
        self.evidence(path, f"{rank}\t{agent}\t{count:,}\t{share}%", f"{key}.txt")

    def tie(self, key: str, other: str, activity: str, edition: int, rank: int, quote: str = "") -> None:
        path = f"tie/{edition}/{key}/{activity}/{rank}"
        name = "collaboratesOnPatentsWith" if activity == "patents" else "collaboratesOnArticlesWith"
        self.blocks.append(f"<cluster/{key}> gii:{name} <cluster/{other}> .")
        self.add(
            path,
            "CollaborationTie",
            f"gii:fromCluster <cluster/{key}> ; gii:toCluster <cluster/{other}> ; gii:activity gii:{activity}",
            f"gii:edition {edition} ; gii:rank {rank}",
        )
        self.evidence(path, quote or f"{key} with **{other}** at rank {rank}", f"{key}.txt")

    def turtle(self) -> str:
        return PREFIXES + "\n".join(self.blocks) + "\n"


class Place(NamedTuple):
    """A made-up cluster: the name, economy and position of a real city, or of a new town near one."""

    name: str
    economy: str
    latitude: float
    longitude: float


def _rows(file: str) -> list[dict[str, str]]:
    with (DATA / file).open(encoding="utf-8", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t"))


def places(count: int) -> list[Place]:
    """The shipped cities in their order, then new towns beside them."""
    economies = {row["alpha2"]: row["name"] for row in _rows("economies.tsv")}
    cities = {
        row["city"]: Place(row["city"], economies[row["alpha2"]], float(row["latitude"]), float(row["longitude"]))
        for row in _rows("cities.tsv")
    }
    real = [*cities.values()]
    towns = (real[i % len(real)]._replace(name=f"Newtown {i + 1}") for i in range(count))
    return [*real, *towns][:count]


def city_names() -> list[str]:
    return [place.name for place in places(len(_rows("cities.tsv")))]


def key_of(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())


def made_up(clusters: int, agents_each: int = 6, editions: Sequence[int] = (2024,)) -> str:
    """A world of so many clusters, each with a profile, three partners of both kinds and its own agents."""
    chance = random.Random(clusters)
    towns = places(clusters)
    keys = [key_of(town.name) for town in towns]
    world = World()
    for economy in dict.fromkeys(town.economy for town in towns):
        world.add(f"economy/{key_of(economy)}", "Economy", f"rdfs:label {literal(economy)}")
    for place, (key, (name, economy, *_)) in enumerate(zip(keys, towns, strict=True)):
        world.cluster(key, name, f"gii:inEconomy <economy/{key_of(economy)}>")
        for number in range(agents_each):
            agent = f"organization/{key}-{number}"
            sort = ("UNIVERSITY", "TECHNOLOGY", "INSTITUTE OF SCIENCE", "ELECTRONICS")[number % 4]
            label = f"{name.upper()} {sort} {number}"
            world.add(agent, "Organization", f"rdfs:label {literal(label)}")
            activity = "patents" if number < agents_each / 2 else "articles"
            rank = 1 + number % max(1, agents_each // 2)
            for edition in editions:
                world.row(agent, key, activity, edition, rank, 5000 // rank + place, 30 // rank)
    for edition in editions:
        _profiles_and_ties(world, towns, keys, edition, chance)
    return world.turtle()


def _profiles_and_ties(
    world: World, towns: Sequence[Place], keys: Sequence[str], edition: int, chance: random.Random
) -> None:
    ranks = list(range(1, len(keys) + 1))
    if edition != 2024:
        chance.shuffle(ranks)
    for place, key in enumerate(keys):
        figures = {
            "rank": ranks[place],
            "intensityRank": 1 + (place * 7) % len(keys),
            "patentsPerMillion": chance.randrange(50, 9000),
            "articlesPerMillion": chance.randrange(500, 40000),
            "patentCollaborationShare": chance.randrange(2, 40),
        }
        world.profile(key, edition, figures)
        for activity in ("patents", "articles"):
            others = [keys[other] for other in _partners(towns, place, chance)]
            for rank, other in enumerate(others, 1):
                world.tie(key, other, activity, edition, rank)


def _partners(towns: Sequence[Place], place: int, chance: random.Random) -> list[int]:
    """Three others as real clusters name them: large ones (early in the list), near ones and those of the same economy.

    The weight is 1 / (3 + place in the list), times e to the power of -kilometres / 1,200 (at least 0.02), times 5
    within an economy.
    """
    own = towns[place]
    weights = [0.0 if other == place else _attraction(own, town) / (3 + other) for other, town in enumerate(towns)]
    chosen: list[int] = []
    while len(chosen) < min(3, len(towns) - 1):
        [other] = chance.choices(range(len(towns)), weights)
        if other not in chosen:
            chosen.append(other)
    return chosen


def _attraction(one: Place, other: Place) -> float:
    return max(0.02, math.exp(-_kilometres(one, other) / 1200)) * (5 if one.economy == other.economy else 1)


def _kilometres(one: Place, other: Place) -> float:
    """The great circle between two points, by the haversine formula."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(east / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def statements(paths: Iterable[str]) -> str:
    return PREFIXES + "\n".join(paths)
