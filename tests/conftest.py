"""What several test files share."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of the five real profiles."""
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def committed_graph() -> Path:
    """The graph of the five real profiles that the repository keeps."""
    return ROOT / "output" / "gii.ttl"


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
