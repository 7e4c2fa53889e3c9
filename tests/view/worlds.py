"""Made-up graphs of any size in our vocabulary, as Turtle: always the same for the same numbers.

Clusters bear the names of the shipped cities first, so that most have a place on the map.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CITIES = Path(__file__).parents[2] / "gii_graph/data/cities.tsv"
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


def city_names() -> list[str]:
    with CITIES.open(encoding="utf-8", newline="") as stream:
        return list(dict.fromkeys(row["city"] for row in csv.DictReader(stream, delimiter="\t")))


def key_of(name: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in name.lower())


def made_up(clusters: int, agents_each: int = 6, editions: Sequence[int] = (2024,)) -> str:
    """A world of so many clusters, each with a profile, three partners of both kinds and its own agents."""
    chance = random.Random(clusters)
    names = [*city_names(), *(f"Newtown {i}" for i in range(1, clusters + 1))][:clusters]
    keys = [key_of(name) for name in names]
    world = World()
    economies = ["China", "United States", "Japan", "Germany", "France", "India"]
    for economy in economies:
        world.add(f"economy/{key_of(economy)}", "Economy", f"rdfs:label {literal(economy)}")
    for place, (key, name) in enumerate(zip(keys, names, strict=True)):
        world.cluster(key, name, f"gii:inEconomy <economy/{key_of(economies[place % 6])}>")
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
        _profiles_and_ties(world, keys, edition, chance)
    return world.turtle()


def _profiles_and_ties(world: World, keys: Sequence[str], edition: int, chance: random.Random) -> None:
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
            others = _partners(keys, place, chance)
            for rank, other in enumerate(others, 1):
                world.tie(key, other, activity, edition, rank)


def _partners(keys: Sequence[str], place: int, chance: random.Random) -> list[str]:
    """Three others, the first of the list far more often than the last, as with real clusters."""
    found: list[str] = []
    while len(found) < min(3, len(keys) - 1):
        other = keys[int(len(keys) * chance.random() ** 2.5)]
        if other != keys[place] and other not in found:
            found.append(other)
    return found


def statements(paths: Iterable[str]) -> str:
    return PREFIXES + "\n".join(paths)
