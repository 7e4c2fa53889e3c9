"""The `gii-graph` command: a thin skin over the library that loads only what a command needs."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from gii_graph import __version__
from gii_graph.cli.given_once import given_once
from gii_graph.cli.text_type import only_text
from gii_graph.errors import CallError, GiiGraphError, GraphFileWarning, LossWarning

__all__ = ["COMMANDS", "command", "main", "run"]

# Name: (module, one line of help). The line stands here so that `--help` loads no command.
COMMANDS = {
    "build": ("gii_graph.cli.build_command", "Turn profile texts into a graph in Turtle."),
    "query": ("gii_graph.cli.query_command", "Ask the graph, or an endpoint, a question in SPARQL."),
    "show": ("gii_graph.cli.show_command", "Show one cluster, organization or person with its evidence."),
    "validate": ("gii_graph.cli.validate_command", "Check a graph against its rules and its own arithmetic."),
    "view": ("gii_graph.cli.view_command", "Show a graph as one interactive HTML file."),
    "link": ("gii_graph.cli.link_command", "Link organisations and places to ROR, Wikidata, GeoNames, ISO 3166."),
    "review": ("gii_graph.cli.review_command", "Answer what linking leaves to a person, best first."),
    "analyse": ("gii_graph.cli.analyse_command", "Measure the network, its clusters, agents and tables."),
    "diff": ("gii_graph.cli.diff_command", "Say what changed between two graphs or editions."),
    "export": ("gii_graph.cli.export_command", "Write a graph as JSON-LD, TriG, GraphML, GEXF, CSV or one package."),
    "site": ("gii_graph.cli.site_command", "Write a graph as a static site, a page for every thing."),
    "cache": ("gii_graph.cli.cache_command", "See and clear what is kept of large graphs to answer faster."),
    "serve": (
        "gii_graph.cli.serve_command",
        "Serve a graph over HTTP: SPARQL, reconciliation, an address for each thing.",
    ),
    "push": ("gii_graph.cli.push_command", "Push a graph into a triple store."),
}


# Other spellings of commands.
_ALIASES = {"analyze": "analyse"}
_NOTHING_DONE = 3
_OF_OUTPUTS = {errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT}


def _show_help(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        click.echo(context.get_help(), color=context.color)
        context.exit()


def _show_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        click.echo(f"gii-graph, version {__version__}", color=context.color)
        context.exit()


class _LazyGroup(click.Group):
    """A group that imports a command when it is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """Return the option; click's own looks for translations of its help, which takes a tenth of a query's start."""
        return click.Option(
            ctx.help_option_names,
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_help,
            help="Show this message and exit.",
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return given_once(only_text(import_module(COMMANDS[cmd_name][0]).command))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; `help NAME` is `NAME --help`."""
        if args[0] == "help":
            if not args[1:]:
                click.echo(ctx.get_help())
                ctx.exit()
            args = [args[1], "--help"]
        args[0] = _ALIASES.get(args[0], args[0])
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean {' or '.join(near)}?", error.ctx) from error

    def invoke(self, ctx: click.Context) -> object:
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough (`| head`), which is no failure, though click would make it exit code 1.
            # What is still buffered goes nowhere, so that nothing complains of it at shutdown.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return code

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def command() -> None:
    """Turn published innovation profiles into a knowledge graph, ask it questions, link it and look at it.

    \b
    gii-graph build seeds/           profile texts to output/gii.ttl
    gii-graph query top-partners     ask a shipped question
    gii-graph view                   one HTML file to look at and pass on

    Exit codes: 0 done; 1 done, but something could not be used or a check failed; 2 called wrongly;
    3 nothing could be done.
    """


def _say(error: GiiGraphError) -> None:
    """Print an error; what it quotes from a file or a server must not steer the terminal."""
    from gii_graph.cli.terminal import visible

    click.echo("Error: " + "\n".join(visible(line) for line in str(error).split("\n")), err=True)


def _failed(error: OSError | MemoryError) -> int:
    """Say what the system refused, where no command could say it better: mostly a full disk behind standard output."""
    if isinstance(error, BrokenPipeError):
        return 0
    if isinstance(error, MemoryError):
        click.echo("Error: there is not enough memory for this; give less at once.", err=True)
        return 3
    from gii_graph.cli.terminal import visible

    if error.filename:
        said = f"{visible(str(error.filename))}: {error.strerror}"
    else:
        # Of the streams that nobody else watches, standard output is the one that fills up or is lost.
        said = f"standard output: {error.strerror}" if error.errno in _OF_OUTPUTS else visible(str(error))
    click.echo(f"Error: {said}.", err=True)
    return 3


class _WarningPrinter:
    """Says what is to be said of files that could be used, and remembers whether anything in them could not."""

    def __init__(self) -> None:
        self.loss = False
        warnings.simplefilter("always", GraphFileWarning)
        warnings.showwarning = self._show  # type: ignore[assignment]

    def _show(self, message: Warning | str, category: type[Warning], *_: object) -> None:
        from gii_graph.cli.terminal import visible
        from gii_graph.files import readable_name

        self.loss |= issubclass(category, LossWarning)
        if isinstance(message, GraphFileWarning):
            told = type(message)(readable_name(message.file), message.said)
            click.echo(f"Warning: {visible(str(told))}", err=True)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command, by default with the arguments of this process; return the exit code that the contract gives."""
    from gii_graph.cli.terminal import shown_streams

    with shown_streams(), warnings.catch_warnings():
        warned = _WarningPrinter()
        code = _done(arguments)
        try:
            with suppress(BrokenPipeError):
                sys.stdout.flush()
        except OSError as error:
            code = code if code == _NOTHING_DONE else _failed(error)  # said already
        with suppress(OSError):
            sys.stderr.flush()
        return code or int(warned.loss)


def _done(arguments: Sequence[str] | None) -> int:
    """Run the command and say what failed; return the exit code but for what was told of files."""
    try:
        code = command.main(arguments, prog_name="gii-graph", standalone_mode=False)
    except click.Abort:
        click.echo("Stopped.", err=True)
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CallError as error:
        _say(error)
        return 2
    except GiiGraphError as error:
        _say(error)
        return 3
    except (OSError, MemoryError) as error:
        return _failed(error)
    return code if isinstance(code, int) else 0


def main() -> NoReturn:
    """Run the command and end the process."""
    try:
        code = run()
    except MemoryError as error:  # also to say so took more than there was
        code = _failed(error)
    # Every file is closed by now. Taking the interpreter apart piece by piece would cost a tenth of a short command.
    os._exit(code)
