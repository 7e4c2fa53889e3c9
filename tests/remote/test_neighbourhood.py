"""What a sheet is made of, asked of a graph bit by bit, gives the sheet that all of the graph gives."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple

from gii_graph.errors import EndpointError
from gii_graph.graph.loading import read_triples
from gii_graph.lookup import find, neighbourhood, sheet
from gii_graph.lookup.called import nodes_called
from gii_graph.network import Network, network_of_triples
from gii_graph.references import references_to
from gii_graph.remote.endpoint import Endpoint
from gii_graph.remote.login import login_from
from gii_graph.remote.stored_graph import StoredGraph
from gii_graph.vocabulary import GII, RDFS, SKOS
from tests.conftest import THOROUGH, run
from tests.remote.servers import Server

EDITIONS: Sequence[tuple[int, ...]] = ((), (2023,), (2024,), (2025,))


class InMemory(Endpoint):
    """An endpoint that is a store of this process, and remembers what it was asked."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        super().__init__("http://store.example/")
        self.store = Store()
        self.store.load(b"".join(f"{triple} .\n".encode() for triple in triples), format=RdfFormat.N_TRIPLES)
        self.queries: list[str] = []

    def answer(self, query: str, *_: Any, **__: Any) -> Any:
        self.queries.append(query)
        return self.store.query(query)

    def graph(self) -> StoredGraph:
        return StoredGraph(self)


@pytest.fixture(scope="module")
def triples(three_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Triple]:
    folder = tmp_path_factory.mktemp("links")
    assert run("link", three_editions, "-o", folder, "--cache", folder / "cache").returncode == 0
    return read_triples([three_editions, folder / "links.ttl"])


def shown(network: Network, name: str, *, is_cited: bool = True) -> object:
    """All that `show` says of a name: sheets, references to their documents if asked, and the editions of the graph."""
    sheets = [sheet(network, node) for node in find(network, name)]
    lines = {line for one in sheets for section in one.sections for entry in section.lines for line in entry.evidence}
    return (
        [(one.node.label, one.sections) for one in sheets],
        references_to(network, lines if is_cited else ()),
        network.editions(),
    )


def names_of(network: Network) -> list[str]:
    spelt = [name for node in network.nodes.values() for name in (node.label, *node.other_names, node.iri)]
    printed = [mention.as_named for edge in network.edges for mention in edge.mentions if mention.as_named]
    return sorted({*spelt, *printed})


def test_a_sheet_is_that_of_the_whole_graph(triples: list[Triple]) -> None:
    whole = {years: network_of_triples(triples, years) for years in EDITIONS}
    endpoint = InMemory(triples)
    names = names_of(whole[()])
    for number, (name, years) in enumerate(product(names, EDITIONS)):
        if THOROUGH or number % 61 == 0:
            part = neighbourhood(endpoint.graph(), name, by_edition=bool(years), has_basis=True, is_cited=True)
            assert shown(network_of_triples(part, years), name) == shown(whole[years], name), (name, years)


ODD_GRAPH = Path(__file__).with_name("odd_graph.ttl")
SPELLINGS = (
    *("sao paulo", "S\u00c3O-PAULO", "Sampa", "cluster/sao-paulo", "universidade de sao paulo"),
    *("\u5317\u4eac\u5927\u5b66", "WEISS OYSTEIN", "fischers", "Saopaulo region"),
    *("https://example.org/id/cluster/other", "Brazil", "\u2026", "nobody"),
)


@pytest.mark.parametrize("years", [(), (2023,), (2024,)])
def test_what_hangs_on_the_rest_of_the_graph_is_asked_too(years: tuple[int, ...]) -> None:
    triples = read_triples([ODD_GRAPH])
    whole = network_of_triples(triples, years)
    assert names_of(whole)
    for name, is_cited in product((*SPELLINGS, *names_of(whole)), (True, False)):
        asked = InMemory(triples).graph()
        part = neighbourhood(asked, name, by_edition=bool(years), has_basis=True, is_cited=is_cited)
        there = network_of_triples(part, years)
        assert shown(there, name, is_cited=is_cited) == shown(whole, name, is_cited=is_cited), name


def test_a_line_is_of_the_edition_of_its_document() -> None:
    triples = read_triples([ODD_GRAPH])
    (node,) = find(network_of_triples(triples, (2024,)), "sampa")
    assert [line.file for line in node.evidence["label"]] == ["gii.txt"]


@pytest.mark.server
def test_real_stores_find_all_spellings(store_server: Server) -> None:
    triples = read_triples([ODD_GRAPH])
    graph = "https://example.org/odd"
    there = ("--endpoint", store_server.store, "--graph", graph)
    assert run("push", ODD_GRAPH, *there, env=store_server.login).returncode == 0
    whole = network_of_triples(triples)
    with Endpoint(store_server.query, graphs=[graph], login=login_from(store_server.login)) as endpoint:
        for name in SPELLINGS:
            assert nodes_called(StoredGraph(endpoint), name) == {node.iri for node in find(whole, name)}, name
        part = neighbourhood(StoredGraph(endpoint), "sampa", by_edition=True, has_basis=True, is_cited=True)
    for years in EDITIONS[:3]:
        assert shown(network_of_triples(part, years), "sampa") == shown(network_of_triples(triples, years), "sampa")


def test_a_store_that_limits_its_answers_gives_all_or_an_error(triples: list[Triple]) -> None:
    """Statements are asked for in parts; rows of an aggregate that are cut off are found out."""
    asked: dict[str, Any] = {"name": "Kunming", "by_edition": True, "has_basis": True, "is_cited": True}
    endpoint = InMemory(triples)
    whole = neighbourhood(endpoint.graph(), **asked)
    full = endpoint.store.query

    def limited(most: int) -> Any:
        def query(text: str) -> Any:
            return islice(full(text), most) if text.startswith("CONSTRUCT") else full(text)

        return SimpleNamespace(query=query)

    endpoint.store = limited(25)
    assert neighbourhood(endpoint.graph(), **asked) == whole  # type: ignore[arg-type]

    class Cut:
        """An answer without its last row."""

        def __init__(self, answer: Any) -> None:
            self.variables = answer.variables
            self.rows = list(answer)[:-1]

        def __iter__(self) -> Any:
            return iter(self.rows)

    cut = lambda text: Cut(full(text)) if "?edition (MIN" in text and "COUNT" not in text else full(text)  # noqa: E731
    endpoint.store = SimpleNamespace(query=cut)  # type: ignore[assignment]
    with pytest.raises(EndpointError, match=r"counts \d+ rows and answers with \d+"):
        neighbourhood(endpoint.graph(), **asked)


def test_a_graph_that_changes_while_it_is_asked_is_found_out(triples: list[Triple]) -> None:
    endpoint = InMemory(triples)
    full = endpoint.store.query
    node, label = NamedNode("https://w3id.org/gii-graph/id/cluster/kunming"), NamedNode(RDFS.label)

    def changing(text: str) -> Any:
        if "evidenceFor" in text:
            store.add(Quad(node, label, Literal("Spring City")))
        return full(text)

    store = endpoint.store
    endpoint.store = SimpleNamespace(query=changing)  # type: ignore[assignment]
    with pytest.raises(EndpointError, match="was changed while it was read"):
        neighbourhood(endpoint.graph(), "kunming", by_edition=False, has_basis=False, is_cited=False)


def copied(term: Any, copy: int) -> Any:
    """Return a term of ours with another address."""
    return NamedNode(term.value.replace("/id/", f"/id/{copy}/")) if isinstance(term, NamedNode) else term


def test_what_is_asked_does_not_grow_with_the_graph(triples: list[Triple]) -> None:
    """Twenty graphs in one: the same questions, and the same statements in answer."""
    more = [
        Triple(
            *(NamedNode(term.value.replace("/id/", f"/id/{copy}/")) if "/id/" in str(term) else term for term in triple)
        )  # type: ignore[union-attr, arg-type]
        for copy in range(20)
        for triple in triples
        if triple.predicate.value not in (RDFS.label, SKOS.altLabel, GII.asNamed, GII.fileName)
    ]
    name = "https://w3id.org/gii-graph/id/cluster/kunming"
    asked, parts = [], []
    for graph in (triples, [*triples, *more]):
        endpoint = InMemory(graph)
        parts.append(neighbourhood(endpoint.graph(), name, by_edition=False, has_basis=False, is_cited=False))
        asked.append(len(endpoint.queries))
    assert parts[0] == parts[1]
    assert asked[0] == asked[1] < 120
