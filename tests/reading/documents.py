"""Profiles as documents of other programs write them: Word, OpenDocument, PDF, web archives, by their own libraries."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from typing import Any

Block = str | list[list[str]]


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and tables of a profile as a browser copies it, without Markdown."""
    parts: list[Block] = []
    for line in text.replace("**", "").split("\n"):
        if "\t" in line:
            if not isinstance(parts[-1], list):
                parts.append([])
            cells = line.strip().split("\t")
            parts[-1].append([""] * (4 - len(cells)) + cells)  # type: ignore[union-attr]
        elif line.strip():
            parts.append(line.strip())
    return parts


def as_html(text: str) -> str:
    body = ""
    for block in blocks(text):
        if isinstance(block, str):
            body += f"<p>{escape(block)}</p>\n"
        else:
            rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block)
            body += "<table>" + "".join(f"<tr>{row}</tr>\n" for row in rows) + "</table>\n"
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def as_word(text: str, finish: Callable[[Any], None] = lambda _: None) -> bytes:
    from docx import Document

    document = Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=0, cols=4)
        for row in block:
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
    finish(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_open_document(text: str, styles: str = "", before: str = "") -> bytes:
    body = before
    for block in blocks(text):
        if isinstance(block, str):
            body += f"<text:p>{escape(block)}</text:p>"
            continue
        body += '<table:table><table:table-column table:number-columns-repeated="4"/>'
        for row in block:
            cells = (f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
            body += f"<table:table-row>{''.join(cells)}</table:table-row>"
        body += "</table:table>"
    return open_document(body, styles)


def open_document(body: str, styles: str = "", kind: str = "text") -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def as_web_archive(text: str, encoding: str = "utf-8") -> bytes:
    message = MIMEMultipart("related", type="text/html")
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/page"
    message["Subject"] = "Cluster"
    frame = MIMEText("<p>Paris, France</p>", "html", "utf-8")
    frame["Content-Location"] = "https://example.org/frame"
    page = MIMEText(as_html(text).replace("utf-8", encoding), "html", encoding)
    page["Content-Location"] = "https://example.org/page"
    message.attach(frame)
    message.attach(page)
    return message.as_bytes()


def as_mail(text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "A cluster"
    message.set_content("See below")
    message.add_alternative(as_html(text), subtype="html")
    return message.as_bytes()


def as_pdf(
    text: str,
    *,
    side_by_side: bool = False,
    widths: Sequence[int] = (20, 150, 50, 40),
    align: str = "TOP",
    **options: Any,
) -> bytes:
    """Return a profile as PDF; names wrap in their cells, and the tables may stand beside each other."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

    normal = getSampleStyleSheet()["Normal"]

    def table(rows: list[list[str]]) -> Table:
        written = [
            [Paragraph(escape(cell), normal) if at == 1 else cell for at, cell in enumerate(row)] for row in rows
        ]
        return Table(written, colWidths=[*widths], style=[("VALIGN", (0, 0), (-1, -1), align)])

    parts = blocks(text)
    story: list[Any] = []
    tables = [part for part in parts if isinstance(part, list)]
    headings = [parts[parts.index(part) - 1] for part in tables]
    for part in parts:
        if side_by_side and (part in headings or part in tables):
            if part is tables[-1]:
                both = [[*headings], [table(one) for one in tables]]
                story.append(Table(both, style=[("VALIGN", (0, 0), (-1, -1), "TOP")]))
        else:
            story.append(Paragraph(escape(part), normal) if isinstance(part, str) else table(part))
            story.append(Spacer(1, 8))
    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=A4, **options).build(story)
    return stream.getvalue()


def drawn(*texts: tuple[float, float, str], pages: int = 1, size: float = 10, **options: Any) -> bytes:
    """Return a PDF with texts at places of its pages."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, **options)
    for _ in range(pages):
        canvas.setFont("Helvetica", size)
        for left, base, text in texts:
            canvas.drawString(left, base, text)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return stream.getvalue()
