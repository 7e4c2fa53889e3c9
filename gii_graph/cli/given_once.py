"""Options that count once are given once: click takes the last of several, and the others would have no effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

__all__ = ["given_once"]


def given_once(command: click.Command) -> click.Command:
    """Make a command, and its own commands, refuse an option that is given several times and counts once."""
    if "make_parser" in vars(command):
        return command  # it does already
    make_parser = command.make_parser

    def make_counting_parser(context: click.Context) -> Any:
        parser: Any = make_parser(context)
        parse = parser.parse_args

        def parse_args(args: list[str]) -> tuple[Any, list[str], Sequence[click.Parameter]]:
            values, remaining, order = parse(args)
            if not context.resilient_parsing:
                _check(order, context)
            return values, remaining, order

        parser.parse_args = parse_args
        return parser

    vars(command)["make_parser"] = make_counting_parser
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        given_once(inner)
    return command


def _check(order: Sequence[click.Parameter], context: click.Context) -> None:
    """Raise click.UsageError for an option that was parsed several times, and of which only the last would count."""
    for option in order:
        if isinstance(option, click.Option) and _counts_once(option) and (times := order.count(option)) > 1:
            name = max(option.opts, key=len)
            raise click.UsageError(
                f"{name} was given {times} times, and only the last would count; give it once.", context
            )


def _counts_once(option: click.Option) -> bool:
    return not (option.is_flag or option.multiple or option.count)
