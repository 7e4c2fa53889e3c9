"""An address for every thing of the graph: /id/ and what its IRI has behind the base.

The thing's own address leads to its description (303), because a thing is no document: to its page or to data, as a
client likes best. The description has the same address with the ending of its form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from gii_graph.iris import is_absolute_iri
from gii_graph.server.replies import answered, sentence
from gii_graph.server.serving import Serving
from gii_graph.server.sparql_protocol import accept_of
from gii_graph.server.thing_forms import HTML_ENDING, parted_ending

__all__ = ["SitePages", "thing"]

_PREFIX: Final = b"/id/"


class SitePages:
    """The pages that `gii-graph site` has made: that of a thing is `PATH.html`."""

    def __init__(self, folder: Path) -> None:
        # It finds nothing outside of the folder, whatever a path says.
        self._files = StaticFiles(directory=folder)

    def page_of(self, path: str) -> str | None:
        """Return the address of the page of a thing, by what its IRI has behind the base; None without one."""
        name = f"{path}.html"
        file, status = self._files.lookup_path(name) if "\0" not in name else ("", None)
        return f"/{quote(name)}" if status is not None and Path(file).is_file() else None


async def thing(request: Request) -> Response:
    """Lead to the description of a thing, or answer with it where the address has the ending of a form."""
    serving: Serving = request.app.state.serving
    try:
        raw = request.scope["raw_path"].removeprefix(_PREFIX).decode("ascii")
        path, ending = parted_ending(raw)
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return sentence(400, "The address is no percent-encoded UTF-8.")
    iris = [iri for iri in dict.fromkeys((serving.base + path, serving.base + plain, plain)) if is_absolute_iri(iri)]
    if not iris:
        return sentence(404, "This is the address of nothing; an IRI has no such characters.")
    vary = {"Vary": "Accept"}
    if not ending:
        question = {"task": "whereabouts", "iris": iris, "accept": accept_of(request)}
        return await answered(request, serving.pool, question, vary)
    if ending == HTML_ENDING and serving.site is not None:
        page = SitePages(serving.site).page_of(plain)
        if page is not None:
            return RedirectResponse(page, 303)  # its links to other pages are relative to where it lies
    return await answered(request, serving.pool, {"task": "thing", "iris": iris, "ending": ending})
