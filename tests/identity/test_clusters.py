"""Clusters of all the world: one whatever is printed beside the name, two where state or economy differ."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from gii_graph.assembly import Assembly, assemble_graph
from gii_graph.clusters import listed_clusters
from gii_graph.identity import Word
from gii_graph.identity.cluster_identity import designation, identify_clusters
from tests.conftest import ROOT

NAMES = ROOT.parent / "shared" / "data" / "gii-cluster-names.tsv"
SEED = (ROOT / "seeds" / "dalian.txt").read_text(encoding="utf-8")


def profile(heading: str, subject: str, edition: int = 2024, partners: str = "Tokyo–Yokohama, Seoul and Paris") -> str:
    text = SEED.replace("Dalian, China", heading).replace("Dalian", subject).replace("2024", str(edition))
    text = text.replace("Chinese clusters", "clusters")  # of whichever economy
    start = text.index("locations being ") + len("locations being ")
    return text[:start] + partners + ".\n"


def built(folder: Path, *texts: str, word: Word | None = None) -> Assembly:
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    return assemble_graph(sorted(folder.glob("*.txt")), word=word)


def paths(assembly: Assembly, *, partners: bool = False) -> list[str]:
    clusters = assembly.identity.clusters
    own = {clusters[account.designation].path for account in assembly.accounts}
    return sorted({cluster.path for cluster in clusters.values()} if partners else own)


def path(name: str, economy: str = "") -> str:
    key = designation(name, (economy,) if economy else ())
    return identify_clusters({key: 2024}).clusters[key].path


@pytest.mark.parametrize(
    ("name", "economy", "expected"),
    [
        ("San Jose–San Francisco, CA", "United States", "san-jose-san-francisco"),
        ("San Jose–San Francisco", "", "san-jose-san-francisco"),
        ("Washington, DC–Baltimore, MD", "United States", "washington-baltimore"),
        ("Washington–Baltimore", "", "washington-baltimore"),
        ("New York", "United States", "new-york-city"),
        ("New York, NY", "", "new-york-city"),
        ("Brussels", "Belgium", "brussels-antwerp"),
        ("Bangalore", "India", "bengaluru"),
        ("Birmingham", "United Kingdom", "birmingham-united-kingdom"),
        ("Birmingham, AL", "United States", "birmingham-al"),
        ("Birmingham, AL", "", "birmingham-al"),
        ("Birmingham", "United States", "birmingham-al"),
        ("Cambridge", "United Kingdom", "cambridge"),
        ("Cambridge", "", "cambridge"),
        ("Cambridge, MA", "United States", "cambridge-ma"),
        ("Dalian", "Japan", "dalian-japan"),
        ("Boston–Cambridge, MA", "United States", "boston-cambridge"),
        ("Springfield, IL", "United States", "springfield"),
    ],
)
def test_the_iri_of_a_name(name: str, economy: str, expected: str) -> None:
    assert path(name, economy) == f"cluster/{expected}"


@pytest.mark.skipif(not NAMES.exists(), reason="the names of all clusters are not at hand")
def test_a_folder_of_all_names_in_two_forms_and_editions_has_as_many_clusters(tmp_path: Path) -> None:
    with NAMES.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream, delimiter="\t")]
    texts = []
    for row in rows:
        plain = row["cluster"]
        for state in [state for one in listed_clusters(plain) for state in one.states]:
            plain = plain.replace(f", {state}", "")
        texts += [
            profile(f"{row['cluster']}, {row['economies']}", row["cluster"], 2023, partners="Seoul, Paris and London"),
            profile(f"{plain.replace('–', '-')} ({row['iso2']})", plain.replace("–", "-"), 2024, plain),
        ]
    assembly = built(tmp_path, *texts)
    assert len(assembly.accounts) == 2 * len(rows)
    assert len(paths(assembly)) == len(rows) == len(paths(assembly, partners=True))
    assert assembly.names.remarks == ()
    assert all(one.cities for row in rows for one in listed_clusters(row["cluster"]))


def test_the_label_is_the_newest_profiles_and_the_others_are_kept(tmp_path: Path) -> None:
    assembly = built(
        tmp_path,
        profile("San Jose–San Francisco, CA, United States", "San Jose–San Francisco, CA", 2023),
        profile("San Jose-San Francisco, United States", "San Jose-San Francisco", 2025),
        profile("Dalian, China", "Dalian", 2024, partners="San Jose–San Francisco"),
    )
    cluster = assembly.identity.clusters["San Jose–San Francisco"]
    assert (cluster.path, cluster.label) == ("cluster/san-jose-san-francisco", "San Jose–San Francisco")
    assert cluster.spellings == ("San Jose-San Francisco", "San Jose–San Francisco, CA")


def test_unknown_clusters_of_one_name_take_their_economies_and_are_told(tmp_path: Path) -> None:
    texts = [profile("Neustadt, Germany", "Neustadt"), profile("Neustadt, Austria", "Neustadt")]
    assembly = built(tmp_path, *texts, profile("Dalian, China", "Dalian", partners="Neustadt"))
    assert len(assembly.accounts) == 3
    assert paths(assembly) == ["cluster/dalian", "cluster/neustadt-austria", "cluster/neustadt-germany"]
    assert assembly.identity.clusters["Neustadt"].path == "cluster/neustadt-unclear"
    assert len(assembly.names.remarks) == 2
    assert not assembly.complete


def test_unknown_clusters_of_one_name_in_two_states(tmp_path: Path) -> None:
    assembly = built(
        tmp_path,
        profile("Springfield, IL, United States", "Springfield, IL"),
        profile("Springfield, MO, United States", "Springfield, MO"),
    )
    assert paths(assembly) == ["cluster/springfield-il", "cluster/springfield-mo"]
    assert not assembly.complete


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Portland, Oregon, United States", "Portland, Maine, United States", "portland-me portland-or"),
        ("Portland, Oregon, US", "Portland, OR, United States", "portland-or"),
        ("Portland, Oregon", "Portland, ME, United States", "portland-me portland-or"),
        ("Taizhou, Jiangsu, China", "Taizhou, Zhejiang Province, China", "taizhou-jiangsu taizhou-zhejiang"),
        ("Taizhou, Jiangsu, China", "Taizhou (China)", "taizhou"),
        ("Perth, Western Australia, Australia", "Perth, United Kingdom", "perth-australia perth-united-kingdom"),
        ("Dalian, Liaoning, China", "Dalian, China", "dalian"),
        ("Birmingham, Alabama", "Birmingham, West Midlands, United Kingdom", "birmingham-al birmingham-united-kingdom"),
        ("London, Ontario, Canada", "London, United Kingdom", "london london-on"),
    ],
)
def test_a_region_that_a_heading_writes_out_tells_clusters_apart(
    tmp_path: Path, one: str, other: str, expected: str
) -> None:
    texts = [profile(heading, heading.partition(",")[0].partition(" (")[0]) for heading in (one, other)]
    texts[1] = texts[1].replace("2024", "2023")
    assert paths(built(tmp_path, *texts)) == [f"cluster/{name}" for name in expected.split()]


def test_a_partner_with_its_state_written_out_is_the_cluster_of_that_state(tmp_path: Path) -> None:
    assembly = built(
        tmp_path,
        profile("Raleigh, NC, United States", "Raleigh"),
        profile("Dalian, China", "Dalian", partners="Raleigh, North Carolina, Birmingham, Alabama, and Paris"),
        profile("Kunming, China", "Kunming", partners="Munich, DE, Toronto, CA, and San Diego, CA"),
    )
    clusters = assembly.identity.clusters
    assert clusters["Munich, DE"].path == "cluster/munich"
    assert clusters["Toronto, CA"].path == "cluster/toronto"
    assert clusters["San Diego, CA"].path == "cluster/san-diego"
    assert clusters["Raleigh, North Carolina"].path == "cluster/raleigh"
    assert clusters["Birmingham, Alabama"].path == "cluster/birmingham-al"


@pytest.mark.parametrize(
    ("headings", "expected", "doubts"),
    [
        (["Birmingham, United Kingdom"], "birmingham-united-kingdom", 0),
        (["Birmingham, AL, United States"], "birmingham-al", 0),
        (["Birmingham, AL, United States", "Birmingham, United Kingdom"], "birmingham-unclear", 1),
        (["Dalian, China"], "birmingham-unclear", 1),
    ],
)
def test_a_partner_without_either_joins_the_one_that_fits(
    tmp_path: Path, headings: list[str], expected: str, doubts: int
) -> None:
    texts = [profile(heading, heading.rpartition(", ")[0]) for heading in headings]
    assembly = built(tmp_path, *texts, profile("Kunming, China", "Kunming", partners="Birmingham"))
    assert assembly.identity.clusters["Birmingham"].path == f"cluster/{expected}"
    assert len(assembly.names.remarks) == doubts


def test_a_partner_with_its_economy_is_the_cluster_there() -> None:
    names = ["Cambridge, United Kingdom", "Cambridge (United Kingdom)", "Washington, DC–Baltimore, MD, United States"]
    clusters = identify_clusters({}, names).clusters
    assert [clusters[name].path for name in names] == [
        "cluster/cambridge", "cluster/cambridge", "cluster/washington-baltimore",
    ]  # fmt: skip
    assert clusters[names[0]].label == "Cambridge"


@pytest.mark.parametrize("target", ["Dairen", "cluster/dairen"])
def test_a_person_makes_two_one(tmp_path: Path, target: str) -> None:
    word = Word(same=(("Dalian", target),))
    texts = [profile("Dalian, China", "Dalian", 2023), profile("Dairen, China", "Dairen")]
    assert paths(built(tmp_path, *texts, word=word)) == ["cluster/dairen"]


def test_a_person_makes_one_two(tmp_path: Path) -> None:
    word = Word(apart=(("Brussels", "Brussels–Antwerp"),))
    texts = [profile("Brussels, Belgium", "Brussels", 2023), profile("Brussels–Antwerp, Belgium", "Brussels–Antwerp")]
    assert len(paths(built(tmp_path, *texts))) == 1
    assert len(paths(built(tmp_path, *texts, word=word))) == 2


def test_a_word_on_nobody_is_told_with_a_near_name(tmp_path: Path) -> None:
    assembly = built(tmp_path, profile("Dalian, China", "Dalian"), word=Word(same=(("Dailan", "Seoul"),)))
    assert assembly.names.unapplied == (
        "a decision speaks of 'Dailan', which is not here; the nearest name is 'Dalian'",
    )


def test_namesakes_in_two_clusters_are_two_persons_until_somebody_says_otherwise(tmp_path: Path) -> None:
    kunming = (ROOT / "seeds" / "kunming.txt").read_text(encoding="utf-8")
    texts = [kunming, kunming.replace("Kunming", "Lanzhou")]
    persons = built(tmp_path, *texts).identity.agents.local
    assert [person["LUO, CAN"].path for person in persons.values()] == [
        "person/kunming/luo-can",
        "person/lanzhou/luo-can",
    ]
    word = Word(same=(("person/lanzhou/luo-can", "person/kunming/luo-can"),))
    persons = built(tmp_path, *texts, word=word).identity.agents.local
    assert {person["LUO, CAN"].path for person in persons.values()} == {"person/kunming/luo-can"}
