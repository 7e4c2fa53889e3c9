"""Which tables a graph is written as, and what their columns mean.

Each column stands for one property, so that the tables together are exactly the graph: a statement that fits no
column (a second name, a figure that is not a number) goes to the tables `names`, `links` and `statements`.
Columns without a property repeat, for the reader's ease, what another table states.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal as Only

from gii_graph.figures import FIGURES
from gii_graph.vocabulary import DCTERMS, GII, RDFS, SCHEMA, SKOS

__all__ = ["LINK_PROPERTIES", "NAME_PROPERTIES", "TABLES", "Column", "Table"]

Datatype = Only["anyURI", "date", "decimal", "integer", "string"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a property of the table's nodes, and how its value is written.

    `many` allows several IRIs, a space between them; `inverse` means that the property leads from the cell's node to
    the row's; `local` writes a term of our ontology by its name alone; `language` is that of the text. A column
    without a property repeats the names of the nodes in column `name_of`, or the lines that support the row.
    """

    name: str
    description: str
    datatype: Datatype = "string"
    property: str | None = None
    required: bool = False
    many: bool = False
    inverse: bool = False
    local: bool = False
    language: str | None = None
    name_of: str | None = None
    kind: bool = False
    table: str | None = None  # the table whose `iri` the cell refers to


@dataclass(frozen=True, slots=True)
class Table:
    """One table, written as `<name>.csv`.

    `kinds` are the classes of its nodes by the word for them, the telling class first; the word stands in the
    column `kind_name` where there are several. `key` are the columns that tell rows apart.
    """

    name: str
    description: str
    columns: Sequence[Column]
    kinds: Mapping[str, tuple[str, ...]]
    key: tuple[str, ...] = ("iri",)
    kind_name: str = "kind"

    @property
    def all_columns(self) -> list[Column]:
        """The columns as written: where the nodes are of several kinds, the kind stands second."""
        if len(self.kinds) < 2:
            return list(self.columns)
        *words, last = self.kinds
        kind = Column(self.kind_name, f"{', '.join(words)} or {last}.", kind=True)
        return [self.columns[0], kind, *self.columns[1:]]


def _iri(of: str) -> Column:
    return Column("iri", f"The IRI of the {of}.", "anyURI", required=True)


def _to(name: str, description: str, predicate: str, table: str | None = None, *, many: bool = False) -> Column:
    # A foreign key must be one value; a cell of several IRIs refers to a table only in its description.
    return Column(name, description, "anyURI", predicate, many=many, table=None if many else table)


def _number(name: str, description: str, predicate: str) -> Column:
    return Column(name, description, "integer", predicate)


def _percent(name: str, description: str, predicate: str) -> Column:
    return Column(name, description, "decimal", predicate)


def _text(name: str, description: str, predicate: str | None = None, language: str | None = None) -> Column:
    return Column(name, description, "string", predicate, language=language)


def _name(name: str, description: str, of: str) -> Column:
    return Column(name, description, "string", name_of=of)


def _names(name: str, description: str, of: str) -> Column:
    return Column(name, f"{description} In the same order, parted by a semicolon.", "string", name_of=of, many=True)


def _figure_columns() -> Iterator[Column]:
    for figure in FIGURES:
        write = _percent if figure.kind == "share" else _number
        yield write(figure.attribute, figure.meaning, figure.iri)
        if figure.bound:
            meaning = "The percentage that this share is below, where only that is printed."
            yield _percent(f"{figure.attribute}_below", meaning, figure.bound)


_EDITION = _number("edition", "The year of the edition.", GII.edition)
_RANK = _number("rank", "The place in its table or sentence, from 1.", GII.rank)
_PROFILE = _to("profile", "The profile that states it.", GII.inProfile, "profiles")
_EVIDENCE = _text("evidence", "File and line that state it; several are parted by a semicolon. See evidence.csv.")
_AS_NAMED = _text("as_named", "The name exactly as the source prints it.", GII.asNamed)
_SHARES = (
    _percent("share", "Percent as printed.", GII.share),
    _percent("share_below", "The percentage that the share is below, where only that is printed.", GII.shareBelow),
)
_ACTIVITY = Column("activity", "patents or articles.", "string", GII.activity, local=True)

TABLES: tuple[Table, ...] = (
    Table(
        "clusters",
        "Science and technology clusters, the same over editions, with and without a profile of their own.",
        (
            _iri("cluster"),
            _text("name", "The cluster's name.", RDFS.label, "en"),
            _to("economies", "The economies it belongs to.", GII.inEconomy, "economies", many=True),
            _to("collaborates_with", "Clusters it names as top partners.", GII.collaboratesWith, many=True),
            _to("collaborates_on_patents_with", "The same for patents.", GII.collaboratesOnPatentsWith, many=True),
            _to("collaborates_on_articles_with", "The same for articles.", GII.collaboratesOnArticlesWith, many=True),
            _names("economy_names", "The names of its economies.", "economies"),
            _names("partner_names", "The names of the clusters it names.", "collaborates_with"),
            _names("patent_partner_names", "The same for patents.", "collaborates_on_patents_with"),
            _names("article_partner_names", "The same for articles.", "collaborates_on_articles_with"),
        ),
        {"cluster": (GII.Cluster,)},
    ),
    Table(
        "economies",
        "Countries and economies.",
        (_iri("economy"), _text("name", "The economy's name.", RDFS.label, "en")),
        {"economy": (GII.Economy,), "country": (GII.Economy, SCHEMA.Country)},
    ),
    Table(
        "agents",
        "Organisations and persons that file PCT applications or publish articles.",
        (
            _iri("agent"),
            _text("name", "The agent's name.", RDFS.label),
            _to("filed_patents", "Clusters that list it as top PCT applicant.", GII.filedPatents, many=True),
            _to(
                "published_articles",
                "Clusters that list it as top publishing organization.",
                GII.publishedArticles,
                many=True,
            ),
            _names("filed_patents_names", "The names of the first.", "filed_patents"),
            _names("published_articles_names", "The names of the second.", "published_articles"),
            _text("kind_decided_by", "The rule that took the name as organisation or person.", GII.kindDecidedBy),
            _text("joined_by", "The rule that took its spellings as one agent's.", GII.joinedBy),
        ),
        {"organization": (GII.Organization, GII.Agent), "person": (GII.Person, GII.Agent)},
    ),
    Table(
        "profiles",
        "What one edition says of one cluster.",
        (
            _iri("profile"),
            Column("cluster", "The cluster.", "anyURI", GII.hasProfile, inverse=True, table="clusters"),
            _name("cluster_name", "The cluster's name, as in clusters.csv.", "cluster"),
            _EDITION,
            *_figure_columns(),
            _EVIDENCE,
        ),
        {"profile": (GII.ClusterProfile,)},
    ),
    Table(
        "listings",
        "Rows of the tables of top PCT applicants (patents) and of top publishing organizations (articles).",
        (
            _iri("row"),
            _PROFILE,
            _EDITION,
            _to("cluster", "The cluster in whose profile the row stands.", GII.cluster, "clusters"),
            _name("cluster_name", "The cluster's name, as in clusters.csv.", "cluster"),
            _to("agent", "Who is listed.", GII.agent, "agents"),
            _name("agent_name", "The agent's name, as in agents.csv.", "agent"),
            _AS_NAMED,
            _RANK,
            _number("count", "PCT applications or articles over the last five years.", GII.count),
            *_SHARES,
            _EVIDENCE,
        ),
        {"patents": (GII.PatentListing, GII.Listing), "articles": (GII.ArticleListing, GII.Listing)},
        kind_name="activity",
    ),
    Table(
        "ties",
        "Clusters named by another as top collaborating locations: who names whom. It is not symmetric.",
        (
            _iri("tie"),
            _PROFILE,
            _EDITION,
            _ACTIVITY,
            _to("from_cluster", "The cluster whose profile names the other.", GII.fromCluster, "clusters"),
            _name("from_name", "Its name, as in clusters.csv.", "from_cluster"),
            _to("to_cluster", "The cluster that is named.", GII.toCluster, "clusters"),
            _name("to_name", "Its name, as in clusters.csv.", "to_cluster"),
            _AS_NAMED,
            _RANK,
            _EVIDENCE,
        ),
        {"tie": (GII.CollaborationTie,)},
    ),
    Table(
        "field_shares",
        "Technology and subject fields with their shares, where a profile prints them as text.",
        (
            _iri("field share"),
            _PROFILE,
            _EDITION,
            _ACTIVITY,
            _text("field", "The field's label.", GII.field, "en"),
            *_SHARES,
            _EVIDENCE,
        ),
        {"field_share": (GII.FieldShare,)},
    ),
    Table(
        "evidence",
        "Lines of the source documents and what they support.",
        (
            _iri("line"),
            _to("source", "The document.", GII.source, "sources"),
            _number("line", "The line's number, from 1.", GII.line),
            _number("page", "The page of a paged document, the sheet of a workbook, from 1.", GII.page),
            _text("quote", "The line as read.", GII.quote),
            _to("evidence_for", "The nodes that the line supports.", GII.evidenceFor, many=True),
            _to("evidence_property", "Which of their properties it states.", GII.evidenceProperty, many=True),
        ),
        {"evidence": (GII.Evidence,)},
    ),
    Table(
        "sources",
        "Profile files as read.",
        (
            _iri("document"),
            _text("file_name", "The file's name, without folders.", GII.fileName),
            _text("sha256", "SHA-256 of the file's bytes, hexadecimal.", GII.sha256),
            _text("encoding", "The text encoding in which it was read.", GII.encoding),
            Column("url", "The address it was fetched from, where that was told.", "anyURI", SCHEMA.url),
            Column("fetched", "The day on which it was fetched, where that was told.", "date", DCTERMS.date),
        ),
        {"source": (GII.SourceDocument,)},
    ),
    Table(
        "names",
        "Names that no other table has: other spellings, and names in other languages.",
        (
            Column("subject", "What is so called.", "anyURI", required=True),
            Column("property", "label or altLabel.", required=True),
            _text("language", "The name's language (BCP 47), if it is in one."),
            _text("name", "The name."),
        ),
        {},
        (),
    ),
    Table(
        "links",
        "Links to other open data.",
        (
            Column("subject", "What is linked.", "anyURI", required=True),
            Column("relation", "exactMatch, closeMatch or anchorCity.", required=True),
            Column("target", "What it is linked to.", "anyURI", required=True),
        ),
        {},
        ("subject", "relation", "target"),
    ),
    Table(
        "statements",
        "Every statement of the graph that no other table holds.",
        (
            _text("subject", "The subject's IRI, or a blank node's name."),
            Column("predicate", "The predicate's IRI.", "anyURI", required=True),
            _text("object", "The object: an IRI, a blank node's name, or a literal's text."),
            Column("kind", "iri, blank or literal.", required=True),
            Column("datatype", "The literal's datatype, if it is not a plain string.", "anyURI"),
            _text("language", "The literal's language, if it is in one."),
        ),
        {},
        (),
    ),
)
NAME_PROPERTIES = {RDFS.label: "label", SKOS.altLabel: "altLabel"}
LINK_PROPERTIES = {SKOS.exactMatch: "exactMatch", SKOS.closeMatch: "closeMatch", GII.anchorCity: "anchorCity"}
