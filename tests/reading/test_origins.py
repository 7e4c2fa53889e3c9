"""Where texts were fetched from: told by a table or a file beside them, in the graph, its tables and `show`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import rdflib

from gii_graph.errors import CallError, RegistryError
from gii_graph.profile import Origin
from gii_graph.reading.origins import find_origins
from gii_graph.vocabulary import DCTERMS, GII, SCHEMA
from tests.conftest import run

URL = "https://www.wipo.int/gii-ranking/en/beijing"


@pytest.fixture
def folder(tmp_path: Path, seeds: Path) -> Path:
    """The real profiles in a folder, and a second text named as one of them is."""
    shutil.copytree(seeds, tmp_path / "profiles")
    (tmp_path / "more").mkdir()
    other = (seeds / "kunming.txt").read_text("utf-8").replace("Kunming", "Lunming")
    (tmp_path / "more" / "kunming.txt").write_text(other, "utf-8")
    return tmp_path


def paths(folder: Path) -> list[str]:
    return [str(path) for path in sorted(folder.rglob("*.txt"))]


def beside(folder: Path, text: str) -> None:
    (folder / "profiles" / "beijing.txt.source").write_text(text, "utf-8")


def table(folder: Path, *rows: str) -> Path:
    path = folder / "sources.tsv"
    path.write_text("\n".join(["file\turl\tfetched", *rows]) + "\n", "utf-8")
    return path


def told(folder: Path, table: Path | None = None) -> dict[str, Origin]:
    return {name: origin for (name, _), origin in find_origins(paths(folder), table).by_content.items()}


def test_where_nothing_is_told_nothing_is_known(folder: Path) -> None:
    assert find_origins(paths(folder)) == ({}, ())


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (f"url: {URL}\nfetched: 2024-11-20\n", Origin(URL, "2024-11-20")),
        (f"\ufeff# seen by me\r\n\r\nFetched:2024-11-20\r\nURL:   {URL}  ", Origin(URL, "2024-11-20")),
        (f"url: {URL}", Origin(URL, "")),
        ("fetched: 2024-02-29", Origin("", "2024-02-29")),
        ("url: http://例え.jp/北京?a=b#c", Origin("http://例え.jp/北京?a=b#c", "")),
    ],
)
def test_a_file_beside_a_text_tells(folder: Path, text: str, origin: Origin) -> None:
    beside(folder, text)
    assert told(folder) == {"beijing.txt": origin}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "beijing.txt.source:1 says neither url nor fetched; write at least one."),
        ("url: www.wipo.int", ":1 has the address 'www.wipo.int', expected one that begins with http or https."),
        ("url: https://a b", ":1 has the address 'https://a b', expected one that begins with http or https."),
        ("url: file:///etc/passwd", "expected one that begins with http or https."),
        ("url: https:///path", "expected one that begins with http or https."),
        ("fetched: 20.11.2024", ":1 has the day '20.11.2024', expected one such as 2024-11-20."),
        ("fetched: 2023-02-29", ":1 has the day '2023-02-29', expected one such as 2024-11-20."),
        (f"url: {URL}\nurl: {URL}", f":2 says 'url: {URL}', expected one line url: and one fetched:; write it so."),
        (f"url: {URL}\nday: 2024-11-20", ":2 says 'day: 2024-11-20', expected one line url: and one fetched:"),
        (URL, f":1 says '{URL}', expected one line url:"),
    ],
)
def test_what_a_file_beside_a_text_tells_is_checked(folder: Path, text: str, said: str) -> None:
    beside(folder, text)
    with pytest.raises(RegistryError) as raised:
        find_origins(paths(folder))
    assert said in str(raised.value)


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "profiles" / "beijing.txt.source").write_bytes(b"url: \xff")
    with pytest.raises(RegistryError, match="cannot be read"):
        find_origins(paths(folder))


def test_a_table_names_files_by_as_much_of_their_path_as_it_takes(folder: Path) -> None:
    rows = table(folder, f"beijing.txt\t{URL}\t", "more/kunming.txt\t\t2024-11-21", "profiles/kunming.txt\thttp://k\t")
    origins = find_origins(paths(folder), rows).by_content
    assert sorted((name, *origin) for (name, _), origin in origins.items()) == [
        ("beijing.txt", URL, ""),
        ("kunming.txt", "", "2024-11-21"),
        ("kunming.txt", "http://k", ""),
    ]
    with pytest.raises(RegistryError, match=r":2 means .*more/kunming.txt or .*kunming.txt by kunming.txt; write more"):
        find_origins(paths(folder), table(folder, "kunming.txt\thttp://k\t"))


def test_a_table_may_have_been_saved_by_a_spreadsheet(folder: Path) -> None:
    path = folder / "sources.csv"
    path.write_text(f'File;URL;Fetched\n"beijing.txt";"{URL}";2024-11-20\n', "utf-16")
    assert told(folder, path) == {"beijing.txt": Origin(URL, "2024-11-20")}


def test_two_that_say_different_things_are_named_and_none_wins(folder: Path) -> None:
    beside(folder, f"url: {URL}")
    assert told(folder, table(folder, f"beijing.txt\t{URL}\t")) == {"beijing.txt": Origin(URL, "")}
    with pytest.raises(
        RegistryError, match=r"sources.tsv:2 and .*beijing.txt.source:1 say different things of .*beijing"
    ):
        find_origins(paths(folder), table(folder, f"beijing.txt\t{URL}\t2024-11-20"))
    (folder / "profiles" / "beijing.txt.source").unlink()
    with pytest.raises(RegistryError, match=r"sources.tsv:3 and .*sources.tsv:2 say different things of"):
        find_origins(paths(folder), table(folder, "beijing.txt\thttp://a\t", "beijing.txt\thttp://b\t"))


def build(folder: Path, *arguments: object) -> tuple[int, str]:
    result = run("build", "profiles", "-o", "gii.ttl", *arguments, cwd=folder, env={"GII_GRAPH_CACHE": "cache"})
    return result.returncode, result.stderr


def test_the_graph_its_tables_and_show_say_where_a_text_is_from(folder: Path) -> None:
    beside(folder, f"url: {URL}\nfetched: 2024-11-20\n")
    assert build(folder)[0] == 0
    graph = rdflib.Graph().parse(folder / "gii.ttl")
    (document,) = graph.subjects(rdflib.URIRef(SCHEMA.url), rdflib.URIRef(URL))
    assert graph.value(document, rdflib.URIRef(GII.fileName)) == rdflib.Literal("beijing.txt")
    (day,) = graph.objects(document, rdflib.URIRef(DCTERMS.date))
    assert day == rdflib.Literal("2024-11-20", datatype=rdflib.XSD.date)
    assert "source-" not in run("validate", "gii.ttl", cwd=folder).stdout
    shown = run("show", "beijing", "gii.ttl", cwd=folder).stdout
    assert "Documents" in shown
    assert URL in shown
    run("export", "gii.ttl", "-f", "csv", "-o", "tables", cwd=folder)
    row = next(
        line for line in (folder / "tables" / "sources.csv").read_text("utf-8").splitlines() if "beijing" in line
    )
    assert row.endswith(f",{URL},2024-11-20")
    jsonld = run("export", "gii.ttl", "-f", "jsonld", "-o", "-", cwd=folder).stdout
    assert f'"{URL}"' in jsonld


def test_an_address_that_is_not_used_is_said(folder: Path) -> None:
    rows = table(folder, f"peking.txt\t{URL}\t")
    code, said = build(folder, "--sources", rows, "--report", "report.json")
    assert code == 1
    sentence = f"{rows}:2: names peking.txt, which is no file that was read; its address is not used."
    assert sentence in said
    assert json.loads((folder / "report.json").read_text("utf-8"))["addresses_unused"] == [sentence]
    code, said = build(folder, "--sources", table(folder, "beijing.txt\tmailto:a\t"))
    assert code == 3
    assert said.startswith("Error: ")
    assert said.count("\n") == 1


def test_another_address_is_another_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from gii_graph.build_cache import session
    from gii_graph.cli import command

    monkeypatch.setattr(session, "_WORTH_AN_ENTRY", 1)
    monkeypatch.setenv("GII_GRAPH_CACHE", str(folder / "cache"))
    monkeypatch.chdir(folder)

    def built() -> str:
        result = CliRunner().invoke(command, ["build", "profiles", "-o", "gii.ttl"], standalone_mode=False)
        return f"{result.stderr.splitlines()[-1]} {URL in (folder / 'gii.ttl').read_text('utf-8')}"

    assert built().endswith("False")
    assert "nothing has changed" in built()
    beside(folder, f"url: {URL}")
    assert built().startswith("Wrote")
    assert built() == "gii.ttl is as it was: nothing has changed. True"
    # What a folder holds and is not read is said again, too.
    (folder / "profiles" / "table.ods").write_bytes(b"PK")
    assert built().startswith("Wrote")


def test_a_program_tells_it_too(folder: Path) -> None:
    from gii_graph import build as build_graph
    from gii_graph import query

    ask = f"ASK {{ ?document <{SCHEMA.url}> <{URL}> }}"
    assert query(build_graph(folder / "profiles", sources=table(folder, f"beijing.txt\t{URL}\t")).graph, ask)
    assert not query(build_graph(folder / "profiles").graph, ask)
    with pytest.raises(CallError, match=r"names peking\.txt, which is no file"):
        build_graph(folder / "profiles", sources=table(folder, f"peking.txt\t{URL}\t"))
