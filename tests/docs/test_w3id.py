"""The redirect rules lead each identifier to what there is, in the form that was asked for."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

SITE = "https://gii-graph.github.io/gii-graph"
# A path of the site: the file in the repository that it is made from.
MADE_FROM = {
    "/": "docs/index.md",
    "/ontology/gii.ttl": "ontology/gii.ttl",
    "/ontology/gii.jsonld": "ontology/gii.jsonld",
    "/ontology/context.jsonld": "ontology/context.jsonld",
    "/ontology/shapes.ttl": "ontology/shapes.ttl",
    "/ontology/shapes-sparql.ttl": "ontology/shapes-sparql.ttl",
    "/output/gii.ttl": "output/gii.ttl",
    "/reference/vocabulary/": "docs/reference/vocabulary.md",
    "/reference/dataset/": "docs/reference/dataset.md",
}


def redirect(path: str, accept: str) -> str | None:
    """Follow the rules as mod_rewrite does in a folder: conditions belong to the next rule, [OR] joins them."""
    conditions: list[tuple[str, bool]] = []
    for line in (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines():
        if found := re.fullmatch(r"RewriteCond %\{HTTP_ACCEPT\} (\S+)( \[OR\])?", line):
            conditions.append((found[1], bool(found[2])))
        elif found := re.fullmatch(r"RewriteRule (\S+) (\S+) \[R=\d+,L\]", line):
            groups: list[list[str]] = [[]]
            for pattern, joined in conditions:
                groups[-1].append(pattern)
                groups += [] if joined else [[]]
            conditions = []
            holds = all(any(re.search(one, accept) for one in group) for group in groups if group)
            if holds and re.search(found[1], path):
                return found[2].replace("%{ENV:SITE}", SITE)
        elif line and not line.startswith(("#", "Options", "RewriteEngine", "Header", "RewriteRule ^ - [E=SITE:")):
            pytest.fail(f"a rule that this test does not know: {line}")
    return None


HTML = "text/html,application/xhtml+xml"
ONTOLOGY = (ROOT / "ontology" / "gii.ttl").read_text(encoding="utf-8")
VERSION = ONTOLOGY.partition('owl:versionInfo "')[2].partition('"')[0]


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("ontology", HTML, "/reference/vocabulary/"),
        ("ontology", "text/turtle", "/ontology/gii.ttl"),
        ("ontology", "application/ld+json", "/ontology/gii.jsonld"),
        ("ontology", "application/rdf+xml;q=0.5, text/turtle", "/ontology/gii.ttl"),
        ("ontology", "*/*", "/reference/vocabulary/"),
        (f"ontology/{VERSION}", "text/turtle", "/ontology/gii.ttl"),
        (f"ontology/{VERSION}", HTML, "/reference/vocabulary/"),
        ("ontology.ttl", HTML, "/ontology/gii.ttl"),
        ("context.jsonld", "application/ld+json", "/ontology/context.jsonld"),
        ("shapes", "text/turtle", "/ontology/shapes.ttl"),
        ("shapes.ttl", HTML, "/ontology/shapes.ttl"),
        ("shapes-sparql", "*/*", "/ontology/shapes-sparql.ttl"),
        ("id/cluster/kunming", "text/turtle", "/output/gii.ttl"),
        ("id/cluster/kunming", HTML, "/"),
        ("id/dataset", HTML, "/reference/dataset/"),
        ("", HTML, "/"),
    ],
)
def test_an_identifier_leads_to_what_there_is(path: str, accept: str, target: str) -> None:
    assert redirect(path, accept) == f"{SITE}{target}"
    assert (ROOT / MADE_FROM[target]).is_file()


def test_the_page_of_the_rules_names_the_version_that_there_is() -> None:
    page = (ROOT / "docs" / "w3id" / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"ontology/(\d[\d.]*)", page)) == {VERSION}


def test_what_is_not_ours_leads_nowhere() -> None:
    assert redirect("nothing/here", HTML) is None
