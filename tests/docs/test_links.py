"""Links inside the repository lead somewhere: those of the pages at its top, and of pages to files."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / ".github").rglob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_HEADING = re.compile(r"^#+ +(.+?)(?: +\{#([^}]+)\})?$", re.MULTILINE)
# The site takes these from where they are (tools/site_files.py).
_BROUGHT = {ROOT / "docs" / folder: ROOT / folder for folder in ("ontology", "output")}


def anchors(page: Path) -> set[str]:
    found = set()
    for heading, given in _HEADING.findall(page.read_text(encoding="utf-8")):
        words = re.sub(r"[^\w\s-]", "", heading.lower().replace("`", ""))
        found.add(given or re.sub(r"[\s-]+", "-", words.strip()))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in _LINK.findall(text):
        if re.match(r"[a-z][a-z+.-]*:", link):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (page.parent / path).resolve() if path else page
        for folder, origin in _BROUGHT.items():
            if target.is_relative_to(folder):
                target = origin / target.relative_to(folder)
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"
