"""Nothing that was read from a file steers the terminal: it is shown, in every form, of every command."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from gii_graph.cli import COMMANDS
from gii_graph.cli.terminal import visible
from tests.cli.test_every_command import CALLS, filled
from tests.conftest import ROOT, called, run

# Sets the title, turns what follows red by a C1 control, reverses it, and ends a line that did not end.
OBEYED = "\x1b]0;owned\x07\x9b31m\u202eesrever\u2028"
FORMS = {
    "query": ["table", "csv", "tsv", "json", "xml", "markdown"],
    "analyse": ["table", "csv", "json"],
    "diff": ["text", "json", "markdown"],
    "validate": [],
    "show": [],
}
# Written to standard output, where that is not what a command does by itself.
TO_OUTPUT = {
    "build": ["PROFILE", "-o", "-"],
    "view": ["GRAPH", "-o", "-"],
    "export": ["GRAPH", "-f", "jsonld", "-o", "-"],
}


@pytest.fixture(scope="module")
def hostile(committed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed graph with names, and lines of its sources, that steer a terminal."""
    path = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    escaped = "".join(f"\\u{ord(character):04X}" for character in OBEYED)
    text = committed_graph.read_text("utf-8")
    path.write_text(
        text.replace('rdfs:label "', f'rdfs:label "{escaped}').replace('gii:quote "', f'gii:quote "{escaped}')
    )
    return path


def on_a_terminal(words: list[str]) -> str:
    """Run a command whose standard output and standard error are a terminal; return what arrives there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gii_graph", *words],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 1 << 16):
            shown += part
    except OSError:  # how Linux says that nobody writes to the terminal any more
        pass
    os.close(ours)
    process.wait(30)
    return shown.decode()


def steers(text: str) -> set[str]:
    lines = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\n", "").replace("\t", "")
    return {character for character in lines if visible(character) != character}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_terminal_shows_what_it_could_obey(name: str, hostile: Path, tmp_path: Path) -> None:
    words = filled(TO_OUTPUT.get(name, CALLS[name]), hostile, tmp_path)
    for form in FORMS.get(name) or [""]:
        shown = on_a_terminal([name, *words, *(["-f", form] if form else [])])
        assert not steers(shown), form
        assert "Traceback" not in shown
    if name in {"query", "show", "analyse", "link"}:
        assert "owned" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_messages_and_forms_for_people_show_it_everywhere(name: str, hostile: Path, tmp_path: Path) -> None:
    for form in {"table", "text", "markdown"}.intersection(FORMS.get(name, [])) or [""]:
        words = [name, *filled(CALLS[name], hostile, tmp_path), *(["-f", form] if form else [])]
        done = run(*words)
        assert "Traceback" not in done.stderr
        assert not steers(done.stderr)
        assert not steers(done.stdout), form


def test_forms_for_programs_keep_what_is_there(hostile: Path) -> None:
    for form in ("json", "csv", "tsv"):
        _, out, _ = called("query", "top-partners", hostile, "-f", form)
        assert "\u202e" in out, form


def test_a_difference_in_markdown_shows_it(hostile: Path, committed_graph: Path) -> None:
    for form in ("markdown", "text"):
        _, out, _ = called("diff", hostile, committed_graph, "-f", form)
        assert "owned" in out
        assert not steers(out)
