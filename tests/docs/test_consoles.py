"""Every command that a page shows does what the page says, with the output that the page shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.consoles import Command, matches, steps

PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "index.md",
    ROOT / "docs" / "tutorial.md",
    ROOT / "docs" / "limits.md",
    ROOT / "docs" / "reference" / "dataset.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
# What a console block may hold besides gii-graph, and who checks it: CI runs both from a fresh copy.
MAKE_TARGETS = {"make graph", "make test"}


@pytest.fixture
def shell(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder with the five profiles and their graph, and an environment in which `gii-graph` is this one."""
    programs = tmp_path / "bin"
    programs.mkdir()
    # CI points this at a command that was installed from a wheel, or made by `make graph` in a fresh copy.
    installed = os.environ.get("GII_GRAPH_COMMAND")
    command = f'"{installed}"' if installed else f'"{sys.executable}" -m gii_graph'
    python = str(Path(installed).with_name("python")) if installed else sys.executable
    for name, code in (("gii-graph", command), ("python", f'"{python}"')):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec {code} "$@"\n')
        program.chmod(0o755)
    folder = tmp_path / "work"
    folder.mkdir()
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "output").mkdir()
    shutil.copy(ROOT / "output" / "gii.ttl", folder / "output")
    environment = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": "" if installed else str(ROOT),
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        "COLUMNS": "110",
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }
    return folder, environment


@pytest.mark.skipif(os.name == "nt", reason="the pages are written for a POSIX shell")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_shows_what_happens(page: Path, shell: tuple[Path, dict[str, str]]) -> None:
    folder, environment = shell
    for step in steps(page):
        if not isinstance(step, Command):
            path = folder / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.content, encoding="utf-8")
        elif step.text.partition("#")[0].strip() in MAKE_TARGETS:
            makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
            assert re.search(rf"^{step.text.split()[1]}:", makefile, re.MULTILINE)
        else:
            done = subprocess.run(
                ["bash", "-c", step.text],
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
                timeout=120,
            )
            assert matches(step.shown, done.stdout), (
                f"{page.name}:{step.line}: {step.text}\n--- shown\n{step.shown}--- printed\n{done.stdout}"
            )
