"""Workbooks and CSV as LibreOffice opens them for a German and for a Chinese: names, numbers, days, and their types."""

from __future__ import annotations

import csv
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from tests.conftest import run

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine"),
]

QUERY = """SELECT ?name ?count ?share ?day {
  VALUES (?name ?count ?share ?day) {
    ("Shanghai–Suzhou" 9607 33.5 "2024-09-26"^^xsd:date)
    ("Zürich, 北京" -3 0.25 "2024-01-02"^^xsd:date)
    ("'s-Hertogenbosch" 1 1234.5 "2024-12-31"^^xsd:date)
  }
} ORDER BY DESC(?count)"""
CELLS = [
    ["name", "count", "share", "day"],
    ["Shanghai–Suzhou", 9607, 33.5, datetime(2024, 9, 26)],
    ["''s-Hertogenbosch", 1, 1234.5, datetime(2024, 12, 31)],
    ["Zürich, 北京", -3, 0.25, datetime(2024, 1, 2)],
]
# The locale of who opens it: the number of the character that parts columns.
LOCALES = {"de-DE": 59, "zh-CN": 44}
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""


class Office(NamedTuple):
    """A LibreOffice whose user has a locale."""

    locale: str
    folder: Path

    def converted(self, source: Path, form: str, *options: str) -> Path:
        """Open a file and save it in another form, as a user of the locale would."""
        profile = self.folder / "profile"
        if not profile.exists():
            (profile / "user").mkdir(parents=True)
            settings = _SETTINGS.format(locale=self.locale)
            (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
        made = self.folder / "made"
        arguments = ["--headless", *options, "--convert-to", form, "--outdir", str(made), str(source)]
        command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return made / f"{source.stem}.{form.partition(':')[0]}"

    def opened(self, source: Path, separator: int) -> list[list[Any]]:
        """The cells of a CSV file in UTF-8, where numbers and days are told as for who types them."""
        workbook = self.converted(source, "xlsx", f"--infilter=CSV:{separator},34,76,1,,0,false,true")
        return [[cell.value for cell in row] for row in openpyxl.load_workbook(workbook).active.iter_rows()]


@pytest.fixture(params=LOCALES)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    return Office(request.param, tmp_path / "office")


def answered(graph: Path, target: Path, *options: str) -> Path:
    assert run("query", "-q", QUERY, graph, "-o", target, *options).returncode == 0
    return target


def test_csv_for_the_locale(office: Office, committed_graph: Path, tmp_path: Path) -> None:
    source = answered(committed_graph, tmp_path / "table.csv", f"--excel={office.locale}")
    assert source.read_bytes().startswith(b"\xef\xbb\xbf"), "by which a spreadsheet knows that it is UTF-8"
    assert office.opened(source, LOCALES[office.locale]) == CELLS


def test_csv_for_programs_is_not_for_a_german(committed_graph: Path, tmp_path: Path) -> None:
    source = answered(committed_graph, tmp_path / "table.csv")
    german = Office("de-DE", tmp_path / "office").opened(source, 44)
    assert [type(row[2]) for row in german[1:]] == [str, str, str], "what --excel is there for"


def test_a_workbook_in_any_locale(office: Office, committed_graph: Path, tmp_path: Path) -> None:
    source = answered(committed_graph, tmp_path / "table.xlsx")
    again = openpyxl.load_workbook(office.converted(source, "xlsx:Calc MS Excel 2007 XML"))
    cells = [[cell.value for cell in row] for row in again["Answer"].iter_rows(max_row=4)]
    assert cells == [CELLS[0], CELLS[1], ["'s-Hertogenbosch", *CELLS[2][1:]], CELLS[3]]
    assert again.sheetnames[-1] == "Sources"
    # What its user sees: decimals and days in the manner of the country.
    seen = office.converted(source, "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")
    with seen.open(encoding="utf-8", newline="") as stream:
        shown = list(csv.reader(stream))
    assert shown[1][:3] == ["Shanghai–Suzhou", "9607", "33,5" if office.locale == "de-DE" else "33.5"]


def test_a_word_document_opens(committed_graph: Path, tmp_path: Path) -> None:
    if not Path("/usr/lib/libreoffice/share/registry/writer.xcd").exists():
        pytest.skip("no LibreOffice Writer on this machine")
    source = answered(committed_graph, tmp_path / "table.docx")
    text = Office("de-DE", tmp_path / "office").converted(source, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    assert "Zürich, 北京" in text
    assert "33.5" in text
