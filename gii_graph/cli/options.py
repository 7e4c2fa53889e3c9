"""Options and arguments that several commands share, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

__all__ = [
    "DEFAULT_GRAPH",
    "DEFAULT_LINKS",
    "DEFAULT_PAGE",
    "DEFAULT_PROFILES",
    "STANDARD_STREAM",
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
