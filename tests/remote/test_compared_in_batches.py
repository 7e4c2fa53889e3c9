"""Graphs of a store compared some clusters at a time: the changes that a comparison of the whole has."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Triple

from benchmarks.profiles import write_profiles
from gii_graph.activities import ACTIVITIES
from gii_graph.comparison import Comparison, compare, in_batches
from gii_graph.comparison.changes import pairs_of_editions
from gii_graph.comparison.cluster_batch import UnfitForBatchesError
from gii_graph.comparison.in_batches import ComparedGraph, GraphAtHand, GraphInStore, compare_in_batches
from gii_graph.errors import CallError
from gii_graph.graph.loading import read_triples
from gii_graph.remote.endpoint import Endpoint
from gii_graph.vocabulary import DCTERMS, GII, RDF, RDFS, SCHEMA, SKOS, XSD
from tests.conftest import ROOT, THOROUGH, called, run
from tests.remote.conftest import Answer, Scripted
from tests.remote.servers import Server
from tests.remote.test_neighbourhood import ODD_GRAPH, InMemory
from tests.remote.test_stored_checks import Failing
from tests.remote.test_stored_graphs import Limited

ID = "https://example.org/id"


def in_store(triples: Sequence[Triple]) -> GraphInStore:
    graph = GraphInStore(cast("Endpoint", InMemory(triples)))
    graph.refuse_unfit()
    return graph


def whole(
    old: Sequence[Triple], new: Sequence[Triple], editions: tuple[int, int] | None
) -> list[Comparison] | CallError:
    before, after = GraphAtHand(old), GraphAtHand(new)
    pairs = [editions] if editions else pairs_of_editions(before.editions, after.editions)
    try:
        return [compare(before.side(one), after.side(other)) for one, other in pairs]
    except CallError as error:
        return error


def batched(
    old: ComparedGraph, new: ComparedGraph, editions: tuple[int, int] | None, size: int = 2
) -> list[Comparison] | CallError:
    pairs = [editions] if editions else pairs_of_editions(old.editions, new.editions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_batches, "_CLUSTERS", size)
        try:
            return compare_in_batches(old, new, pairs)
        except CallError as error:
            return error


class MadeGraph:
    """A small graph of few things that are met in many ways: what no text states, and RDF can."""

    def __init__(self, chance: Random, editions: Sequence[int]) -> None:
        self.chance = chance
        self.editions = editions
        self.triples: set[Triple] = set()
        self.odd = chance.random() < 0.3
        self.clusters = [f"{ID}/cluster/{name}" for name in "abcdef"[: chance.randint(1, 6)]]
        self.economies = [f"{ID}/economy/{name}" for name in "xyz"]
        self.agents = [f"{ID}/organization/{name}" for name in "mno"] + [f"{ID}/person/a/p"]
        self.documents = [f"{ID}/source/{number}" for number in range(4)]
        self._nodes()
        profiles = [profile for cluster in self.clusters for profile in self._profiles(cluster)]
        rows = [self._row(number) for number in range(chance.randint(0, 12))]
        fields = [self._field(number, profiles) for number in range(chance.randint(0, 4)) if profiles]
        self._lines([*profiles, *rows, *fields])
        if self.odd:
            self._oddities([*profiles, *rows])

    def maybe(self, likely: float) -> bool:
        return self.chance.random() < likely

    def say(self, subject: str, predicate: str, *values: str | int | NamedNode | Literal) -> None:
        for value in values:
            if isinstance(value, str):
                term: NamedNode | Literal = NamedNode(value) if value.startswith("http") else Literal(value)
            else:
                term = Literal(value) if isinstance(value, int) else value
            self.triples.add(Triple(NamedNode(subject), NamedNode(predicate), term))

    def number(self) -> int | Literal:
        return self.chance.choice([1, 2, 3, Literal("2.5", datatype=NamedNode(XSD.decimal)), Literal("many")])

    def edition(self) -> int:
        return self.chance.choice(self.editions)

    def _nodes(self) -> None:
        for cluster in self.clusters:
            if self.maybe(0.95):
                self.say(cluster, RDF.type, GII.Cluster)
            for _ in range(self.chance.choice([0, 1, 1, 1, 2])):
                self.say(cluster, RDFS.label, self.chance.choice(["Alpha", "Beta", "Gamma", "A–B"]))
            for _ in range(self.chance.choice([0, 1, 1, 2])):
                self.say(cluster, GII.inEconomy, self.chance.choice(self.economies))
        self._others()

    def _others(self) -> None:
        for economy in self.economies:
            self.say(economy, RDF.type, GII.Economy)
            self.say(economy, RDFS.label, self.chance.choice(["Xanadu", "Yonder"]))
        for agent in self.agents:
            kind = GII.Person if "person" in agent else GII.Organization
            if self.maybe(0.9):
                self.say(agent, RDF.type, GII.Agent, kind)
            if self.maybe(0.9):
                self.say(agent, RDFS.label, self.chance.choice(["M", "N", "O"]))
        for number, document in enumerate(self.documents):
            self.say(document, RDF.type, GII.SourceDocument)
            self.say(document, GII.fileName, self.chance.choice(["one.txt", 'two "2".txt', "one.txt"]))
            self.say(document, GII.sha256, self.chance.choice(["aaaaaaaaaa", "bbbbbbbb", f"{number}cccccccc"]))
            if self.maybe(0.3):
                self.say(document, SCHEMA.url, "https://example.org/of")
                self.say(document, DCTERMS.date, "2024-11-26")

    def _profiles(self, cluster: str) -> Iterator[str]:
        for edition in self.editions:
            if self.maybe(0.6):
                profile = f"{ID}/profile/{edition}/{cluster[-1]}"
                self.say(cluster, GII.hasProfile, profile)
                self.say(profile, RDF.type, GII.ClusterProfile)
                self.say(profile, GII.edition, edition)
                for figure in (GII.rank, GII.intensityRank, GII.patentsPerMillion):
                    if self.maybe(0.7):
                        self.say(profile, figure, self.number())
                yield profile

    def _row(self, number: int) -> str:
        row = f"{ID}/row/{number}"
        terms = self.chance.choice(ACTIVITIES)
        if self.maybe(0.5):
            self.say(row, RDF.type, GII.CollaborationTie)
            self.say(row, GII.fromCluster, self.chance.choice(self.clusters))
            self.say(row, GII.toCluster, self.chance.choice([*self.clusters, *self.agents[:1]]))
            self.say(row, GII.activity, self.chance.choice([GII.patents, GII.articles]))
        else:
            self.say(row, RDF.type, GII.Listing, terms.listing_class)
            self.say(row, GII.agent, self.chance.choice([*self.agents, *self.clusters[:1]]))
            self.say(row, GII.cluster, self.chance.choice(self.clusters))
            self.say(row, self.chance.choice([GII.share, GII.shareBelow]), self.number())
        if self.maybe(0.95):
            self.say(row, GII.edition, self.edition())
        for name in (GII.rank, GII.count):
            if self.maybe(0.8):
                self.say(row, name, self.number())
        return row

    def _field(self, number: int, profiles: Sequence[str]) -> str:
        field = f"{ID}/field/{number}"
        profile = self.chance.choice(profiles)
        self.say(field, RDF.type, GII.FieldShare)
        self.say(field, GII.inProfile, profile)
        self.say(field, GII.edition, int(profile.split("/")[-2]))
        self.say(field, GII.activity, self.chance.choice([GII.patents, GII.articles]))
        self.say(field, GII.field, self.chance.choice(["Optics", "Surgery"]))
        self.say(field, GII.share, self.number())
        return field

    def _lines(self, stated: Sequence[str]) -> None:
        for number in range(self.chance.randint(0, 25)):
            line = f"{ID}/evidence/{number}"
            self.say(line, RDF.type, GII.Evidence)
            if self.maybe(0.95):
                self.say(line, GII.source, self.chance.choice(self.documents))
            self.say(line, GII.line, self.chance.randint(1, 3))
            self.say(line, GII.quote, self.chance.choice(["a line", "another"]))
            if self.maybe(0.4):
                self.say(line, GII.evidenceFor, self.chance.choice(self.clusters), self.chance.choice(self.economies))
                self.say(line, GII.evidenceProperty, RDFS.label, *([GII.inEconomy] if self.maybe(0.8) else []))
            elif stated:
                self.say(line, GII.evidenceFor, self.chance.choice(stated))
                self.say(line, GII.evidenceProperty, self.chance.choice([GII.rank, GII.intensityRank]))

    def _oddities(self, stated: Sequence[str]) -> None:
        """Let nodes be of two kinds, or have two of what there is one of."""
        nodes = [*self.clusters, *self.agents, *self.economies, *self.documents, *stated, f"{ID}/evidence/0"]
        for _ in range(self.chance.randint(1, 3)):
            node, other = self.chance.choice(nodes), self.chance.choice(nodes)
            predicate, values = self.chance.choice(
                [
                    (GII.edition, [2023, 2024, Literal("02024"), Literal("soon")]),
                    (RDF.type, [GII.Cluster, GII.Person, GII.Measurement, GII.Evidence, GII.Economy]),
                    (GII.measureOf, [other]),
                    (GII.source, [*self.documents, other]),
                    (GII.evidenceFor, [other]),
                    (GII.hasProfile, [other]),
                    (GII.inEconomy, [other]),
                    (GII.fromCluster, [*self.clusters, other]),
                    (GII.cluster, [*self.clusters, other]),
                    (GII.fileName, ["three.txt", Literal("one.txt", language="en")]),
                    (GII.collaboratesWith, self.clusters),
                ]
            )
            self.say(node, predicate, self.chance.choice(values))  # type: ignore[arg-type]


def made(chance: Random) -> list[Triple]:
    editions = chance.choice([(2024,), (2023, 2024), (2023, 2024, 2025), (2024, 2025)])
    return sorted(MadeGraph(chance, editions).triples, key=str)


def changed(triples: Sequence[Triple], chance: Random) -> list[Triple]:
    """Return triples without some, and with others of such a graph."""
    more = chance.sample(others := made(chance), min(len(others), chance.choice([0, 3, 30])))
    left = [triple for triple in triples if chance.random() > chance.choice([0.0, 0.02, 0.1])]
    return sorted({*left, *more}, key=str)


def check(old: Sequence[Triple], new: Sequence[Triple], editions: tuple[int, int] | None, size: int) -> bool:
    """Compare graphs in each of the ways; return whether that could be done in batches."""
    expected = whole(old, new, editions)
    could = False
    for before, after in ((old, new), (old, None), (None, new)):
        try:
            stored = [
                GraphAtHand(there or here) if there is None else in_store(there)
                for there, here in ((before, old), (after, new))
            ]
            answer = batched(*stored, editions, size)
        except UnfitForBatchesError:
            continue
        could = True
        if isinstance(expected, CallError):
            assert str(answer) == str(expected)
        else:
            assert answer == expected
    return could


@settings(max_examples=2000 if THOROUGH else 40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.integers(1, 4), st.sampled_from([None, (2023, 2024), (2024, 2025)]))
def test_batches_find_what_the_whole_does(chance: Random, size: int, editions: tuple[int, int] | None) -> None:
    old = made(chance)
    new = changed(old, chance) if chance.random() < 0.7 else made(chance)
    event("in batches" if check(old, new, editions, size) else "as a whole")


def test_two_editions_of_one_graph(three_editions: Path) -> None:
    triples = read_triples([three_editions])
    graph = in_store(triples)
    for editions in ((2023, 2024), (2024, 2025), (2025, 2023), (2024, 2024)):
        assert batched(graph, graph, editions, 3) == whole(triples, triples, editions)
    missing = batched(graph, graph, (2024, 2031))
    assert str(missing) == str(whole(triples, triples, (2024, 2031)))
    assert "has no edition 2031" in str(missing)


def test_documents_of_one_name() -> None:
    """Whether a second document of a name is cited hangs on the edition, and on the rest of the graph."""
    odd = read_triples([ODD_GRAPH])
    changed_ranks = [
        Triple(triple.subject, triple.predicate, Literal(triple.object.value + "0"))
        if triple.predicate.value == GII.rank
        else triple
        for triple in odd
    ]
    assert check(odd, changed_ranks, None, 2)
    assert check(odd, changed_ranks, (2023, 2024), 1)


def odd(*statement: str | Literal) -> Triple:
    """Return a statement about nodes of the odd graph, which are named without their base."""
    subject, predicate, value = statement
    term = NamedNode(value if value.startswith("http") else f"{ID}/{value}") if isinstance(value, str) else value
    return Triple(NamedNode(f"{ID}/{subject}"), NamedNode(str(predicate)), term)


HINDERING = {
    "link of nobody": odd("cluster/nobody", SKOS.exactMatch, "http://www.wikidata.org/entity/Q1"),
    "year in other digits": odd("profile/2024/other", GII.edition, Literal("02024")),
    "name in a language": odd("source/a", GII.fileName, Literal("gii.txt", language="en")),
    "organisation with applicants": odd("listing/1", GII.cluster, "organization/usp"),
    "person with partners": odd("tie/1", GII.fromCluster, "person/other/weiss"),
    "organisation as profile": odd("cluster/other", GII.hasProfile, "organization/usp"),
    "cluster as economy": odd("cluster/other", GII.inEconomy, "cluster/third"),
    "document without a name": odd("evidence/1", GII.source, "source/unnamed"),
    "document as economy": odd("source/a", RDF.type, GII.Economy),
    "document as profile": odd("cluster/other", GII.hasProfile, "source/a"),
    "untyped document as economy": odd("cluster/other", GII.inEconomy, "source/b"),
    "edition without a profile": odd("listing/1", GII.edition, Literal(2022)),
    "profile of two editions": odd("profile/2024/other", GII.edition, Literal(2023)),
    "cluster as line": odd("cluster/other", GII.source, "source/a"),
    "agent as line": odd("organization/usp", GII.source, "source/a"),
    "document of two names": odd("source/a", GII.fileName, Literal("another.txt")),
    "document of an edition": odd("source/a", GII.edition, Literal(2024)),
    "line of an edition": odd("evidence/2", GII.edition, Literal(2024)),
    "cluster named by a document": odd("source/a", GII.measureOf, "cluster/third"),
    "cluster named by a line": odd("evidence/2", GII.measureOf, "cluster/third"),
}


@pytest.mark.parametrize("name", HINDERING)
def test_what_hinders_batches_is_seen(name: str) -> None:
    graph = read_triples([ODD_GRAPH])
    with_it = [*graph, HINDERING[name]]
    ranks = [triple for triple in graph if triple.predicate.value != GII.rank]
    with pytest.raises(UnfitForBatchesError):
        batched(in_store(with_it), GraphAtHand(ranks), (2023, 2024) if "named by" not in name else (2024, 2023))


@pytest.mark.parametrize("is_whole", [True, False])
def test_who_entered_is_known_where_all_ranks_are(is_whole: bool) -> None:
    """The ranks of all batches count together."""

    def ranked(edition: int, numbers: Sequence[int]) -> list[Triple]:
        said = [
            statement
            for number in numbers
            for cluster, profile in [(f"{ID}/cluster/{number}", f"{ID}/profile/{edition}/{number}")]
            for statement in (
                (cluster, RDF.type, NamedNode(GII.Cluster)),
                (cluster, GII.hasProfile, NamedNode(profile)),
                (profile, GII.edition, Literal(edition)),
                (profile, GII.rank, Literal(min(number, 100))),
            )
        ]
        return [Triple(NamedNode(one), NamedNode(other), term) for one, other, term in said]

    old, new = ranked(2023, range(1, 101)), ranked(2024, range(2 if is_whole else 3, 102))
    new += ranked(2024, [1]) if is_whole else []
    assert check(old, new, None, 30)
    (comparison,) = batched(in_store(old), in_store(new), None, 30)  # type: ignore[misc]
    assert [change.sort for change in comparison.changes if change.key.topic == "cluster"] == (
        ["entered"] if is_whole else ["entered", "no new profile", "no new profile"]
    )


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_batches, "LARGE", 0)


@pytest.mark.server
@pytest.mark.usefixtures("large")
def test_real_stores_find_what_is_in_the_files(
    store_server: Server, three_editions: Path, committed_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graphs = {"https://example.org/batched/old": committed_graph, "https://example.org/batched/new": three_editions}
    for graph, file in graphs.items():
        there = ("--endpoint", store_server.store, "--graph", graph)
        assert run("push", file, *there, env=store_server.login).returncode == 0
    for name, value in store_server.login.items():
        monkeypatch.setenv(name, value)
    old, new = (("--graph", graph) for graph in graphs)
    calls: dict[str, tuple[tuple[object, ...], tuple[object, ...]]] = {
        "both": ((*old, *new), (committed_graph, three_editions)),
        "file": ((committed_graph, *new), (committed_graph, three_editions)),
        "editions": (("--editions", 2023, 2024, *new), ("--editions", 2023, 2024, three_editions)),
    }
    for name, (in_a_store, as_files) in calls.items():
        code, there, err = called("diff", "--endpoint", store_server.query, *in_a_store, "-f", "json")
        assert "in batches." in err
        assert "Fetched" not in err
        expected, here, _ = called("diff", *as_files, "-f", "json")
        assert code == expected == 1
        for graph, file in graphs.items():
            here = here.replace(str(file), graph)
        assert there.replace(str(committed_graph), next(iter(graphs))) == here, name


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("form", ["text", "json", "markdown", "csv", "html", "xlsx", "docx"])
def test_every_form_is_that_of_the_files(form: str, scripted: Scripted, three_editions: Path, tmp_path: Path) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    scripted.behaviour = Limited(lines, 5_000)
    out = [tmp_path / f"{place}.{form}" for place in ("there", "here")]
    asked = ("diff", "--editions", 2023, 2025, "-f", form, "-o")
    code, _, err = called(*asked, out[0], "--endpoint", scripted.url)
    assert "in batches." in err
    assert code == called(*asked, out[1], three_editions)[0] == 1
    assert content(out[0]) == {
        part: text.replace(str(three_editions), scripted.url) for part, text in content(out[1]).items()
    }


def content(path: Path) -> dict[str, str]:
    """Return the texts that a report is made of, but for when it was made, and the widths of columns with its name."""
    if path.suffix not in {".xlsx", ".docx"}:
        return {"": path.read_text("utf-8")}
    with ZipFile(path) as parts:
        names = [name for name in parts.namelist() if not name.startswith("docProps/")]
        return {name: re.sub("<cols>.*?</cols>", "", parts.read(name).decode("utf-8", "replace")) for name in names}


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("most", [60, 1000])
def test_a_store_that_limits_its_answers(most: int, scripted: Scripted, three_editions: Path) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    scripted.behaviour = Limited(lines, most)
    code, out, err = called("diff", "--endpoint", scripted.url, "--editions", 2024, 2025, "-f", "json")
    assert (code, err) == (1, f"Compared {scripted.url} in batches.\n")
    here = called("diff", three_editions, "--editions", 2024, 2025, "-f", "json")[1]
    assert json.loads(out.replace(scripted.url, str(three_editions))) == json.loads(here)


@pytest.mark.usefixtures("large")
def test_blank_nodes_are_left_out_and_told(scripted: Scripted, three_editions: Path) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    scripted.behaviour = Limited(f"{lines}<http://a/s> <{GII.inEconomy}> _:b .\n", 5_000)
    code, out, err = called("diff", "--endpoint", scripted.url, "--editions", 2024, 2024)
    assert (code, "No difference." in out) == (1, True)
    assert f"Warning: {scripted.url}: 1 statement with blank nodes left out" in err
    assert "in batches" in err


@pytest.mark.usefixtures("large")
def test_what_batches_cannot_do_with_is_read_whole(scripted: Scripted, three_editions: Path) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    two_kinds = f"<https://w3id.org/gii-graph/id/economy/china> a <{GII.Organization}> .\n".replace(
        " a ", f" <{RDF.type}> "
    )
    scripted.behaviour = Limited(lines + two_kinds, 5_000)
    code, _, err = called("diff", "--endpoint", scripted.url, "--editions", 2024, 2025)
    assert (code, "Fetched" in err, "in batches" in err) == (1, True, False)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("graph", [[], ["--graph", "https://example.org/misspelt"]])
def test_a_graph_of_nothing_is_refused(graph: list[str], scripted: Scripted) -> None:
    scripted.behaviour = Limited("", 5_000)
    code, out, err = called("diff", "--endpoint", scripted.url, *graph, "--editions", 2023, 2024)
    assert (code, out) == (3, "")
    assert "has no statement in" in err


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, "was changed while it was read; try again"),
        ((500, {"Content-Type": "text/plain"}, b"out of memory"), "500"),
    ],
)
def test_a_store_that_changes_or_fails_ends_in_a_sentence(
    answer: Answer | None, said: str, scripted: Scripted, three_editions: Path
) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    scripted.behaviour = Failing(lines, 25, answer)
    code, out, err = called("diff", "--endpoint", scripted.url, "--editions", 2024, 2025)
    assert (code, out) == (3, "")
    assert said in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.usefixtures("large")
def test_a_store_that_keeps_some_to_itself_is_found_out(scripted: Scripted, three_editions: Path) -> None:
    lines = "".join(f"{triple} .\n" for triple in read_triples([three_editions]))
    scripted.behaviour = store = Limited(lines, 5_000)
    full = store.store.query
    hidden = f'FILTER(?o != "98"^^<{XSD.integer}>) ?s ?p ?o FILTER'
    store.store = SimpleNamespace(  # type: ignore[assignment]
        query=lambda text: full(text.replace("?s ?p ?o FILTER", hidden) if "CONSTRUCT" in text else text)
    )
    code, out, err = called("diff", "--endpoint", scripted.url, "--editions", 2024, 2025)
    assert (code, out) == (3, "")
    assert "and answers with" in err


@pytest.mark.server
@pytest.mark.skipif(not THOROUGH, reason="four thousand profiles take minutes")
def test_memory_does_not_grow_with_the_graph(store_server: Server, tmp_path: Path) -> None:
    if store_server.name != "oxigraph":
        pytest.skip("one store is enough")
    peaks = []
    for size in (1_000, 4_000):
        write_profiles(size, tmp_path / str(size))
        built, name = tmp_path / f"{size}.ttl", f"https://example.org/batched/{size}"
        assert run("build", tmp_path / str(size), "-o", built).returncode == 0
        assert run("push", built, "--endpoint", store_server.store, "--graph", name).returncode == 0
        program = (
            "import resource, sys\n"
            "from gii_graph.cli import run\n"
            "from gii_graph.comparison import in_batches\n"
            "in_batches.LARGE = 0\n"
            "code = run(sys.argv[1:])\n"
            "print(code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        )
        there = ["diff", "--endpoint", store_server.query, "--graph", name, "--editions", "2024", "2024", "--quiet"]
        command = [sys.executable, "-c", program, *there, "-o", str(tmp_path / "out.txt")]
        done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        code, peak = done.stdout.split()
        assert code == "0", done.stderr
        peaks.append(int(peak))
    assert peaks[1] < peaks[0] + 15, peaks  # megabytes: the names of the clusters are kept
