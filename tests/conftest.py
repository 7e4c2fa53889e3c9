"""What several test files share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from gii_graph.assembly import assembled
from gii_graph.reading import find_files
from gii_graph.vocabulary import BASE

ROOT = Path(__file__).resolve().parent.parent
# A busy machine is no failure.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five real profiles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def committed_graph() -> Path:
    """The graph of the five real profiles that the repository keeps."""
    return ROOT / "output" / "gii.ttl"


@pytest.fixture(scope="session")
def made_up_editions() -> Path:
    """The folder of two made-up editions, 2023 and 2025, in the form of the real profiles."""
    return ROOT / "tests" / "fixtures" / "editions"


@pytest.fixture(scope="session")
def three_editions(seeds: Path, made_up_editions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph of the real profiles of 2024 between the made-up editions of 2023 and 2025."""
    path = tmp_path_factory.mktemp("editions") / "three.ttl"
    with assembled(find_files([seeds, made_up_editions / "2023", made_up_editions / "2025"])) as assembly:
        assert assembly.complete
        path.write_text("".join(assembly.turtle(BASE)), encoding="utf-8")
    return path


def run(
    *arguments: object, cwd: Path | None = None, env: dict[str, str] | None = None, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `gii-graph` as a user does, in a process of its own, and return what it said."""
    return subprocess.run(
        [sys.executable, "-m", "gii_graph", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **(env or {})},
        input=stdin,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
