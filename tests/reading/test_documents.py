"""Documents are read as texts are: the same facts, with page and line, and one sentence for what cannot be read."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gii_graph.errors import SourceError
from gii_graph.profile import Activity, Profile
from gii_graph.reading import read_profile
from gii_graph.reading.pdf import read_pdf
from tests.reading.documents import (
    archive,
    as_html,
    as_mail,
    as_open_document,
    as_pdf,
    as_web_archive,
    as_word,
    blocks,
    drawn,
    open_document,
)
from tests.reading.rendering import without_places

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
BEIJING = SEEDS[0].read_text("utf-8")
LONG = "BEIJING XIAOMI MOBILE SOFTWARE COMPANY LIMITED AND ASSOCIATES"
FORMS = {
    "docx": as_word,
    "odt": as_open_document,
    "mhtml": as_web_archive,
    "eml": as_mail,
    "pdf": as_pdf,
    "html": lambda text: as_html(text).encode(),
}


def stated(name: str, content: bytes) -> Profile:
    reading = read_profile(name, content)
    assert (reading.missing, reading.unread) == ((), ())
    return reading.profile


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_states_the_same(form: str, seed: Path) -> None:
    text = seed.read_text("utf-8")
    profile = stated(f"a.{form}", FORMS[form](text))
    assert without_places(profile) == without_places(read_profile("a.txt", text.encode()).profile)
    # The ending of the name is not needed.
    assert stated("a", FORMS[form](text))[1:] == profile[1:]


@pytest.mark.parametrize("align", ["TOP", "MIDDLE", "BOTTOM"])
@pytest.mark.parametrize("side_by_side", [False, True])
def test_wrapped_cells_and_tables_side_by_side(side_by_side: bool, align: str) -> None:
    text = BEIJING.replace("BEIJING XIAOMI MOBILE SOFTWARE", LONG)
    profile = stated("a.pdf", as_pdf(text, side_by_side=side_by_side, widths=(20, 110, 50, 45), align=align))
    assert without_places(profile) == without_places(read_profile("a.txt", text.encode()).profile)


def test_a_pdf_has_pages_and_lines() -> None:
    first = as_pdf(BEIJING, topMargin=500)
    profile = stated("a.pdf", first)
    assert [profile.page(line) for line in (profile.edition.line, profile.listings[-1].line)] == [1, 2]
    assert profile.quotes[profile.listings[0].line] == "1\tBOE TECHNOLOGY\t9,607\t23%"
    assert read_profile("a.txt", BEIJING.encode()).profile.page(1) is None


TABLE = [(72, 700, "Top PCT applicants"), (72, 680, "Patents"), (300, 680, "Share")]


@pytest.mark.parametrize("below", [12, 15])
def test_a_line_between_two_rows_belongs_to_neither(below: int) -> None:
    rows = [(72, "1", "ALPHA WORKS", "900", "9%"), (72, "2", "BETA WORKS", "800", "8%")]
    texts = [*TABLE]
    for number, (left, place, name, count, share) in enumerate(rows):
        base = 660 - number * 2 * below
        texts += [(left, base, place), (100, base, name), (250, base, count), (300, base, share)]
    texts.append((100, 660 - below, "OF NOBODY"))
    document = read_pdf("a.pdf", drawn(*texts))
    read = "\n".join(document.lines.read)
    assert "ALPHA" not in read
    assert "BETA" not in read
    assert [(line.text.split("\t")[0], "wrapped cell" in line.reason) for line in document.withheld] == [
        ("1", True),
        ("OF NOBODY", True),
        ("2", True),
    ]


@pytest.mark.parametrize("side_by_side", [False, True])
@pytest.mark.parametrize("width", [60, 70, 80, 90, 110, 150])
def test_a_name_is_read_whole_or_reported(width: int, side_by_side: bool) -> None:
    for seed in SEEDS:
        text = seed.read_text("utf-8")
        names = {row.name for row in read_profile("a.txt", text.encode()).profile.listings}
        reading = read_profile("a.pdf", as_pdf(text, side_by_side=side_by_side, widths=(20, width, 50, 45)))
        read = {row.name for row in reading.profile.listings}
        assert read <= names
        assert reading.unread or read == names


def test_letters_run_in_any_quarter_turn_and_marks_of_footnotes_do_not_count() -> None:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setFont("Helvetica", 10)
    canvas.rotate(90)
    canvas.drawString(100, -200, "Global Innovation Index 2024")
    canvas.drawString(400, -200, "9,607")
    canvas.setFont("Helvetica", 6)
    canvas.drawString(426, -196, "1")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(100, -220, "Beijing, China")
    canvas.save()
    lines = read_pdf("a.pdf", stream.getvalue()).lines.read
    assert [line for line in lines if line] == ["Global Innovation Index 2024\t9,607", "Beijing, China"]


def test_what_word_deletes_or_hides_is_not_read() -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def revise(document: Any) -> None:
        paragraph = next(one for one in document.paragraphs if one.text.startswith("3rd largest"))
        hidden = paragraph.insert_paragraph_before("")
        hidden.add_run("4th largest science and technology cluster in 2024").font.hidden = True
        deleted = paragraph.insert_paragraph_before("")
        run = deleted.add_run("")._r
        text = OxmlElement("w:delText")
        text.text = "5th largest science and technology cluster in 2024"
        run.append(text)
        mark = OxmlElement("w:del")
        mark.set(qn("w:id"), "1")
        run.addprevious(mark)
        mark.append(run)
        # What a revision inserts is shown.
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:id"), "2")
        first = paragraph.runs[0]._r
        first.addprevious(inserted)
        inserted.append(first)

    profile = stated("a.docx", as_word(BEIJING, revise))
    assert profile.rank is not None
    assert profile.rank.value == 3


def test_tabs_part_cells_in_word_too() -> None:
    from docx import Document

    document = Document()
    for line in BEIJING.replace("**", "").split("\n"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    profile = stated("a.docx", stream.getvalue())
    assert without_places(profile) == without_places(read_profile("a.txt", BEIJING.encode()).profile)
    # Paragraphs with text are counted.
    assert (profile.edition.line, profile.cluster.line) == (1, 2)


def test_what_an_open_document_deletes_or_hides_is_not_read() -> None:
    styles = '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    before = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Paris, France</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p text:style-name='H'>Global Innovation Index 2019</text:p>"
        "<text:p>Global Innovation <text:span text:style-name='H'>Ignorance</text:span>"
        "Index<text:s text:c='1'/>2024</text:p>"
    )
    profile = stated("a.odt", as_open_document(BEIJING.replace("Global Innovation Index 2024", ""), styles, before))
    assert profile.edition.value == 2024


def test_repeated_cells_of_an_open_document_are_there() -> None:
    row = (
        '<table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell>'
        "<table:table-cell><text:p>a<text:tab/>b</text:p></table:table-cell></table:table-row>"
    )
    content = open_document(f"<table:table>{row}</table:table><text:p>c<text:line-break/>d</text:p>")
    from gii_graph.reading.office import read_open_document

    lines = [line for line in read_open_document("a.odt", content).lines.read if line]
    assert lines == ["x\tx\ta\tb", "c", "d"]


def encrypted_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return drawn((72, 700, "Global Innovation Index 2024"), encrypt=StandardEncryption("secret"))


WORD = as_word(BEIJING)
REFUSED = {
    "encrypted.pdf": (encrypted_pdf, "an encrypted PDF"),
    "damaged.pdf": (lambda: as_pdf(BEIJING)[:300], "a damaged PDF"),
    "scan.pdf": (drawn, "a PDF without text, such as a scan"),
    "long.pdf": (lambda: drawn(pages=501), "501 pages"),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an office document that is old"),
    "damaged.docx": (lambda: WORD[: len(WORD) // 2], "a damaged document"),
    "spoilt.docx": (lambda: archive(**{"word/document.xml": b"<a"}), "a damaged document"),
    "bomb.docx": (lambda: archive(**{"word/document.xml": b" " * 201_000_000}), "201,000,000 bytes when unpacked"),
    "empty.docx": (lambda: as_word(""), "a document without text"),
    "entities.odt": (
        lambda: archive(
            mimetype=b"application/vnd.oasis.opendocument.text",
            **{"META-INF/manifest.xml": b"<a/>", "content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
        ),
        "a damaged document",
    ),
    "sheet.ods": (lambda: open_document("", kind="spreadsheet"), "an OpenDocument file that is no text"),
    "slides.pptx": (lambda: archive(**{"ppt/presentation.xml": b"<a/>"}), "a presentation"),
    "book.epub": (lambda: archive(**{"META-INF/container.xml": b"<a/>"}), "an electronic book"),
    "files.zip": (lambda: archive(**{"a.txt": b"x"}), "an archive of files"),
    "pictures.mhtml": (
        lambda: (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
            b"Content-Type: image/png\r\n\r\nx\r\n--x--\r\n"
        ),
        "a web archive without a page",
    ),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_one_sentence_for_what_cannot_be_read(name: str) -> None:
    make, found = REFUSED[name]
    with pytest.raises(SourceError) as raised:
        read_profile(name, make())
    assert found in raised.value.found
    assert str(raised.value).count("\n") == 0


def test_a_page_of_an_archive_is_in_the_encoding_that_stands_beside_it() -> None:
    text = BEIJING.replace("BOE TECHNOLOGY", "ГАЗПРОМ")
    profile = stated("a.mhtml", as_web_archive(text, "windows-1251"))
    assert profile.source.encoding == "windows-1251"
    assert next(row.name for row in profile.listings if row.activity is Activity.PATENTS) == "ГАЗПРОМ"


def columns(text: str, width: int) -> str:
    """Return a page with the two tables of a profile side by side."""
    parts = blocks(text)
    tables = [part for part in parts if isinstance(part, list)]
    headings = [parts[parts.index(part) - 1] for part in tables]
    body = ""
    for part in parts:
        if isinstance(part, str) and part not in headings:
            body += f"<p>{escape(part)}</p>"
        elif part is tables[0]:
            body += '<div style="display: flex; gap: 30px">'
            for heading, table in zip(headings, tables, strict=True):
                rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in table)
                cells = "".join(f"<tr>{row}</tr>" for row in rows)
                body += f'<div style="width: {width}px"><h3>{heading}</h3><table>{cells}</table></div>'
            body += "</div>"
    return f'<!DOCTYPE html><meta charset="utf-8"><body style="font: 13px sans-serif">{body}'


@pytest.mark.browser
@pytest.mark.parametrize("width", [None, 260, 330])
def test_what_a_browser_prints_is_read_whole_or_reported(browser: Browser, width: int | None) -> None:
    for seed in SEEDS:
        text = seed.read_text("utf-8")
        page = browser.new_page()
        page.set_content(as_html(text) if width is None else columns(text, width))
        reading = read_profile("a.pdf", page.pdf(format="A4"))
        page.close()
        names = {row.name for row in read_profile("a.txt", text.encode()).profile.listings}
        read = {row.name for row in reading.profile.listings}
        assert read <= names
        assert reading.unread or read == names
        if width is None:
            assert without_places(reading.profile) == without_places(read_profile("a.txt", text.encode()).profile)


# Rows of a table that stand apart by 40, the lines of a cell by 12: place, lines of the name, count, share.
ROWS = [("1", ["ALPHA WORKS"], "900", "9%"), ("2", ["BETA WORKS"], "800", "8%"), ("3", ["GAMMA WORKS"], "700", "7%")]


def table_with(*name: str, over: tuple[tuple[float, float, str], ...] = ()) -> Profile:
    """Return what is read of a table whose second row has a name of these lines, with texts that lie over it.

    Its second row stands on a line at height 620, its name begins at 100, its values are at 250 and 300.
    """
    texts = [(72.0, 760.0, "Global Innovation Index 2024"), (72.0, 740.0, "Beijing, China"), *TABLE]
    for number, (place, lines, count, share) in enumerate(ROWS):
        base = 660.0 - 40 * number
        texts += [(72, base, place), (250, base, count), (300, base, share)]
        texts += [(100, base - 12 * at, line) for at, line in enumerate(name if number == 1 and name else lines)]
    reading = read_profile("a.pdf", drawn(*texts, *over))
    assert reading.unread or not (name or over)
    return reading.profile


def names_in(profile: Profile) -> list[str]:
    return [row.name for row in profile.listings]


def test_the_table_is_read_where_nothing_is_wrong() -> None:
    assert names_in(table_with()) == ["ALPHA WORKS", "BETA WORKS", "GAMMA WORKS"]


@pytest.mark.parametrize(
    "lines",
    [
        ["BETA TELECOMMUNICAT", "IONS"],
        ["BETA MICRO", "SEMICONDUCTOR", "S"],
        ["BETA NANOBIO", "TECHNOLOGY"],
        ["MAX-PLANCK", "BETA-", "INSTITUTE"],
        ["BETA", "A/", "WORKS"],
        ["BETAWORKSAL", "PHAWORKSBET", "AWORKS"],
    ],
)
def test_a_row_with_a_word_that_may_be_broken_is_reported(lines: list[str]) -> None:
    assert names_in(table_with(*lines)) == ["ALPHA WORKS", "GAMMA WORKS"]


@pytest.mark.parametrize(
    "over",
    [
        ((112, 620, "GAMMA"),),
        ((245, 620, "12"),),
        ((295, 620, "1"), (302, 620, "DELTA UNIVERSITY")),
        ((104, 622, "DELTA WORKS"),),
    ],
)
def test_rows_that_overprint_each_other_are_reported(over: tuple[tuple[float, float, str], ...]) -> None:
    assert names_in(table_with(over=over)) == ["ALPHA WORKS", "GAMMA WORKS"]


@pytest.mark.parametrize("angle", [30, 45, -60])
def test_a_mark_across_the_page_is_reported_and_enters_no_row(angle: int) -> None:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 300, "BETA WORKS")
    canvas.translate(150, 300)
    canvas.rotate(angle)
    canvas.drawString(0, 0, "DRAFT")
    canvas.save()
    document = read_pdf("a.pdf", stream.getvalue())
    assert [line for line in document.lines.read if line] == ["BETA WORKS"]
    assert [line.text for line in document.withheld] == ["DRAFT"]


@pytest.mark.parametrize("part", [(250, 606, "2,"), (300, 606, "%"), (250, 634, ",9")])
def test_a_row_in_which_a_value_is_broken_over_lines_is_reported(part: tuple[float, float, str]) -> None:
    assert "BETA WORKS" not in names_in(table_with(over=(part,)))


@pytest.mark.parametrize("name", ["12,", "7,2 12", "6% BETA WORKS"])
def test_a_value_is_no_name(name: str) -> None:
    assert "2" not in [str(row.rank) for row in table_with(name).listings]
