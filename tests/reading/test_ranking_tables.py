"""Ranking tables in every form in which people have them: all facts, and no other."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any

import pytest

from gii_graph.assembly import assemble_graph
from gii_graph.economies import read_economy
from gii_graph.errors import SourceError
from gii_graph.profile import Profile, Share
from gii_graph.reading import Reading, read_profiles
from tests.conftest import ROOT
from tests.reading.documents import archive, drawn

REAL = ROOT.parent / "shared" / "data" / "gii-clusters-2023.tsv"
HEADINGS = ["Rank", "Cluster name", "Economy", "PCT applications", "Scientific publications"]
# Made up.
MADE_UP = [
    ["1", "Alpha–Beta", "CN/HK", "127,418", "115,020"],
    ["2", "Gamma, CA", "US", "3,482", "53,180"],
    ["3", "Xi'an", "CN", "–", "604"],
    ["4", "Delta", "Bosnia and Herzegovina", "67", "79,485"],
    ["5", "Epsilon City", "TW*", "924", "1,222"],
]
TITLE = "Global Innovation Index 2023: top 5 clusters, 2018–2022"


def real_rows() -> list[list[str]]:
    rows = [line.split("\t") for line in REAL.read_text("utf-8").splitlines()[1:]]
    return [
        [rank, name, economy, f"{int(patents):,}", f"{int(articles):,}"]
        for rank, name, economy, patents, articles in rows
    ]


def separated(separator: str) -> Callable[[list[list[str]]], bytes]:
    def write(rows: list[list[str]]) -> bytes:
        stream = io.StringIO()
        csv.writer(stream, delimiter=separator, lineterminator="\r\n").writerows([[TITLE], HEADINGS, *rows])
        return stream.getvalue().encode("utf-8-sig")

    return write


def workbook(rows: list[list[str]], title: str = "Ranking") -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = title
    sheet.append([TITLE] if title == "Ranking" else [])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append([int(cell.replace(",", "")) if cell.replace(",", "").isdigit() else cell for cell in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def page(rows: list[list[str]]) -> bytes:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in rows)
    heads = "".join(f"<th>{cell}</th>" for cell in HEADINGS)
    return f"<!DOCTYPE html><meta charset=utf-8><h1>{TITLE}</h1><table><tr>{heads}</tr>{body}</table>".encode()


def pasted(gap: str) -> Callable[[list[list[str]]], bytes]:
    return lambda rows: "\n".join([TITLE, "", *(gap.join(row) for row in [HEADINGS, *rows])]).encode()


def word(rows: list[list[str]]) -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(TITLE)
    table = document.add_table(rows=0, cols=len(HEADINGS))
    for row in [HEADINGS, *rows]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = value
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def pdf(rows: list[list[str]]) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

    normal = getSampleStyleSheet()["Normal"]
    written = [[Paragraph(escape(cell), normal) if at == 1 else cell for at, cell in enumerate(row)] for row in rows]
    stream = io.BytesIO()
    table = Table([HEADINGS, *written], colWidths=[40, 130, 120, 90, 110], repeatRows=1)
    SimpleDocTemplate(stream).build([Paragraph(TITLE, normal), table])
    return stream.getvalue()


FORMS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "a.csv": separated(","),
    "semicolons.csv": separated(";"),
    "a.tsv": separated("\t"),
    "a.xlsx": workbook,
    "a.html": page,
    "a.docx": word,
    "a.pdf": pdf,
    "bars.md": pasted(" | "),
    "gaps.txt": pasted("   "),
    "words.txt": pasted(" "),
}


def rows_read(name: str, content: bytes) -> list[Profile]:
    outcomes = read_profiles(name, content)
    assert [outcome for outcome in outcomes if isinstance(outcome, SourceError)] == []
    return [outcome.profile for outcome in outcomes if isinstance(outcome, Reading)]


def stated(profile: Profile) -> tuple[Any, ...]:
    """Return all that a row states."""
    rest = profile._replace(
        source=None, edition=None, cluster=None, economies=(), rank=None, patent_applications=None,
        scientific_articles=None, quotes={}, pages=(), sheet=0,
    )  # type: ignore[arg-type]  # fmt: skip
    assert rest == Profile(None, None, None, is_table_row=True, quotes={})  # type: ignore[arg-type]
    return (
        profile.edition.value,
        profile.rank and profile.rank.value,
        profile.cluster.value,
        [economy and economy.alpha2 for economy in (read_economy(one.value) for one in profile.economies)],
        profile.patent_applications and profile.patent_applications.value,
        profile.scientific_articles and profile.scientific_articles.value,
    )


def expected(row: list[str]) -> tuple[Any, ...]:
    rank, name, economy, *counts = row
    found = read_economy(economy.rstrip("*"))
    codes = [found.alpha2] if found else economy.split("/")
    return (2023, int(rank), name, codes, *(None if one in ("", "–") else int(one.replace(",", "")) for one in counts))


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_states_every_row(form: str) -> None:
    assert [stated(profile) for profile in rows_read(form, FORMS[form](MADE_UP))] == [*map(expected, MADE_UP)]


@pytest.mark.skipif(not REAL.is_file(), reason="the real rows are not at hand")
@pytest.mark.parametrize("form", sorted(FORMS))
def test_the_real_rows_of_2023(form: str) -> None:
    rows = real_rows()
    assert [stated(profile) for profile in rows_read(form, FORMS[form](rows))] == [*map(expected, rows)]


@pytest.mark.skipif(not REAL.is_file(), reason="the real rows are not at hand")
def test_the_file_as_it_lies_there() -> None:
    assert [stated(profile) for profile in rows_read(REAL.name, REAL.read_bytes())] == [*map(expected, real_rows())]


def test_each_row_has_a_line_and_a_quote_of_its_own() -> None:
    first, second, *_ = rows_read("a.tsv", separated("\t")(MADE_UP))
    assert (first.cluster.line, second.cluster.line) == (3, 4)
    assert first.quotes == {3: f"{TITLE}\n" + "\t".join(MADE_UP[0])}
    sheets = rows_read("a.xlsx", workbook(MADE_UP))
    assert [(one.cluster.line, one.page(one.cluster.line)) for one in sheets[:2]] == [(3, 1), (4, 1)]


# The edition: where it may stand, and what is said of it. What stands first counts.

BARE = "Rank,Cluster,Economy,PCT applications\n1,Alpha,CN,12\n"


@pytest.mark.parametrize(
    ("name", "text", "origin"),
    [
        ("a-2021.csv", f"Global Innovation Index 2023\n{BARE}", "line 1"),
        ("a.csv", f"\nTop clusters 2023 (2018-2022)\n{BARE}", "line 2"),
        ("gii_2023.csv", BARE, "the file's name"),
        ("2018-2022 edition 2023.csv", BARE, "the file's name"),
        ("a-2021.csv", "Rank,Cluster,Economy,PCT applications,Edition\n1,Alpha,CN,12,GII 2023\n", None),
    ],
)
def test_the_edition_is_where_it_is_said(name: str, text: str, origin: str | None) -> None:
    [reading] = read_profiles(name, text.encode())
    assert isinstance(reading, Reading)
    assert reading.profile.edition.value == 2023
    assert reading.assumptions == ((f"edition 2023 is taken from {origin}",) if origin else ())
    assert "2023" in reading.profile.quotes[reading.profile.edition.line]


def test_the_edition_of_a_sheet_is_in_its_title() -> None:
    [reading, *_] = read_profiles("a-2021.xlsx", workbook(MADE_UP, "GII 2023"))
    assert isinstance(reading, Reading)
    assert reading.assumptions == ("edition 2023 is taken from the sheet's title 'GII 2023'",)


def test_two_sheets_are_two_editions() -> None:
    from openpyxl import Workbook

    book = Workbook()
    for year in (2022, 2023):
        sheet = book.create_sheet(f"GII {year}")
        sheet.append(HEADINGS)
        sheet.append([1, "Alpha", "CN", year, 5])
        sheet.append([2, "Hidden", "CN", year, 5])
        sheet.row_dimensions[3].hidden = True
    book.create_sheet("GII 2021").sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    profiles = rows_read("a.xlsx", stream.getvalue())
    assert [(one.edition.value, one.sheet, one.cluster.line) for one in profiles] == [(2022, 2, 2), (2023, 3, 2)]


def test_a_sheet_that_is_not_read_is_named() -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["Ask Anna about row 7"])
    sheet = book.create_sheet("GII 2023")
    sheet.append(HEADINGS)
    sheet.append([1, "Alpha", "CN", 7, 5])
    stream = io.BytesIO()
    book.save(stream)
    [reading] = read_profiles("a.xlsx", stream.getvalue())
    assert isinstance(reading, Reading)
    assert "the sheet 'Notes' holds no ranking table and was left out" in reading.assumptions


@pytest.mark.parametrize("name", ["a.csv", "2022 2023.csv", "period 2018-2022.csv"])
def test_no_edition(name: str) -> None:
    with pytest.raises(SourceError, match="found a ranking table without edition"):
        read_profiles(name, BARE.encode())


def test_shares_previous_ranks_intensities_and_deals() -> None:
    text = (
        'Rank 2025,Rank 2024,Cluster,Economy,PCT filings,"Share of total PCT filings, %",Scientific articles,'
        "Share of scientific articles (%),Venture capital deals,Share of total VC deals (%),"
        "PCT applications per million inhabitants\n"
        '1,=3,Alpha,Japan,"1,200",10.9,34,<0.1,17,1.5%,2189\n'
    )
    [profile] = rows_read("2025.csv", text.encode())
    assert profile.previous_rank is not None
    figures = {name: getattr(profile, name) and getattr(profile, name).value for name in (
        "rank", "previous_rank", "patent_applications", "patent_share_of_world", "scientific_articles",
        "article_share_of_world", "venture_capital_deals", "venture_capital_deal_share_of_world", "patents_per_million",
    )}  # fmt: skip
    assert figures == {
        "rank": 1,
        "previous_rank": 3,
        "patent_applications": 1200,
        "patent_share_of_world": Share(Decimal("10.9")),
        "scientific_articles": 34,
        "article_share_of_world": Share(Decimal("0.1"), below=True),
        "venture_capital_deals": 17,
        "venture_capital_deal_share_of_world": Share(Decimal("1.5")),
        "patents_per_million": 2189,
    }


def test_a_share_in_a_sheet_is_as_it_is_shown() -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "2023"
    sheet.append([*HEADINGS, "Share of total PCT filings"])
    sheet.append([1, "Alpha", "CN", 12, 13, 0.10904])
    sheet["F2"].number_format = "0.0%"
    stream = io.BytesIO()
    book.save(stream)
    [profile] = rows_read("a.xlsx", stream.getvalue())
    assert profile.patent_share_of_world is not None
    assert profile.patent_share_of_world.value == Share(Decimal("10.9"))


# What cannot be used is said, row by row.


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,Gotham,Ruritania,12", "no economy that we know: 'Ruritania'"),
        ("2,Gotham,CN,many", "'many' as patent applications"),
        ("2,,CN,12", "no name of a cluster"),
        ("two,Gotham,CN,12", "'two,Gotham,CN,12'"),
        ("2,Gotham", "2 cells in '2,Gotham'"),
        ("2,Gotham,CN", "3 cells in '2,Gotham,CN'"),
        ("2,Gotham,CN,1,234", "5 cells in '2,Gotham,CN,1,234'"),
        ("2,Gotham, NJ,US,12", "5 cells in '2,Gotham, NJ,US,12'"),
        ('2,"Gotham,CN,12', "2 cells in"),
        ("2,Gotham,,12", "no economy"),
        ("2,Gotham,CN,12%", "'12%' as patent applications"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(row: str, said: str) -> None:
    outcomes = read_profiles("2023.csv", f"{BARE}{row}\n".encode())
    [error] = [outcome for outcome in outcomes if isinstance(outcome, SourceError)]
    assert (error.line, said in error.found) == (3, True)
    assert len(outcomes) == 2


def test_columns_that_are_not_known_are_named_and_notes_are_not() -> None:
    text = (
        "Rank,Cluster,Economy,PCT applications,Rank change\n1,Alpha,TW*,12,+2\n\n* Taiwan, Province of China\n"
        "Source: WIPO\nRank,Cluster,Economy,PCT applications,Rank change\n2,Beta,JP,11,0\n"
    )
    outcomes = read_profiles("2023.csv", text.encode())
    assert [outcome.found for outcome in outcomes if isinstance(outcome, SourceError)] == ["the column 'Rank change'"]
    assert len(outcomes) == 3


def test_other_tables_are_none() -> None:
    with pytest.raises(SourceError, match="workbook without a ranking table"):
        read_profiles("a.xlsx", _workbook_of([["a", "b"], [1, 2]]))
    with pytest.raises(SourceError):
        read_profiles("2023.csv", b"Rank,Name,Patents,Share\n1,ACME,12,3%\n")


def _workbook_of(rows: list[list[Any]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_damaged_workbook() -> None:
    with pytest.raises(SourceError, match="found a damaged workbook"):
        read_profiles("a.xlsx", archive(**{"xl/workbook.xml": b"<a"}))


# Tables and profiles of one cluster and edition are one profile.


@pytest.fixture
def profiles_of_2023(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    for name, rank in (("beijing", 4), ("dalian", 65)):
        text = (
            (ROOT / "seeds" / f"{name}.txt")
            .read_text("utf-8")
            .replace("2024", "2023")
            .replace("\n3rd largest", "\n4th largest")
        )
        (folder / f"{name}.txt").write_text(text, "utf-8")
        (folder / f"{name}.csv").write_text(
            f"GII 2023\nRank,Cluster,Economy,PCT applications\n{rank},{name.title()},CN,38067\n", "utf-8"
        )
    return folder


def test_a_table_and_a_profile_are_one(profiles_of_2023: Path) -> None:
    assembly = assemble_graph(sorted(profiles_of_2023.iterdir()))
    assert (assembly.refused, assembly.duplicates) == ((), ())
    assert [(account.cluster, account.facts) for account in assembly.accounts] == [("Beijing", 24), ("Dalian", 24)]
    graph = "".join(assembly.turtle("https://example.org/"))
    assert graph.count("a gii:ClusterProfile") == 2
    assert graph.count("gii:patentApplications 38067") == 2
    assert graph.count("a gii:SourceDocument") == 4


def test_the_same_table_twice_is_a_duplicate(profiles_of_2023: Path) -> None:
    (profiles_of_2023 / "copy.tsv").write_text(
        "GII 2023\nRank\tCluster\tEconomy\tPCT applications\n4\tBeijing\tCN\t38067\n", "utf-8"
    )
    assembly = assemble_graph(sorted(profiles_of_2023.iterdir()))
    assert [(one.file, one.kept) for one in assembly.duplicates] == [("copy.tsv", "beijing.csv")]
    assert assembly.refused == ()


def test_a_table_that_contradicts_a_profile_is_said_with_both_lines(profiles_of_2023: Path) -> None:
    (profiles_of_2023 / "dalian.csv").write_text(
        "GII 2023\nRank,Cluster,Economy,PCT applications\n66,Dalian,CN,1\n", "utf-8"
    )
    assembly = assemble_graph(sorted(profiles_of_2023.iterdir()))
    [error] = assembly.refused
    assert (error.file, error.line) == ("dalian.csv", 3)
    assert "rank by size 66 (line 3)" in error.found
    assert "65 (dalian.txt:12)" in error.expected
    assert str(error).endswith("; correct the row, or the file it contradicts.")
    assert [account.facts for account in assembly.accounts] == [24, 23]


@pytest.mark.parametrize("order", ["profile first", "table first", "two profiles first", "comma-separated table"])
def test_a_file_with_a_table_and_a_profile_says_so(order: str, seeds: Path) -> None:
    texts = [(seeds / name).read_text("utf-8") for name in ("beijing.txt", "dalian.txt")]
    separator = "," if order == "comma-separated table" else "\t"
    rows = (("Rank", "Cluster", "Economy", "PCT applications"), ("1", "Shenzhen", "CN", "1000"))
    table = "Global Innovation Index 2023\n" + "\n".join(map(separator.join, rows)) + "\n"
    parts = {"table first": [table, texts[0]], "two profiles first": [*texts, table]}.get(order, [texts[0], table])
    with pytest.raises(SourceError, match="found a ranking table and a profile, expected one of the two; give each"):
        read_profiles("a.txt", "\n".join(parts).encode())


def test_two_halves_of_a_table_stand_side_by_side() -> None:
    texts: list[tuple[float, float, str]] = [(60, 760, "Global Innovation Index 2023")]
    for left, rows in ((60, MADE_UP[:2]), (320, MADE_UP[3:])):
        for number, row in enumerate([["Rank", "Cluster", "Economy", "PCT", "Pubs"], *rows]):
            for at, cell in zip((0, 40, 110, 160, 205), row, strict=True):
                shown = {"Bosnia and Herzegovina": "BA"}.get(cell, cell).replace("–", "-")
                texts.append((left + at, 720 - 20 * number, shown))
    profiles = rows_read("a.pdf", drawn(*texts, size=8))
    assert [(one.rank and one.rank.value, one.cluster.value) for one in profiles] == [
        (1, "Alpha-Beta"),
        (2, "Gamma, CA"),
        (4, "Delta"),
        (5, "Epsilon City"),
    ]


@pytest.mark.parametrize(
    ("cluster", "economy", "name", "regions"),
    [
        ("Raleigh, North Carolina", "US", "Raleigh", ("NC",)),
        ("Dalian, Liaoning", "China", "Dalian", ("Liaoning",)),
        ("Toronto, Ontario", "CA", "Toronto", ("ON",)),
        ("Boston–Cambridge, MA", "US", "Boston–Cambridge, MA", ()),
        ("Hong Kong, China", "HK", "Hong Kong, China", ()),
    ],
)
def test_a_region_behind_a_name_is_no_part_of_it(
    cluster: str, economy: str, name: str, regions: tuple[str, ...]
) -> None:
    (row,) = rows_read("gii-2023.csv", separated(",")([["1", cluster, economy, "12", "34"]]))
    assert (row.cluster.value, row.regions) == (name, regions)
    assert [read_economy(one.value) for one in row.economies] == [read_economy(economy)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("at", [3, 4])
def test_an_empty_cell_never_moves_a_value_into_another_column(form: str, at: int) -> None:
    """Where the cells are parted by a sign, the place of a value is sure; where they are not, the row is reported."""
    row = MADE_UP[0].copy()
    row[at] = ""
    outcomes = read_profiles(form, FORMS[form]([row, *MADE_UP[1:]]))
    rows = [outcome.profile for outcome in outcomes if isinstance(outcome, Reading)]
    alpha = [stated(profile) for profile in rows if profile.cluster.value == MADE_UP[0][1]]
    if form in ("a.pdf", "gaps.txt", "words.txt"):
        assert alpha == []
        assert len([outcome for outcome in outcomes if isinstance(outcome, SourceError)]) == 1
    else:
        assert alpha == [expected(row)]
        assert len(rows) == len(MADE_UP)


def test_a_table_whose_rows_all_have_a_cell_too_many_is_refused_with_the_first_row() -> None:
    with pytest.raises(SourceError, match="5 cells in '1,Alpha,CN,1,200', expected 4") as refused:
        read_profiles("2023.csv", f"{BARE.splitlines()[0]}\n1,Alpha,CN,1,200\n2,Beta,CN,1,100\n".encode())
    assert "double quotes" in str(refused.value)


def test_values_without_a_heading_are_named() -> None:
    outcomes = read_profiles("2023.csv", b"Rank,,Cluster,Economy,PCT applications\n1,+2,Alpha,CN,12\n2,-1,Beta,CN,11\n")
    assert [outcome.found for outcome in outcomes if isinstance(outcome, SourceError)] == [
        "'+2' in column 2, without a heading"
    ]
    assert len(outcomes) == 3
