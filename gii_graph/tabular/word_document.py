"""A report as a Word document: tables whose header is repeated on each page, for a text that goes on with them.

Format: ECMA-376. The same report gives the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO, TYPE_CHECKING, Any, Final

from gii_graph.tabular.data_table import DataCell, DataTable, IriLink, TableReport, is_number, text_of
from gii_graph.text_width import width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Row
    from docx.text.paragraph import Paragraph

__all__ = ["write_word_document"]

_DAY_ONE: Final = (1980, 1, 1, 0, 0, 0)
_WIDE: Final = 6  # columns; a table with more lies on its side
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML 1.0 has no place for
_LETTER: Final = 6.0  # points that a letter takes in the size of a cell
_PADDING: Final = 12.0  # points of a cell's margins
_LONG_TEXT: Final = 40  # letters; a longer text is broken over lines
_LINK_COLOUR: Final = "0B5394"


def write_word_document(report: TableReport, out: IO[bytes]) -> None:
    """Write a report: title, each table with its caption, what they rest on."""
    import docx

    document = docx.Document()
    document.core_properties.title = _plain(report.title)[:255]
    document.core_properties.author = "gii-graph"
    _narrow_margins(document)
    tables = [table.held() for table in (*report.tables, *report.sources)]
    if any(len(table.columns) > _WIDE for table in tables):
        _lay_on_its_side(document)
    document.add_heading(_plain(report.title), 1)
    for number, table in enumerate(tables):
        if len(tables) > 1:
            document.add_heading(_plain(table.name), 2)
        _add_table(document, table)
        if table.caption:
            document.add_paragraph(_plain(table.caption), style="Caption")
        if number == len(report.tables) - 1:
            _add_basis(document, report)
    made = io.BytesIO()
    document.save(made)
    _copy_without_clock(made, out)


def _narrow_margins(document: Document) -> None:
    from docx.shared import Inches

    page = document.sections[0]
    page.left_margin = page.right_margin = Inches(0.9)


def _lay_on_its_side(document: Document) -> None:
    from docx.enum.section import WD_ORIENT

    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = page.page_height, page.page_width


def _add_table(document: Document, table: DataTable) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    grid = document.add_table(rows=1, cols=len(table.columns), style="Light Shading")
    look = grid._tbl.tblPr.find(qn("w:tblLook"))
    look.set(qn("w:firstColumn"), "0")  # a first column that is no heading is not bold
    look.set(qn("w:noHBand"), "1")
    look.set(qn("w:val"), "0620")
    header = grid.rows[0]
    _fill(header, table.columns)
    header._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # the library has no word for it
    for row in table.rows:
        added = grid.add_row()
        _fill(added, row)
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    _fit(document, grid, table)


def _fit(document: Document, grid: Table, table: DataTable) -> None:
    """Share the width of the page among the columns: each has room for its longest word, then by what stands in it."""
    from docx.shared import Pt

    page = document.sections[0]
    room = int(page.page_width or 0) - int(page.left_margin or 0) - int(page.right_margin or 0)
    cells = [table.columns, *([text_of(cell) for cell in row] for row in table.rows)]
    columns = list(zip(*cells, strict=True))
    longest = [max(width(word) for text in texts for word in (text.split() or [""])) for texts in columns]
    least = [Pt(_LETTER * letters + _PADDING) for letters in longest]
    more = [Pt(_LETTER * min(max(map(width, texts)), _LONG_TEXT) + _PADDING) for texts in columns]
    spare = max(room - sum(least), 0)
    wanted = [max(most - low, 0) for most, low in zip(more, least, strict=True)]
    widths = [low + spare * want // max(sum(wanted), 1) for low, want in zip(least, wanted, strict=True)]
    shrunk = min(room / max(sum(widths), 1), 1)
    grid.autofit = False
    for column, size in zip(grid.columns, widths, strict=True):
        column.width = int(size * shrunk)
        for cell in column.cells:
            cell.width = column.width


def _fill(row: _Row, cells: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for target, cell in zip(row.cells, cells, strict=True):
        paragraph = target.paragraphs[0]
        _write(paragraph, cell)
        for run in paragraph.runs:
            run.font.size = Pt(9)
        if is_number(cell):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _write(paragraph: Paragraph, cell: DataCell) -> None:
    if isinstance(cell, IriLink) and cell.iri.startswith(("https://", "http://")):
        _add_link(paragraph, cell)
    else:
        paragraph.add_run(_plain(cell.iri if isinstance(cell, IriLink) else text_of(cell)))


def _add_link(paragraph: Paragraph, link: IriLink) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import RGBColor

    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(link.iri, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(_plain(link.text))
    run.font.color.rgb = RGBColor.from_string(_LINK_COLOUR)
    element.append(run._r)  # the library has no word for a link
    paragraph._p.append(element)


def _add_basis(document: Document, report: TableReport) -> None:
    if not report.basis:
        return
    document.add_heading("Sources", 2)
    for what, said in report.basis:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{_plain(what)}: ").bold = True
        paragraph.add_run(_plain(said))


def _plain(text: str) -> str:
    return _CONTROL.sub("\ufffd", text)


def _copy_without_clock(made: IO[bytes], out: IO[bytes]) -> None:
    """Copy an archive with one date for all that is in it."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            dated = zipfile.ZipInfo(entry.filename, _DAY_ONE)
            dated.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(dated, source.read(entry))
