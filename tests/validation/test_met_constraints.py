"""What is said to be met without an engine is met: asked of the engine, it finds nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.constraint_syntax import NotUnderstoodError, read_select
from gii_graph.validation.group_solutions import GroupSolutions
from gii_graph.validation.met_constraints import MetConstraints
from gii_graph.validation.oxigraph_engine import select
from gii_graph.validation.shapes import shipped_rules
from gii_graph.validation.statement_relations import Relations
from gii_graph.vocabulary import BASE, GII, RDF, RDFS, SKOS, XSD
from tests.conftest import ROOT, THOROUGH
from tests.validation.conftest import store_of
from tests.validation.test_mutations import MUTATIONS, PROLOGUE


def wrongly_met(store: Store) -> Iterator[tuple[str, str]]:
    met = MetConstraints(GraphStatements(store))
    for rule in shipped_rules():
        for constraint in rule.constraints:
            if met.is_met(rule, constraint) and any(True for _ in store.query(select(rule, constraint))):
                yield rule.name, constraint.component


@pytest.mark.parametrize("name", [*MUTATIONS] if THOROUGH else [*MUTATIONS][::8])
def test_nothing_that_is_broken_is_said_to_be_met(name: str, good: Store) -> None:
    good.update(PROLOGUE + MUTATIONS[name][1])
    assert [*wrongly_met(good)] == []


NODES = [
    *(
        NamedNode(f"{BASE}{name}")
        for name in (
            "cluster/alpha", "cluster/gamma", "economy/utopia", "organization/alpha-works", "person/alpha/doe-jane",
            "profile/2024/alpha", "profile/2024/beta", "listing/2024/alpha/patents/1", "listing/2024/alpha/patents/2",
            "tie/2024/alpha/patents/1", "tie/2024/alpha/patents/2", "evidence/aaaaaaaa/20", "source/alpha.txt-aaaaaaaa",
        )
    ),
    NamedNode("https://ror.org/03cve4549"),
]  # fmt: skip
CLASSES = [GII.Cluster, GII.Agent, GII.PatentListing, GII.ArticleListing, GII.CollaborationTie, GII.ClusterProfile]
PROPERTIES = [
    RDF.type, RDFS.label, SKOS.exactMatch, GII.inProfile, GII.rank, GII.edition, GII.agent, GII.cluster, GII.share,
    GII.shareBelow, GII.hasProfile, GII.evidenceFor, GII.evidenceProperty, GII.source, GII.fromCluster, GII.toCluster,
    GII.activity, GII.collaboratesWith, GII.nationalRank, GII.clustersInEconomy, GII.inEconomy, GII.asNamed,
]  # fmt: skip
LITERALS = [
    Literal("x"), Literal(" "), Literal("two\nlines"), Literal("\x1c"), Literal("x", language="en"),
    *(Literal(text, datatype=NamedNode(XSD.integer)) for text in ("0", "1", "2", "3", "2024", "many")),
    *(Literal(text, datatype=NamedNode(XSD.decimal)) for text in ("0.5", "99", "1e3")),
    Literal("3", datatype=NamedNode(f"{XSD.NAMESPACE}double")), Literal("2024-02-30", datatype=NamedNode(XSD.date)),
]  # fmt: skip
STATEMENTS = st.builds(
    Quad,
    st.sampled_from(NODES),
    st.sampled_from([*map(NamedNode, PROPERTIES)]),
    st.sampled_from([*NODES, *map(NamedNode, (*CLASSES, *PROPERTIES)), *LITERALS]),
)


@settings(max_examples=1000 if THOROUGH else 40)
@given(st.sets(STATEMENTS, min_size=1, max_size=6), st.sets(st.sampled_from(NODES[:-1]), max_size=2))
def test_whatever_is_stated_and_whatever_is_lost(good_turtle: str, added: set[Quad], lost: set[NamedNode]) -> None:
    store = store_of(good_turtle)
    for node in lost:
        for quad in [*store.quads_for_pattern(node, None, None, None)]:
            store.remove(quad)
    store.extend(added)
    assert [*wrongly_met(store)] == []


def test_all_of_the_shipped_rules_are_understood(committed_graph_store: Store) -> None:
    """What a right graph meets is seen without an engine: nothing of it is asked."""
    met = MetConstraints(GraphStatements(committed_graph_store))
    doubtful = [
        (rule.name, constraint.component)
        for rule in shipped_rules()
        for constraint in rule.constraints
        if not met.is_met(rule, constraint)
    ]
    assert doubtful == []


@pytest.fixture(scope="module")
def committed_graph_store() -> Store:
    return store_of((ROOT / "output" / "gii.ttl").read_text("utf-8"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT $this WHERE { $this <http://a/p> ?value . FILTER(CONTAINS(?value, 'a')) }",
        "SELECT $this WHERE { $this <http://a/p> ?value MINUS { $this <http://a/q> ?value } }",
        "SELECT $this WHERE { $this (<http://a/p>)+ ?value }",
        "SELECT $this WHERE { $this <http://a/p> ?a . FILTER EXISTS { ?c <http://a/p> ?d } }",
        "SELECT $this WHERE { $this <http://a/p> ?a . ?c <http://a/p> ?d }",
        "SELECT $this WHERE { $this <http://a/p> ?a . FILTER(?b = ?a) }",
        "SELECT $this WHERE { $this <http://a/p> ?a . FILTER(?a > 'b' || ?a > 1) }",
        "SELECT $this WHERE { $this <http://a/p> ?a } LIMIT 1",
    ],
)
def test_what_is_not_understood_is_left_to_an_engine(text: str) -> None:
    store = store_of('<http://a/s> <http://a/p> "1" , "2"@en .')
    with pytest.raises(NotUnderstoodError):
        GroupSolutions(Relations(GraphStatements(store))).nodes(read_select(text))


def test_many_that_are_alike_are_left_to_an_engine() -> None:
    """A thousand rows of one rank make a million pairs."""
    rows = "".join(f"<http://a/r{number}> <http://a/p> <http://a/table> .\n" for number in range(1000))
    relations = Relations(GraphStatements(store_of(rows)))
    select_pairs = "SELECT $this WHERE { $this <http://a/p> ?table . ?value <http://a/p> ?table }"
    with pytest.raises(NotUnderstoodError, match="too many"):
        GroupSolutions(relations).nodes(read_select(select_pairs))
