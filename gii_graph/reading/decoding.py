"""Bytes to text: which encoding a file is in, and the refusal of what is no text at all."""

from __future__ import annotations

import codecs
import re

from gii_graph.errors import SourceError

__all__ = ["decode"]

# https://encoding.spec.whatwg.org/#bom-sniff, and UTF-32, whose mark begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNATURES = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
)
_ALL_MARKS = tuple(mark for mark, _ in _MARKS)
_ALL_SIGNATURES = tuple(signature for signature, _ in _SIGNATURES)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SAMPLE = 8192
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)


def decode(name: str, content: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of its encoding, without a byte order mark.

    A mark decides; then zero bytes in every second place (UTF-16); then UTF-8; then what an HTML page
    declares of itself; then Windows-1252. No text has a NUL character.

    Raises:
        SourceError: the bytes are no text.

    """
    text, encoding = _decoded(name, content)
    if "\0" in text:
        raise _refused(name, "a NUL character, which no text has")
    return text, encoding


def _decoded(name: str, content: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS if content.startswith(_ALL_MARKS) else ():
        if content.startswith(mark):
            return _strictly(name, content[len(mark) :], encoding), encoding
    if not content or content.isspace():
        raise _refused(name, "an empty file")
    for signature, what in _SIGNATURES if content.startswith(_ALL_SIGNATURES) else ():
        if content.startswith(signature):
            raise _refused(name, what)
    if b"\0" in content:
        encoding = _wide_encoding(name, content[:_SAMPLE])
        return _strictly(name, content, encoding), encoding
    if len(content.translate(None, _CONTROLS)) < len(content) * 0.98:
        raise _refused(name, "binary data")
    return _narrow(name, content)


def _narrow(name: str, content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.search(content, 0, 4096)
    for encoding in (declared.group(1).decode("ascii") if declared else None, "windows-1252"):
        if encoding is None:
            continue
        try:
            return content.decode(encoding), codecs.lookup(encoding).name.replace("cp1252", "windows-1252")
        except (LookupError, UnicodeError):
            continue
    raise _refused(name, "bytes that are neither UTF-8 nor Windows-1252 text")


def _wide_encoding(name: str, sample: bytes) -> str:
    """Return which UTF-16 it is: Latin letters and digits leave one byte of each pair zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    if odd > pairs * 0.4 and even < pairs * 0.02:
        return "utf-16-le"
    if even > pairs * 0.4 and odd < pairs * 0.02:
        return "utf-16-be"
    raise _refused(name, "binary data")


def _strictly(name: str, content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise _refused(name, f"damaged {encoding.upper()} text") from None
    if not text.strip("\ufeff \t\r\n"):
        raise _refused(name, "an empty file")
    return text


def _refused(name: str, found: str) -> SourceError:
    return SourceError(
        name, None, found, "the text of a cluster profile", "save the profile as plain text, Markdown or HTML"
    )
