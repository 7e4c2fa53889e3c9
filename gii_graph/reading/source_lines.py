"""Text to lines: each physical line with its number, as read and as it is understood.

Cleaning never adds or removes a line break, so that the forms of a line stay side by side. What it takes away is
dress, never words: tags that are closed again, emphasis in pairs and links of Markdown, marks of quoting in mails,
invisible characters; every kind of space becomes a plain one, and a thin or no-break space between thousands becomes
a comma. A sign that is no half of a pair is a character as any other: "A*STAR" keeps its star.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = [
    "BULLETS", "MARKS", "SourceLines", "has_plain_characters", "shown_lines", "text_lines", "undressed",
    "with_plain_breaks",
]  # fmt: skip


class SourceLines(NamedTuple):
    """The lines of one text, in forms of one length.

    `numbers` are source line numbers, `read` is the text as read, `cells` as tables are read: with their spaces, and
    with all signs that names may have. `clean` is as sentences are read: without emphasis inside the line.
    """

    numbers: Sequence[int]
    read: Sequence[str]
    cells: Sequence[str]
    clean: Sequence[str]


_SPACES = "\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_ODD = re.compile(f"[{_SPACES}{_INVISIBLE}\u00ad\u200c\u200d\u2502\u2503\uff05]")
# For a class of a pattern: the marks that cleaning may take away, but for asterisks. A text of plain characters without
# either, with no line that begins as one of a list, stays as it is.
MARKS = r"<>;\\\]#_"
BULLETS = "-+•●▪·‣◦"
# Patterns that stand here as texts are for what hardly a profile has: each is compiled when it is first met.
_ODD_SPACE = f"[{_SPACES}]"
_INVISIBLES = f"[{_INVISIBLE}]"
# At the end of a line a soft hyphen shows that a word is broken there.
_SOFT_HYPHENS = r"\u00ad(?![ \t]*(?:\n|$))"
# Between Latin letters a joiner is a leftover of copying; in Persian or Hindi it is part of the word.
_STRAY_JOINER = "(?<![\u0600-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u1fff])"
_THOUSANDS = "(?<=[0-9])[\u00a0\u2000-\u200a\u202f\u205f](?=[0-9]{3}(?![0-9]))"

_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
_TAG = re.compile(
    r"<(/?)(a|b|big|br|center|div|em|font|h[1-6]|i|li|mark|p|small|span|strong|sub|sup|u|ul|ol)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_CELL_TAG = r"(?i)</?(?:table|tbody|thead|tr|td|th)(?:\s[^<>\n]{0,300})?>"
_ESCAPE = r"(?m)\\([\\`*_\[\]#|&<>~])|\\$"
_IMAGE = r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)"
_LINK = r"\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)"
_QUOTING = r"(?m)^[ \t]*(?:>[ \t]?)+"
_HEADING = r"(?m)^[ \t]*#{1,6}[ \t]+|[ \t]+#{1,6}[ \t]*$"
# A pair of Markdown's marks around a whole line: one that heads a section or stands in a table's cell.
_EMPHASIZED = r"(?m)^([ \t]*)([*_]{1,3})([^*_\s]|[^*_\s][^*_\n]*[^*_\s])\2(?=[ \t]*$)"
# Where Markdown parts paragraphs, over which no emphasis reaches.
_PARAGRAPHS = re.compile(r"(\n(?:[ \t]*\n)+)")
_LONGEST_PARAGRAPH = 6_000  # characters; a longer one is no sentence of a profile, and is taken as it stands

# "- 4 -" is the number of a page, no entry of a list.
_BULLET = re.compile(rf"^[ \t]*[{BULLETS}*][ \t]+(?=\S)(?!\d{{1,4}} ?[-–—][ \t]*$)", re.MULTILINE)
# Begins with a fixed character, which makes the search many times faster than one for line starts.
_BULLET_HINT = re.compile(rf"\n[ \t]*[{BULLETS}*][ \t]")


def with_plain_breaks(text: str) -> str:
    """Return a text with its lines parted by LF: they may be parted by LF, CRLF or CR, as in editors."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def text_lines(read: Sequence[str], plain: str) -> SourceLines:
    """Return the lines of a plain or Markdown text, numbered from 1; `plain` is the text as `undressed` gives it."""
    return SourceLines(range(1, len(read) + 1), read, plain.split("\n"), _without_emphasis(plain).split("\n"))


def shown_lines(numbers: Sequence[int], texts: Sequence[str]) -> SourceLines:
    """Return the lines of a document that a parser has read: what stands in them is shown, no tag is markup."""
    plain = "\n".join(texts)
    if not has_plain_characters(plain):
        plain = _plain_characters(plain)
    plain = _without_line_marks(plain)
    return SourceLines(numbers, texts, plain.split("\n"), _without_emphasis(plain).split("\n"))


def has_plain_characters(text: str) -> bool:
    """Return whether a text has no character that stands for a plainer one: all is composed (NFC) and visible."""
    # A dash and an apostrophe of print are all that most profiles have beside ASCII.
    return (
        text.isascii()
        or text.replace("–", "").replace("’", "").isascii()
        or (unicodedata.is_normalized("NFC", text) and _ODD.search(text) is None)
    )


def undressed(text: str) -> str:
    """Return a text without what is around its words, but for emphasis within a line."""
    if not has_plain_characters(text):
        text = _plain_characters(text)
    if ">" in text:
        text = re.sub(_QUOTING, "", text)
    if "<" in text:
        text = _without_tags(re.sub(_CELL_TAG, "\t", text))
    if "&" in text and ";" in text:
        text = re.sub(_ENTITY, _entity, text)
    if "\\" in text:
        text = re.sub(_ESCAPE, lambda found: found.group(1) or "", text)
    if "](" in text:
        text = re.sub(_LINK, r"\1", re.sub(_IMAGE, "", text))
    return _without_line_marks(text)


def _plain_characters(text: str) -> str:
    text = unicodedata.normalize("NFC", text)
    text = re.sub(_THOUSANDS, ",", re.sub(_SOFT_HYPHENS, "", re.sub(_INVISIBLES, "", text)))
    text = re.sub(_STRAY_JOINER, "", re.sub(_ODD_SPACE, " ", text))
    return text.replace("\u2502", "|").replace("\u2503", "|").replace("\uff05", "%")


def _entity(found: re.Match[str]) -> str:
    from html import unescape  # knows all of two thousand names, and hardly a profile has one

    character = unescape(found.group())
    return " " if character in "\n\r\u00a0" else character


def _without_tags(text: str) -> str:
    """Return a text without the tags that are closed again; one that is not is text: "ACME <b>LABS"."""
    open_tags: dict[str, list[re.Match[str]]] = {}
    paired: list[re.Match[str]] = []
    for tag in _TAG.finditer(text):
        name = tag[2].lower()
        if name == "br":
            paired.append(tag)
        elif not tag[1]:
            open_tags.setdefault(name, []).append(tag)
        elif open_tags.get(name):
            paired += [open_tags[name].pop(), tag]
    pieces, end = [], 0
    for tag in sorted(paired, key=lambda tag: tag.start()):
        pieces += [text[end : tag.start()], "\n" * tag.group().count("\n")]
        end = tag.end()
    return "".join([*pieces, text[end:]])


def _may_have_bullets(text: str) -> bool:
    """Return whether it is worth while to look at the start of every line."""
    if text.isascii() and not ("- " in text or "* " in text or "+ " in text):
        return False
    return _BULLET_HINT.search(text) is not None or _BULLET.match(text) is not None


def _without_line_marks(text: str) -> str:
    """Return a text without the marks of Markdown at the start or around the whole of a line."""
    if "#" in text:
        text = re.sub(_HEADING, "", text)
    if _may_have_bullets(text):
        text = _BULLET.sub("", text)
    if "*" in text or "_" in text:
        text = re.sub(_EMPHASIZED, r"\1\3", text)
    return text


def _without_emphasis(text: str) -> str:
    """Return a text without the emphasis of Markdown."""
    if "*" not in text and "_" not in text:
        return text
    paragraphs = _PARAGRAPHS.split(text)
    return "".join(_plain_paragraph(paragraph) for paragraph in paragraphs)


def _plain_paragraph(paragraph: str) -> str:
    if ("*" not in paragraph and "_" not in paragraph) or len(paragraph) > _LONGEST_PARAGRAPH or "\0" in paragraph:
        return paragraph
    [inline] = _markdown().parseInline(paragraph)
    return "".join(token.content for token in inline.children or ())


@cache
def _markdown() -> MarkdownIt:
    """Return a parser of Markdown's emphasis and nothing else (https://spec.commonmark.org/0.31.2/#emphasis)."""
    from markdown_it import MarkdownIt

    return MarkdownIt("zero").enable("emphasis")
