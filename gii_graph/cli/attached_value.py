"""Options whose value may be left out, and else stands behind an equals sign: `--excel` or `--excel=de`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

__all__ = ["AttachedValueOption"]


class AttachedValueOption(click.Option):
    """An option that takes the value behind its equals sign and never the next word: `--excel ranks` has none.

    click has optional values too (`flag_value`), but takes the next word for one. `without_value` is the value where
    none is attached; `meant_as_value` tells of a next word that it is one, which was to stand behind the equals sign.
    """

    def __init__(self, *args: Any, without_value: str, meant_as_value: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.without_value = without_value
        self.meant_as_value = meant_as_value

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        """Add the option to a parser, which then sees a value behind every occurrence of it."""
        super().add_to_parser(parser, ctx)
        match_any = parser._match_long_opt

        def match(name: str, attached: str | None, state: Any) -> None:
            is_bare = attached is None and name in self.opts
            if is_bare and state.rargs and self.meant_as_value(state.rargs[0]):
                said = f"The value of {name} stands behind an equals sign: {name}={state.rargs[0]}."
                raise click.BadOptionUsage(name, said, ctx)
            match_any(name, self.without_value if is_bare else attached, state)

        parser._match_long_opt = match
