"""What a shell offers to finish: questions, their parameters, names and editions of the graph, measures.

Names and editions come from the graph that the call names, or the default one; one that takes long to read is not read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from gii_graph.errors import GiiGraphError

if TYPE_CHECKING:
    from gii_graph.analysis.measure import Measure
    from gii_graph.sparql.header import Header
    from gii_graph.sparql.parameters import Ask

__all__ = ["complete_edition", "complete_measure", "complete_name", "complete_parameter", "complete_question"]

_FILE = "file"
_OF_CLUSTER = "cluster="


def complete_question(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the shipped questions for QUERY, and files behind it."""
    arguments: Sequence[str] = context.params.get("arguments") or ()
    # Bash hands over `-p cluster=ku` in three words.
    if arguments and arguments[-1] == "=":
        name = (context.params.get("params") or ("",))[-1]
        return _starting(_values(_header(context, arguments), name, _graphs_of(arguments[1:-1])), incomplete)
    if arguments or context.params.get("execute"):
        return [CompletionItem(incomplete, type=_FILE)]
    from gii_graph.sparql.shipped import shipped_names

    return _starting(shipped_names(), incomplete) or [CompletionItem(incomplete, type=_FILE)]


def complete_parameter(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the parameters of the question, and behind the equals sign what the graph has for one."""
    # Where the option still lacks its value, click has not told the arguments apart.
    arguments: Sequence[str] = context.params.get("arguments") or context.args
    header = _header(context, arguments)
    name, equals, value = incomplete.partition("=")
    if not equals:
        names = [parameter.name for parameter in header.parameters] if header else []
        return _starting([f"{known}=" for known in names], incomplete)
    offered = _starting(_values(header, name, _graphs_of(arguments[1:])), value)
    return [CompletionItem(f"{name}={item.value}") for item in offered]


def complete_name(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the clusters, organizations and persons of the graph, or its clusters for an option `cluster=NAME`."""
    graphs = _graphs_of(context.params.get("graphs") or ())
    if parameter.name != "only":
        return _starting(_names(graphs, "cluster", "agent"), incomplete)
    if not incomplete.startswith(_OF_CLUSTER):
        return _starting([_OF_CLUSTER], incomplete)
    return _starting([f"{_OF_CLUSTER}{name}" for name in _names(graphs, "cluster")], incomplete)


def complete_edition(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the editions of the graph."""
    graphs = context.params.get("graphs") or (context.params.get("arguments") or ())[1:]
    return _starting(_editions(_graphs_of(graphs)), incomplete)


def complete_measure(_: click.Context, __: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the measures of `analyse`."""
    from gii_graph.analysis.catalogue import AGENT_MEASURES, CLUSTER_MEASURES, NETWORK_MEASURES, TABLE_MEASURES

    catalogues: tuple[Sequence[Measure[Any, Any]], ...] = (
        CLUSTER_MEASURES, NETWORK_MEASURES, AGENT_MEASURES, TABLE_MEASURES,
    )  # fmt: skip
    return _starting(sorted({measure.name for measures in catalogues for measure in measures}), incomplete)


def _starting(values: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(value) for value in values if value.startswith(incomplete)]


def _header(context: click.Context, arguments: Sequence[str]) -> Header | None:
    """Return what the question says of itself, None where there is none yet."""
    from gii_graph.cli.question import query_text
    from gii_graph.sparql.header import read_header

    if not arguments or arguments[0] == "-":
        return None
    with suppress(GiiGraphError):
        return read_header(query_text(arguments, context))
    return None


def _values(header: Header | None, name: str, graphs: Sequence[str]) -> list[str]:
    """Return what the graph has for a parameter."""
    kind = next((one.type for one in header.parameters if one.name == name), "") if header else ""
    return _editions(graphs) if kind == "edition" else _names(graphs, kind)


def _names(graphs: Sequence[str], *kinds: str) -> list[str]:
    """Return the ends of the IRIs of all that is of these types of parameter, sorted."""
    from gii_graph.sparql.parameters import CLASSES, names_of

    def ask_all(ask: Ask) -> list[str]:
        iris = {iri for kind in kinds if kind in CLASSES for iri in names_of(kind, ask)}
        return sorted({iri.rpartition("/")[2] for iri in iris})

    return _asked(graphs, ask_all)


def _editions(graphs: Sequence[str]) -> list[str]:
    from gii_graph.sparql.parameters import editions_of

    return _asked(graphs, editions_of)


def _graphs_of(given: Sequence[Any]) -> list[str]:
    from gii_graph.cli.graphs import default_graphs

    with suppress(GiiGraphError):
        return [*map(str, given)] or default_graphs()[:1]
    return []


def _asked(graphs: Sequence[str], what: Callable[[Ask], list[str]]) -> list[str]:
    """Return what some graphs answer; nothing where they cannot be read, or not at once."""
    from gii_graph.sparql.dataset import LARGE, read_files
    from gii_graph.sparql.engine import answer

    if not graphs or not all(map(os.path.isfile, graphs)) or sum(map(os.path.getsize, graphs)) > LARGE:
        return []
    with suppress(GiiGraphError):
        store = read_files(graphs)
        return what(lambda question: answer(store, question))
    return []
