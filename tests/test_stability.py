"""What was promised stable is still there: `python -m tests.test_stability` prints what this version offers.

A new minor version may add lines to tests/golden/promised.txt; none is ever taken away before the next major one.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator

import click

import gii_graph
from gii_graph import errors, library
from gii_graph.cli import COMMANDS, command
from gii_graph.sparql.header import read_header
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.vocabulary import GII
from tests.conftest import ROOT

PROMISED = ROOT / "tests" / "golden" / "promised.txt"


def offered() -> list[str]:
    """Return a line for each thing that docs/stability.md promises by its name."""
    return sorted({*_options(), *_questions(), *_terms(), *_python_names()})


def _options() -> Iterator[str]:
    context = click.Context(command, info_name="gii-graph")
    for name in COMMANDS:
        of_command = command.get_command(context, name)
        assert of_command is not None
        yield f"command {name}"
        for parameter in of_command.params:
            shown = [*parameter.opts, *parameter.secondary_opts] if isinstance(parameter, click.Option) else []
            yield from (f"command {name} {option}" for option in shown)


def _questions() -> Iterator[str]:
    for name in shipped_names():
        yield f"question {name}"
        yield from (f"question {name} --param {one.name}" for one in read_header(shipped_text(name)).parameters)


def _terms() -> Iterator[str]:
    return (f"term {iri}" for name, iri in vars(GII).items() if not name.startswith("_"))


def _python_names() -> Iterator[str]:
    yield from (f"python errors.{name}" for name in errors.__all__)
    for name in gii_graph.__all__:
        thing = getattr(gii_graph if name.startswith("__") else library, name)
        yield f"python {name}"
        for member, value in vars(thing).items() if inspect.isclass(thing) else ():
            if not member.startswith("_"):
                yield f"python {name}.{member}"
                yield from (f"python {name}.{member}({one})" for one in _parameters(value))
        yield from (f"python {name}({one})" for one in _parameters(thing))


def _parameters(thing: object) -> list[str]:
    return [one for one in inspect.signature(thing).parameters if one != "self"] if inspect.isfunction(thing) else []


def test_what_was_promised_is_there() -> None:
    promised = PROMISED.read_text(encoding="utf-8").splitlines()
    assert [line for line in promised if line not in set(offered())] == []
    assert promised == sorted(set(promised))


def test_the_promise_covers_every_kind() -> None:
    promised = PROMISED.read_text(encoding="utf-8").splitlines()
    for line in ("command build --output", "question top-applicants --param cluster", f"term {GII.Cluster}"):
        assert line in promised
    assert {"python Graph.show(edition)", "python load(files)", "python errors.CallError"} <= {*promised}


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in offered())
