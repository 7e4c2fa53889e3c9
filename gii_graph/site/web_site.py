"""The site of a graph: its pages with their data, and every file beside them, by path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from pyoxigraph import Triple

from gii_graph.export.capabilities import refuse_what_cannot_be_held
from gii_graph.export.dataset_description import Publication
from gii_graph.export.jsonld import Context
from gii_graph.export.package import package_files
from gii_graph.network.selection import thinned
from gii_graph.resources import ontology_folder
from gii_graph.site.economy_pages import economy_page
from gii_graph.site.edition_pages import edition_page, edition_path, profiles_of
from gii_graph.site.general_pages import DOWNLOADS, SiteWish, general_pages, remainder_page
from gii_graph.site.list_pages import list_pages
from gii_graph.site.node_pages import node_page
from gii_graph.site.page_data import page_json_ld, page_turtle
from gii_graph.site.page_elements import PageDraft
from gii_graph.site.question_pages import question_pages
from gii_graph.site.redirect_rules import redirect_rules
from gii_graph.site.rule_files import (
    apache_rules,
    caddy_rules,
    netlify_headers,
    netlify_rules,
    nginx_rules,
    w3id_rules,
)
from gii_graph.site.search_index import search_script
from gii_graph.site.site_graph import SiteGraph
from gii_graph.site.sitemap import sitemap_files
from gii_graph.site.source_pages import source_page
from gii_graph.site.templating import asset, written_page
from gii_graph.site.term_page import TERMS, term_page
from gii_graph.view import default_title, render

__all__ = ["Site", "SiteFile"]

_ASSETS: Final = ("style.css", "search.js")
_UNLISTED: Final = ("404", "gone", "search")


class SiteFile(NamedTuple):
    """A file of the site: its path from the root, with slashes, and its content."""

    path: str
    content: bytes


class Site:
    """All pages of a graph; a page is made when it is asked for."""

    def __init__(self, triples: Iterable[Triple], wish: SiteWish, former: Mapping[str, str] | None = None) -> None:
        """Take in sorted triples, as `read_triples` gives them; `former` are the titles of earlier pages by their path.

        Raises CallError for statements that JSON-LD cannot hold.
        """
        triples = list(triples)
        refuse_what_cannot_be_held(triples, "zip")
        self.graph = SiteGraph(triples)
        self.wish = wish if wish.title else wish._replace(title=default_title(self.graph.network))
        self.gone = {path: title for path, title in (former or {}).items() if path not in self.titles}

    @cached_property
    def context(self) -> Context:
        """The terms of JSON-LD."""
        return Context.from_file(ontology_folder() / "context.jsonld")

    @cached_property
    def downloads(self) -> Mapping[str, bytes]:
        """The files to take away, by name."""
        address = f"{self.wish.base_url}{DOWNLOADS}/" if self.wish.base_url else None
        publication = Publication(self.wish.license, address)
        return package_files(self.graph.triples, ontology_folder(), self.graph.addresses.base, publication)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """The title of every page of a thing or an edition by its path."""
        of_things = {path: self.graph.title(iri) for iri, path in self.graph.addresses.paths().items()}
        return of_things | {path: f"Edition {year}" for path, year in self._editions.items()}

    def page(self, path: str) -> str:
        """Return a page as HTML. Raises KeyError where there is no page of that path."""
        return self._written(self._draft(path))

    def statements_of(self, path: str) -> list[Triple]:
        """Return the statements that a page shows, in order."""
        if path in self._editions:
            profiles = {one.profile.iri for one in profiles_of(self.graph, self._editions[path])}
            return [triple for triple in self.graph.triples if getattr(triple.subject, "value", "") in profiles]
        return [*self.graph.ownership.statements_of(path)]

    def drafts(self) -> Iterator[PageDraft]:
        """Yield every page, unwritten: those about the whole first, then those of things."""
        yield from self._general.values()
        for path in self._things:
            yield self._draft(path)

    def paths(self) -> list[str]:
        """Return the paths of all files, without making any."""
        names = [f"{path}.html" for path in (*self._general, *self._things)]
        with_data = [*self._things, *(path for path, draft in self._general.items() if draft.has_data)]
        names += [f"{path}{ending}" for path in with_data for ending in (".ttl", ".jsonld")]
        return [*names, *(file.path for file in self._other_files)]

    def files(self) -> Iterator[SiteFile]:
        """Yield every file; the same graph gives the same bytes."""
        for draft in self.drafts():
            json_ld = ""
            if draft.has_data:
                statements = self.statements_of(draft.path)
                json_ld = page_json_ld(statements, self.context)
                yield SiteFile(f"{draft.path}.ttl", page_turtle(statements).encode())
                yield SiteFile(f"{draft.path}.jsonld", json_ld.encode())
            yield SiteFile(f"{draft.path}.html", self._written(draft, json_ld).encode())
        yield from self._other_files

    @cached_property
    def _things(self) -> Mapping[str, str]:
        return {path: iri for iri, path in sorted(self.graph.addresses.paths().items(), key=lambda pair: pair[1])}

    @cached_property
    def _editions(self) -> Mapping[str, int]:
        return {edition_path(year): year for year in self.graph.network.editions()}

    @cached_property
    def _general(self) -> Mapping[str, PageDraft]:
        base = self.graph.addresses.base
        drafts = [
            *general_pages(self.graph, self.wish, self.downloads, self.gone),
            *list_pages(self.graph),
            *(
                replace(edition_page(self.graph, year), iri=f"{base}{path}", has_data=True)
                for path, year in self._editions.items()
            ),
            term_page(ontology_folder()),
            *question_pages(self.graph),
        ]
        remainder = remainder_page(self.graph)
        return {draft.path: draft for draft in [*drafts, *([remainder] if remainder else [])]}

    @cached_property
    def _other_files(self) -> list[SiteFile]:
        ontology = ontology_folder()
        network, note = thinned(self.graph.network)
        return [
            SiteFile("picture.html", render(network, self.wish.title, note).encode()),
            SiteFile(f"{TERMS}.ttl", (ontology / "gii.ttl").read_bytes()),
            SiteFile("context.jsonld", (ontology / "context.jsonld").read_bytes()),
            *(SiteFile(f"assets/{name}", asset(name)) for name in _ASSETS),
            SiteFile("assets/names.js", search_script(self.graph).encode()),
            *(SiteFile(f"{DOWNLOADS}/{name}", content) for name, content in self.downloads.items()),
            *(SiteFile(name, text.encode()) for name, text in self._rules()),
        ]

    def _rules(self) -> Iterator[tuple[str, str]]:
        """Yield what tells servers and search engines how the site is to be read."""
        rules = redirect_rules(self.graph, self.gone)
        url = self.wish.base_url
        root = urlsplit(url).path or "/"
        yield ".htaccess", "".join(apache_rules(rules, root))
        yield "_redirects", "".join(netlify_rules(rules))
        yield "_headers", netlify_headers()
        yield ".nojekyll", ""  # GitHub Pages would leave out what begins with an underscore
        for name, text in nginx_rules(rules, root).items():
            yield f"rules/{name}", text
        yield "rules/Caddyfile", "".join(caddy_rules(rules, root))
        if url:
            if rules.base != url:
                yield "rules/w3id.htaccess", "".join(w3id_rules(rules, url))
            shown = [path for path in (*self._general, *self._things) if path not in _UNLISTED]
            yield from sitemap_files(url, shown)

    def _draft(self, path: str) -> PageDraft:
        if path in self._general:
            return self._general[path]
        iri = self._things[path]
        kind = self.graph.addresses.kind(iri)
        if kind == "economy":
            return economy_page(self.graph, iri)
        return (
            source_page(self.graph, iri) if kind == "source" else node_page(self.graph, self.graph.network.nodes[iri])
        )

    def _written(self, draft: PageDraft, json_ld: str = "") -> str:
        if draft.has_data and not json_ld:
            json_ld = page_json_ld(self.statements_of(draft.path), self.context)
        return written_page(draft, site=self.wish, json_ld=json_ld)
