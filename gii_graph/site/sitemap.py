"""The site map for search engines: https://www.sitemaps.org/protocol.html. It needs to know where the site is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from gii_graph.site.addresses import file_address

__all__ = ["sitemap_files"]

_IN_A_FILE: Final = 50_000  # addresses, as the protocol allows
_SPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap_files(base_url: str, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield `robots.txt` and the site map, by name; of very many pages the map is an index of several."""
    parts = [paths[start : start + _IN_A_FILE] for start in range(0, max(len(paths), 1), _IN_A_FILE)]
    if len(parts) == 1:
        yield "sitemap.xml", _listing("urlset", "url", [_address(base_url, path) for path in parts[0]])
    else:
        names = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, 1)]
        for name, part in zip(names, parts, strict=True):
            yield name, _listing("urlset", "url", [_address(base_url, path) for path in part])
        yield "sitemap.xml", _listing("sitemapindex", "sitemap", [f"{base_url}{name}" for name in names])
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {base_url}sitemap.xml\n"


def _address(base_url: str, path: str) -> str:
    return base_url if path == "index" else f"{base_url}{file_address(path)}.html"


def _listing(outer: str, inner: str, addresses: Sequence[str]) -> str:
    entries = "".join(f"<{inner}><loc>{escape(address)}</loc></{inner}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{_SPACE}">\n{entries}</{outer}>\n'
