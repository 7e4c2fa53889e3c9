"""An address for every thing of the graph: /id/ and what its IRI has behind the base.

The thing's own address leads to its description (303), because a thing is no document: to its page or to data, as a
client likes best. The description has the same address with the ending of its form.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from gii_graph.iris import is_absolute_iri
from gii_graph.server.replies import answered, sentence
from gii_graph.server.serving import Serving
from gii_graph.server.sparql_protocol import accept_of
from gii_graph.server.thing_forms import FORMS, parted_ending

__all__ = ["SitePages", "thing"]

_PREFIX: Final = b"/id/"


class SitePages:
    """The files that `gii-graph site` has made in a folder: its root is the address that the base of all IRIs has."""

    def __init__(self, folder: Path) -> None:
        # It finds nothing outside of the folder, whatever a path says.
        self._files = StaticFiles(directory=folder)

    def file(self, path: str) -> str | None:
        """Return the file at a path, None where there is none, or one that speaks to other servers."""
        name = path or "index.html"
        if "\0" in name or any(segment.startswith((".", "_")) for segment in name.split("/")):
            return None
        file, status = self._files.lookup_path(name)
        return file if status is not None and Path(file).is_file() else None


async def thing(request: Request) -> Response:
    """Lead to the description of a thing, or answer with it where the address has the ending of a form."""
    serving: Serving = request.app.state.serving
    try:
        raw = request.scope["raw_path"].removeprefix(_PREFIX).decode("ascii")
        path, ending = parted_ending(raw)
        plain = unquote(path, errors="strict")
    except UnicodeDecodeError:
        return sentence(400, "The address is no percent-encoded UTF-8.")
    file = None if serving.site is None else SitePages(serving.site).file(plain + ending)
    if file is not None:
        return FileResponse(file, media_type=FORMS.get(ending))
    iris = [iri for iri in dict.fromkeys((serving.base + path, serving.base + plain, plain)) if is_absolute_iri(iri)]
    if not iris:
        return sentence(404, "This is the address of nothing; an IRI has no such characters.")
    if not ending:
        question = {"task": "whereabouts", "iris": iris, "accept": accept_of(request)}
        return await answered(request, serving.pool, question, {"Vary": "Accept"})
    return await answered(request, serving.pool, {"task": "thing", "iris": iris, "ending": ending})
