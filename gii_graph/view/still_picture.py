"""What a page shows as a picture that stands still: the page's own drawing, at a given size, as SVG, PNG or PDF."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final, Literal, NamedTuple
from urllib.parse import urlencode

from gii_graph.errors import OutputError
from gii_graph.view.chromium import printed, screenshot, text_of_page

__all__ = ["PICTURE_FORMATS", "PictureSize", "still_picture"]

PICTURE_FORMATS: Final = ("png", "svg", "pdf")
_PIXELS_PER_INCH: Final = 96  # CSS Values and Units 3, 5.2


class PictureSize(NamedTuple):
    """Width and height in pixels."""

    width: int
    height: int


def still_picture(
    page: str, choices: dict[str, str], size: PictureSize, form: Literal["png", "svg", "pdf"], target: str
) -> bytes:
    """Return the drawing of a page that `render` made.

    `choices` are what the page's address says of what is shown, such as `{"view": "map"}`; `target` is named in errors.
    Raises OutputError where no Chromium is here, or it fails.
    """
    svg = _drawing(page, choices, size, target)
    if form == "svg":
        return svg.encode()
    body = svg.partition("?>\n")[2]
    paper = f"{size.width / _PIXELS_PER_INCH:.4f}in {size.height / _PIXELS_PER_INCH:.4f}in"
    html = (
        f"<!doctype html><meta charset=utf-8><style>@page{{size:{paper};margin:0}}"
        f"html,body{{margin:0;overflow:hidden}}svg{{display:block}}</style>{body}"
    )
    return screenshot(html, *size, target) if form == "png" else printed(html, target)


def _drawing(page: str, choices: dict[str, str], size: PictureSize, target: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    asked = urlencode({**choices, "drawing": f"{size.width}x{size.height}"})
    with tempfile.TemporaryDirectory(prefix="gii-graph-", ignore_cleanup_errors=True) as folder:
        file = Path(folder, "page.html")
        file.write_text(page, encoding="utf-8")
        shown = LexborHTMLParser(text_of_page(f"{file.as_uri()}#{asked}", target)).css_first("#drawing")
    if shown is None:
        raise OutputError(target, "the page drew nothing; write it as .html and look at it")
    return shown.text()
