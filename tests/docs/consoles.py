"""The console blocks of a page: the commands it shows, and what it says they print."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<kind>[a-z]+)(?P<rest>[^\n]*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
_TITLE = re.compile(r'title="([^"]+)"')


@dataclass(frozen=True)
class Command:
    """A command, the output that the page shows, and the page's line, from 1."""

    text: str
    shown: str
    line: int


@dataclass(frozen=True)
class WrittenFile:
    """A file that the page tells the reader to write: a block with a title."""

    name: str
    content: str


def steps(page: Path) -> list[Command | WrittenFile]:
    """Return what a reader of the page does, in order."""
    text = page.read_text(encoding="utf-8")
    found: list[Command | WrittenFile] = []
    for block in _BLOCK.finditer(text):
        indent = block["indent"]
        body = "".join(line.removeprefix(indent) for line in block["body"].splitlines(keepends=True))
        title = _TITLE.search(block["rest"])
        if block["kind"] == "console":
            found += _commands(body, text.count("\n", 0, block.start("body")) + 1)
        elif title:
            found.append(WrittenFile(title[1], body))
    return found


def _commands(body: str, first: int) -> list[Command]:
    """Part a block at its `$ ` lines; a line behind a backslash or inside a here-document belongs to its command."""
    commands: list[Command] = []
    lines = body.splitlines()
    at = 0
    while at < len(lines):
        start = at
        assert lines[at].startswith("$ "), f"a console block begins with a command: {lines[at]!r}"
        said = [lines[at][2:]]
        at += 1
        while said[-1].endswith("\\"):
            said.append(lines[at].removeprefix("> "))
            at += 1
        end = re.search(r"<<'?(\w+)'?", said[0])
        while end and said[-1] != end[1]:
            said.append(lines[at])
            at += 1
        output = at
        while at < len(lines) and not lines[at].startswith("$ "):
            at += 1
        shown = "".join(f"{line}\n" for line in lines[output:at])
        commands.append(Command("\n".join(said), shown, first + start))
    return commands


def matches(shown: str, printed: str) -> bool:
    """Say whether the output is what the page shows; a line `...` stands for any lines that were left out.

    >>> matches("a\\n...\\nd\\n", "a\\nb\\nc\\nd\\n"), matches("a\\n", "b\\n")
    (True, False)
    """
    tidy = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line) + "\n" for line in shown.splitlines())
    return re.fullmatch(pattern, tidy) is not None
