"""Tables in the forms that spreadsheets, word processors and data frames read: types, names, links, nothing run."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pyarrow.parquet
import pytest
from selectolax.lexbor import LexborHTMLParser

from gii_graph.errors import CallError
from gii_graph.tabular.data_table import DataTable, IriLink, TableReport
from gii_graph.tabular.report_files import REPORT_FORMATS, CellWriting, write_report
from gii_graph.tabular.spreadsheet_locale import Separators, separators_of, users_separators
from gii_graph.tabular.workbook import sheet_name
from tests.tabular.conftest import COLUMNS


def written(report: TableReport, form: str, cells: CellWriting | None = None) -> bytes:
    out = io.BytesIO()
    write_report(report, form, out, cells or CellWriting())
    return out.getvalue()


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_the_same_report_gives_the_same_bytes(report: TableReport, form: str) -> None:
    assert written(report, form) == written(report, form)


def test_no_archive_tells_the_hour(report: TableReport) -> None:
    for form in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(written(report, form))) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


class TestWorkbook:
    def opened(self, report: TableReport) -> openpyxl.Workbook:
        return openpyxl.load_workbook(io.BytesIO(written(report, "xlsx")))

    def test_each_cell_has_its_type(self, report: TableReport) -> None:
        sheet = self.opened(report)["Who what how"]
        first = [cell.value for cell in sheet[2]]
        assert first[:5] == ["Shanghai–Suzhou", 9607, 33.5, 0.25, True]
        assert first[5:] == [datetime(2024, 9, 26), datetime(2024, 9, 26, 8, 30), "id:shanghai"]
        assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n", "n", "b", "d", "d", "s"]
        assert sheet["F2"].number_format == "yyyy-mm-dd"

    def test_text_is_never_a_formula_and_what_is_missing_is_empty(self, report: TableReport) -> None:
        sheet = self.opened(report)["Who what how"]
        assert (sheet["A3"].data_type, sheet["A3"].value) == ("s", '=HYPERLINK("http://x")')
        assert [cell.value for cell in sheet[4]][1:7] == [None] * 6

    def test_iris_of_the_web_are_links(self, report: TableReport) -> None:
        sheet = self.opened(report)["Who what how"]
        assert sheet["H2"].hyperlink.target == "https://example.org/id/shanghai"
        assert (sheet["H4"].value, sheet["H4"].hyperlink) == ("urn:x", None)

    def test_the_header_stays_and_columns_fit(self, report: TableReport) -> None:
        sheet = self.opened(report)["Who what how"]
        assert sheet.freeze_panes == "A2"
        assert sheet["A1"].font.bold
        assert 20 <= sheet.column_dimensions["A"].width <= 62
        assert sheet.max_row == 4, "a sheet holds its table alone"

    def test_sheets_say_what_it_rests_on(self, report: TableReport) -> None:
        book = self.opened(report)
        assert book.sheetnames == ["Who what how", "Documents", "Sources"]
        assert [[cell.value for cell in row] for row in book["Sources"]["A2:B4"]] == [
            ["Source", "WIPO"],
            ["Query", "SELECT *\n{ }"],
            ["Who what how", "Shares are in percent."],
        ]

    def test_a_number_with_more_digits_than_the_format_has_stays_whole(self) -> None:
        rows = [(12345678901234567890, Decimal("0.1234567890123456789"), 123456789012345)]
        report = TableReport("t", (DataTable("t", ("a", "b", "c"), rows),))
        sheet = self.opened(report)["t"]
        assert [cell.value for cell in sheet[2]] == ["12345678901234567890", "0.1234567890123456789", 123456789012345]

    def test_what_it_cannot_hold_is_refused(self) -> None:
        report = TableReport("t", (DataTable("t", ("a",), [("x" * 32_768,)]),))
        with pytest.raises(CallError, match="row 1 has over 32,767 letters, which XLSX cannot hold"):
            written(report, "xlsx")

    def test_names_of_sheets(self) -> None:
        assert sheet_name("x" * 40, ["X" * 24 + "…" + "X" * 6]) == "x" * 24 + "…xx (2)"
        assert sheet_name("[]", []) == "Table"


class TestDelimited:
    def test_csv_for_programs(self, report: TableReport) -> None:
        text = written(report, "csv").decode()
        rows = list(csv.reader(io.StringIO(text, newline="")))
        assert rows[0] == list(COLUMNS)
        assert rows[1] == ["Shanghai–Suzhou", "9607", "33.5", "0.25", "true", "2024-09-26", "2024-09-26 08:30:00",
                           "https://example.org/id/shanghai"]  # fmt: skip
        assert rows[2][0] == '\'=HYPERLINK("http://x")'
        assert text.startswith("name,")
        assert text.count("\r\n") == text.count("\n") == 4

    def test_csv_for_a_german_spreadsheet(self, report: TableReport) -> None:
        content = written(report, "csv", CellWriting(separators_of("de")))
        assert content.startswith(b"\xef\xbb\xbfname;count;share;")
        assert "Shanghai–Suzhou;9607;33,5;0,25;true;2024-09-26" in content.decode()
        assert "-3;0,5;1e-07;false" in content.decode()

    def test_tsv(self, table: DataTable) -> None:
        broken = DataTable("t", ("a", "b"), [("one\ntwo\tthree", 1)])
        assert written(TableReport("t", (broken,)), "tsv") == b"a\tb\none two three\t1\n"

    @pytest.mark.parametrize(
        ("name", "separators"),
        [
            ("de", (";", ",")),
            ("fr_FR.UTF-8", (";", ",")),
            ("pt-BR", (";", ",")),
            ("de-CH", (";", ".")),
            ("zh_CN", (",", ".")),
            ("zh_Hans_CN", (",", ".")),
            ("en", (",", ".")),
            ("ja", (",", ".")),
        ],
    )
    def test_separators(self, name: str, separators: tuple[str, str]) -> None:
        assert separators_of(name) == Separators(*separators)

    def test_a_users_own(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for variable in ("LANGUAGE", "LC_ALL", "LC_CTYPE"):
            monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv("LC_NUMERIC", "de_DE.UTF-8")
        monkeypatch.setenv("LANG", "en_US.UTF-8")
        assert users_separators() == Separators(";", ",")
        monkeypatch.setenv("LC_ALL", "C")
        assert users_separators() == Separators(",", ".")

    @pytest.mark.parametrize("name", ["ranks", "xx", "1"])
    def test_what_is_no_locale(self, name: str) -> None:
        with pytest.raises(CallError, match=f"--excel={name}: no such locale"):
            separators_of(name)


class TestParquet:
    def test_each_column_has_its_type(self, report: TableReport) -> None:
        read = pyarrow.parquet.read_table(io.BytesIO(written(report, "parquet")))
        kinds = [str(field.type) for field in read.schema]
        assert kinds == [
            "string",
            "int64",
            "decimal128(3, 1)",
            "double",
            "bool",
            "date32[day]",
            "timestamp[us]",
            "string",
        ]
        assert read.column("share").to_pylist() == [Decimal("33.5"), Decimal("0.5"), None]
        assert read.column("node").to_pylist() == ["https://example.org/id/shanghai", None, "urn:x"]
        assert read.schema.metadata[b"Source"] == b"WIPO"

    def test_cells_of_several_types_are_text(self) -> None:
        rows: list[tuple[Any, ...]] = [(1, 2**70, None), ("<1", 1, None)]
        report = TableReport("t", (DataTable("t", ("mixed", "large", "empty"), rows),))
        read = pyarrow.parquet.read_table(io.BytesIO(written(report, "parquet"))).to_pydict()
        assert read == {"mixed": ["1", "<1"], "large": [str(2**70), "1"], "empty": [None, None]}


class TestTexts:
    def test_word(self, report: TableReport) -> None:
        document = docx.Document(io.BytesIO(written(report, "docx")))
        grid = document.tables[0]
        assert [cell.text for cell in grid.rows[0].cells] == list(COLUMNS)
        assert [cell.text for cell in grid.rows[1].cells][:3] == ["Shanghai–Suzhou", "9607", "33.5"]
        assert "tblHeader" in grid.rows[0]._tr.xml
        links = [relation.target_ref for relation in document.part.rels.values() if relation.is_external]
        assert links == ["https://example.org/id/shanghai"]
        texts = [paragraph.text for paragraph in document.paragraphs]
        assert texts[0] == "A title"
        assert "Shares are in percent." in texts
        assert "Source: WIPO" in texts

    def test_word_takes_no_control_characters(self) -> None:
        report = TableReport("t\x07", (DataTable("t", ("a",), [("bell\x07",)]),))
        document = docx.Document(io.BytesIO(written(report, "docx")))
        assert document.tables[0].rows[1].cells[0].text == "bell�"

    def test_html(self, report: TableReport) -> None:
        page = LexborHTMLParser(written(report, "html"))
        assert page.css_first("h1").text() == "A title"
        cells = [cell.text() for cell in page.css("tbody tr")[0].css("td")]
        assert cells[:5] == ["Shanghai–Suzhou", "9607", "33.5", "0.25", "true"]
        assert page.css_first("tbody a").attributes["href"] == "https://example.org/id/shanghai"
        assert page.css_first("script") is None
        assert page.css_first("td.amount").text() == "9607"

    def test_html_holds_no_markup_of_its_cells(self) -> None:
        hostile = IriLink("javascript:alert(1)", "<b>x</b>")
        report = TableReport("<i>", (DataTable("t", ("<u>",), [(hostile,), ("<script>",)]),))
        page = LexborHTMLParser(written(report, "html"))
        assert page.css("i, u, b, script, a") == []

    def test_markdown(self, report: TableReport) -> None:
        text = written(report, "markdown").decode()
        assert text.splitlines()[:5] == [
            "# A title",
            "",
            "| name | count | share | measure | listed | day | moment | node |",
            "| --- | ---: | ---: | ---: | --- | --- | --- | --- |",
            "| Shanghai–Suzhou | 9607 | 33.5 | 0.25 | true | 2024-09-26 | 2024-09-26 08:30:00 | id:shanghai |",
        ]
        assert text.endswith("- Source: WIPO\n- Query: SELECT \\* { }\n")


def test_several_tables_are_one_where_a_form_holds_one() -> None:
    one = DataTable("Ranks", ("edition", "rank"), [(2024, 3)], "by size")
    other = DataTable("Names", ("name",), [("Beijing",)])
    merged = TableReport("t", (one, other)).as_one_table()
    assert merged.columns == ("table", "edition", "rank", "name")
    assert [tuple(row) for row in merged.rows] == [("Ranks", 2024, 3, None), ("Names", None, None, "Beijing")]
