"""Each way to spoil a good graph is found, under the rule it breaks, by both engines alike."""

from __future__ import annotations

import hashlib

import pytest
from pyoxigraph import Store

from gii_graph.validation.check import Engine, Outcome, check
from gii_graph.validation.contradictions import ARITHMETIC
from gii_graph.vocabulary import BASE, ONTOLOGY
from tests.conftest import ROOT, THOROUGH

PROLOGUE = f"""BASE <{BASE}>
PREFIX gii: <{ONTOLOGY}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""


def change(node: str, predicate: str, value: str) -> str:
    """Return the update that gives a node another value."""
    return (
        f"DELETE {{ <{node}> {predicate} ?old }} INSERT {{ <{node}> {predicate} {value} }} "
        f"WHERE {{ <{node}> {predicate} ?old }}"
    )


def add(node: str, predicate: str, value: str) -> str:
    return f"INSERT DATA {{ <{node}> {predicate} {value} }}"


def drop(node: str, predicate: str) -> str:
    return f"DELETE WHERE {{ <{node}> {predicate} ?old }}"


def drop_node(node: str) -> str:
    return f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER(?s = <{node}> || ?o = <{node}>) }}"


ROW, TIE, FIELD = (
    "listing/2024/alpha/patents/1",
    "tie/2024/alpha/patents/1",
    "field-share/2024/alpha/patents/semiconductors",
)
PROFILE, EVIDENCE = "profile/2024/alpha", "evidence/aaaaaaaa/20"

# What was spoilt: (the rule that must find it, the update that spoils it).
MUTATIONS = {
    "blank node": ("node-has-iri", "INSERT DATA { [] a gii:Economy ; rdfs:label 'Nowhere' }"),
    "two kinds": ("node-is-of-one-kind", add("organization/alpha-works", "a", "gii:Person")),
    "cluster is economy": ("node-is-of-one-kind", add("cluster/alpha", "a", "gii:Economy")),
    "misspelt class": ("class-is-known", change("economy/utopia", "a", "gii:Econommy")),
    "class lost": ("node-has-class", drop(ROW, "a")),
    "misspelt property": ("profile-properties", f"{drop(PROFILE, 'gii:rank')}; {add(PROFILE, 'gii:ranck', '3')}"),
    "rank on a cluster": ("cluster-properties", add("cluster/alpha", "gii:rank", "3")),
    "count on an economy": ("economy-properties", add("economy/utopia", "gii:count", "3")),
    "share on an agent": ("agent-properties", add("organization/alpha-works", "gii:share", "3.5")),
    "field on a row": ("listing-properties", add(ROW, "gii:field", "'Chemistry'@en")),
    "count on a tie": ("tie-properties", add(TIE, "gii:count", "3")),
    "rank on a field": ("field-properties", add(FIELD, "gii:rank", "3")),
    "rank on evidence": ("evidence-properties", add(EVIDENCE, "gii:rank", "3")),
    "line on a source": ("source-properties", add("source/alpha.txt-aaaaaaaa", "gii:line", "3")),
    "cluster without label": ("cluster-label", drop("cluster/gamma", "rdfs:label")),
    "two labels": ("cluster-label", add("cluster/alpha", "rdfs:label", "'Alfa'@en")),
    "blank label": ("cluster-label", change("cluster/alpha", "rdfs:label", "'  '@en")),
    "economy unknown": ("cluster-economy", add("cluster/alpha", "gii:inEconomy", "<economy/elsewhere>")),
    "economy without evidence": ("cluster-economy-evidence", drop("evidence/aaaaaaaa/6", "gii:evidenceProperty")),
    "profile unknown": ("cluster-profile", add("cluster/alpha", "gii:hasProfile", "<profile/2023/alpha>")),
    "two profiles of one edition": (
        "cluster-one-profile-per-edition",
        "INSERT DATA { <cluster/alpha> gii:hasProfile <profile/2024/alfa> . "
        "<profile/2024/alfa> a gii:ClusterProfile ; gii:edition 2024 }",
    ),
    "orphan cluster": ("cluster-is-mentioned", "INSERT DATA { <cluster/x> a gii:Cluster ; rdfs:label 'X'@en }"),
    "cluster IRI": ("cluster-iri", "INSERT DATA { <cluster/X Y> a gii:Cluster }".replace("X Y", "X_Y")),
    "city of another registry": (
        "cluster-anchor-city",
        add("cluster/alpha", "gii:anchorCity", "<http://geonames.org/1>"),
    ),
    "city as text": ("cluster-anchor-city", add("cluster/alpha", "gii:anchorCity", "'1816670'")),
    "partner is no cluster": ("partner-is-cluster", add("cluster/alpha", "gii:collaboratesWith", "<economy/utopia>")),
    "partner of itself": ("partner-is-another", add("cluster/alpha", "gii:collaboratesWith", "<cluster/alpha>")),
    "patents partner without tie": (
        "partner-for-patents-has-tie",
        add("cluster/beta", "gii:collaboratesOnPatentsWith", "<cluster/gamma>"),
    ),
    "articles partner without tie": (
        "partner-for-articles-has-tie",
        add("cluster/beta", "gii:collaboratesOnArticlesWith", "<cluster/gamma>"),
    ),
    "partner without tie": ("partner-has-tie", add("cluster/beta", "gii:collaboratesWith", "<cluster/gamma>")),
    "tie deleted": ("partner-for-patents-has-tie", drop_node(TIE)),
    "tie without general direct triple": ("tie-has-general-direct", drop("cluster/beta", "gii:collaboratesWith")),
    "tie without patents triple": ("tie-for-patents-has-direct", drop("cluster/beta", "gii:collaboratesOnPatentsWith")),
    "tie without articles triple": (
        "tie-for-articles-has-direct",
        drop("cluster/alpha", "gii:collaboratesOnArticlesWith"),
    ),
    "economy without label": ("economy-label", drop("economy/utopia", "rdfs:label")),
    "economy IRI": ("economy-iri", "INSERT DATA { <country/x> a gii:Economy }"),
    "orphan economy": ("economy-is-mentioned", "INSERT DATA { <economy/x> a gii:Economy ; rdfs:label 'X'@en }"),
    "agent without label": ("agent-label", drop("person/alpha/doe-jane", "rdfs:label")),
    "agent class lost": ("agent-class", "DELETE DATA { <person/alpha/doe-jane> a gii:Agent }"),
    "agent of no kind": ("agent-kind", "DELETE DATA { <person/alpha/doe-jane> a gii:Person }"),
    "organisation IRI": ("organization-iri", add("person/alpha/doe-jane", "a", "gii:Organization")),
    "person IRI": ("person-iri", add("organization/small-shop", "a", "gii:Person")),
    "two deciding rules": ("agent-kind-decided-by", add("person/alpha/doe-jane", "gii:kindDecidedBy", "'a coin'")),
    "agent listed by nobody": ("agent-is-listed", drop_node("listing/2024/alpha/patents/2")),
    "filed without row": ("filed-has-listing", add("person/alpha/doe-jane", "gii:filedPatents", "<cluster/beta>")),
    "published without row": (
        "published-has-listing",
        add("organization/alpha-works", "gii:publishedArticles", "<cluster/alpha>"),
    ),
    "row without filed": ("patent-listing-has-direct", drop("person/alpha/doe-jane", "gii:filedPatents")),
    "row without published": (
        "article-listing-has-direct",
        drop("organization/alpha-college", "gii:publishedArticles"),
    ),
    "person linked to ROR": (
        "person-has-no-registry-link",
        add("person/alpha/doe-jane", "skos:exactMatch", "<https://ror.org/03cve4549>"),
    ),
    "person linked closely": (
        "person-has-no-registry-link",
        add("person/alpha/doe-jane", "skos:closeMatch", "<http://www.wikidata.org/entity/Q1>"),
    ),
    "sameAs": ("no-same-as", add("organization/alpha-works", "owl:sameAs", "<https://ror.org/03cve4549>")),
    "link as text": ("link-is-iri", add("organization/alpha-works", "skos:exactMatch", "'03cve4549'")),
    "close link as text": ("close-link-is-iri", add("cluster/alpha", "skos:closeMatch", "'Q956'")),
    "ROR of a wrong form": (
        "identifier-form",
        add("organization/alpha-works", "skos:exactMatch", "<http://ror.org/03cve4549>"),
    ),
    "Wikidata page, not entity": (
        "identifier-form",
        add("organization/alpha-works", "skos:closeMatch", "<https://www.wikidata.org/wiki/Q42>"),
    ),
    "cluster linked to ROR": (
        "ror-is-for-organizations",
        add("cluster/alpha", "skos:closeMatch", "<https://ror.org/03cve4549>"),
    ),
    "two ROR identifiers": (
        "one-identifier-per-registry",
        add("organization/alpha-works", "skos:exactMatch", "<https://ror.org/03cve4549>, <https://ror.org/02v51f717>"),
    ),
    "one ROR identifier for two": (
        "identifier-of-one-node",
        add("organization/alpha-works", "skos:exactMatch", "<https://ror.org/03cve4549>")
        + ";"
        + add("organization/beta-works", "skos:exactMatch", "<https://ror.org/03cve4549>"),
    ),
    "profile IRI": ("profile-iri", "INSERT DATA { <profile/alpha> a gii:ClusterProfile }"),
    "contradictory edition": ("profile-edition", add(PROFILE, "gii:edition", "2023")),
    "edition lost": ("profile-edition", drop(PROFILE, "gii:edition")),
    "edition before the first": ("profile-edition", change(PROFILE, "gii:edition", "1924")),
    "profile of nobody": ("profile-cluster", drop("cluster/beta", "gii:hasProfile")),
    "profile of two": ("profile-cluster", add("cluster/beta", "gii:hasProfile", f"<{PROFILE}>")),
    "profile IRI of another edition": ("profile-iri-agrees", change(PROFILE, "gii:edition", "2023")),
    "two ranks": ("profile-rank", add(PROFILE, "gii:rank", "4")),
    "rank 0": ("profile-rank", change(PROFILE, "gii:rank", "0")),
    "national rank that is no integer": (
        "profile-national-rank",
        change(PROFILE, "gii:nationalRank", "'x'^^xsd:integer"),
    ),
    "rank as text": ("profile-rank", change(PROFILE, "gii:rank", "'3rd'")),
    "rank that is no integer": ("profile-rank", change(PROFILE, "gii:rank", "'third'^^xsd:integer")),
    "rank beyond counting": ("profile-rank", change(PROFILE, "gii:rank", "99999999999999999999999")),
    "rank as decimal": ("profile-intensity-rank", change(PROFILE, "gii:intensityRank", "11.0")),
    "negative national rank": ("profile-national-rank", change(PROFILE, "gii:nationalRank", "-2")),
    "national rank beyond the clusters": ("national-rank-within-clusters", change(PROFILE, "gii:nationalRank", "27")),
    "national rank behind the rank": ("national-rank-within-rank", change(PROFILE, "gii:nationalRank", "4")),
    "no clusters": ("profile-clusters-in-economy", change(PROFILE, "gii:clustersInEconomy", "0")),
    "negative intensity": ("profile-patents-per-million", change(PROFILE, "gii:patentsPerMillion", "-1")),
    "negative deals": (
        "profile-venture-capital-deals-per-million",
        add(PROFILE, "gii:ventureCapitalDealsPerMillion", "-1"),
    ),
    "two intensities": ("profile-articles-per-million", add(PROFILE, "gii:articlesPerMillion", "1")),
    "share over 100": ("profile-patent-collaboration-share", change(PROFILE, "gii:patentCollaborationShare", "117.5")),
    "share as integer": ("profile-article-collaboration-share", change(PROFILE, "gii:articleCollaborationShare", "63")),
    "below a negative share": (
        "profile-patent-collaboration-share-below",
        change("profile/2024/beta", "gii:patentCollaborationShareBelow", "-1.5"),
    ),
    "below over 100": (
        "profile-article-collaboration-share-below",
        add("profile/2024/beta", "gii:articleCollaborationShareBelow", "100.5"),
    ),
    "wrong PCT applications": ("profile-patent-applications", add(PROFILE, "gii:patentApplications", "-1")),
    "wrong scientific articles": ("profile-scientific-articles", add(PROFILE, "gii:scientificArticles", "-1")),
    "wrong venture capital deals": ("profile-venture-capital-deals", add(PROFILE, "gii:ventureCapitalDeals", "-1")),
    "wrong patent share of the world": (
        "profile-patent-share-of-world",
        add(PROFILE, "gii:patentShareOfWorld", "100.5"),
    ),
    "wrong patent share of the world below": (
        "profile-patent-share-of-world-below",
        add(PROFILE, "gii:patentShareOfWorldBelow", "100.5"),
    ),
    "wrong article share of the world": (
        "profile-article-share-of-world",
        add(PROFILE, "gii:articleShareOfWorld", "100.5"),
    ),
    "wrong article share of the world below": (
        "profile-article-share-of-world-below",
        add(PROFILE, "gii:articleShareOfWorldBelow", "100.5"),
    ),
    "wrong venture capital deal share of the world": (
        "profile-venture-capital-deal-share-of-world",
        add(PROFILE, "gii:ventureCapitalDealShareOfWorld", "100.5"),
    ),
    "wrong venture capital deal share of the world below": (
        "profile-venture-capital-deal-share-of-world-below",
        add(PROFILE, "gii:ventureCapitalDealShareOfWorldBelow", "100.5"),
    ),
    "wrong previous rank": ("profile-previous-rank", add(PROFILE, "gii:previousRank", "0")),
    "page 0": ("evidence-page", add("evidence/aaaaaaaa/12", "gii:page", "0")),
    "share and below": ("profile-share-stated-once", add("profile/2024/beta", "gii:patentCollaborationShare", "0.5")),
    "figure without evidence": ("figure-has-evidence", drop_node("evidence/aaaaaaaa/12")),
    "evidence for another figure": (
        "figure-has-evidence",
        change("evidence/aaaaaaaa/12", "gii:evidenceProperty", "gii:nationalRank"),
    ),
    "shared rank": ("rank-is-of-one-cluster", change("profile/2024/beta", "gii:rank", "3")),
    "shared intensity rank": (
        "intensity-rank-is-of-one-cluster",
        change("profile/2024/beta", "gii:intensityRank", "11"),
    ),
    "listing class lost": ("listing-class", f"DELETE DATA {{ <{ROW}> a gii:Listing }}"),
    "listing of no kind": ("listing-kind", f"DELETE DATA {{ <{ROW}> a gii:PatentListing }}"),
    "listing in no profile": ("listing-profile", drop(ROW, "gii:inProfile")),
    "listing without edition": ("listing-edition", drop(ROW, "gii:edition")),
    "listing without cluster": ("listing-cluster", drop(ROW, "gii:cluster")),
    "listing without agent": ("listing-agent", drop(ROW, "gii:agent")),
    "agent unknown": ("listing-agent", change(ROW, "gii:agent", "<organization/unknown>")),
    "name lost": ("listing-name", drop(ROW, "gii:asNamed")),
    "two listing ranks": ("listing-rank", add(ROW, "gii:rank", "2")),
    "negative count": ("listing-count", change(ROW, "gii:count", "-473")),
    "row share over 100": ("share", change(ROW, "gii:share", "320.0")),
    "share below nothing": ("share-below", change("listing/2024/alpha/patents/3", "gii:shareBelow", "-1.0")),
    "row share and below": ("share-stated-once", add("listing/2024/alpha/patents/3", "gii:share", "0.5")),
    "missing evidence": ("listing-evidence", drop_node(EVIDENCE)),
    "listing of another edition": ("listing-edition-agrees", change(ROW, "gii:edition", "2023")),
    "listing of another cluster": ("listing-cluster-agrees", change(ROW, "gii:cluster", "<cluster/beta>")),
    "shared listing rank": ("listing-rank-unique", change("listing/2024/alpha/patents/2", "gii:rank", "1")),
    "gap in the ranks": ("listing-rank-without-gap", change("listing/2024/alpha/patents/3", "gii:rank", "4")),
    "swapped counts": (
        "table-order",
        f"{change(ROW, 'gii:count', '85')}; {change('listing/2024/alpha/patents/2', 'gii:count', '473')}",
    ),
    "swapped shares": (
        "table-order",
        f"{change(ROW, 'gii:share', '6.0')}; {change('listing/2024/alpha/patents/2', 'gii:share', '32.0')}",
    ),
    "agent listed twice": (
        "agent-listed-once",
        change("listing/2024/alpha/patents/2", "gii:agent", "<organization/alpha-works>"),
    ),
    "patent shares over 100": ("patent-shares-sum", change(ROW, "gii:share", "98.0")),
    "article shares over 100": ("article-shares-sum", change("listing/2024/alpha/articles/1", "gii:share", "99.0")),
    "tie in no profile": ("tie-profile", drop(TIE, "gii:inProfile")),
    "tie without edition": ("tie-edition", drop(TIE, "gii:edition")),
    "tie about nothing": ("tie-activity", drop(TIE, "gii:activity")),
    "tie about something else": ("tie-activity", change(TIE, "gii:activity", "gii:trademarks")),
    "tie from nowhere": ("tie-from", drop(TIE, "gii:fromCluster")),
    "tie to an organisation": ("tie-to", change(TIE, "gii:toCluster", "<organization/alpha-works>")),
    "tie to itself": ("tie-ends-differ", change(TIE, "gii:toCluster", "<cluster/alpha>")),
    "tie without name": ("tie-name", drop(TIE, "gii:asNamed")),
    "tie without rank": ("tie-rank", drop(TIE, "gii:rank")),
    "tie without evidence": ("tie-evidence", f"DELETE WHERE {{ ?evidence gii:evidenceFor <{TIE}> }}"),
    "tie of another edition": ("tie-edition-agrees", change(TIE, "gii:edition", "2023")),
    "tie from another cluster": ("tie-cluster-agrees", change(TIE, "gii:fromCluster", "<cluster/gamma>")),
    "shared tie rank": ("tie-rank-unique", change("tie/2024/alpha/patents/2", "gii:rank", "1")),
    "gap in the partners": ("tie-rank-without-gap", change("tie/2024/alpha/patents/2", "gii:rank", "3")),
    "partner named twice": ("tie-named-once", change("tie/2024/alpha/patents/2", "gii:toCluster", "<cluster/beta>")),
    "field in no profile": ("field-profile", drop(FIELD, "gii:inProfile")),
    "field without edition": ("field-edition", drop(FIELD, "gii:edition")),
    "field of another edition": ("field-edition-agrees", change(FIELD, "gii:edition", "2023")),
    "field about nothing": ("field-activity", drop(FIELD, "gii:activity")),
    "field without label": ("field-label", drop(FIELD, "gii:field")),
    "field without share": ("field-has-share", drop(FIELD, "gii:share")),
    "field without evidence": ("field-evidence", drop_node("evidence/aaaaaaaa/35")),
    "field shares over 100": (
        "field-shares-sum",
        "INSERT DATA { <f> a gii:FieldShare ; gii:inProfile <profile/2024/alpha> ; gii:activity gii:patents ; "
        "gii:share 95.0 }",
    ),
    "evidence for nothing": ("evidence-for", drop(EVIDENCE, "gii:evidenceFor")),
    "evidence for the unknown": (
        "evidence-for-known",
        add(EVIDENCE, "gii:evidenceFor", "<listing/2024/alpha/patents/9>"),
    ),
    "evidence without source": ("evidence-source", drop(EVIDENCE, "gii:source")),
    "evidence from the unknown": ("evidence-source", change(EVIDENCE, "gii:source", "<source/other.txt-cccccccc>")),
    "evidence from two contents": ("evidence-content", add(EVIDENCE, "gii:source", "<source/beta.txt-bbbbbbbb>")),
    "line 0": ("evidence-line", change(EVIDENCE, "gii:line", "0")),
    "no quote": ("evidence-quote", drop(EVIDENCE, "gii:quote")),
    "empty quote": ("evidence-quote", change(EVIDENCE, "gii:quote", "''")),
    "property as text": ("evidence-property", add(EVIDENCE, "gii:evidenceProperty", "'rank'")),
    "evidence that names no figure": ("evidence-names-figure", drop("evidence/aaaaaaaa/12", "gii:evidenceProperty")),
    "figure lost": ("evidence-figure-stated", drop(PROFILE, "gii:rank")),
    "source without name": ("source-name", drop("source/alpha.txt-aaaaaaaa", "gii:fileName")),
    "checksum cut": ("source-sha256", change("source/alpha.txt-aaaaaaaa", "gii:sha256", f"'{'a' * 63}'")),
    "source without encoding": ("source-encoding", drop("source/alpha.txt-aaaaaaaa", "gii:encoding")),
    "fetched from nowhere": ("source-url", add("source/alpha.txt-aaaaaaaa", "<https://schema.org/url>", "'here'")),
    "fetched from a disk": (
        "source-url",
        add("source/alpha.txt-aaaaaaaa", "<https://schema.org/url>", "<file:///a>"),
    ),
    "fetched one day": (
        "source-date",
        add("source/alpha.txt-aaaaaaaa", "<http://purl.org/dc/terms/date>", "'today'"),
    ),
    "wrong share": ("totals-agree", change(ROW, "gii:share", "31.0") + ";" + change(ROW, "gii:count", "573")),
    "wrong count": ("totals-agree", change(ROW, "gii:count", "4730")),
    "share of another line": ("figure-is-in-its-line", change("listing/2024/beta/patents/1", "gii:share", "21.0")),
    "count of another line": ("figure-is-in-its-line", change("listing/2024/beta/patents/1", "gii:count", "101")),
    "rank of another line": ("figure-is-in-its-line", change(PROFILE, "gii:rank", "4")),
    "nothing is a third": ("total-exists", change("listing/2024/beta/patents/1", "gii:count", "0")),
    "wrong total in a ranking table": ("stated-total-agrees", add(PROFILE, "gii:patentApplications", "9000")),
    "wrong patents per million": ("populations-agree", change(PROFILE, "gii:patentsPerMillion", "50")),
    "wrong articles per million": ("populations-agree", change(PROFILE, "gii:articlesPerMillion", "500")),
    "wrong rank": ("national-order", change(PROFILE, "gii:rank", "33")),
    "ranks too close": ("national-order", change("profile/2024/beta", "gii:rank", "10")),
    "shared national rank": ("national-rank-is-of-one-cluster", change("profile/2024/beta", "gii:nationalRank", "2")),
    "out of another number": (
        "clusters-in-economy-agree",
        change("profile/2024/beta", "gii:clustersInEconomy", "27"),
    ),
    "wrong intensity rank": ("intensity-order", change(PROFILE, "gii:intensityRank", "61")),
    "size against rank": (
        "size-order",
        f"{change(PROFILE, 'gii:rank', '40')}; {change(PROFILE, 'gii:nationalRank', '12')}",
    ),
}
DERIVED = """INSERT DATA {
    <profile/2024/alpha> gii:impliedTotal <implied-total/2024/alpha/patents> .
    <implied-total/2024/alpha/patents> a gii:ImpliedTotal, gii:DerivedFact ; gii:inProfile <profile/2024/alpha> ;
        gii:edition 2024 ; gii:activity gii:patents ; gii:low 1456 ; gii:high 1501 ; gii:derivedBy "division" ;
        prov:wasDerivedFrom <listing/2024/alpha/patents/1> }"""
TOTAL = "implied-total/2024/alpha/patents"
DERIVED_MUTATIONS = {
    "derived from nothing": ("derived-from", drop(TOTAL, "prov:wasDerivedFrom")),
    "derived fact unmarked": ("derived-class", f"DELETE DATA {{ <{TOTAL}> a gii:DerivedFact }}"),
    "derived property": ("derived-properties", add(TOTAL, "gii:count", "3")),
    "low over high": ("derived-interval", change(TOTAL, "gii:low", "1502")),
    "low lost": ("derived-low", drop(TOTAL, "gii:low")),
    "two highs": ("derived-high", add(TOTAL, "gii:high", "1600")),
    "no arithmetic": ("derived-by", drop(TOTAL, "gii:derivedBy")),
    "of no profile": ("derived-profile", drop(TOTAL, "gii:inProfile")),
}
TABLE = {
    **{name: (rule, update) for name, (rule, update) in MUTATIONS.items()},
    **{name: (rule, f"{DERIVED}; {update}") for name, (rule, update) in DERIVED_MUTATIONS.items()},
}


def found(outcome: Outcome) -> set[tuple[str, str, str]]:
    return {(finding.rule, finding.node, str(finding.value)) for finding in outcome.findings}


def rules_of(outcome: Outcome) -> set[str]:
    return {finding.rule for finding in outcome.findings}


@pytest.mark.parametrize("engine", list(Engine))
def test_a_good_graph_is_clean(good: Store, engine: Engine) -> None:
    assert check(good, engine).findings == ()


@pytest.mark.parametrize("name", TABLE)
def test_every_corruption_is_found(good: Store, name: str) -> None:
    rule, update = TABLE[name]
    good.update(PROLOGUE + update)
    outcome = check(good)
    assert rule in rules_of(outcome), rules_of(outcome)
    if THOROUGH:
        assert found(outcome) == found(check(good, Engine.SHACL))


# pyshacl takes half a second each: corruptions go before it eight at a time, unless thoroughness is asked for.
@pytest.mark.parametrize("start", range(0, len(TABLE), 8))
def test_both_engines_find_the_same(good: Store, start: int) -> None:
    for name in sorted(TABLE, key=lambda name: hashlib.sha256(name.encode()).digest())[start : start + 8]:
        good.update(PROLOGUE + TABLE[name][1])
    assert found(check(good)) == found(check(good, Engine.SHACL))


def test_every_rule_has_a_corruption_that_breaks_it(good: Store) -> None:
    from gii_graph.validation.shapes import shipped_rules

    assert {rule.name for rule in shipped_rules()} <= {rule for rule, _ in TABLE.values()}


def test_all_corruptions_together_are_found_alike(good: Store) -> None:
    for _, update in TABLE.values():
        good.update(PROLOGUE + update)
    assert found(check(good)) == found(check(good, Engine.SHACL))


def test_every_rule_of_arithmetic_is_explained() -> None:
    from gii_graph.validation.shapes import shipped_rules

    page = (ROOT / "docs" / "validation.md").read_text("utf-8")
    of_figures = {rule for rule, _ in TABLE.values()} - {rule.name for rule in shipped_rules()}
    assert {rule for rule in of_figures if f"`{rule}`" not in page} == set()


def test_arithmetic_is_told_from_shapes(good: Store) -> None:
    good.update(PROLOGUE + change(ROW, "gii:count", "4730"))
    outcome = check(good)
    components = {finding.rule: finding.component for finding in outcome.findings}
    assert components["totals-agree"] == ARITHMETIC
