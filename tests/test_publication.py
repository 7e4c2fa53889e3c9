"""What is published beside the code says the same as the code, and names nobody who is not there."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from gii_graph import __version__
from tests.conftest import ROOT

AUTHORS = "The gii-graph authors"


def read_yaml(name: str) -> Any:
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_the_citation_is_of_this_version() -> None:
    cited = read_yaml("CITATION.cff")
    assert str(cited["version"]) == __version__
    assert f"\n## [{__version__}] - {cited['date-released']}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert cited["authors"] == [{"name": AUTHORS}]
    assert cited["license"] == "Apache-2.0"


def test_the_newest_changes_are_of_this_version_or_of_none_yet() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[0] == "[Unreleased]"
    assert headings[1].startswith(f"[{__version__}] - ")


def test_pages_name_no_other_version() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        named = re.findall(
            r"gii[_-]graph[-,]? (?:version )?v?(\d+\.\d+\.\d+)|gii_graph-([\d.]+\d)-", page.read_text("utf-8")
        )
        assert {wheel or version for version, wheel in named} <= {__version__}, page


def test_zenodo_and_the_citation_say_the_same() -> None:
    deposit, cited = json.loads((ROOT / ".zenodo.json").read_text("utf-8")), read_yaml("CITATION.cff")
    assert deposit["creators"] == cited["authors"]
    for name in ("title", "license", "keywords"):
        assert deposit[name] == cited[name]


def test_the_container_has_all_that_the_wheel_is_made_of() -> None:
    """The build reads nothing that is not copied, and what is copied is let in."""
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Containerfile").read_text("utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    let_in = {line[1:] for line in (ROOT / ".containerignore").read_text("utf-8").split() if line.startswith("!")}
    assert names == let_in
    assert {"pyproject.toml", "gii_graph", "ontology", "queries", "README.md", "LICENSE", "NOTICE"} <= names
    assert all((ROOT / name).exists() for name in names)


def test_a_release_is_built_and_attested() -> None:
    jobs = read_yaml(".github/workflows/release.yml")["jobs"]
    used = [step.get("uses", "").partition("@")[0] for job in jobs.values() for step in job["steps"]]
    for action in ("actions/attest-build-provenance", "actions/attest-sbom", "pypa/gh-action-pypi-publish"):
        assert action in used
    assert jobs["publish"]["permissions"] == {"id-token": "write"}
    assert jobs["publish"]["needs"] == "build"
