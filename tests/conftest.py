"""What several test files share."""

from __future__ import annotations

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
