"""An option that counts once and is given twice is refused: the first value would have had no effect."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from gii_graph.cli import COMMANDS, command, run


def _commands(words: tuple[str, ...], inner: click.Command) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, inner
    for name, further in inner.commands.items() if isinstance(inner, click.Group) else ():
        yield from _commands((*words, name), further)


def _options() -> Iterator[tuple[tuple[str, ...], click.Option]]:
    context = click.Context(command, info_name="gii-graph")
    for name in COMMANDS:
        for words, inner in _commands((name,), command.get_command(context, name) or click.Command(name)):
            yield from ((words, option) for option in inner.params if isinstance(option, click.Option))


SINGLE = [pair for pair in _options() if not (pair[1].is_flag or pair[1].multiple or pair[1].count)]


def _given(name: str, values: int) -> list[str]:
    if values == 1:
        return [f"{name}=1" if name.startswith("--") else f"{name}1"]
    return [name, *["1"] * values]


@pytest.mark.parametrize(
    ("words", "option"), SINGLE, ids=[f"{' '.join(words)} {option.name}" for words, option in SINGLE]
)
def test_an_option_that_counts_once_is_refused_twice(
    words: tuple[str, ...], option: click.Option, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*words, *_given(option.opts[0], option.nargs), *_given(option.opts[-1], option.nargs)]) == 2
    assert f"{max(option.opts, key=len)} was given 2 times, and only the last would count" in capsys.readouterr().err


def test_flags_may_be_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", "--execute=ASK {}", "output/gii.ttl", "--quiet", "--quiet"]) == 0
    assert "only the last" not in capsys.readouterr().err
