"""A graph as a static site: a page for every thing, its statements beside it, and rules by which IRIs lead there."""

from __future__ import annotations

from gii_graph.site.general_pages import SiteWish
from gii_graph.site.web_site import Site, SiteFile

__all__ = ["Site", "SiteFile", "SiteWish"]
