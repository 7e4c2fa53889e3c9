"""Options that take text, as opposed to a file's name, which may be any bytes."""

from __future__ import annotations

import click

__all__ = ["only_text"]


class _Text(click.types.StringParamType):
    """Text in UTF-8, whatever the locale."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return what was typed. Raises click.BadParameter for bytes that are no UTF-8."""
        text: str = super().convert(value, param, ctx)
        try:
            # Python keeps bytes that the locale cannot read as halves of surrogate pairs; in C these are all but ASCII.
            return text.encode("utf-8", "surrogateescape").decode("utf-8")
        except UnicodeDecodeError:
            self.fail(f"{text!r} has bytes that are no UTF-8.", param, ctx)


def only_text(command: click.Command) -> click.Command:
    """Make each option of a command that takes text, and of its own commands, refuse what is no text."""
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.type is click.STRING:
            parameter.type = _Text()
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        only_text(inner)
    return command
