"""The application: which address is answered by whom, and what every response has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from gii_graph.errors import CallError
from gii_graph.server.access_log import AccessLog
from gii_graph.server.html_pages import ASSETS
from gii_graph.server.reconciliation_protocol import preview, properties, reconcile, suggest
from gii_graph.server.replies import answered, sentence
from gii_graph.server.serving import Serving
from gii_graph.server.sparql_protocol import sparql
from gii_graph.server.thing_addresses import thing

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["web_application"]

_READ: Final = ["GET"]  # and HEAD, which Starlette answers by itself
_READ_AND_POST: Final = ["GET", "POST"]
# Pages load what is here and nothing else; a preview stands in the frame of another site.
_POLICY: Final = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:"
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", _POLICY.encode()),
)
_FILES: Final = {"/served.css": "text/css", "/query.js": "text/javascript"}


def web_application(serving: Serving, allowed_origin: str, tell: Callable[[str], None]) -> Starlette:
    """Return the application; pages of `allowed_origin` may use it from a browser (`*` is any), `tell` is the log."""
    routes = [
        *(Route(path, sparql, methods=_READ_AND_POST) for path in ("/sparql", "/sparql/")),
        Route("/reconcile", reconcile, methods=_READ_AND_POST),
        Route("/reconcile/suggest/{what}", suggest, methods=_READ),
        Route("/reconcile/properties", properties, methods=_READ),
        Route("/reconcile/preview", preview, methods=_READ),
        Route("/id/{path:path}", thing, methods=_READ),
        Route("/health", _health, methods=_READ),
        *(Route(path, _asset, methods=_READ) for path in _FILES),
        Route("/", _start, methods=_READ),
    ]
    middleware = [
        Middleware(AccessLog, tell=tell),
        Middleware(_SafeHeaders, has_site=serving.site is not None),
        Middleware(
            CORSMiddleware,
            allow_origins=[allowed_origin],
            allow_methods=_READ_AND_POST,
            allow_headers=["*"],
            expose_headers=["Location", "Retry-After"],
        ),
    ]
    application = Starlette(
        routes=routes,
        middleware=middleware,
        exception_handlers={CallError: _called_wrongly, HTTPException: _refused, Exception: _failed},
    )
    application.router.redirect_slashes = False
    application.state.serving = serving
    return application


async def _start(request: Request) -> Response:
    serving: Serving = request.app.state.serving
    question = {"task": "start", "origin": serving.origin(request), "has_site": serving.site is not None}
    return await answered(request, serving.pool, question)


async def _asset(request: Request) -> Response:
    path = request.url.path
    return FileResponse(ASSETS / path.removeprefix("/"), media_type=_FILES[path])


async def _health(request: Request) -> Response:
    """Answer whether the server answers, and from what."""
    serving: Serving = request.app.state.serving
    read = datetime.fromtimestamp(serving.reload.read, UTC).isoformat(timespec="seconds")
    return JSONResponse(
        {
            "status": "ok",
            "statements": serving.pool.process.triples,
            "read": read,
            # Why is said in the log: it names files of this machine.
            "newest_files_are_served": serving.reload.problem is None,
        },
        headers={"Cache-Control": "no-store"},
    )


async def _called_wrongly(_: Request, error: Exception) -> Response:
    return sentence(400, str(error))


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # it is registered for these alone
    said = {404: "There is nothing at this address.", 405: "This address takes no such method."}
    return sentence(error.status_code, said.get(error.status_code, error.detail), error.headers)


async def _failed(_: Request, __: Exception) -> Response:
    return sentence(500, "This server has failed on the request.")


class _SafeHeaders:
    """Adds to each response what keeps a browser from making more of it than it is."""

    def __init__(self, app: ASGIApp, *, has_site: bool) -> None:
        self._app = app
        self._has_site = has_site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS[: 2 if self._has_site else None]]
            await send(message)

        await self._app(scope, receive, completed)
