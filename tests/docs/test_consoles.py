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
    ROOT / "docs" / "site.md",
    ROOT / "docs" / "reference" / "dataset.md",
    *sorted((ROOT / "docs" / "how-to").glob("*.md")),
]
# What a console block may hold besides gii-graph, and who checks it: CI runs both from a fresh copy.
MAKE_TARGETS = {"make graph", "make test"}
# What the shell keeps from one command to the next: the reader types it once.
ACTIVATE = ". .venv/bin/activate"
# What a page says to install beside the package.
EXTRAS = {"build-on-a-cluster.md": ("fsspec",), "duckdb.md": ("duckdb", "pyarrow")}


@pytest.fixture
def shell(tmp_path: Path) -> tuple[Path, dict[str, str]]:
    """A folder with the five profiles and their graph, and an environment in which `gii-graph` is this one."""
    folder = tmp_path / "work"
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    # CI points this at a command that was installed from a wheel, or made by `make graph` in a fresh copy.
    installed = os.environ.get("GII_GRAPH_COMMAND")
    command = f'"{installed}"' if installed else f'"{sys.executable}" -m gii_graph'
    python = str(Path(installed).with_name("python")) if installed else sys.executable
    for name, code in (("gii-graph", command), ("python", f'"{python}"')):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec {code} "$@"\n')
        program.chmod(0o755)
    (programs / "activate").write_text('PATH="$PWD/.venv/bin:$PATH"\n')
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    (folder / "output").mkdir()
    shutil.copy(ROOT / "output" / "gii.ttl", folder / "output")
    environment = {
        **os.environ,
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
    needed = ", ".join(EXTRAS.get(page.name, ("sys",)))
    python = folder / ".venv" / "bin" / "python"
    if subprocess.run([python, "-c", f"import {needed}"], capture_output=True, check=False).returncode:
        pytest.skip(f"this Python has not all of {needed}")
    # A page that installs the command finds it only where that has put it; the others take it to be there.
    page_steps = steps(page)
    installs = any(isinstance(step, Command) and step.text.startswith("make graph") for step in page_steps)
    session = "" if installs else f"{ACTIVATE}\n"
    for step in page_steps:
        if not isinstance(step, Command):
            path = folder / step.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.content, encoding="utf-8")
        elif step.text.partition("#")[0].strip() in MAKE_TARGETS:
            makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
            assert re.search(rf"^{step.text.split()[1]}:", makefile, re.MULTILINE)
        elif step.text.partition("#")[0].strip() == ACTIVATE:
            session = f"{ACTIVATE}\n"
        else:
            done = subprocess.run(
                ["bash", "-c", f"{session}{step.text}"],
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
