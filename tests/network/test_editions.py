"""What an edition states is the same in every form, and the same as in a graph of that edition alone."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from gii_graph.activities import ACTIVITIES
from gii_graph.errors import CallError
from gii_graph.export.csvw import csv_files
from gii_graph.export.gexf import gexf
from gii_graph.export.graphml import graphml
from gii_graph.export.rdf_syntaxes import n_triples
from gii_graph.export.tables import GraphTables
from gii_graph.figures import FIGURE_TERMS, FIGURES
from gii_graph.graph import describe, turtle
from gii_graph.graph.editions import of_editions
from gii_graph.identity import Mentions, identify
from gii_graph.lookup import sheet
from gii_graph.network import Network, network_of_triples
from gii_graph.profile import Activity, FieldShare, Listing, Partner, Profile, Share, Source, Stated
from gii_graph.view.payload import Payload
from gii_graph.vocabulary import BASE, GII, ONTOLOGY, RDF, RDFS, SKOS
from tests.conftest import run

EDITIONS = (2023, 2024, 2025)
CLUSTERS = {"Beijing": "China", "Dalian": "China", "Basel": "Switzerland", "Zürich": "Switzerland"}
# A name that two economies have has another IRI than one that is listed in one of them alone.
AGENTS = {
    "China": ("HUAWEI", "TSINGHUA UNIVERSITY", "BOE TECHNOLOGY"),
    "Switzerland": ("UNIVERSITY OF ZURICH", "NOVARTIS", "ETH"),
}


class Fact(NamedTuple):
    """One fact in any form: what it is about, which node, and what is said."""

    topic: str
    node: str
    value: tuple[str | float | None, ...]


class Lines:
    """Line numbers and quotes of a made-up document."""

    def __init__(self) -> None:
        self.quotes: dict[int, str] = {}

    def line(self, quote: str) -> int:
        self.quotes[len(self.quotes) + 3] = quote
        return len(self.quotes) + 2


@st.composite
def profiles(draw: st.DrawFn) -> list[Profile]:
    keys = st.tuples(st.sampled_from(EDITIONS), st.sampled_from(list(CLUSTERS)))
    return [
        draw(profile(edition, cluster))
        for edition, cluster in draw(st.lists(keys, unique=True, min_size=1, max_size=6))
    ]


@st.composite
def profile(draw: st.DrawFn, edition: int, cluster: str) -> Profile:
    lines = Lines()
    # Basel was "Switzerland" in one edition, "Switzerland/Germany/France" in another.
    economies = [CLUSTERS[cluster], *draw(st.sets(st.sampled_from(("Germany", "France"))))]
    heading = lines.line(f"{cluster}, {'/'.join(economies)}")
    figures: dict[str, Any] = {}
    for figure in FIGURES:
        value = draw(st.none() | st.integers(1, 90))
        if value is not None:
            stated = Share(Decimal(value), draw(st.booleans())) if figure.kind == "share" else value
            figures[figure.attribute] = Stated(stated, lines.line(f"{value} {figure.label}"))
    listings, partners, fields = [], [], []
    others = [name for name in CLUSTERS if name != cluster]
    for activity in Activity:
        for rank, name in enumerate(
            draw(st.lists(st.sampled_from(AGENTS[CLUSTERS[cluster]]), unique=True, max_size=3)), 1
        ):
            count = draw(st.none() | st.integers(0, 5000))
            share = draw(st.none() | st.builds(Share, st.integers(1, 30).map(Decimal), st.booleans()))
            row = lines.line(f"{rank}\t{name}\t{count}\t{share}")
            listings.append(Listing(activity, rank, name, count, share, row))
        for rank, name in enumerate(draw(st.lists(st.sampled_from(others), unique=True, max_size=3)), 1):
            partners.append(Partner(activity, rank, name, lines.line(f"{activity} {name}")))
        for name in draw(st.lists(st.sampled_from(("Optics", "Dyes")), unique=True)):
            share = Share(Decimal(draw(st.integers(1, 30))))
            fields.append(FieldShare(activity, name, share, lines.line(f"{name} {share}")))
    document = draw(st.sampled_from(("profile.txt", f"{edition}.txt")))
    return Profile(
        Source(document, f"{edition}{list(CLUSTERS).index(cluster):04}{0:056}", "utf-8"),
        Stated(edition, lines.line(f"Global Innovation Index {edition}")),
        Stated(cluster, heading),
        tuple(Stated(economy, heading) for economy in economies),
        **figures,
        listings=tuple(listings),
        partners=tuple(partners),
        field_shares=tuple(fields),
        quotes=lines.quotes,
    )


def graph_of(records: Sequence[Profile]) -> list[Triple]:
    text = "".join(turtle(describe(records, identify(Mentions.of(records))), BASE))
    return sorted({quad.triple for quad in parse(text, format=RdfFormat.TURTLE)}, key=str)


# What people add: names, links with coordinates, statements that nothing supports, values over two editions.
ADDED = f"""@base <{BASE}> . @prefix gii: <{ONTOLOGY}> .
@prefix rdfs: <{RDFS.NAMESPACE}> . @prefix skos: <{SKOS.NAMESPACE}> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
<cluster/beijing> a gii:Cluster ; rdfs:label "Beijing"@en, "北京"@zh ; skos:altLabel "Peking" ;
    gii:anchorCity <https://sws.geonames.org/1816670/> ;
    gii:collaboratesWith <cluster/dalian>, <cluster/nowhere> ;
    gii:collaboratesOnPatentsWith <cluster/dalian>, <cluster/nowhere> .
<https://sws.geonames.org/1816670/> geo:lat 39.9 ; geo:long 116.4 ; rdfs:label "Beijing" .
<cluster/nowhere> a gii:Cluster ; rdfs:label "Nowhere"@en ; gii:inEconomy <economy/nowhere> .
<economy/nowhere> a gii:Economy ; rdfs:label "Nowhere"@en .
<organization/huawei> a gii:Agent, gii:Organization ; rdfs:label "HUAWEI" ;
    skos:exactMatch <https://ror.org/00cmhce21> ; rdfs:seeAlso <organization/basf> ; gii:filedPatents <cluster/dalian> .
<organization/basf> a gii:Agent, gii:Organization ; rdfs:label "BASF" .
<measurement/2023-2024/both/cluster/beijing/in-degree> a gii:Measurement ; gii:measureOf <cluster/beijing> ;
    gii:measure <measure/in-degree> ; gii:value 7 ; gii:edition 2023, 2024 .
<measurement/2024/both/cluster/beijing/in-degree> a gii:Measurement ; gii:measureOf <cluster/beijing> ;
    gii:measure <measure/in-degree> ; gii:value 3 ; gii:edition 2024 .
<measure/in-degree> a gii:Measure ; rdfs:label "in degree"@en .
"""


def added() -> set[Triple]:
    return {quad.triple for quad in parse(ADDED, format=RdfFormat.TURTLE)}


class Oracle:
    """The statements of N-Triples by subject and predicate, by nothing but a parser."""

    def __init__(self, text: str) -> None:
        self.values: dict[tuple[str, str], list[str]] = {}
        self.english: dict[str, str] = {}
        for quad in parse(text, format=RdfFormat.N_TRIPLES):
            subject, predicate, value = quad.subject, quad.predicate.value, quad.object
            assert isinstance(subject, NamedNode)
            assert isinstance(value, NamedNode | Literal)
            self.values.setdefault((subject.value, predicate), []).append(value.value)
            if predicate == RDFS.label and isinstance(value, Literal) and value.language == "en":
                self.english[subject.value] = value.value

    def one(self, node: str, predicate: str) -> str | None:
        return min(self.values.get((node, predicate), []), default=None)

    def subjects(self, predicate: str, value: str | None = None) -> list[str]:
        return [s for (s, p), values in self.values.items() if p == predicate and (value is None or value in values)]

    def where(self, node: str) -> str:
        """File and line of what supports a node; of documents with one name, the checksum tells which."""
        places = set()
        for line in self.subjects(GII.evidenceFor, node):
            document = self.one(line, GII.source) or ""
            name = self.one(document, GII.fileName) or ""
            if len(self.subjects(GII.fileName, name)) > 1:
                name += f" [{(self.one(document, GII.sha256) or '')[:8]}]"
            places.add((name, int(self.one(line, GII.line) or 0)))
        return "; ".join(f"{name}:{line}" for name, line in sorted(places))


def of_triples(text: str) -> Iterator[Fact]:
    """The facts of N-Triples, put together from the statements themselves."""
    said = Oracle(text)
    yield from (Fact("cluster", node, ()) for node in said.subjects(RDF.type, GII.Cluster))
    yield from (Fact("agent", node, ()) for node in said.subjects(RDF.type, GII.Agent))
    for node in said.subjects(GII.inEconomy):
        yield from (Fact("economy", node, (said.english[one],)) for one in said.values[node, GII.inEconomy])
    for node in said.subjects(GII.hasProfile):
        for stated in said.values[node, GII.hasProfile]:
            for term in FIGURE_TERMS:
                value = said.one(stated, f"{ONTOLOGY}{term}")
                if value is not None:
                    yield Fact("figure", node, (term, float(value)))
    for node in (*said.subjects(RDF.type, GII.Listing), *said.subjects(RDF.type, GII.CollaborationTie)):
        source = said.one(node, GII.agent) or said.one(node, GII.fromCluster)
        target = said.one(node, GII.cluster) or said.one(node, GII.toCluster)
        numbers = [said.one(node, term) for term in (GII.rank, GII.count, GII.share, GII.shareBelow)]
        values = [None if text is None else float(text) for text in numbers]
        yield Fact("row", node, (source, target, *values, said.one(node, GII.asNamed), said.where(node)))
    for terms in ACTIVITIES:
        for kind, predicate in ((terms.tie_kind, terms.collaborates), (terms.listing_kind, terms.listed_in)):
            for node in said.subjects(predicate):
                yield from (Fact("edge", node, (kind, target)) for target in said.values[node, predicate])


def of_tables(triples: Sequence[Triple]) -> Iterator[Fact]:
    texts = {name: "".join(text) for name, text in csv_files(GraphTables(triples))}
    tables = {name: list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in texts.items()}
    economies = {row["iri"]: row["name"] for row in tables["economies.csv"]}
    for row in tables["clusters.csv"]:
        yield Fact("cluster", row["iri"], ())
        yield from (Fact("economy", row["iri"], (economies[iri],)) for iri in row["economies"].split())
        for terms in ACTIVITIES:
            for other in row[f"collaborates_on_{terms.name}_with"].split():
                yield Fact("edge", row["iri"], (terms.tie_kind, other))
    for row in tables["agents.csv"]:
        yield Fact("agent", row["iri"], ())
        for terms in ACTIVITIES:
            column = {"patents": "filed_patents", "articles": "published_articles"}[terms.name]
            yield from (Fact("edge", row["iri"], (terms.listing_kind, cluster)) for cluster in row[column].split())
    for row in tables["profiles.csv"]:
        for term, figure in FIGURE_TERMS.items():
            value = row[figure.attribute + ("_below" if term.endswith("Below") else "")]
            if value:
                yield Fact("figure", row["cluster"], (term, float(value)))
    for row in [*tables["listings.csv"], *tables["ties.csv"]]:
        ends = (row.get("agent") or row.get("from_cluster"), row.get("cluster") or row.get("to_cluster"))
        numbers = [float(row[name]) if row.get(name) else None for name in ("rank", "count", "share", "share_below")]
        yield Fact("row", row["iri"], (*ends, *numbers, row["as_named"], row["evidence"]))


def of_network_file(nodes: Iterable[tuple[str, dict[str, str]]], edges: Iterable[dict[str, str]]) -> Iterator[Fact]:
    for iri, values in nodes:
        yield Fact("cluster" if values["kind"] == "cluster" else "agent", iri, ())
        yield from (Fact("economy", iri, (name,)) for name in values.get("economies", "").split("; ") if name)
        for term, figure in FIGURE_TERMS.items():
            value = values.get(figure.attribute + ("_below" if term.endswith("Below") else ""))
            if value is not None:
                yield Fact("figure", iri, (term, float(value)))
    for values in edges:
        yield Fact("edge", values["source"], (values["kind"], values["target"]))
        if "as_named" in values:
            columns = ("rank", "count", "share", "share_below")
            numbers = [float(values[name]) if name in values else None for name in columns]
            yield Fact(
                "row",
                values["id"],
                (values["source"], values["target"], *numbers, values["as_named"], values.get("evidence", "")),
            )


def of_graphml(network: Network) -> Iterator[Fact]:
    root = ET.fromstring("".join(graphml(network)))
    space = "{http://graphml.graphdrawing.org/xmlns}"

    def data(element: ET.Element) -> dict[str, str]:
        return {one.attrib["key"].partition(".")[2]: one.text or "" for one in element.iter(f"{space}data")}

    yield from of_network_file(
        ((node.attrib["id"], data(node)) for node in root.iter(f"{space}node")),
        ({**edge.attrib, **data(edge)} for edge in root.iter(f"{space}edge")),
    )


def of_gexf(network: Network) -> Iterator[Fact]:
    root = ET.fromstring("".join(gexf(network)))
    space = "{http://gexf.net/1.3}"

    def data(element: ET.Element) -> dict[str, str]:
        return {one.attrib["for"]: one.attrib["value"] for one in element.iter(f"{space}attvalue")}

    yield from of_network_file(
        ((node.attrib["id"], data(node)) for node in root.iter(f"{space}node")),
        ({**edge.attrib, **data(edge)} for edge in root.iter(f"{space}edge")),
    )


def of_picture(network: Network) -> Iterator[Fact]:
    payload = Payload(network).as_json()
    lines = payload["evidence"]
    for node, facts in zip(network.nodes.values(), payload["nodes"], strict=True):
        yield Fact("cluster" if node.kind == "cluster" else "agent", node.iri, ())
        yield from (Fact("economy", node.iri, (name,)) for name in facts.get("economies", ()))
        for shown in facts.get("profiles", ()):
            for term, value in shown.get("figures", {}).items():
                yield Fact("figure", node.iri, (term, float(value)))
    for edge, mentions in zip(network.edges, payload["edges"], strict=True):
        yield Fact("edge", edge.source, (edge.kind, edge.target))
        for mention, shown in zip(edge.mentions, mentions, strict=True):
            numbers = [float(shown[name]) if name in shown else None for name in ("rank", "count", "share", "below")]
            where = "; ".join(f"{payload['files'][lines[n][0]]}:{lines[n][1]}" for n in shown.get("evidence", ()))
            yield Fact("row", mention.iri, (edge.source, edge.target, *numbers, shown["name"], where))


def of_sheets(network: Network) -> Iterator[Fact]:
    """What `show` prints: of each cluster its economies and figures, of all nodes that they are there."""
    terms = {figure.label: figure for figure in FIGURES}
    for node in network.nodes.values():
        yield Fact("cluster" if node.kind == "cluster" else "agent", node.iri, ())
        for section in sheet(network, node).sections:
            for line in section.lines:
                what, value = line.cells[:2]
                if section.title == "Identity" and what == "economy":
                    yield Fact("economy", node.iri, (value,))
                if section.title == "Figures":
                    figure, text = terms[str(what)], str(value)
                    term = f"{figure.term}Below" if text.startswith("<") else figure.term
                    yield Fact("figure", node.iri, (term, float(text.strip("<%"))))


def of_topics(facts: Iterable[Fact], *topics: str) -> set[Fact]:
    return {fact for fact in facts if fact.topic in topics}


@given(profiles(), st.booleans(), st.sets(st.sampled_from(EDITIONS), min_size=1, max_size=2))
def test_all_forms_agree_on_what_an_edition_states(records: list[Profile], with_added: bool, years: set[int]) -> None:
    triples = sorted({*graph_of(records), *(added() if with_added else ())}, key=str)
    editions = {one.edition.value for one in records} | ({2023, 2024} if with_added else set())
    if not years <= editions:
        with pytest.raises(CallError, match="The graph has no edition"):
            of_editions(triples, years)
        return
    cut = of_editions(triples, years)
    network = network_of_triples(triples, years)
    stated = set(of_triples("".join(n_triples(cut))))
    assert set(of_tables(cut)) == stated
    if len(years) == 1:
        assert set(of_graphml(network)) == set(of_gexf(network)) == set(of_picture(network)) == stated
        shown = ("cluster", "agent", "economy", "figure")
        assert set(of_sheets(network)) == of_topics(stated, *shown)
    else:
        # Network files have the figures of the last edition alone.
        topics = ("cluster", "agent", "economy", "edge", "row")
        assert of_topics(of_graphml(network), *topics) == of_topics(of_gexf(network), *topics)
        assert of_topics(of_graphml(network), *topics) == of_topics(stated, *topics)


# What a thing is called, and which rule decided so, hangs on all names of a build.
BY_NAMES = {RDFS.label, SKOS.altLabel, GII.kindDecidedBy, GII.joinedBy}


@given(profiles())
def test_a_cut_is_what_a_graph_of_that_edition_alone_states(records: list[Profile]) -> None:
    whole = graph_of(records)
    for year in {one.edition.value for one in records}:
        alone = graph_of([one for one in records if one.edition.value == year])
        cut = of_editions(whole, [year])
        assert {t for t in cut if t.predicate.value not in BY_NAMES} == {
            t for t in alone if t.predicate.value not in BY_NAMES
        }


def test_the_forms_of_one_package_say_the_same(three_editions: Path, tmp_path: Path) -> None:
    package = tmp_path / "package.zip"
    done = run("export", three_editions, "-f", "zip", "--edition", "2023", "-o", package)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(package) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    beijing = next(row for row in csv.DictReader(io.StringIO(texts["csv/clusters.csv"])) if row["name"] == "Beijing")
    # No document of 2023 says where Beijing is; other editions do.
    assert beijing["economies"] == ""
    assert f"<{BASE}cluster/beijing> <{GII.inEconomy}>" not in texts["graph.nt"]
    node = texts["network.graphml"].split(f'<node id="{BASE}cluster/beijing">')[1].split("</node>")[0]
    assert "China" not in node
    rows = list(csv.DictReader(io.StringIO(texts["csv/listings.csv"])))
    for row in rows:
        edge = texts["network.graphml"].split(f'<edge id="{row["iri"]}"')[1].split("</edge>")[0]
        assert f'<data key="edge.evidence">{row["evidence"]}</data>' in edge


def test_a_picture_of_one_edition_has_no_lines_of_others(three_editions: Path) -> None:
    page = run("view", three_editions, "--edition", "2023", "-o", "-").stdout
    assert "Global Innovation Index 2023" in page or "2023" in page
    for other in ("in 2024", "in 2025", "Index 2024", "Index 2025"):
        assert other not in page
