"""A web page saved with all its parts in one file (.mhtml, RFC 2557): which part is the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gii_graph.errors import SourceError

if TYPE_CHECKING:
    from email.message import Message

__all__ = ["is_web_archive", "page_of"]

_HEADERS = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]{0,2000}(?:\r?\n[ \t][^\r\n]{0,2000}){0,50}\r?\n){2,60}")
_MULTIPART = re.compile(
    rb"^content-type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)", re.IGNORECASE | re.MULTILINE
)
_VERSION = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)


def is_web_archive(content: bytes) -> bool:
    """Tell whether bytes are a page saved with its parts: they begin as a mail does that holds one."""
    headers = _HEADERS.match(content, 0, 20_000)
    return headers is not None and all(field.search(headers.group()) for field in (_MULTIPART, _VERSION))


def page_of(name: str, content: bytes) -> tuple[bytes, str | None]:
    """Return the bytes of the page, of a mail without one its text, and the encoding that stands beside it.

    Raises:
        SourceError: there is no page in it.

    """
    from email import message_from_bytes
    from email.policy import default as modern

    message = message_from_bytes(content, policy=modern)
    parts = [*message.walk()]
    pages = [part for part in parts if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    pages = pages or [part for part in parts if part.get_content_type() == "text/plain"]
    page = next((part for part in pages if _is_root(message, part)), pages[0] if pages else None)
    payload = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(payload, bytes) or not payload.strip():
        raise SourceError(name, None, "a web archive without a page", "a saved web page", "save the page again")
    return payload, page.get_content_charset()


def _is_root(message: Message, part: Message) -> bool:
    """Tell whether a part is the one that the archive names as its page."""
    location = message.get("Snapshot-Content-Location") or message.get("Content-Location")
    start = message.get_param("start")
    return (location is not None and part.get("Content-Location") == location) or (
        start is not None and part.get("Content-ID") == start
    )
