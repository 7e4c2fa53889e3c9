"""Which request leads where: by a few rules for what most IRIs look like, and one by one for the rest.

A rule is used only where it gives the page that the graph gives; whatever it would send elsewhere stands by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from gii_graph.site.addresses import PAGE_CLASSES
from gii_graph.site.ownership import REMAINDER
from gii_graph.site.site_graph import SiteGraph

__all__ = ["Family", "RedirectRules", "redirect_rules"]

_NAME: Final = "[A-Za-z0-9_~.-]+"


class Family(NamedTuple):
    """Requests of one form: a pattern in the syntax that Python, PCRE and RE2 share, and the page, with `$1`."""

    pattern: str
    page: str

    def page_of(self, request: str) -> str | None:
        """Return the page that a request leads to; None where it is not of this form."""
        asked = re.fullmatch(self.pattern, request)
        if asked is None:
            return None
        return re.sub(r"\$(\d)", lambda number: asked[int(number[1])] or "", self.page)


# Parts of a profile have its edition and its cluster in their IRIs, measurements what they measure.
_FAMILIES: Final = (
    *(
        Family(f"{kind}/[0-9]+/({_NAME})(?:/.*)?", "cluster/$1")
        for kind in ("profile", "listing", "tie", "field-share", "implied-total", "implied-population")
    ),
    Family(f"measurement/[^/]+/[^/]+/((?:cluster|organization|economy)/{_NAME})/.*", "$1"),
    Family(f"measurement/[^/]+/[^/]+/(person/{_NAME}/{_NAME})/.*", "$1"),
    Family(f"measurement/[^/]+/[^/]+/profile/[0-9]+/({_NAME})/.*", "cluster/$1"),
    Family("(?:measurement/[^/]+/[^/]+/)?analysis/.*", REMAINDER),
    Family("measure/.*", REMAINDER),
)
_LINE: Final = re.compile(r"(evidence/[0-9a-f]{8,64})/\d+(?:/\d+)?")


@dataclass(frozen=True, slots=True)
class RedirectRules:
    """What is asked for under `base`, and the page that answers it, both without ending.

    `kinds` are the first parts of requests that are the paths of pages themselves. `documents` are the pages of the
    evidence of each document (`evidence/22cce7f1`), `exact` the page and the place in it of single requests, and
    `gone` the paths of pages that were removed.
    """

    base: str
    kinds: tuple[str, ...]
    families: tuple[Family, ...]
    documents: Mapping[str, str]
    exact: Mapping[str, str]
    gone: tuple[str, ...]

    def page_of(self, request: str) -> str | None:
        """Return where a request leads, with the place within the page behind `#`; None where it is answered with 404.

        What the rules do for a server, for tests.
        """
        if request in self.exact:
            return self.exact[request]
        line = _LINE.fullmatch(request)
        if line and line[1] in self.documents:
            return f"{self.documents[line[1]]}#L{request.removeprefix(line[1] + '/').replace('/', '-')}"
        leads = next((page for family in self.families if (page := family.page_of(request))), None)
        return leads or (request if request.partition("/")[0] in self.kinds else None)


def redirect_rules(graph: SiteGraph, gone: Iterable[str]) -> RedirectRules:
    """Return the rules for all IRIs of a graph that begin with its base."""
    families: dict[Family, None] = {}
    documents: dict[str, str] = {}
    exact: dict[str, str] = {}
    for iri, page in graph.ownership.subjects().items():
        request = graph.addresses.request(iri)
        if request is None or request == page:
            continue
        line = _LINE.fullmatch(request)
        if line and documents.setdefault(line[1], page) == page:
            continue
        family = next((one for one in _FAMILIES if one.page_of(request)), None)
        if family is not None and family.page_of(request) == page:
            families[family] = None
        else:
            fragment = graph.fragment(iri)
            exact[request] = f"{page}#{fragment}" if fragment else page
    used = tuple(family for family in _FAMILIES if family in families)
    kinds = (*PAGE_CLASSES, "edition")
    return RedirectRules(
        graph.addresses.base,
        kinds,
        used,
        dict(sorted(documents.items())),
        dict(sorted(exact.items())),
        tuple(sorted(gone)),
    )
