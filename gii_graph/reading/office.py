"""Word and OpenDocument texts to lines: paragraphs and table rows as a reader sees them, counted from 1.

Both become HTML first, so that tables and nested parts are put together in one way only (see `html`).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from gii_graph.errors import SourceError
from gii_graph.reading.document import Document, DocumentLine
from gii_graph.reading.html import read_page
from gii_graph.reading.profile_limits import MAX_MEMBERS, MAX_UNPACKED_BYTES

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["open_archive", "read_open_document", "read_word"]

# https://docs.oasis-open.org/office/OpenDocument/v1.3/os/part3-schema/OpenDocument-v1.3-os-part3-schema.html
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# ECMA-376, Part 1, 17.3.
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset({"0", "false", "off"})
# Tabs part cells, and several spaces may do so, as in a plain text.
_AS_WRITTEN = '<div style="white-space: pre-wrap">{}</div>'
# A row or cell repeated more often only fills the sheet.
_MOST_REPEATED = 200
_OPEN_TAGS = {
    f"{_TEXT}p": "p",
    f"{_TEXT}h": "h2",
    f"{_TEXT}list": "ul",
    f"{_TEXT}list-item": "li",
    f"{_TEXT}list-header": "li",
    f"{_TABLE}table": "table",
    f"{_TABLE}table-row": "tr",
    f"{_TABLE}table-header-rows": "thead",
    f"{_TABLE}table-cell": "td",
}
_OPEN_CHARACTERS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "<br>", f"{_TEXT}soft-page-break": ""}
# What is no text of the document: removed text, notes in its margin, forms, what only a field holds.
_OPEN_SILENT = frozenset(
    {f"{_TEXT}tracked-changes", f"{_TEXT}hidden-text", f"{_TEXT}hidden-paragraph", f"{_OFFICE}annotation",
     f"{_OFFICE}forms", f"{_TEXT}sequence-decls", f"{_TEXT}note-citation", f"{_TEXT}ruby-text"}
)  # fmt: skip


def open_archive(name: str, content: bytes) -> zipfile.ZipFile:
    """Return an office document's archive.

    Raises:
        SourceError: it is damaged or encrypted, or would be too large when unpacked.

    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, struct.error):
        raise _damaged(name) from None
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES:
        found = f"an archive of {len(members):,} files, {unpacked:,} bytes when unpacked"
        expected = f"at most {MAX_MEMBERS:,} files and {MAX_UNPACKED_BYTES:,} bytes"
        raise SourceError(name, None, found, expected, "save the text of the profile alone")
    if any(member.flag_bits & 1 for member in members):
        raise SourceError(name, None, "an encrypted document", "one that opens", "save it without a password")
    _refuse_damage(name, archive)
    return archive


def _refuse_damage(name: str, archive: zipfile.ZipFile) -> None:
    """Raise SourceError where a file in an archive cannot be unpacked as it was packed."""
    try:
        damaged = archive.testzip()
    except (zlib.error, zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, struct.error):
        raise _damaged(name) from None
    if damaged is not None:
        raise _damaged(name)


def read_word(name: str, content: bytes) -> Document:
    """Return the lines of a Word document (.docx), with what revisions insert and without what they delete.

    Raises:
        SourceError: it is damaged, encrypted or too large.

    """
    from mammoth import convert_to_html
    from mammoth.images import img_element

    archive = open_archive(name, content)
    try:
        visible = _without_hidden_runs(archive)
        # Pictures have no text; without this they would be copied into the page.
        converted = convert_to_html(visible, convert_image=img_element(lambda _: {}), include_default_style_map=True)
    except Exception as error:  # the library promises nothing of what a damaged document raises
        raise _damaged(name) from error
    return _document(name, converted.value)


def _without_hidden_runs(archive: zipfile.ZipFile) -> io.BytesIO:
    """Return the document without the text that is formatted as hidden."""
    from defusedxml.ElementTree import fromstring, tostring

    visible = io.BytesIO()
    with zipfile.ZipFile(visible, "w") as copy:
        for member in archive.infolist():
            data = archive.read(member)
            if member.filename.endswith(".xml") and b"vanish" in data:
                root = fromstring(data)
                for parent in [*root.iter()]:
                    for run in [child for child in parent if child.tag == f"{_WORD}r" and _is_hidden(child)]:
                        parent.remove(run)
                data = tostring(root)
            copy.writestr(member.filename, data)
    visible.seek(0)
    return visible


def _is_hidden(run: Element) -> bool:
    for name in ("vanish", "webHidden"):
        mark = run.find(f"{_WORD}rPr/{_WORD}{name}")
        if mark is not None and mark.get(f"{_WORD}val", "true") not in _OFF:
            return True
    return False


def read_open_document(name: str, content: bytes) -> Document:
    """Return the lines of an OpenDocument text (.odt).

    Raises:
        SourceError: it is damaged, encrypted or too large.

    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    archive = open_archive(name, content)
    try:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SourceError(name, None, "an encrypted document", "one that opens", "save it without a password")
        root = fromstring(archive.read("content.xml"))
    except (KeyError, ParseError, DefusedXmlException, zipfile.BadZipFile, OSError, ValueError):
        raise _damaged(name) from None
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise _damaged(name)
    return _document(name, "".join(_markup(body, _hidden_styles(root))))


def _hidden_styles(root: Element) -> frozenset[str]:
    """Return the names of the styles that hide text."""
    return frozenset(
        style.get(f"{_STYLE}name", "")
        for style in root.iter(f"{_STYLE}style")
        for properties in style.iter(f"{_STYLE}text-properties")
        if properties.get(f"{_TEXT}display") == "none"
    )


def _markup(body: Element, hidden: frozenset[str]) -> Iterator[str]:
    """Yield the HTML of a document's body, without recursion: parts may be nested deep."""
    waiting: list[Element | str] = [body]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            yield part
            continue
        if part.tail:
            waiting.append(escape(part.tail))
        if part.tag in _OPEN_SILENT or part.get(f"{_TEXT}style-name") in hidden:
            continue
        if part.tag == f"{_TEXT}s":
            yield " " * min(int(part.get(f"{_TEXT}c") or 1), _MOST_REPEATED)
            continue
        if part.tag in _OPEN_CHARACTERS:
            yield _OPEN_CHARACTERS[part.tag]
            continue
        waiting += _opened(part)


def _opened(part: Element) -> list[Element | str]:
    """Return what stands for an element, last things first."""
    tag = _OPEN_TAGS.get(part.tag)
    inner: list[Element | str] = [escape(part.text or ""), *part]
    if tag:
        spans = "".join(
            f' {name}="{escape(part.get(f"{_TABLE}number-{kind}-spanned", "1"))}"'
            for name, kind in (("colspan", "columns"), ("rowspan", "rows"))
        )
        inner = [f"<{tag}{spans if tag == 'td' else ''}>", *inner, f"</{tag}>"]
    elif part.tag == f"{_TEXT}note":
        inner = ["<p>", *inner, "</p>"]
    repeated = part.get(f"{_TABLE}number-columns-repeated") if tag == "td" else None
    if repeated and repeated.isdigit():
        # An element may stand in the list more than once, its tail only behind the last.
        text = "".join(part.itertext())
        again = [f"<td>{escape(text)}</td>"] * (min(int(repeated), _MOST_REPEATED) - 1)
        inner = [*again, *inner]
    return inner[::-1]


def _document(name: str, markup: str) -> Document:
    lines = read_page(name, _AS_WRITTEN.format(markup)).lines.read
    if not any(lines):
        raise SourceError(name, None, "a document without text", "the text of a cluster profile", "type its text")
    return Document.of([DocumentLine(line) for line in lines])


def _damaged(name: str) -> SourceError:
    return SourceError(name, None, "a damaged document", "one that opens", "save it again")
