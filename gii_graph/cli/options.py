"""Options and arguments that several commands share, declared once.

The default paths are made when they are asked for: loading pathlib would delay the start of a query.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from gii_graph.errors import GraphFileWarning, LossWarning, OutputError
from gii_graph.vocabulary import BASE

__all__ = [
    "DEFAULT_GRAPH",
    "DEFAULT_LINKS",
    "DEFAULT_PAGE",
    "DEFAULT_PROFILES",
    "PATHS",
    "REVIEW_TABLE",
    "STANDARD_STREAM",
    "absolute_iri",
    "background_index_option",
    "base_iri_option",
    "completing",
    "output_option",
    "quiet_option",
    "talk_options",
]

if TYPE_CHECKING:
    from pathlib import Path

    DEFAULT_PROFILES: Path
    DEFAULT_GRAPH: Path
    DEFAULT_LINKS: Path
    DEFAULT_PAGE: Path
    STANDARD_STREAM: Path

PATHS = {
    "DEFAULT_PROFILES": "seeds",
    "DEFAULT_GRAPH": "output/gii.ttl",
    "DEFAULT_LINKS": "output/links.ttl",
    "DEFAULT_PAGE": "output/gii.html",
    "STANDARD_STREAM": "-",
}

# The table that `link` writes for a person, and `build` reads the person's word from.
REVIEW_TABLE = "review.tsv"

F = TypeVar("F", bound=Callable[..., Any])


def __getattr__(name: str) -> Path:
    if name not in PATHS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pathlib import Path

    return Path(PATHS[name])


class _FilePath(click.Path):
    """A path that becomes a `Path` when one is given."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value.endswith(("/", os.sep)):
            raise OutputError(value, "is a folder; name a file to write")
        return super().convert(value, param, ctx)

    def coerce_path_result(self, value: str | os.PathLike[str]) -> Path:
        from pathlib import Path

        return Path(value)


def output_option(default: Path | None) -> Callable[[F], F]:
    """Return the `-o/--output` option with a default file; without one the result goes to standard output."""
    return click.option(
        "-o",
        "--output",
        type=_FilePath(),
        default=default,
        show_default=default is not None,
        metavar="FILE",
        help="Where to write; - is standard output.",
    )


def _unless_integrated(_: click.Context, __: click.Parameter, may_index: bool | None) -> bool:
    """Take the word of the user, else of the environment: nobody asks what continuous integration has built."""
    return os.environ.get("CI", "").lower() in {"", "0", "false"} if may_index is None else may_index


def background_index_option(function: F) -> F:
    """Add `--index/--no-index`, whether a large graph that was written is indexed in the background."""
    return click.option(
        "--index/--no-index",
        "may_index",
        default=None,
        envvar="GII_GRAPH_INDEX",
        callback=_unless_integrated,
        help="Index a large graph in the background, for the first question.  [default: index, unless CI is set]",
    )(function)


def completing(what: str) -> Callable[[click.Context, click.Parameter, str], Any]:
    """Return what offers a shell the ends of a word (`completion.complete_WHAT`), loaded when a shell asks for it."""

    def offered(context: click.Context, parameter: click.Parameter, incomplete: str) -> Any:
        from gii_graph.cli import completion

        return getattr(completion, f"complete_{what}")(context, parameter, incomplete)

    return offered


def _say_only_losses(_: click.Context, __: click.Parameter, is_quiet: bool) -> bool:
    """Keep what was read from being remarked on; what it lost is an error all the same."""
    if is_quiet:
        warnings.simplefilter("ignore", GraphFileWarning)
        warnings.simplefilter("always", LossWarning)
    return is_quiet


def quiet_option(function: F) -> F:
    """Add `--quiet`, which means the same for every command."""
    return click.option(
        "--quiet", is_flag=True, callback=_say_only_losses, help="Say nothing on standard error but errors."
    )(function)


def talk_options(function: F) -> F:
    """Add `--quiet` and `--verbose`, which set how much is said on standard error."""
    function = click.option("-v", "--verbose", is_flag=True, help="Say more on standard error.")(function)
    return quiet_option(function)


def absolute_iri(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Take the value of an option if it is an absolute IRI. Raises click.BadParameter."""
    if value is None:
        return None
    from gii_graph.iris import is_absolute_iri

    if not is_absolute_iri(value):
        raise click.BadParameter(f"{value!r} is not an absolute IRI, such as https://example.org/.", context, parameter)
    return value


def _namespace(context: click.Context, parameter: click.Parameter, value: str) -> str:
    from gii_graph.iris import is_absolute_iri

    if not is_absolute_iri(value) or value[-1] not in "/#":
        raise click.BadParameter(f"{value!r} is not an absolute IRI that ends in / or #.", context, parameter)
    return value


def base_iri_option(function: F) -> F:
    """Add `--base-iri`, under which instances get their IRIs."""
    return click.option(
        "--base-iri",
        default=BASE,
        show_default=True,
        metavar="IRI",
        callback=_namespace,
        help="Where the IRIs of clusters, organisations and so on begin.",
    )(function)
