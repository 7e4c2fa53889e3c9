"""A graph must agree with the lines that it quotes; what other people add to it must pass."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from gii_graph.graph import describe, turtle
from gii_graph.identity import Mentions, identify
from gii_graph.reading import read_profile
from gii_graph.validation.check import Engine, check
from gii_graph.vocabulary import BASE, GII, RDFS
from tests.conftest import ROOT, THOROUGH
from tests.validation.test_mutations import PROLOGUE, add, change, found

PATENTS, ARTICLES = "patents", "articles"
CLUSTERS = ("beijing", "changsha", "chongqing", "dalian", "kunming")
TEXT = (ROOT / "output" / "gii.ttl").read_text("utf-8")


def store_of(text: str) -> Store:
    store = Store()
    store.load(text.encode(), format=RdfFormat.TURTLE)
    return store


def value(subject: str, predicate: str) -> str:
    """The one value that the graph of the seeds states, in SPARQL's notation."""
    quads = SEEDS.quads_for_pattern(NamedNode(f"{BASE}{subject}"), NamedNode(predicate), None, DefaultGraph())
    (quad,) = quads
    return str(quad.object)


def path(iri: str) -> str:
    return iri.strip("<>").removeprefix(BASE)


def evidence(node: str) -> str:
    found = SEEDS.quads_for_pattern(None, NamedNode(GII.evidenceFor), NamedNode(f"{BASE}{node}"), DefaultGraph())
    return min(path(str(quad.subject)) for quad in found)


SEEDS = store_of(TEXT)


def swap(one: str, other: str, predicate: str, iri: str, second: str = "", second_iri: str = "") -> str:
    """Give each of two nodes the other's value; or two properties of nodes each other's."""
    second, second_iri = second or predicate, second_iri or iri
    return f"{change(one, predicate, value(other, second_iri))}; {change(other, second, value(one, iri))}"


def listing(cluster: str, activity: str, rank: int) -> str:
    return f"listing/2024/{cluster}/{activity}/{rank}"


def tie(cluster: str, activity: str, rank: int) -> str:
    return f"tie/2024/{cluster}/{activity}/{rank}"


def corruptions() -> Iterator[tuple[str, str]]:  # a list of what can go wrong
    activities = {PATENTS: "gii:filedPatents", ARTICLES: "gii:publishedArticles"}
    for cluster, activity in itertools.product(CLUSTERS, activities):
        first, second, third = (listing(cluster, activity, rank) for rank in (1, 2, 3))
        where = f"{cluster}, {activity}"
        yield f"agents of two rows swapped: {where}", swap(first, second, "gii:agent", GII.agent)
        yield f"names of two rows swapped: {where}", swap(first, second, "gii:asNamed", GII.asNamed)
        both = f"{swap(first, third, 'gii:agent', GII.agent)}; {swap(first, third, 'gii:asNamed', GII.asNamed)}"
        yield f"agents and names of two rows swapped: {where}", both
        yield (
            f"lines of two rows swapped: {where}",
            swap(evidence(first), evidence(second), "gii:evidenceFor", GII.evidenceFor),
        )
        yield f"count is its rank: {where}", change(third, "gii:count", "3")
        yield f"relabelled agent: {where}", change(path(value(second, GII.agent)), "rdfs:label", "'SOMEBODY ELSE'")
        yield f"name of a row cut: {where}", change(first, "gii:asNamed", value(first, GII.asNamed)[:-2] + '"')
        yield f"another line quoted: {where}", change(evidence(first), "gii:quote", value(evidence(third), GII.quote))
    for cluster in CLUSTERS:
        profile, heading = f"profile/2024/{cluster}", evidence(f"cluster/{cluster}")
        other = "beijing" if cluster != "beijing" else "dalian"
        source = path(value(heading, GII.source))
        yield f"relabelled cluster: {cluster}", change(f"cluster/{cluster}", "rdfs:label", "'Atlantis'@en")
        yield f"wrong line: {cluster}", change(heading, "gii:line", "7")
        yield f"wrong source: {cluster}", change(heading, "gii:source", value(evidence(f"cluster/{other}"), GII.source))
        yield f"wrong checksum: {cluster}", change(source, "gii:sha256", f'"{"0123" * 16}"')
        yield f"wrong file: {cluster}", change(source, "gii:fileName", '"other.txt"')
        yield (
            f"other economy: {cluster}",
            (
                change(f"cluster/{cluster}", "gii:inEconomy", "<economy/japan>")
                + f"; INSERT DATA {{ <economy/japan> a gii:Economy ; rdfs:label 'Japan'@en }};"
                f"DELETE DATA {{ <{heading}> gii:evidenceFor <economy/china> }};"
                f"INSERT DATA {{ <{heading}> gii:evidenceFor <economy/japan> }}"
            ),
        )
        yield (
            f"intensities swapped: {cluster}",
            swap(
                profile,
                profile,
                "gii:patentsPerMillion",
                GII.patentsPerMillion,
                "gii:articlesPerMillion",
                GII.articlesPerMillion,
            ),
        )
        yield (
            f"ranks swapped: {cluster}",
            swap(profile, profile, "gii:rank", GII.rank, "gii:intensityRank", GII.intensityRank),
        )
        yield f"shares swapped: {cluster}", swap(
            profile, profile, "gii:patentCollaborationShare", GII.patentCollaborationShare,
            "gii:articleCollaborationShare", GII.articleCollaborationShare,
        )  # fmt: skip
        for activity in activities:
            one, two = tie(cluster, activity, 1), tie(cluster, activity, 2)
            yield f"partners swapped: {cluster}, {activity}", swap(one, two, "gii:toCluster", GII.toCluster)
            yield (
                f"partners and names swapped: {cluster}, {activity}",
                (f"{swap(one, two, 'gii:toCluster', GII.toCluster)}; {swap(one, two, 'gii:asNamed', GII.asNamed)}"),
            )
            yield f"ranks of partners swapped: {cluster}, {activity}", swap(one, two, "gii:rank", GII.rank)
            yield f"partner renamed: {cluster}, {activity}", change(one, "gii:asNamed", '"Atlantis"')
    yield "relabelled economy", change("economy/china", "rdfs:label", "'Japan'@en")
    yield (
        "second economy",
        (
            add("cluster/beijing", "gii:inEconomy", "<economy/japan>")
            + "; INSERT DATA { <economy/japan> a gii:Economy ; rdfs:label 'Japan'@en };"
            + add(evidence("cluster/beijing"), "gii:evidenceFor", "<economy/japan>")
        ),
    )
    for partner in ("tokyo-yokohama", "nanjing", "zhengzhou", "los-angeles"):
        yield f"relabelled partner: {partner}", change(f"cluster/{partner}", "rdfs:label", "'Atlantis'@en")
    yield "labels of two clusters swapped", swap("cluster/beijing", "cluster/nanjing", "rdfs:label", RDFS.label)


CORRUPTIONS = dict(corruptions())


def test_there_are_enough_corruptions() -> None:
    from tests.validation.test_mutations import TABLE

    assert len(CORRUPTIONS) >= 150
    assert len(CORRUPTIONS) + len(TABLE) >= 300


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_what_disagrees_with_its_line_is_found(name: str) -> None:
    spoilt = store_of(TEXT)
    spoilt.update(PROLOGUE + CORRUPTIONS[name])
    assert set(spoilt) != set(SEEDS), "the corruption changes nothing"
    outcome = check(spoilt)
    assert outcome.findings
    assert all(finding.citations or finding.rule == "economy-is-mentioned" for finding in outcome.findings)
    if THOROUGH:
        assert found(check(spoilt, Engine.SHACL)) == found(outcome)


# pyshacl takes seconds for this graph: forty corruptions go before it at once, unless thoroughness is asked for.
@pytest.mark.parametrize("start", range(0, len(CORRUPTIONS), 40))
def test_both_engines_find_what_disagrees(start: int) -> None:
    spoilt = store_of(TEXT)
    for name in sorted(CORRUPTIONS, key=lambda name: hashlib.sha256(name.encode()).digest())[start : start + 40]:
        spoilt.update(PROLOGUE + CORRUPTIONS[name])
    both = [found(check(spoilt, engine)) for engine in Engine]
    assert both[0] == both[1] != set()


LANGUAGES = {
    "zh": "北京",
    "fr": "Pékin",
    "de": "Peking",
    "ru": "Пекин",
    "ja": "北京市",
    "ar": "بكين",
    "ko": "베이징",
    "es": "Pekín",
}
UNIVERSITY = "organization/tsinghua-university"
PREFIXES = """PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX schema: <https://schema.org/> PREFIX ex: <https://example.org/>
PREFIX dcterms: <http://purl.org/dc/terms/> PREFIX geo: <http://www.w3.org/2003/01/geo/wgs84_pos#>
"""


def additions() -> Iterator[tuple[str, str]]:
    for (language, name), node in itertools.product(
        LANGUAGES.items(), ("cluster/beijing", UNIVERSITY, "economy/china")
    ):
        yield f"label in {language}: {node}", add(node, "rdfs:label", f"'{name}'@{language}")
        if language in {"zh", "fr"}:
            yield f"other name in {language}: {node}", add(node, "skos:altLabel", f"'{name}'@{language}")
    for node in ("cluster/beijing", UNIVERSITY, "economy/china", "cluster/nanjing", "profile/2024/beijing"):
        yield f"other people's same thing: {node}", add(node, "owl:sameAs", "<http://dbpedia.org/resource/It>")
        yield f"other people's node that is the same: {node}", f"INSERT DATA {{ ex:it owl:sameAs <{node}> }}"
        yield f"comment: {node}", add(node, "rdfs:comment", "'Seen in Beijing'@en")
        yield f"see also: {node}", add(node, "rdfs:seeAlso", "<https://example.org/>")
        yield f"page: {node}", add(node, "schema:url", "<https://example.org/>")
    for node, kind in (
        (UNIVERSITY, "foaf:Organization"),
        ("cluster/beijing", "schema:Place"),
        ("economy/china", "ex:Country"),
    ):
        yield f"class of others: {node}", add(node, "a", kind)
    yield "other spelling", add(UNIVERSITY, "skos:altLabel", "'Tsinghua Univ.'")
    yield "coordinates", add("cluster/beijing", "geo:lat", "39.9")
    yield (
        "address of a document",
        add(path(value(evidence("cluster/beijing"), GII.source)), "schema:url", "<https://wipo.int/x>"),
    )
    yield (
        "day of a document",
        add(path(value(evidence("cluster/beijing"), GII.source)), "dcterms:date", "'2024-11-01'^^xsd:date"),
    )
    yield "nodes of others", "INSERT DATA { ex:p a foaf:Person ; foaf:knows [ a foaf:Person ] }"
    yield (
        "a line of others",
        (
            "INSERT DATA { ex:line a gii:Evidence ; gii:evidenceFor <cluster/beijing> ; gii:line 3 ; "
            "gii:quote 'Peking' ; "
            "gii:evidenceProperty rdfs:label ; gii:source ex:document . ex:document a gii:SourceDocument ; "
            f"gii:fileName 'book.txt' ; gii:sha256 '{'f' * 64}' ; gii:encoding 'utf-8' }}"
        ),
    )


ADDITIONS = dict(additions())


def test_there_are_enough_additions() -> None:
    assert len(ADDITIONS) >= 60


@pytest.mark.parametrize("name", ADDITIONS)
def test_what_others_add_is_not_blamed(name: str) -> None:
    store = store_of(TEXT)
    store.update(PREFIXES + PROLOGUE.replace("BASE", "BASE", 1) + ADDITIONS[name])
    assert set(store) != set(SEEDS)
    assert check(store).findings == ()
    if THOROUGH:
        assert check(store, Engine.SHACL).findings == ()


def test_both_engines_pass_all_that_others_add() -> None:
    store = store_of(TEXT)
    for addition in ADDITIONS.values():
        store.update(PREFIXES + PROLOGUE + addition)
    assert check(store).findings == check(store, Engine.SHACL).findings == ()


def test_both_engines_pass_all_additions_and_find_swaps(good: Store) -> None:
    good.update(PROLOGUE + add("cluster/alpha", "rdfs:label", "'阿尔法'@zh"))
    good.update(PROLOGUE + add("organization/alpha-works", "owl:sameAs", "<http://dbpedia.org/resource/Alpha>"))
    assert check(good).findings == check(good, Engine.SHACL).findings == ()
    good.update(PROLOGUE + change("listing/2024/alpha/articles/1", "gii:agent", "<organization/alpha-college>"))
    for engine in Engine:
        assert "agent-bears-name" in {finding.rule for finding in check(good, engine).findings}


def graph_of(*files: tuple[str, bytes]) -> str:
    profiles = [read_profile(name, content).profile for name, content in files]
    return "".join(turtle(describe(profiles, identify(Mentions.of(profiles))), BASE))


def test_graphs_of_different_people_can_be_merged(seeds: Path) -> None:
    files = {file.name: file.read_bytes() for file in sorted(seeds.glob("*.txt"))}
    mine = graph_of(*files.items())
    yours = graph_of(*((f"copy of {name}", content) for name, content in files.items()))
    few = graph_of(*list(files.items())[:2])
    for other in (yours, few):
        store = store_of(mine)
        store.load(other.encode(), format=RdfFormat.TURTLE)
        assert check(store).findings == ()
    other_content = graph_of(*((name, content + b"\n") for name, content in files.items()))
    store = store_of(mine)
    store.load(other_content.encode(), format=RdfFormat.TURTLE)
    assert check(store).findings == ()


def test_a_line_that_is_no_profile_holds_the_name_at_least() -> None:
    store = store_of(TEXT)
    line = evidence(listing("beijing", PATENTS, 1))
    store.update(PROLOGUE + change(line, "gii:quote", "'BOE TECHNOLOGY holds 9,607 patents, 23% of all'"))
    assert check(store).findings == ()
    row = NamedNode(f"{BASE}{listing('beijing', PATENTS, 1)}")
    store.remove(Quad(row, NamedNode(GII.asNamed), Literal("BOE TECHNOLOGY")))
    store.add(Quad(row, NamedNode(GII.asNamed), Literal("BOE")))
    assert "agent-bears-name" in {finding.rule for finding in check(store).findings}


def test_every_rule_of_agreement_is_explained() -> None:
    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    modules = (ROOT / "gii_graph" / "validation" / f"{name}.py" for name in ("agreement", "bearing"))
    rules = {rule for module in modules for rule in re.findall(r'_finding\(\s*"([a-z-]+)"', module.read_text("utf-8"))}
    assert len(rules) >= 10
    assert {rule for rule in rules if f"`{rule}`" not in page} == set()
