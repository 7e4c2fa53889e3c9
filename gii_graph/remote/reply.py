"""A server's answer, read as it comes, and the signs by which servers say that it is not whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import partial
from typing import IO, BinaryIO, Final, Self, cast

import httpx

from gii_graph.errors import EndpointError, PartialAnswerError
from gii_graph.remote.failures import FAILURES
from gii_graph.remote.login import LOGIN_VARIABLES
from gii_graph.whole_xml import WholeXml

__all__ = ["CODINGS", "Reply"]

CODINGS: Final = "gzip, deflate"  # how an answer may be packed
_TAKEN: Final = frozenset({"", "identity", *CODINGS.split(", ")})
_MOST: Final = 50_000_000  # bytes of an answer that is held in memory as a whole
_PIECE: Final = 1 << 16  # bytes
_EXCERPT: Final = 2_000  # bytes of an error page that are read
_SHOWN: Final = 300  # characters of it that are shown
# Answers that come in pages, https://www.w3.org/TR/ldp-paging/ and RFC 8288.
_NEXT_PAGE: Final = re.compile(r"""\brel\s*=\s*["']?(?:[^"',;]*\s)?next\b""", re.IGNORECASE)


class Reply(io.RawIOBase):
    """A server's answer: status, headers, and the body as a stream that a parser reads piece by piece.

    Each failure while it is read is an EndpointError.
    """

    def __init__(
        self, url: str, response: httpx.Response, plain_failures: Callable[[], AbstractContextManager[None]]
    ) -> None:
        super().__init__()
        self._url = url
        self._response = response
        self._plain_failures = plain_failures
        self._chunks = response.iter_bytes()
        self._unread = memoryview(b"")

    @property
    def status(self) -> int:
        """The status code."""
        return self._response.status_code

    @property
    def reason(self) -> str:
        """What the server says in words beside the status code."""
        return self._response.reason_phrase

    @property
    def media_type(self) -> str:
        """The type of the body without its parameters, in lower case; empty where none is said."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def header(self, name: str) -> str:
        """Return the value of a header, empty where it is not there."""
        return str(self._response.headers.get(name, ""))

    def close(self) -> None:
        """Let go of the body, read or not."""
        with suppress(*FAILURES):
            self._response.close()
        super().close()

    def readable(self) -> bool:
        """Tell that this is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; all that is left where it is negative; none at the end."""
        if size < 0:
            return b"".join(iter(partial(self.read, _PIECE), b""))
        while not self._unread:
            with self._plain_failures():
                chunk = next(self._chunks, b"")
            if not chunk:
                return b""
            self._unread = memoryview(chunk)  # slices are no copies: one chunk, unpacked, may be huge
        piece, self._unread = self._unread[:size], self._unread[size:]
        return bytes(piece)

    def stream(self) -> IO[bytes]:
        """Return the body for a parser; of XML, reading raises SyntaxError where it is not whole."""
        body = cast("IO[bytes]", self)
        return cast("IO[bytes]", WholeXml(cast("BinaryIO", self))) if self.media_type.endswith("xml") else body

    def whole(self) -> bytes:
        """Return the body. Raises EndpointError where it has over 50 MB."""
        parts, size = [], 0
        while part := self.read(_PIECE):
            parts.append(part)
            size += len(part)
            if size > _MOST:
                raise EndpointError(f"{self._url}: found an answer of over {_MOST:,} bytes, expected less.")
        self.close()
        return b"".join(parts)

    def checked(self) -> Self:
        """Return the reply if it is a success and all of what was asked for.

        Raises EndpointError for one that is not, with the beginning of what the server said; PartialAnswerError for
        one that is a part.
        """
        objection = self._objection()
        if objection:
            self.close()
            raise EndpointError(f"{self._url}: {objection}.")
        missing = self._missing_part()
        if missing:
            self.close()
            raise PartialAnswerError(f"{self._url}: {missing}.")
        return self

    def _objection(self) -> str:
        if self.status in {401, 403}:
            given = (
                "the login was refused" if "Authorization" in self._response.request.headers else "a login is needed"
            )
            return f"{given} ({self.status}); set {LOGIN_VARIABLES}"
        coding = self.header("content-encoding").strip().lower()
        if coding not in _TAKEN:
            return f"found an answer packed as {coding!r}, expected gzip or deflate, which were asked for"
        if not self._response.is_success:
            said = " ".join(self._excerpt().decode("utf-8", "replace").split())[:_SHOWN]
            return f"answered {self.status} {self.reason}".rstrip() + (f": {said}" if said else "")
        return ""

    def _missing_part(self) -> str:
        """Say by which sign the server says that its answer is not whole; nothing where it shows none."""
        if self.status == httpx.codes.PARTIAL_CONTENT or self.header("content-range"):
            return f"answered with a part of what was asked for ({self.status} {self.reason})"
        # Virtuoso: the time limit of the server (https://docs.openlinksw.com/virtuoso/anytimequeries/) ...
        if self.header("x-sql-state"):
            return (
                f"its answer is not whole ({self.header('x-sql-state')} {self.header('x-sql-message')[:_SHOWN]}); "
                "ask for less at once"
            )
        # ... and its ResultSetMaxRows, said when an answer reaches it.
        if most := self.header("x-sparql-maxrows"):
            return (
                f"gives {most} rows at most, and its answer has as many, so some may be missing; "
                f"ask in parts, with ORDER BY, OFFSET and a LIMIT below {most}"
            )
        if _NEXT_PAGE.search(self.header("link")):
            return "its answer is one page of several; ask in parts, with ORDER BY, OFFSET and LIMIT"
        return ""

    def _excerpt(self) -> bytes:
        body = b""
        with suppress(EndpointError):
            while len(body) < _EXCERPT and (part := self.read(_EXCERPT)):
                body += part
        return body[:_EXCERPT]
