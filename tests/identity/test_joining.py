"""Spellings of one organisation are joined on plain grounds only."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.identity import pair_outcome
from gii_graph.assembly import assemble_graph
from gii_graph.identity import Kind, Word
from gii_graph.identity.joining import Listed, doubtful_pairs, join
from gii_graph.identity.names import the_reader
from tests.conftest import ROOT


def listed(name: str, cluster: str = "dalian", economy: str = "CN") -> Listed:
    return Listed(name, name, frozenset({cluster}), frozenset({economy}))


def groups(*entries: Listed, **decided: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    listed = {entry.key: entry for entry in entries}
    return [one.keys for one in join(listed, the_reader(), **decided) if len(one.keys) > 1]


@pytest.fixture(scope="module")
def agents(seeds: Path):
    return assemble_graph(sorted(seeds.glob("*.txt"))).identity.agents.organizations


def test_the_five_profiles_name_24_organisations_and_one_person(seeds: Path) -> None:
    agents = assemble_graph(sorted(seeds.glob("*.txt"))).identity.agents.distinct()
    kinds = [agent.decision.kind for agent in agents.values()]
    assert (kinds.count(Kind.ORGANIZATION), kinds.count(Kind.PERSON)) == (24, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KUNMING UNIV. OF SCIENCE AND TECH.", "KUNMING UNIVERSITY OF SCIENCE AND TECHNOLOGY"),
        ("DALIAN UNIVERSITY OF TECH.", "DALIAN UNIVERSITY OF TECHNOLOGY"),
        ("DICP, CAS", "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"),
    ],
)
def test_the_known_spellings_are_one(agents, one: str, other: str) -> None:
    assert agents[one] is agents[other]
    assert agents[one].label == other
    assert agents[one].spellings == (one,)
    assert agents[one].joined_by


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("HKC", "CHONGQING HKC OPTOELECTRONICS TECH"),
        ("CHONGQING UNIVERSITY", "CHONGQING UNIVERSITY OF POSTS AND TELECOMMUNICATIONS"),
        ("CHONGQING UNIVERSITY", "CHONGQING MEDICAL UNIVERSITY"),
    ],
)
def test_the_known_rivals_are_two(agents, one: str, other: str) -> None:
    assert agents[one] is not agents[other]


def test_the_iri_stays_when_a_fuller_spelling_comes(seeds: Path, tmp_path: Path) -> None:
    text = (seeds / "kunming.txt").read_text(encoding="utf-8")
    (tmp_path / "kunming.txt").write_text(
        text.replace("KUNMING UNIVERSITY OF SCIENCE AND TECHNOLOGY", "KUNMING UNIV. OF SCIENCE AND TECH."),
        encoding="utf-8",
    )
    short = assemble_graph([tmp_path / "kunming.txt"]).identity.agents.organizations[
        "KUNMING UNIV. OF SCIENCE AND TECH."
    ]
    full = assemble_graph([seeds / "kunming.txt"]).identity.agents.organizations["KUNMING UNIV. OF SCIENCE AND TECH."]
    assert short.label != full.label
    assert short.path == full.path == "organization/kunming-university-of-science-and-technology"


def test_the_same_words_join_in_a_cluster_and_in_an_economy() -> None:
    assert groups(listed("DALIAN UNIV."), listed("DALIAN UNIVERSITY", "beijing")) == [
        ("DALIAN UNIV.", "DALIAN UNIVERSITY")
    ]
    assert groups(listed("NATL UNIV."), listed("NATIONAL UNIVERSITY")) == [("NATIONAL UNIVERSITY", "NATL UNIV.")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (listed("NATL UNIV."), listed("NATIONAL UNIVERSITY", "beijing")),
        (listed("DALIAN UNIV."), listed("DALIAN UNIVERSITY", "lyon", "FR")),
        (listed("ACME CO., LTD."), listed("ACME CORP.")),
        (listed("YORK UNIVERSITY - CANADA", "x"), listed("YORK UNIV. - CHINA", "x")),
        (listed("DUT"), listed("DALIAN UNIVERSITY OF TECHNOLOGY")),
        (listed("MIAMI UNIV.", "miami", "US"), listed("UNIVERSITY OF MIAMI", "miami", "US")),
    ],
)
def test_doubtful_names_stay_apart(one: Listed, other: Listed) -> None:
    assert groups(one, other) == []


def test_doubtful_pairs_are_told() -> None:
    entries = [listed("HKC"), listed("CHONGQING HKC OPTOELECTRONICS TECH"), listed("DUT")]
    entries += [listed("DALIAN UNIVERSITY OF TECHNOLOGY"), listed("ACME CO., LTD."), listed("ACME CORP.")]
    assert [(doubt.one, doubt.other) for doubt in doubtful_pairs(entries, the_reader())] == [
        ("ACME CO., LTD.", "ACME CORP."),
        ("DUT", "DALIAN UNIVERSITY OF TECHNOLOGY"),
        ("HKC", "CHONGQING HKC OPTOELECTRONICS TECH"),
    ]


def test_two_short_forms_that_fit_two_names_are_left() -> None:
    assert groups(listed("IOP, CAS"), listed("INSTITUTE OF PHYSICS, CAS"), listed("INSTITUTE OF PLASMA, CAS")) == []


def test_a_person_joins_and_parts() -> None:
    entries = [listed("HKC"), listed("CHONGQING HKC"), listed("ACME"), listed("ACME LTD.")]
    assert groups(*entries, same=[("HKC", "CHONGQING HKC")], apart=[("ACME", "ACME LTD.")]) == [
        ("CHONGQING HKC", "HKC")
    ]


def test_what_a_person_parts_is_joined_in_no_order_of_chance() -> None:
    full = ("DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS", "DAQING INSTITUTE OF CHEMICAL PHYSICS, CAS")
    entries = [listed("DICP, CAS", "a"), listed("D.I.C.P., CAS", "b"), listed(full[0], "a"), listed(full[1], "b")]
    assert groups(*entries, apart=[full]) == groups(*entries[::-1], apart=[full])


def test_a_persons_word_reaches_the_graph(seeds: Path) -> None:
    word = Word(
        same=(("HKC", "CHONGQING HKC OPTOELECTRONICS TECH"),),
        apart=(("DICP, CAS", "DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"),),
    )
    agents = assemble_graph(sorted(seeds.glob("*.txt")), word=word).identity.agents.organizations
    assert agents["HKC"] is agents["CHONGQING HKC OPTOELECTRONICS TECH"]
    assert agents["DICP, CAS"] is not agents["DALIAN INSTITUTE OF CHEMICAL PHYSICS, CAS"]


@given(
    st.permutations(
        [listed("DALIAN UNIV."), listed("DALIAN UNIVERSITY"), listed("DALIAN UNIV. - CHINA", "kunming"), listed("HKC")]
    )
)
def test_joins_do_not_depend_on_order(entries: list[Listed]) -> None:
    assert groups(*entries) == [("DALIAN UNIV.", "DALIAN UNIV. - CHINA", "DALIAN UNIVERSITY")]


CASES = ROOT.parent / "shared" / "cases" / "identity" / "pairs.tsv"


@pytest.mark.skipif(not CASES.exists(), reason="the pairs of names are not at hand")
def test_no_pair_is_joined_wrongly_and_nearly_all_are_joined_that_must_be() -> None:
    with CASES.open(encoding="utf-8", newline="") as stream:
        rows = [*csv.DictReader(stream, delimiter="\t")]
    outcomes = [(row, pair_outcome(row)) for row in rows]
    assert [row for row, outcome in outcomes if row["expect"] in {"ask", "never"} and outcome == "joined"] == []
    assert [row for row, outcome in outcomes if row["expect"] == "ask" and outcome == "two"] == []
    must = [outcome for row, outcome in outcomes if row["expect"] == "join"]
    assert must.count("joined") >= 0.95 * len(must)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ISTANBUL TECH. UNIV.", "ISTANBUL TECHNICAL UNIVERSITY"),
        ("TECH. UNIV. OF DENMARK", "TECHNICAL UNIVERSITY OF DENMARK"),
        ("NANYANG TECH. UNIV.", "NANYANG TECHNOLOGICAL UNIVERSITY"),
        ("MASSACHUSETTS INSTITUTE OF TECHNOLOGY (MIT)", "MASSACHUSETTS INST. OF TECH."),
        ("SEOUL NATIONAL UNIVERSITY (SNU)", "SEOUL NATL UNIV"),
        ("UNIVERSITY COLLEGE LONDON (UCL)", "UNIVERSITY COLLEGE LONDON"),
        ("CNRS", "CENTRE NATIONAL DE LA RECHERCHE SCIENTIFIQUE (CNRS)"),
        ("SHANGHAI JIAO TONG UNIVERSITY", "SHANGHAI JIAOTONG UNIV."),
        ("UNIVERSITÄT ZU KÖLN", "UNIVERSITAET ZU KOELN"),
        ("UNIVERSITÄT TÜBINGEN", "UNIV. TUEBINGEN"),
        ("DOW CHEMICAL COMPANY, THE", "THE DOW CHEMICAL COMPANY"),
        ("BAYER AKTIENGESELLSCHAFT", "BAYER AG"),
        ("PHILIPS NAAMLOZE VENNOOTSCHAP", "PHILIPS N.V."),
        ("HARVARD COLLEGE, PRESIDENT AND FELLOWS OF", "PRESIDENT AND FELLOWS OF HARVARD COLLEGE"),
    ],
)
def test_other_readings_join(one: str, other: str) -> None:
    assert groups(listed(one), listed(other)) == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WASHINGTON UNIVERSITY (WUSTL)", "WASHINGTON UNIVERSITY"),
        ("MIAMI UNIV. (MU)", "UNIVERSITY OF MIAMI"),
        ("BAYER AKTIENGESELLSCHAFT", "BAYER GMBH"),
        ("SHANXI NORMAL UNIVERSITY", "SHAANXI NORMAL UNIVERSITY"),
        ("NANJING TECH. UNIV.", "NANJING UNIVERSITY OF TECHNOLOGY"),
        ("MEI", "MITSUBISHI ELECTRIC"),
    ],
)
def test_what_only_looks_alike_stays_apart(one: str, other: str) -> None:
    assert groups(listed(one), listed(other)) == []


def test_a_reading_that_fits_two_names_joins_with_none() -> None:
    names = ["XIAN MED. UNIV.", "XIAN MEDICINE UNIVERSITY", "XIAN MEDICALE UNIVERSITY"]
    assert all("MEDICALE" not in " ".join(group) for group in groups(*map(listed, names)))


def test_one_name_in_two_economies_is_two_organisations_that_are_asked(tmp_path: Path) -> None:
    kunming = (ROOT / "seeds" / "kunming.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(kunming, "utf-8")
    boston = kunming.replace("Kunming, China", "Boston–Cambridge, MA, United States").replace("26 Chinese", "22 US")
    (tmp_path / "b.txt").write_text(boston, "utf-8")
    agents = assemble_graph(sorted(tmp_path.glob("*.txt"))).identity.agents
    named = {path: agent for path, agent in agents.distinct().items() if agent.label == "KUNMING MEDICAL UNIVERSITY"}
    assert sorted(named) == [
        "organization/kunming-medical-university-china",
        "organization/kunming-medical-university-united-states-of-america",
    ]
    entries = [
        Listed(path, agent.label, frozenset({path}), frozenset({path[-2:]})) for path, agent in sorted(named.items())
    ]
    assert [(doubt.one, doubt.other) for doubt in doubtful_pairs(entries, the_reader())] == [tuple(sorted(named))]
    word = Word(same=(tuple(sorted(named)),))
    joined = assemble_graph(sorted(tmp_path.glob("*.txt")), word=word).identity.agents.distinct()
    assert "organization/kunming-medical-university" in joined


def pair(one: str, other: str, there: str = "Boston", elsewhere: str = "Boston", economy: str = "Germany") -> str:
    """Whether two names are "joined", "asked" or "two", listed for two clusters, or one, of one economy."""
    listings = {"cluster": there, "cluster_of_b": elsewhere, "economy": economy, "economy_of_b": economy}
    return pair_outcome({"a": one, "b": other, **listings})


@pytest.mark.parametrize(
    "name",
    [
        "GENERAL HOSPITAL", "ST. MARY'S HOSPITAL", "FIRST PEOPLES HOSPITAL", "UNIVERSITATSKLINIKUM",
        "SACRED HEART HOSPITAL", "HOSPITAL SAN JUAN DE DIOS", "GOVERNMENT MEDICAL COLLEGE", "INSTITUTE OF PHYSICS",
        "FACULTE DES SCIENCES", "ECOLE NORMALE SUPERIEURE", "CENTRO DE INVESTIGACION", "NORMAL UNIVERSITY",
        "EYE AND EAR HOSPITAL", "DEPARTMENT OF PHYSICS", "DEPT. OF HORTICULTURE", "DIVISION OF NEPHROLOGY",
        "DIPARTIMENTO DI FISICA", "INSTITUT D'HISTOIRE", "TECHNOLOGY TRANSFER OFFICE", "CITY COUNCIL",
        "COUNTY HEALTH DEPARTMENT", "CENTRO DE INVESTIGACAO EM EDUCACAO", "GRADUATE SCHOOL OF ENGINEERING",
        "DEPARTMENT OF VETERANS AFFAIRS MEDICAL CENTER", "LABORATOIRE DE BIOCHIMIE", "NATURAL HISTORY MUSEUM",
    ],
)  # fmt: skip
def test_a_name_that_any_city_may_have_is_one_organisation_in_each_and_asked(name: str) -> None:
    assert pair(name, name, "Boston", "Chicago") == "asked"
    assert pair(name, name) == "joined"


@pytest.mark.parametrize(
    "name",
    ["NATIONAL CANCER CENTER", "GENERAL ELECTRIC COMPANY", "MINISTRY OF HEALTH", "SIEMENS AG", "HARVARD UNIVERSITY",
     "CENTRE NATIONAL DE LA RECHERCHE SCIENTIFIQUE (CNRS)", "MEDICAL UNIVERSITY - AUSTRIA", "GENERAL ELECTRIC",
     "UNIVERSITY OF CALIFORNIA SAN DIEGO", "UNIVERSIDADE DE SAO PAULO", "NATIONAL INSTITUTES OF HEALTH (NIH)",
     "DEPARTMENT OF DEFENSE", "CENTRAL SOUTH UNIVERSITY", "TECHNICAL UNIVERSITY OF SOFIA", "PATENT OFFICE",
     "CITY OF HOPE", "MEDICAL RESEARCH COUNCIL"],
)  # fmt: skip
def test_a_name_that_an_economy_has_once_is_one_wherever_it_is_listed(name: str) -> None:
    assert pair(name, name, "Boston", "Chicago") == "joined"


def test_spellings_of_a_name_that_any_city_may_have_are_joined_in_one_city_alone() -> None:
    assert pair("INST. OF PHYSICS", "INSTITUTE OF PHYSICS") == "joined"
    assert pair("INST. OF PHYSICS", "INSTITUTE OF PHYSICS", "Boston", "Chicago") == "asked"


def test_the_iri_of_a_name_that_any_city_may_have_names_the_city_where_several_list_it(tmp_path: Path) -> None:
    kunming = (ROOT / "seeds" / "kunming.txt").read_text("utf-8").replace("KUNMING MEDICAL", "MEDICAL")
    (tmp_path / "a.txt").write_text(kunming, "utf-8")
    (tmp_path / "b.txt").write_text(kunming.replace("Kunming", "Lanzhou"), "utf-8")
    paths = assemble_graph(sorted(tmp_path.glob("*.txt"))).identity.agents.distinct()
    both = {"organization/medical-university-kunming", "organization/medical-university-lanzhou"}
    assert both <= paths.keys()
    word = Word(same=(tuple(sorted(both)),))
    joined = assemble_graph(sorted(tmp_path.glob("*.txt")), word=word).identity.agents.distinct()
    assert "organization/medical-university" in joined


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("KU LEUVEN", "KATHOLIEKE UNIVERSITEIT LEUVEN"),
        ("UT AUSTIN", "UNIVERSITY OF TEXAS AUSTIN"),
        ("UNIVERSITAT HEIDELBERG", "HEIDELBERG UNIVERSITY"),
        ("RIJKSUNIVERSITEIT GRONINGEN", "UNIVERSITY OF GRONINGEN"),
        ("ISTANBUL TEKNIK UNIVERSITESI", "TECHNICAL UNIVERSITY OF ISTANBUL"),
        ("UNIVERSIDAD NACIONAL AUTONOMA DE MEXICO", "NATIONAL AUTONOMOUS UNIVERSITY OF MEXICO"),
        ("MAX-PLANCK-GESELLSCHAFT", "MAX PLANCK SOCIETY"),
        ("UNIWERSYTET WARSZAWSKI", "UNIVERSITY OF WARSAW"),
        ("POLITECHNIKA WARSZAWSKA", "WARSAW UNIVERSITY OF TECHNOLOGY"),
        ("KØBENHAVNS UNIVERSITET", "UNIVERSITY OF COPENHAGEN"),
        ("DANMARKS TEKNISKE UNIVERSITET", "TECHNICAL UNIVERSITY OF DENMARK"),
        ("POLITECNICO DI TORINO", "POLYTECHNIC UNIVERSITY OF TURIN"),
        ("UNIVERSITÄTSKLINIKUM HEIDELBERG", "HEIDELBERG UNIVERSITY HOSPITAL"),
        ("DEUTSCHES KREBSFORSCHUNGSZENTRUM", "GERMAN CANCER RESEARCH CENTER"),
        ("CONSIGLIO NAZIONALE DELLE RICERCHE", "NATIONAL RESEARCH COUNCIL"),
        ("BUDAPESTI MŰSZAKI ÉS GAZDASÁGTUDOMÁNYI EGYETEM", "BUDAPEST UNIVERSITY OF TECHNOLOGY AND ECONOMICS"),
        ("L'UNIVERSITÉ DE GENÈVE", "UNIVERSITY OF GENEVA"),
        ("QINGHUA DAXUE", "TSINGHUA UNIVERSITY"),
        ("ROSSIYSKAYA AKADEMIYA NAUK", "RUSSIAN ACADEMY OF SCIENCES"),
    ],
)
def test_a_name_in_another_language_order_or_by_its_initials_is_asked(one: str, other: str) -> None:
    assert pair(one, other) == "asked"
    assert pair(other, one) == "asked"


def test_a_name_that_states_its_country_is_one_wherever_it_is_listed(tmp_path: Path) -> None:
    chongqing = (ROOT / "seeds" / "chongqing.txt").read_text(encoding="utf-8")
    (tmp_path / "a.txt").write_text(chongqing, "utf-8")
    paris = chongqing.replace("Chongqing, China", "Paris, France").replace("26 Chinese", "26 French")
    (tmp_path / "b.txt").write_text(paris, "utf-8")
    agents = assemble_graph(sorted(tmp_path.glob("*.txt"))).identity.agents
    assert agents.organizations["SOUTHWEST UNIVERSITY - CHINA"].path == "organization/southwest-university-china"
