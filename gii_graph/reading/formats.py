"""What kind of file bytes are, by what they hold; and documents to lines, by libraries loaded only then."""

from __future__ import annotations

import re

from gii_graph.errors import SourceError
from gii_graph.reading.document import Document
from gii_graph.reading.profile_limits import MAX_BYTES, MAX_DOCUMENT_BYTES

__all__ = ["is_document", "read_document", "size_limit"]

# A PDF may begin with a few other bytes: ISO 32000-1, annex H.3.4.1, note 13.
_PDF = re.compile(rb"%PDF-[12]\.\d")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A file of an office document's archive that tells what it is, and what that is called.
_OTHER_ARCHIVES = {
    "ppt/presentation.xml": "a presentation",
    "META-INF/container.xml": "an electronic book",
    "Index/Document.iwa": "a document of Apple Pages",
}
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_WEB_ARCHIVES = (".mhtml", ".mht")


def size_limit(name: str, head: bytes) -> int:
    """Return how many bytes a file may have, by its name and its first bytes: documents carry pictures and fonts."""
    is_document = head.startswith((b"%PDF", _ZIP)) or name.lower().endswith(_WEB_ARCHIVES)
    return MAX_DOCUMENT_BYTES if is_document else MAX_BYTES


def is_document(content: bytes) -> bool:
    """Tell whether bytes are a PDF or an office document, by how they begin."""
    return content.startswith((_ZIP, _OLE)) or _PDF.search(content, 0, 1024) is not None


def read_document(name: str, content: bytes) -> Document | None:
    """Return the lines of a PDF, Word or OpenDocument file, None for what is a text, a page or a workbook.

    Raises:
        SourceError: it is damaged, encrypted, too large, or no kind of document that is read.

    """
    if content.startswith(_ZIP):
        return _read_archive(name, content)
    if content.startswith(_OLE):
        raise SourceError(
            name, None, "an office document that is old (.doc, .xls) or encrypted", "a document that is read",
            "save it as .docx, .xlsx or .odt, without a password",
        )  # fmt: skip
    from gii_graph.reading.pdf import read_pdf

    return read_pdf(name, content)


def _read_archive(name: str, content: bytes) -> Document | None:
    from gii_graph.reading.office import open_archive, read_open_document, read_word

    with open_archive(name, content) as archive:
        members = set(archive.namelist())
        kind = archive.read("mimetype") if "mimetype" in members else b""
    if "word/document.xml" in members:
        return read_word(name, content)
    if kind.startswith(_OPEN_DOCUMENT + b"text"):
        return read_open_document(name, content)
    if "xl/workbook.xml" in members:
        return None
    what = next((what for member, what in _OTHER_ARCHIVES.items() if member in members), "an archive of files")
    if kind.startswith(_OPEN_DOCUMENT):
        what = "an OpenDocument file that is no text"
    raise SourceError(name, None, what, "a text or a document", "give the text of the profile itself")
