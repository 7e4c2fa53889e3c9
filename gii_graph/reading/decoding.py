"""Bytes to text: which encoding a file is in, and the refusal of what is no text at all."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from gii_graph.errors import SourceError

__all__ = ["Decoded", "decode"]

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
# How Turtle, N-Triples and JSON-LD begin: what a profile became, whose quotes would be read as profiles.
_RDF = re.compile(
    r"\s*(?:#[^\n]*\n\s*)*(?:@prefix\s|@base\s*<|PREFIX\s+\S*:\s*<|<[^<>\s]+>\s+<[^<>\s]+>\s+[<\"]|\{\s*\"@context\")",
    re.IGNORECASE,
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SAMPLE = 8192
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
# As the web calls them: https://encoding.spec.whatwg.org/#names-and-labels
_NAMES = {
    "cp1252": "windows-1252",
    "cp1251": "windows-1251",
    "cp932": "shift_jis",
    "cp949": "euc-kr",
    "koi8_r": "koi8-r",
    "gb18030": "gb18030",
    "big5": "big5",
}


class Decoded(NamedTuple):
    """The text of a file without a byte order mark, its encoding, and whether the file shows that it is this one."""

    text: str
    encoding: str
    is_certain: bool = True


def decode(name: str, content: bytes, declared: str | None = None) -> Decoded:
    """Return the text of a file; `declared` is the encoding that stands beside it, as in a mail.

    A mark decides; then zero bytes in every second place (UTF-16); then UTF-8; then what is declared, or an HTML page
    declares of itself; then the words (see `encodings`), which is never certain. No text has a NUL character.

    Raises:
        SourceError: the bytes are no text.

    """
    decoded = _decoded(name, content, declared)
    if "\0" in decoded.text:
        raise _refused(name, "a NUL character, which no text has")
    if _RDF.match(decoded.text):
        raise _refused(name, "an RDF graph")
    return decoded


def _decoded(name: str, content: bytes, declared: str | None) -> Decoded:
    for mark, encoding in _MARKS if content.startswith(_ALL_MARKS) else ():
        if content.startswith(mark):
            return Decoded(_strictly(name, content[len(mark) :], encoding), encoding)
    if not content or content.isspace():
        raise _refused(name, "an empty file")
    for signature, what in _SIGNATURES if content.startswith(_ALL_SIGNATURES) else ():
        if content.startswith(signature):
            raise _refused(name, what)
    if b"\0" in content:
        encoding = _wide_encoding(name, content[:_SAMPLE])
        return Decoded(_strictly(name, content, encoding), encoding)
    if len(content.translate(None, _CONTROLS)) < len(content) * 0.98:
        raise _refused(name, "binary data")
    return _narrow(name, content, declared)


def _narrow(name: str, content: bytes, declared: str | None) -> Decoded:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    said = _DECLARED.search(content, 0, 4096)
    return (
        _as_declared(content, declared or (said.group(1).decode("ascii") if said else None))
        or _as_words_say(content)
        or _neither(name)
    )


def _as_declared(content: bytes, label: str | None) -> Decoded | None:
    """Return the text in a declared encoding as browsers take it, None where there is none or it does not fit."""
    from webencodings import lookup

    encoding = lookup(label) if label else None
    if encoding is None:
        return None
    try:
        return Decoded(encoding.codec_info.decode(content, "strict")[0], encoding.name)
    except UnicodeError:
        return None


def _as_words_say(content: bytes) -> Decoded | None:
    from gii_graph.reading.encodings import probable_encoding

    encoding = probable_encoding(content)
    try:
        return Decoded(content.decode(encoding), _NAMES[encoding], is_certain=False)
    except UnicodeDecodeError:
        return None


def _neither(name: str) -> Decoded:
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
