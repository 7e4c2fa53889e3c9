"""Options and arguments that several commands share, declared once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from gii_graph.vocabulary import BASE

__all__ = [
    "DEFAULT_GRAPH",
    "DEFAULT_LINKS",
    "DEFAULT_PAGE",
    "DEFAULT_PROFILES",
    "STANDARD_STREAM",
    "base_iri_option",
    "output_option",
    "talk_options",
]

DEFAULT_PROFILES = Path("seeds")
DEFAULT_GRAPH = Path("output/gii.ttl")
DEFAULT_LINKS = Path("output/links.ttl")
DEFAULT_PAGE = Path("output/gii.html")
STANDARD_STREAM = Path("-")

F = TypeVar("F", bound=Callable[..., Any])


def output_option(default: Path | None) -> Callable[[F], F]:
    """Return the `-o/--output` option with a default file; without one the result goes to standard output."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        default=default,
        show_default=default is not None,
        metavar="FILE",
        help="Where to write; - is standard output.",
    )


def talk_options(function: F) -> F:
    """Add `--quiet` and `--verbose`, which set how much is said on standard error."""
    function = click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")(function)
    return click.option("--quiet", is_flag=True, help="Say nothing on standard error but errors.")(function)


def _absolute_iri(context: click.Context, parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+[/#]", value):
        raise click.BadParameter(f"{value!r} is not an absolute IRI that ends in / or #.", context, parameter)
    return value


def base_iri_option(function: F) -> F:
    """Add `--base-iri`, under which instances get their IRIs."""
    return click.option(
        "--base-iri",
        default=BASE,
        show_default=True,
        metavar="IRI",
        callback=_absolute_iri,
        help="Where the IRIs of clusters, organisations and so on begin.",
    )(function)
