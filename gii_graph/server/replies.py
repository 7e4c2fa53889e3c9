"""Answers over HTTP: what a worker has written, or a sentence that says why not."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from gii_graph.errors import CallError, GiiGraphError, ServerBusyError, StoppedError
from gii_graph.server.worker_pool import ServedAnswer, WorkerPool

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

__all__ = ["StoredResponse", "answered", "body_of", "sentence"]

_PIECE: Final = 1 << 16  # bytes
_STALLED: Final = 60.0  # seconds in which a client must take a piece of the answer
_BODY_SECONDS: Final = 30.0
_RETRY_AFTER: Final = "5"  # seconds


def sentence(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a response that says something in words."""
    return PlainTextResponse(f"{message.rstrip()}\n", status, headers={**(headers or {}), "Cache-Control": "no-store"})


class StoredResponse(Response):
    """The body of an answer, sent as fast as the client takes it; one that takes nothing any more is left alone."""

    def __init__(self, pool: WorkerPool, answer: ServedAnswer, headers: Mapping[str, str]) -> None:
        super().__init__(status_code=answer.head["status"], headers=headers, media_type=None)
        self.headers["Content-Type"] = answer.head["type"]
        self.headers["Content-Length"] = str(answer.size)
        self.background = BackgroundTask(pool.sent, answer)
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            body = self._answer.body
            while piece := body.read(_PIECE):
                async with asyncio.timeout(_STALLED):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        except TimeoutError:
            pass
        finally:
            if self.background is not None:
                await self.background()


async def answered(
    request: Request, pool: WorkerPool, question: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Response:
    """Return the response to a question; a client that leaves meanwhile keeps no worker busy."""
    asking = asyncio.ensure_future(pool.ask(question))
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            asking.cancel()
            return Response(status_code=499)  # nobody is there to read it
        answer = asking.result()
    except ServerBusyError as error:
        return sentence(503, str(error), {"Retry-After": _RETRY_AFTER})
    except StoppedError as error:
        return sentence(503, str(error))  # the same question would end in the same way
    except GiiGraphError as error:
        return sentence(500, str(error))
    finally:
        asking.cancel()
        leaving.cancel()
    if "message" in answer.head:
        pool.sent(answer)
        return _told(answer.head, headers or {})
    return StoredResponse(pool, answer, headers or {})


def _told(head: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    location = {"Location": head["location"]} if "location" in head else {}
    return sentence(head["status"], head["message"], {**headers, **location})


async def _left(request: Request) -> None:
    """Return when the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def body_of(request: Request, most: int) -> bytes | None:
    """Return the body of a request; None where it is larger than so many bytes.

    Raises CallError where it does not come within half a minute, or is compressed.
    """
    if request.headers.get("content-encoding", "identity") != "identity":
        raise CallError("The body is compressed, which is not read here; send it as it is.")
    pieces = bytearray()
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                pieces += piece
                if len(pieces) > most:
                    return None
    except TimeoutError as error:
        raise CallError(f"The body did not come within {_BODY_SECONDS:g} seconds.") from error
    return bytes(pieces)
