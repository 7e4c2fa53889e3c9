"""`gii-graph` called within the process of the tests, as some thousand processes would take too long."""

from __future__ import annotations

import io
import sys
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import click

from gii_graph.cli import command
from gii_graph.errors import CallError, GiiGraphError, GraphFileWarning


class Done(NamedTuple):
    """How a call ended: its exit code, what it wrote, and the error that it would say."""

    code: int
    output: bytes
    error: str


def called(arguments: Sequence[object]) -> Done:
    """Call the command and return how it ends, as `gii_graph.cli.main` ends it."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, io.StringIO()
    error = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", GraphFileWarning)
            code = command.main(list(map(str, arguments)), prog_name="gii-graph", standalone_mode=False)
    except (click.ClickException, CallError) as failure:
        code, error = 2, str(failure)
    except GiiGraphError as failure:
        code, error = 3, str(failure)
    finally:
        sys.stdout, sys.stderr = before
    out.flush()
    content = out.detach()
    assert isinstance(content, io.BytesIO)
    return Done(code or 0, content.getvalue(), error)
