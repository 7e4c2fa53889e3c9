"""Text to lines: each physical line with its number, as read and as it is understood.

Cleaning works on the whole text at once and never adds or removes a line break, so that the two forms
of a line stay side by side. What it takes away is dress, never words: emphasis, tags and links of
Markdown and HTML, marks of quoting in mails, invisible characters; every kind of space becomes a plain
one, and a thin or no-break space between thousands becomes a comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

__all__ = [
    "BULLETS",
    "MARKS",
    "SourceLines",
    "clean",
    "has_plain_characters",
    "shown_lines",
    "text_lines",
    "with_plain_breaks",
]


class SourceLines(NamedTuple):
    """The lines of one text: source line numbers, text as read, text as understood (all of one length)."""

    numbers: Sequence[int]
    read: Sequence[str]
    clean: Sequence[str]


_SPACES = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_ODD = re.compile(f"[{_SPACES}{_INVISIBLE}\u200c\u200d\u2502\u2503\uff05]")
# For a class of a pattern: the marks that cleaning may take away, but for asterisks. A text of plain characters without
# either, with no line that begins as one of a list, stays as it is.
MARKS = r"<>;\\\]#_"
BULLETS = "-+•●▪·‣◦"
# Patterns that stand here as texts are for what hardly a profile has: each is compiled when it is first met.
_ODD_SPACE = f"[{_SPACES}]"
_INVISIBLES = f"[{_INVISIBLE}]"
# Between Latin letters a joiner is a leftover of copying; in Persian or Hindi it is part of the word.
_STRAY_JOINER = "(?<![\u0600-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u1fff])"
_THOUSANDS = "(?<=[0-9])[\u00a0\u2000-\u200a\u202f\u205f](?=[0-9]{3}(?![0-9]))"

_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
_TAG = (
    r"(?i)</?(?:a|b|big|br|center|div|em|font|h[1-6]|i|li|mark|p|small|span|strong|sub|sup|u|ul|ol)"
    r"(?:\s[^<>]{0,300})?/?>"
)
_CELL_TAG = r"(?i)</?(?:table|tbody|thead|tr|td|th)(?:\s[^<>\n]{0,300})?>"
_ESCAPE = r"(?m)\\([\\`*_{}\[\]()#+.!|&<>~-])|\\$"
_IMAGE = r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)"
_LINK = r"\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)"
_QUOTING = r"(?m)^[ \t]*(?:>[ \t]?)+"
_HEADING = r"(?m)^[ \t]*#{1,6}[ \t]+|[ \t]+#{1,6}[ \t]*$"
_EMPHASIS = r"\*+|(?<![^\W_])_+|_+(?![^\W_])"

_BULLET = re.compile(rf"^[ \t]*[{BULLETS}*][ \t]+(?=\S)", re.MULTILINE)
# Begins with a fixed character, which makes the search many times faster than one for line starts.
_BULLET_HINT = re.compile(rf"\n[ \t]*[{BULLETS}*][ \t]")


def with_plain_breaks(text: str) -> str:
    """Return a text with its lines parted by LF: they may be parted by LF, CRLF or CR, as in editors."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text_lines(read: Sequence[str], cleaned: str) -> SourceLines:
    """Return the lines of a plain or Markdown text, numbered from 1."""
    return SourceLines(range(1, len(read) + 1), read, cleaned.split("\n"))


def shown_lines(numbers: Sequence[int], texts: Sequence[str]) -> SourceLines:
    """Return the lines of a document that a parser has read: what stands in them is shown, none of it is markup."""
    cleaned = "\n".join(texts)
    if not has_plain_characters(cleaned):
        cleaned = _plain_characters(cleaned)
    return SourceLines(numbers, texts, _without_markdown(cleaned).split("\n"))


def has_plain_characters(text: str) -> bool:
    """Return whether a text has no character that stands for a plainer one: all is composed (NFC) and visible."""
    # A dash and an apostrophe of print are all that most profiles have beside ASCII.
    return (
        text.isascii()
        or text.replace("–", "").replace("’", "").isascii()
        or (unicodedata.is_normalized("NFC", text) and _ODD.search(text) is None)
    )


def clean(text: str) -> str:
    """Return the text as it is understood, with every line break where it was."""
    if not has_plain_characters(text):
        text = _plain_characters(text)
    if ">" in text:
        text = re.sub(_QUOTING, "", text)
    if "<" in text:
        text = re.sub(_TAG, _line_breaks, re.sub(_CELL_TAG, "\t", text))
    if "&" in text and ";" in text:
        text = re.sub(_ENTITY, _entity, text)
    if "\\" in text:
        text = re.sub(_ESCAPE, lambda found: found.group(1) or "", text)
    if "](" in text:
        text = re.sub(_LINK, r"\1", re.sub(_IMAGE, "", text))
    return _without_markdown(text)


def _plain_characters(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(_THOUSANDS, ",", re.sub(_INVISIBLES, "", text))
    text = re.sub(_STRAY_JOINER, "", re.sub(_ODD_SPACE, " ", text))
    return text.replace("\u2502", "|").replace("\u2503", "|").replace("\uff05", "%")


def _entity(found: re.Match[str]) -> str:
    from html import unescape  # knows all of two thousand names, and hardly a profile has one

    character = unescape(found.group())
    return " " if character in "\n\r\u00a0" else character


def _may_have_bullets(text: str) -> bool:
    """Return whether it is worth while to look at the start of every line."""
    if text.isascii() and not ("- " in text or "* " in text or "+ " in text):
        return False
    return _BULLET_HINT.search(text) is not None or _BULLET.match(text) is not None


def _line_breaks(found: re.Match[str]) -> str:
    return "\n" * found.group().count("\n")


def _without_markdown(text: str) -> str:
    if "#" in text:
        text = re.sub(_HEADING, "", text)
    text = text.replace("**", "")
    if _may_have_bullets(text):
        text = _BULLET.sub("", text)
    if "*" in text or "_" in text:
        text = re.sub(_EMPHASIS, "", text)
    return text
