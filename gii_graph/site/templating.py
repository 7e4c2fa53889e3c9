"""Pages written out from their templates, which escape whatever they are filled with."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from gii_graph.site.page_elements import PageDraft

__all__ = ["asset", "written_page"]

_FOLDER = Path(__file__).parent


def written_page(draft: PageDraft, *, site: Any, json_ld: str = "") -> str:
    """Return a page as HTML; `json_ld` are its statements, `site` what all pages say of the site."""
    return (
        _environment()
        .get_template(draft.template)
        .render(
            page=draft,
            root=draft.root,
            site=site,
            json_ld=_inert(json_ld),
            **draft.content,
        )
    )


def asset(name: str) -> bytes:
    """Return a file that pages refer to."""
    return (_FOLDER / "assets" / name).read_bytes()


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["json_block"] = _json_block
    environment.filters["spaced"] = lambda number: f"{number:,}"
    return environment


def _json_block(value: object) -> Markup:
    return _inert(json.dumps(value, ensure_ascii=False, indent=1))


def _inert(text: str) -> Markup:
    """Return JSON that no HTML parser can take for a tag, a comment or an entity; these signs are in strings alone."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above
