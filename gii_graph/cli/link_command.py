"""`gii-graph link`: organisations, cities and economies of a graph to open registries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gii_graph.authorities import authorities, iso3166, registries, ror
from gii_graph.cache_folder import cache_folder
from gii_graph.cli.catalogue_record import describe_links
from gii_graph.cli.destination import refuse_file_name
from gii_graph.cli.graphs import graphs_argument
from gii_graph.cli.options import DEFAULT_LINKS, background_index_option, talk_options
from gii_graph.cli.outputs import write_output
from gii_graph.cli.store_options import GraphFiles, store_options
from gii_graph.files import readable_name
from gii_graph.vocabulary import BASE

if TYPE_CHECKING:
    from gii_graph.links.linking import Linked, Proposal, Sources
    from gii_graph.links.subjects import Organization, Subjects

__all__ = ["command"]

# Decisions on what the graph does not have are listed up to so many: a table of a larger graph has hundreds.
_MOST_TOLD = 20
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=False)


def _registry_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for the registry of each authority that has one; together they are the argument `registries`."""

    def keep(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
        if value is not None and parameter.name:
            context.ensure_object(dict)[parameter.name] = value

    for authority in reversed(registries()):
        options = {f"--{authority.key}": authority.file_help}
        if authority.read_parents:
            options[f"--{authority.key}-parents"] = authority.parents_help
        for name, told in reversed(options.items()):
            option = click.option(name, type=_FILE, metavar="FILE", expose_value=False, callback=keep, help=told)
            function = option(function)
    return function


def _folder(_context: click.Context, _option: click.Parameter, path: Path) -> Path:
    refuse_file_name(str(path))
    return path


@click.command("link")
@graphs_argument
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    default=DEFAULT_LINKS.parent,
    show_default=True,
    metavar="FOLDER",
    callback=_folder,
    help="Where links.ttl, links.sssom.tsv and review.tsv go.",
)
@_registry_options
@click.option("--places", type=_FILE, metavar="FILE", help="GeoNames' cities15000.zip, or its text.")
@click.option(
    "--reconcile", metavar="URL", help="A service of the Reconciliation Service API 0.2 to ask for candidates."
)
@click.option("--curated/--no-curated", default=True, show_default=True, help="Use the identifiers that come with us.")
@click.option(
    "--decisions",
    multiple=True,
    type=_FILE,
    metavar="FILE",
    help="A review table with decisions; that of the output folder is always read.",
)
@click.option(
    "--candidates", type=click.IntRange(1, 50), default=5, show_default=True, metavar="N", help="Candidates for each."
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="How long each exchange with a service or an endpoint may take.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Where the registry's index and the service's answers are kept (default: the user's cache folder).",
)
@background_index_option
@store_options(has_timeout=True)
@talk_options
@click.pass_context
def command(
    context: click.Context,
    graphs: GraphFiles,
    output: Path,
    places: Path | None,
    reconcile: str | None,
    curated: bool,
    decisions: tuple[Path, ...],
    candidates: int,
    timeout: float,
    cache: Path | None,
    may_index: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Link organisations, cities and economies of a graph to ROR, Wikidata, GeoNames and ISO 3166.

    GRAPH is any RDF of the vocabulary (default: output/gii.ttl). Only what is beyond doubt is linked; what is not
    goes to review.tsv with ranked candidates. Write accept, close, reject, none or same-as NAME in its decision column
    (or use gii-graph review) and run the command again.

    \b
    gii-graph link                                         with the identifiers that come with us
    gii-graph link --ror v2.0-ror-data.zip                 and the whole ROR registry
    gii-graph link --lei lei2.csv.zip --lei-parents rr.csv.zip   and companies of GLEIF
    gii-graph link --places cities15000.zip                and all cities of the world
    gii-graph link --decisions reviewed.tsv                with what a person decided
    gii-graph link --reconcile https://example.org/api     candidates from a service
    """
    from gii_graph.links.link_sources import open_sources
    from gii_graph.links.linking import link
    from gii_graph.links.review import Decisions
    from gii_graph.links.subjects import SUBJECTS_PART, read_subjects

    # Of the default graphs the second one is what this command has written before.
    files = graphs.files(SUBJECTS_PART)[: 1 if graphs.are_default else None]
    subjects = read_subjects(files)
    if not (subjects.organizations or subjects.clusters or subjects.economies):
        return _nothing_to_link(files)
    review = output / "review.tsv"
    said = Decisions.read(dict.fromkeys([*([review] if review.is_file() else []), *decisions]))
    folder = cache or cache_folder()
    sources = open_sources(subjects, context.obj or {}, places, folder, curated=curated, tell=_teller(quiet))
    if reconcile:
        sources = _with_service(sources, reconcile, timeout, folder, candidates)
    linked = link(subjects, sources, said, candidates, str(review))
    _write(linked, subjects, output, may_index)
    if not quiet:
        _report(linked, subjects, sources, output, verbose)
    return _told_of_decisions(linked, quiet)


def _nothing_to_link(files: Sequence[Path]) -> int:
    names = ", ".join(readable_name(str(file)) for file in files)
    click.echo(f"Nothing to link in {names}: no organisation, cluster or economy.", err=True)
    return 3


def _teller(quiet: bool) -> Callable[[str], None]:
    return (lambda message: None) if quiet else (lambda message: click.echo(message, err=True))


def _with_service(sources: Sources, url: str, seconds: float, cache: Path, limit: int) -> Sources:
    from dataclasses import replace

    from gii_graph.links.linking import Proposal
    from gii_graph.remote.reconciliation_service import ReconciliationService

    service = ReconciliationService(url, seconds=seconds, cache=cache)

    def propose(organizations: Sequence[Organization]) -> Mapping[str, Sequence[Proposal]]:
        answers = service.candidates([organization.label for organization in organizations], limit)
        return {
            organization.iri: [
                Proposal(found.iri, found.name, found.score, f"proposed by {service.name}{found.remark}")
                for found in answers[organization.label]
            ]
            for organization in organizations
        }

    return replace(sources, propose=propose)


def _write(linked: Linked, subjects: Subjects, output: Path, may_index: bool) -> None:
    """Write the links and what a person must decide; start to index the graph with its links, as a query asks them."""
    from gii_graph.links.review import review_table
    from gii_graph.links.sssom import sssom
    from gii_graph.links.triples import links_turtle

    write_output(output / DEFAULT_LINKS.name, links_turtle(linked.links, subjects.economies, linked.countries))
    describe_links(output / DEFAULT_LINKS.name, BASE)
    write_output(output / "links.sssom.tsv", sssom(linked.links))
    write_output(output / "review.tsv", review_table(linked.review))
    if may_index:
        from gii_graph.cli.background_indexing import asked_with, index_in_background

        index_in_background(asked_with(output / DEFAULT_LINKS.name))


def _report(linked: Linked, subjects: Subjects, sources: Sources, output: Path, verbose: bool) -> None:
    """Say on standard error what was linked, what was not, and what is left to a person."""
    from gii_graph.links.model import is_ours

    published = [link for link in linked.links if link.is_published]
    if verbose:
        for link in linked.links:
            judged = link.object if link.is_published else "not the same" if link.negated else "no match"
            click.echo(f"{link.subject_label}: {judged} ({link.reason})", err=True)
    # Who is called the same as another is counted with the other.
    same_as = {link.subject: link.object for link in published if is_ours(link.object)}
    linked_to = {
        authority.key: len({_counted_as(link.subject, same_as) for link in published if authority.holds(link.object)})
        for authority in authorities().values()
    }
    told = [
        f"{linked_to[authority.key]} to {authority.name}"
        for authority in authorities().values()
        if authority.key != ror.AUTHORITY.key and (authority.read and linked_to[authority.key])
    ]
    linked_ones = {_counted_as(link.subject, same_as) for link in published if not is_ours(link.object)}
    organizations = {_counted_as(one.iri, same_as): one.label for one in reversed(subjects.organizations)}
    without = [
        one.label
        for one in subjects.organizations
        if _counted_as(one.iri, same_as) == one.iri and one.iri not in linked_ones
    ]
    counts = ", ".join([f"{linked_to[ror.AUTHORITY.key]} of {len(organizations)} linked to ROR", *told])
    one_with_another = len(subjects.organizations) - len(organizations)
    joined = f" Called the same as another: {one_with_another}." if one_with_another else ""
    click.echo(
        f"Organisations: {counts}, {len(without)} without a link.{joined} Persons, never linked: {subjects.persons}.",
        err=True,
    )
    for label in without:
        click.echo(f"  without: {label}", err=True)
    located = {link.subject for link in published if link.is_city}
    click.echo(f"Clusters with a city: {len(located)} of {len(subjects.clusters)}.", err=True)
    economies = linked_to[iso3166.AUTHORITY.key]
    click.echo(f"Economies: {economies} of {len(subjects.economies)} in ISO 3166-1.", err=True)
    count = len(linked.decided.waiting)
    speak = "1 decision speaks" if count == 1 else f"{count} decisions speak"
    waiting = f" {speak} of nothing in this graph; kept." if count else ""
    asked = len({row.subject for row in linked.review if not row.decision})
    click.echo(f"Left to a person: {asked}, in {output / 'review.tsv'}.{waiting}", err=True)
    click.echo(f"Wrote {output / DEFAULT_LINKS.name} and {output / 'links.sssom.tsv'}.", err=True)


def _counted_as(subject: str, same_as: Mapping[str, str]) -> str:
    """Return the organisation that stands for a subject: the one that a person called the same, the last in a chain."""
    seen = {subject}
    while (other := same_as.get(subject)) and other not in seen:
        subject = other
        seen.add(subject)
    # In a ring that says that all are one, the first by name stands for it.
    return min(seen) if same_as.get(subject) in seen else subject


def _told_of_decisions(linked: Linked, quiet: bool) -> int:
    """Say which decisions have no effect, and why; return the exit code."""
    from gii_graph.cli.terminal import visible
    from gii_graph.identity.word import nearest

    decided = linked.decided
    for row in [] if quiet else decided.waiting[:_MOST_TOLD]:
        hint = nearest(row.name, decided.printed)
        click.echo(f"  {visible(row.where)} speaks of '{visible(row.name)}'{visible(hint)}.", err=True)
    for problem in (*decided.refused, *decided.conflicts):
        click.echo(f"Error: {visible(str(problem))}", err=True)
    return 1 if decided.refused or decided.conflicts else 0
