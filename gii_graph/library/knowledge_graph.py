"""A graph in memory, with all that the commands do to one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, Triple

from gii_graph.errors import CallError
from gii_graph.library.asking import asked
from gii_graph.library.notebook_html import paragraph
from gii_graph.library.results import GraphPicture, Tables
from gii_graph.library.solutions import Solutions, rdflib_term
from gii_graph.sparql.engine import answer
from gii_graph.sparql.parameters import editions_of
from gii_graph.tabular.data_table import DataTable
from gii_graph.vocabulary import BASE, GII, RDF

if TYPE_CHECKING:
    import networkx
    import pandas
    import polars
    import rdflib

    from gii_graph.comparison import Change
    from gii_graph.lookup import SheetSection
    from gii_graph.network import Network

__all__ = ["Graph", "Linking"]

_COUNTED = (("profile", GII.ClusterProfile), ("cluster", GII.Cluster), ("agent", GII.Agent))
_FORMS = {
    ".jsonld": "jsonld",
    ".nt": "ntriples",
    ".trig": "trig",
    ".nq": "nquads",
    ".ttl": "turtle",
    ".gexf": "gexf",
    ".graphml": "graphml",
}


class Graph:
    """A graph in memory; make one with `load` or `build`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __len__(self) -> int:
        return len(self._store)

    def __repr__(self) -> str:
        return f"<Graph: {self._summary()}>"

    def _summary(self) -> str:
        counts = [(self._number_of(kind), noun) for noun, kind in _COUNTED]
        years = ", ".join(editions_of(lambda question: answer(self._store, question)))
        said = [f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts]
        return f"{', '.join(said)}{f', edition {years}' if years else ''}; {len(self):,} triples"

    def _number_of(self, kind: str) -> int:
        return sum(1 for _ in self._store.quads_for_pattern(None, NamedNode(RDF.type), NamedNode(kind), DefaultGraph()))

    def _repr_html_(self) -> str:
        summary = paragraph(self._summary())
        return f"{summary}{self.view()._repr_html_()}" if self._number_of(GII.Cluster) else summary

    @property
    def store(self) -> Store:
        """The Oxigraph store that holds the graph."""
        return self._store

    def _triples(self) -> list[Triple]:
        """Return the triples of the default graph, sorted."""
        quads = self._store.quads_for_pattern(None, None, None, DefaultGraph())
        return sorted((quad.triple for quad in quads), key=str)

    def _network(self, edition: int | None = None) -> Network:
        from gii_graph.network import network_of_triples

        return network_of_triples(self._triples(), () if edition is None else (edition,))

    def query(
        self,
        sparql: str | None = None,
        *,
        shipped: str | None = None,
        parameters: Mapping[str, object] | None = None,
    ) -> Solutions | bool | rdflib.Graph:
        """Ask the graph; see `gii_graph.query`."""
        return asked(self._store, sparql, shipped, parameters)

    def show(self, name: str, edition: int | None = None) -> Tables:
        """Return all that is known of one cluster, organization or person, each line with its evidence.

        `name` is any spelling, or an IRI. Raises CallError where nobody is called that, with the near names.
        """
        from gii_graph.lookup import find, near_names, sheet

        network = self._network(edition)
        nodes = find(network, name)
        if not nodes:
            near = "; ".join(node.label for node in near_names(network, name))
            raise CallError(f"Nobody is called {name!r}{f'; near names: {near}' if near else ''}.")
        sections = [(node.label, section) for node in nodes for section in sheet(network, node).sections]
        tables = [_section_table(section, label if len(nodes) > 1 else "") for label, section in sections]
        return Tables("; ".join(node.label for node in nodes), tables)

    def link(
        self,
        *,
        curated: bool = True,
        ror: str | os.PathLike[str] | None = None,
        wikidata: str | os.PathLike[str] | None = None,
        lei: str | os.PathLike[str] | None = None,
        places: str | os.PathLike[str] | None = None,
        decisions: Iterable[str | os.PathLike[str]] = (),
        cache: str | os.PathLike[str] | None = None,
    ) -> Linking:
        """Link organisations, cities and economies; return the links, what is left to a person, and a graph with them.

        The files are those that the command `link` takes; `cache` is the folder where a registry's index is kept, by
        default the user's. Raises RegistryError for a file that cannot be used.
        """
        from gii_graph.cache_folder import cache_folder
        from gii_graph.graph.graph_statements import GraphStatements
        from gii_graph.links.link_sources import open_sources
        from gii_graph.links.linking import link
        from gii_graph.links.review import Decisions
        from gii_graph.links.subjects import subjects_of
        from gii_graph.links.triples import links_turtle

        subjects = subjects_of(GraphStatements(self._triples()))
        registries = {"ror": ror, "wikidata": wikidata, "lei": lei}
        files = {key: Path(path) for key, path in registries.items() if path is not None}
        folder = cache_folder() if cache is None else Path(cache)
        sources = open_sources(subjects, files, Path(places) if places else None, folder, curated=curated)
        linked = link(subjects, sources, Decisions.read([Path(file) for file in decisions]))
        store = Store()
        store.extend(list(self._store))
        turtle = "".join(links_turtle(linked.links, subjects.economies, linked.countries))
        store.load(turtle.encode(), format=RdfFormat.TURTLE)
        published = [link for link in linked.links if link.is_published]
        rows = [(one.subject_label, one.object, one.predicate.rpartition("#")[2], one.reason) for one in published]
        open_rows = [row for row in linked.review if not row.decision]
        review = [
            (row.name, row.place, row.candidate or None, row.candidate_name or None, row.reason) for row in open_rows
        ]
        return Linking(
            Graph(store),
            [
                DataTable("links", ("subject", "object", "relation", "reason"), rows),
                DataTable("review", ("name", "place", "candidate", "candidate_name", "reason"), review),
            ],
        )

    def validate(self, engine: Literal["sparql", "shacl"] = "sparql") -> Tables:
        """Check the graph against the rules of its vocabulary and its own arithmetic; no row means nothing is wrong.

        Raises CallError where the engine `shacl` is not installed.
        """
        from gii_graph.validation.check import Engine, check

        outcome = check(self._store, Engine(engine))
        rows = [
            (
                finding.rule,
                finding.message,
                finding.node,
                "; ".join(f"{line.file}:{line.line}" for line in finding.citations) or None,
            )
            for finding in outcome.findings
        ]
        table = DataTable("findings", ("rule", "message", "node", "evidence"), rows)
        return Tables("Nothing is wrong" if not rows else f"{len(rows)} wrong", [table])

    def analyse(
        self,
        of: Literal["clusters", "network", "agents", "tables"] = "clusters",
        *,
        activity: Literal["patents", "articles", "both"] = "both",
        edition: int | None = None,
    ) -> Tables:
        """Measure clusters, the network, agents or their tables; the notes say what the measures cannot say.

        Raises CallError for another word.
        """
        from gii_graph.analysis.measuring import SECTIONS, measure_sections

        for word, words in ((of, SECTIONS), (activity, ("patents", "articles", "both"))):
            if word not in words:
                raise CallError(f"{word!r} cannot be measured; choose {', '.join(words)}.")
        measured = measure_sections(self._network(edition), [of], activity)
        (section,) = measured.sections
        keys = [*section.rows[0].keys] if section.rows else []
        rows = [[*row.keys.values(), *row.values.values()] for row in section.rows]
        return Tables(of.capitalize(), [DataTable(of, (*keys, *section.columns()), rows)], measured.caveats)

    def diff(self, new: Graph, editions: tuple[int, int] | None = None) -> Tables:
        """Return what changed from this graph to a newer one, or between two editions, one table for each pair."""
        from gii_graph.comparison import Side, compare, edition_pairs

        pairs = [editions] if editions else edition_pairs(self._network(), new._network())
        tables = []
        for before, after in pairs:
            comparison = compare(Side(self._network(before), before), Side(new._network(after), after))
            rows = [_change(change) for change in comparison.changes]
            columns = ("cluster", "change", "topic", "activity", "what", "old", "new")
            tables.append(DataTable(f"{before or ''} to {after or ''}".strip(), columns, rows))
        return Tables("Changes", tables)

    def view(
        self, title: str | None = None, *, only: Sequence[str] = (), edition: int | None = None, embed: bool = True
    ) -> GraphPicture:
        """Return the interactive picture: `only` these clusters and all that they have a tie with.

        Raises CallError for a cluster or an edition that the graph does not have.
        """
        from gii_graph.network import Selection, select, thinned
        from gii_graph.sparql.dataset import of_edition
        from gii_graph.view import default_title, render
        from gii_graph.view.carried_graph import CarriedGraph

        shown, note = thinned(select(self._network(edition), Selection(tuple(only), None)))
        named = title or default_title(shown)
        graph = CarriedGraph(self._store if edition is None else of_edition(self._store, edition))
        return GraphPicture(named, render(shown, named, note, embed=embed, graph=graph))

    def site(
        self,
        folder: str | os.PathLike[str],
        *,
        base_url: str | None = None,
        title: str = "",
        license: str | None = None,  # noqa: A002  # as the command calls it
    ) -> Path:
        """Write the graph as a static site, a page for every thing in it, and return the folder.

        `base_url` is where the site will be, `license` the IRI of the licence that the data are passed on under.
        Written again, files that did not change are left alone, and what is gone is removed. Raises CallError for an
        address or a licence that is none and for a folder that holds anything else, OutputError where it cannot be
        written.
        """
        from gii_graph.graph.loading import with_stable_blank_nodes
        from gii_graph.iris import is_absolute_iri
        from gii_graph.site import Site, SiteWish
        from gii_graph.site.addresses import folder_url
        from gii_graph.site.site_folder import read_inventory, write_site

        if license is not None and not is_absolute_iri(license):
            raise CallError(f"{license!r} is not an absolute IRI of a licence, such as https://example.org/.")
        wish = SiteWish(title, "" if base_url is None else folder_url(base_url), license)
        target = Path(folder)
        before = read_inventory(target)
        triples = sorted(with_stable_blank_nodes(self._triples()), key=str)
        write_site(target, Site(triples, wish, before.former), before)
        return target

    def export(self, path: str | os.PathLike[str]) -> Path:
        """Write the graph in the form that the ending says, or a folder of CSV tables where there is none; return it.

        Endings: .ttl, .jsonld, .nt, .trig, .nq, .gexf, .graphml, .xlsx. Raises CallError for another, or for what the
        form cannot hold, and OutputError where it cannot be written.
        """
        from gii_graph.files import replacing

        target = Path(path)
        if not target.suffix:
            from gii_graph.export.csvw import csv_files
            from gii_graph.export.tables import GraphTables

            for name, text in csv_files(GraphTables(self._triples())):
                with replacing(target / name) as stream:
                    stream.writelines(text)
            return target
        if target.suffix.lower() == ".xlsx":
            from gii_graph.library.saved_report import save_report

            tables = [table for table in self._tables(linked=True) if any(True for _ in table.rows)]
            return save_report(target, "The graph as tables", tables)
        form = _FORMS.get(target.suffix.lower())
        if form is None:
            endings = ", ".join([*_FORMS, ".xlsx"])
            raise CallError(f"{target}: nothing is written as {target.suffix}; the endings are {endings}.")
        parts = self._written(form)
        with replacing(target) as stream:
            stream.writelines(parts)
        return target

    def _written(self, form: str) -> Iterable[str]:
        from gii_graph.export import gexf, graphml, jsonld, rdf_syntaxes
        from gii_graph.export.capabilities import refuse_what_cannot_be_held
        from gii_graph.resources import ontology_folder

        if form in {"gexf", "graphml"}:
            return gexf.gexf(self._network()) if form == "gexf" else graphml.graphml(self._network())
        refuse_what_cannot_be_held(self._triples(), form)
        if form == "jsonld":
            return jsonld.json_ld(self._triples(), jsonld.Context.from_file(ontology_folder() / "context.jsonld"))
        if form in {"trig", "nquads"}:
            from gii_graph.graph.editions import split_by_edition

            editions = split_by_edition(self._triples())
            return (rdf_syntaxes.trig if form == "trig" else rdf_syntaxes.n_quads)(editions, BASE)
        writer = rdf_syntaxes.n_triples if form == "ntriples" else rdf_syntaxes.turtle_of_triples
        return writer(self._triples())

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples of the default graph as an rdflib graph of their own.

        Raises CallError for a triple term and for a text with a base direction, which rdflib does not have.
        """
        import rdflib

        for quad in self._store.quads_for_pattern(None, None, None, DefaultGraph()):
            if isinstance(quad.object, Triple) or getattr(quad.object, "direction", None):
                rdflib_term(quad.object)
        triples = self._store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
        return rdflib.Graph().parse(data=triples, format="nt")

    def to_networkx(self, edition: int | None = None) -> networkx.MultiDiGraph[str]:
        """Return clusters and agents as nodes by IRI, rows and named partners as edges, with all their attributes."""
        import networkx

        from gii_graph.export.attributes import edges, nodes

        network = self._network(edition)
        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for node in nodes(network):
            graph.add_node(node.iri, label=node.label, **node.values)
        for edge in edges(network):
            graph.add_edge(edge.source, edge.target, key=edge.identifier, weight=edge.weight, **edge.values)
        return graph

    def _tables(self, *, linked: bool = False) -> Iterator[DataTable]:
        from gii_graph.export.tables import GraphTables
        from gii_graph.export.typed_tables import typed_tables

        return typed_tables(GraphTables(self._triples()), linked=linked)

    def to_pandas(self) -> dict[str, pandas.DataFrame]:
        """Return the graph as data frames by name: clusters, profiles, agents, listings, ties and so on.

        Raises CallError where pandas is not installed.
        """
        from gii_graph.library.data_frames import pandas_frame

        return {table.name: pandas_frame(table.columns, table.rows) for table in self._tables()}

    def to_polars(self) -> dict[str, polars.DataFrame]:
        """Return the graph as data frames of polars by name, as `to_pandas` does.

        Raises CallError where polars is not installed.
        """
        from gii_graph.library.data_frames import polars_frame

        return {table.name: polars_frame(table.columns, table.rows) for table in self._tables()}


class Linking(Tables):
    """The links (table `links`), what is left to a person (`review`), and `graph`, which has the links."""

    def __init__(self, graph: Graph, tables: Sequence[DataTable]) -> None:
        super().__init__("Links", tables)
        self.graph = graph


def _section_table(section: SheetSection, of: str) -> DataTable:
    title = section.title if section.edition is None else f"{section.title}, {section.edition}"
    rows = [
        (*line.cells, "; ".join(dict.fromkeys(f"{stated.file}:{stated.line}" for stated in line.evidence)) or None)
        for line in section.lines
    ]
    return DataTable(f"{of}: {title}" if of else title, (*section.columns, "evidence"), rows)


def _change(change: Change) -> tuple[Any, ...]:
    old, new = (None if fact is None else fact.value for fact in (change.old, change.new))
    return (
        change.cluster,
        change.sort,
        change.key.topic,
        change.key.activity or None,
        change.label,
        _text(old),
        _text(new),
    )


def _text(value: object) -> Any:
    return value if value is None or isinstance(value, int | float) else str(value)
