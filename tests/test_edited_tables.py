"""Tables that people edit come back from any spreadsheet, cell by cell as they were."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gii_graph.edited_tables import read_edited_lines, read_edited_table
from gii_graph.errors import RegistryError

ROWS = [
    ["name", "kind", "note"],
    ["UNIVERSITÉ DE MONTRÉAL", "organization", 'called "UdeM", of Québec'],
    ["LUO, CAN", "person", ""],
    ["Müller; Söhne", "organization", "a;b"],
]
EXPECTED = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]


def written(rows: list[list[str]], mark: str, *, quoting: int = csv.QUOTE_MINIMAL, end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=mark, quoting=quoting, lineterminator=end).writerows(rows)
    return text.getvalue()


def read(path: Path, content: bytes) -> list[dict[str, str]]:
    path.write_bytes(content)
    return [dict(row.cells) for row in read_edited_table(path, ("name", "kind"), "keep the header")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
@pytest.mark.parametrize("mark", ["\t", ";", ","])
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_table_comes_back_from_any_spreadsheet(tmp_path, encoding, mark, quoting, end) -> None:
    text = written(ROWS, mark, quoting=quoting, end=end)
    assert read(tmp_path / "table", text.encode(encoding)) == EXPECTED


def test_rows_cut_short_and_cells_beyond_the_header_are_kept(tmp_path: Path) -> None:
    rows = read(tmp_path / "table", b"Name\tKind\tNote\nA\n\n\t\t\nB\tperson\tx\tmore\n")
    assert rows == [
        {"name": "A", "kind": "", "note": ""},
        {"name": "B", "kind": "person", "note": "x", "column 4": "more"},
    ]


def test_the_line_that_excel_puts_first_is_skipped_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_text("sep=;\r\nname;kind\r\nA;person\r\n", encoding="utf-8")
    assert [row.line for row in read_edited_table(path, ("name", "kind"), "")] == [3]


def test_quotation_marks_of_an_unquoted_table_are_signs(tmp_path: Path) -> None:
    rows = read(tmp_path / "table", b'name\tkind\n"ACME" INC\tperson\n"B\tperson\n')
    assert [row["name"] for row in rows] == ['"ACME" INC', '"B']


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no column name, kind; keep the header."),
        (b"nom\tgenre\n", "has no column name, kind; keep the header."),
        (b"name,kind,name\n", "has the column name more than once"),
        (b'name,kind\n"A,person\n', "is a quotation mark not closed?"),
        (b"name\tkind\n\x81\xff\t\x9d\n", "neither UTF-8, UTF-16 nor Windows-1252"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(RegistryError, match=said.replace("?", r"\?")):
        read(tmp_path / "table", content)


def test_a_table_needs_no_header(tmp_path: Path) -> None:
    path = tmp_path / "table"
    path.write_bytes("A\tperson\r\n\r\nB\torganization\r\n".encode("utf-16"))
    assert list(read_edited_lines(path)) == [(1, ["A", "person"]), (3, ["B", "organization"])]


CELL = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8).map(lambda cell: " ".join(cell.split()))


@given(
    st.lists(st.tuples(CELL, CELL), max_size=5), st.sampled_from(["\t", ";", ","]), st.sampled_from(["utf-8", "utf-16"])
)
def test_what_is_written_quoted_is_read(tmp_path_factory, rows, mark, encoding) -> None:
    path = tmp_path_factory.mktemp("tables") / "table"
    table = [["name", "kind"], *map(list, rows)]
    content = written(table, mark, quoting=csv.QUOTE_ALL).encode(encoding)
    stripped = [(name.strip(), kind.strip()) for name, kind in rows]
    assert [tuple(row.values()) for row in read(path, content)] == [row for row in stripped if any(row)]
