"""Make N made-up but valid profile texts, shaped like the published ones.

    python benchmarks/profiles.py 1000 /tmp/profiles        # always the same 1,000 files

Names are made of syllables, so that no real place or organisation is met. Ranks, shares and counts agree with each
other, so that `gii-graph validate` finds nothing: ranks follow from totals, intensities from totals and inhabitants,
shares from counts and totals.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

SEED = 20241122
ECONOMIES = ["China", "United States", "Germany", "Japan", "India", "France", "Canada", "Brazil", "Australia", "Spain"]
DEMONYMS = ["Chinese", "US", "German", "Japanese", "Indian", "French", "Canadian", "Brazilian", "Australian", "Spanish"]
SYLLABLES = "ba be bo da de do fa fe ga go ha ka ke ko la le lo ma me mo na ne no pa ra re ro sa se so ta te to".split()
PUBLISHERS = [
    "{} UNIVERSITY",
    "{} UNIVERSITY OF SCIENCE AND TECHNOLOGY",
    "UNIV. OF {}",
    "{} MEDICAL UNIVERSITY",
    "{} INST. OF TECH.",
]
APPLICANTS = ["{} ELECTRONICS", "{} CO., LTD.", "{} UNIVERSITY", "{} PHARMA TECH.", "{} MOBILE SOFTWARE", "{}, {}"]
ORDINALS = ["", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]

TEMPLATE = """ \n\n
Global Innovation Index 2024

{name}, {economy}



{name} is the {national}-ranked cluster, out of {clusters} {demonym} clusters, that falls within the top 100 S&T \
clusters in 2024. It filed **{patents:,} PCT applications** and published **{articles:,} scientific articles**, both \
per 1 million inhabitants over the last five years, making it the:

{rank} largest science and technology cluster in 2024

{intensity} S&T cluster by intensity (relative to population density) in 2024

Top PCT applicants

 \n \n\t\tPatents\tShare
{applicants}

Top publishing organizations

 \n \n\t\tArticles\tShare
{publishers}

Top technology fields in {name}

Patents



Publications



{patent_share}% of {name}'s PCT patent applications are filed in collaboration with other inventors, with \
{patent_partners} emerging as the top collaborative locations.

{article_share}% of {name}'s scientific articles are published in collaboration with other organizations, with the \
top three collaborating locations being {article_partners}."""


@dataclass(frozen=True)
class Size:
    """Totals of five years, and inhabitants."""

    patents: int
    articles: int
    inhabitants: int

    def per_million(self, total: int) -> int:
        return round(total * 1_000_000 / self.inhabitants)

    @property
    def intensity(self) -> int:
        return self.per_million(self.patents) * self.per_million(self.articles)


@dataclass(frozen=True)
class Cluster:
    """What a made-up profile is about; patents and articles are totals."""

    name: str
    economy: int
    rank: int
    intensity_rank: int
    national_rank: int
    clusters_in_economy: int
    size: Size


def ordinal(number: int) -> str:
    """Return 1st, 2nd, 3rd, 4th ..."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def place_name(rng: random.Random) -> str:
    """Return one made-up place name."""
    return "".join(rng.choices(SYLLABLES, k=rng.randint(3, 4))).capitalize()


def make_clusters(count: int, rng: random.Random) -> list[Cluster]:
    """Return `count` clusters with different names and ranks that agree."""
    names: dict[str, None] = {}
    while len(names) < count:
        names["–".join(place_name(rng) for _ in range(rng.choice([1, 1, 1, 2, 3])))] = None
    economies = rng.choices(range(len(ECONOMIES)), weights=range(len(ECONOMIES), 0, -1), k=count)
    sizes = [make_size(rng) for _ in range(count)]
    # Who has more of both comes first, whatever weight a ranking gives to either.
    sizes.sort(key=lambda size: -size.patents * size.articles)
    by_intensity = sorted(range(count), key=lambda place: -sizes[place].intensity)
    intensity_rank = {place: rank for rank, place in enumerate(by_intensity, start=1)}
    totals, seen = Counter(economies), Counter[int]()
    clusters = []
    for place, (name, economy) in enumerate(zip(names, economies, strict=True)):
        seen[economy] += 1
        national = (seen[economy], totals[economy])
        clusters.append(Cluster(name, economy, place + 1, intensity_rank[place], *national, sizes[place]))
    return clusters


def make_size(rng: random.Random) -> Size:
    """Return the size of one cluster."""
    return Size(rng.randint(500, 40000), rng.randint(5000, 300000), rng.randint(800_000, 20_000_000))


def table(rng: random.Random, forms: list[str], cluster: Cluster, total: int) -> str:
    """Return three rows with counts that fall and shares that follow from `total`."""
    city = cluster.name.split("–")[0].upper()
    rows = []
    count = int(total * rng.uniform(0.1, 0.3))
    for rank, form in enumerate(rng.sample(forms, 3), start=1):
        own = city if rng.random() < 0.7 else place_name(rng).upper()
        rows.append(f"{rank}\t{form.format(own, place_name(rng).upper())}\t{count:,}\t{round(100 * count / total)}%")
        count = int(count * rng.uniform(0.3, 0.9))
    return "\n".join(rows)


def partners(rng: random.Random, clusters: list[Cluster], own: Cluster) -> str:
    """Return up to three other clusters as the sentence names them; the large ones are named most."""
    names: dict[str, None] = {}
    while len(names) < min(3, len(clusters) - 1):
        other = clusters[int(len(clusters) * rng.random() ** 3)]
        if other is not own:
            names[other.name] = None
    printed = [f"**{name if rng.random() < 0.5 else name.replace('–', '-')}**" for name in names]
    return f"{', '.join(printed[:-1])} and {printed[-1]}"


def profile_text(rng: random.Random, cluster: Cluster, clusters: list[Cluster]) -> str:
    """Return one profile in the form of the published texts."""
    place = cluster.national_rank
    return TEMPLATE.format(
        name=cluster.name,
        economy=ECONOMIES[cluster.economy],
        demonym=DEMONYMS[cluster.economy],
        national=ORDINALS[place] if place < len(ORDINALS) else ordinal(place),
        clusters=cluster.clusters_in_economy,
        patents=cluster.size.per_million(cluster.size.patents),
        articles=cluster.size.per_million(cluster.size.articles),
        rank=ordinal(cluster.rank),
        intensity=ordinal(cluster.intensity_rank),
        applicants=table(rng, APPLICANTS, cluster, cluster.size.patents),
        publishers=table(rng, PUBLISHERS, cluster, cluster.size.articles),
        patent_share=rng.randint(2, 60),
        patent_partners=partners(rng, clusters, cluster),
        article_share=rng.randint(20, 80),
        article_partners=partners(rng, clusters, cluster),
    )


def write_profiles(count: int, folder: Path, seed: int = SEED) -> None:
    """Write `count` profiles into `folder`, a thousand to a subfolder."""
    rng = random.Random(seed)
    clusters = make_clusters(count, rng)
    for index, cluster in enumerate(clusters):
        target = folder / f"{index // 1000:03}" / f"{index:06}.txt"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(profile_text(rng, cluster, clusters), encoding="utf-8", newline="\n")


def main() -> None:
    """Write the profiles that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write_profiles(arguments.count, arguments.folder)


if __name__ == "__main__":
    main()
