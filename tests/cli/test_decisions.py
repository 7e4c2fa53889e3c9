"""What people decide in review tables: checked before it is published, never lost, never settled by chance."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib.namespace import SKOS

from gii_graph.vocabulary import BASE
from tests.cli.test_link import link, linked, objects, rows
from tests.conftest import run
from tests.links.conftest import RECORDS

HEADER = ("subject", "name", "place", "candidate", "candidate_name", "score", "reason", "decision")
TOLD = ("author", "date", "note")
BOE = f"{BASE}organization/boe-technology"
HKC = f"{BASE}organization/hkc"


def table(path: Path, *decisions: dict[str, str], encoding: str = "utf-8") -> Path:
    columns = [*HEADER, *TOLD, *dict.fromkeys(key for row in decisions for key in row if key not in (*HEADER, *TOLD))]
    defaults = {"subject": BOE, "name": "BOE TECHNOLOGY"}
    lines = ["\t".join(columns)]
    lines += ["\t".join((defaults | row).get(column, "") for column in columns) for row in decisions]
    path.write_text("\r\n".join(lines) + "\r\n", encoding=encoding, newline="")
    return path


def decided(folder: Path, **cells: str) -> Path:
    return table(folder / "decided.tsv", cells)


@pytest.fixture(scope="module")
def registry_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registry") / "v2.0-2026-01-01-ror-data.json"
    path.write_text(json.dumps(RECORDS), encoding="utf-8")
    return path


@pytest.mark.parametrize("candidate", ["00py81415", "ror:00py81415", "https://ror.org/00py81415/", "ROR:00PY81415"])
def test_an_identifier_is_published_by_its_iri_however_it_is_written(committed_graph, tmp_path, candidate) -> None:
    link(committed_graph, tmp_path, "--decisions", decided(tmp_path, candidate=candidate, decision="accept"))
    assert objects(linked(tmp_path), "organization/boe-technology") == {"https://ror.org/00py81415"}


@pytest.mark.parametrize(
    ("candidate", "why"),
    [
        ("ror:", "is no identifier of ROR"),
        ("00py81416", "has wrong check digits for an identifier of ROR"),
        ("lei:HWUPKR0MPOU8FGXBT395", "has wrong check digits for an identifier of GLEIF"),
        ("javascript:alert(1)", "is neither an identifier"),
        ("geonames:1816670", "is an identifier of GeoNames, which names no organization"),
        ("BOE Technology Group", "is neither an identifier"),
    ],
)
@pytest.mark.parametrize("decision", ["accept", "close", "reject"])
def test_what_identifies_nothing_is_refused_with_its_line(committed_graph, tmp_path, candidate, why, decision) -> None:
    said = decided(tmp_path, candidate=candidate, decision=decision)
    done = link(committed_graph, tmp_path, "--decisions", said, code=1)
    assert f"Error: {said}:2 has the candidate '{candidate}', which {why}" in done.stderr
    assert not objects(linked(tmp_path), "organization/boe-technology")
    assert not objects(linked(tmp_path), "organization/boe-technology", SKOS.closeMatch)
    mappings = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8").splitlines()
    assert not any("Manual" in line for line in mappings if "boe-technology" in line)


def test_a_refused_decision_stays_in_the_table_it_stands_in(committed_graph, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    table(tmp_path / "out" / "review.tsv", {"candidate": "ror:", "decision": "accept", "note": "look it up"})
    for _ in range(2):
        link(committed_graph, tmp_path, code=1)
    kept = [row for row in rows(tmp_path) if row["subject"] == BOE]
    assert ("ror:", "accept", "look it up") in {(row["candidate"], row["decision"], row["note"]) for row in kept}


def test_a_record_that_the_registry_at_hand_does_not_have_is_refused(committed_graph, registry_file, tmp_path) -> None:
    said = decided(tmp_path, candidate="ror:00py81415", decision="accept")
    done = link(committed_graph, tmp_path, "--ror", registry_file, "--decisions", said, code=1)
    assert "'https://ror.org/00py81415', which is not in the registry of ROR at hand" in done.stderr
    assert not objects(linked(tmp_path), "organization/boe-technology")


def test_two_who_disagree_are_both_named_and_neither_wins(committed_graph, tmp_path) -> None:
    anna = table(tmp_path / "anna.tsv", {"candidate": "ror:00py81415", "decision": "accept", "author": "Anna"})
    ben = table(tmp_path / "ben.tsv", {"candidate": "00py81415", "decision": "reject", "author": "Ben"})
    for order in ((anna, ben), (ben, anna)):
        done = link(committed_graph, tmp_path, "--decisions", order[0], "--decisions", order[1], code=1)
        assert f"{anna}:2 (Anna) says accept ror:00py81415" in done.stderr
        assert f"{ben}:2 (Ben) says reject ror:00py81415" in done.stderr
        assert not objects(linked(tmp_path), "organization/boe-technology")
        assert [row["decision"] for row in rows(tmp_path) if row["subject"] == BOE] == [""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"candidate": "ror:00py81415", "decision": "accept"}, {"candidate": "ror:03cve4549", "decision": "accept"}),
        ({"candidate": "ror:00py81415", "decision": "accept"}, {"decision": "none"}),
        ({"decision": "same-as HKC"}, {"decision": "same-as TSINGHUA UNIVERSITY"}),
        ({"decision": "person"}, {"decision": "organization"}),
    ],
)
def test_decisions_that_cannot_all_be_true_are_not_applied(committed_graph, tmp_path, one, other) -> None:
    said = [table(tmp_path / "one.tsv", one), table(tmp_path / "other.tsv", other)]
    done = link(committed_graph, tmp_path, "--decisions", said[0], "--decisions", said[1], code=1)
    assert "they contradict each other and none is applied" in done.stderr
    assert all(f"{path}:2 says" in done.stderr for path in said)
    assert not objects(linked(tmp_path), "organization/boe-technology")


def test_an_author_who_changes_their_mind_is_taken_at_the_later_word(committed_graph, tmp_path) -> None:
    row = {"candidate": "ror:00py81415", "author": "Anna"}
    first = table(tmp_path / "first.tsv", row | {"decision": "accept", "date": "2026-01-01"})
    second = table(tmp_path / "second.tsv", row | {"decision": "reject", "date": "2026-01-02"})
    link(committed_graph, tmp_path, "--decisions", second, "--decisions", first)
    assert not objects(linked(tmp_path), "organization/boe-technology")


def test_one_who_has_not_decided_takes_nothing_back(committed_graph, tmp_path) -> None:
    anna = table(tmp_path / "anna.tsv", {"candidate": "ror:00py81415", "decision": "accept"})
    ben = table(tmp_path / "ben.tsv", {"candidate": "ror:00py81415"})
    link(committed_graph, tmp_path, "--decisions", anna, "--decisions", ben)
    assert objects(linked(tmp_path), "organization/boe-technology") == {"https://ror.org/00py81415"}


def test_author_date_note_and_own_columns_are_kept_and_published(committed_graph, tmp_path) -> None:
    told = {"author": "Anna Lee", "date": "2026-11-25", "note": "by its web page", "seen by": "Ben"}
    said = decided(tmp_path, candidate="00py81415", decision="accept", **told)
    link(committed_graph, tmp_path, "--decisions", said)
    link(committed_graph, tmp_path)
    row = next(row for row in rows(tmp_path) if row["decision"])
    assert {key: row[key] for key in told} == told
    sssom = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert "\tAnna Lee\t2026-11-25\ta person decided: accept (by its web page)\n" in sssom


def test_what_is_noted_beside_an_open_question_is_kept(committed_graph, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    table(tmp_path / "out" / "review.tsv", {"note": "asked the embassy", "ticket": "7"})
    link(committed_graph, tmp_path)
    row = next(row for row in rows(tmp_path) if row["subject"] == BOE)
    assert (row["decision"], row["note"], row["ticket"]) == ("", "asked the embassy", "7")


def test_that_there_is_none_is_remembered_and_not_asked_again(committed_graph, registry_file, tmp_path) -> None:
    said = table(tmp_path / "none.tsv", {"subject": HKC, "name": "HKC", "decision": "none", "author": "Anna"})
    link(committed_graph, tmp_path, "--ror", registry_file, "--decisions", said)
    asked = [row for row in rows(tmp_path) if row["subject"] == HKC and "/organization/" not in row["candidate"]]
    assert [row["decision"] for row in asked] == ["none"]
    sssom = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert "HKC\tskos:exactMatch\t\tsssom:NoTermFound\t\tsemapv:ManualMappingCuration\t1\thttps://ror.org/" in sssom


def test_that_a_cluster_is_in_no_place_is_remembered_and_not_asked_again(seeds: Path, tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_text((seeds / "dalian.txt").read_text("utf-8").replace("Dalian", "Zbagu"), "utf-8")
    run("build", tmp_path / "p.txt", "-o", tmp_path / "gii.ttl")
    cluster = "https://w3id.org/gii-graph/id/cluster/zbagu"
    link(tmp_path / "gii.ttl", tmp_path)
    assert [row["decision"] for row in rows(tmp_path) if row["subject"] == cluster] == [""]
    said = table(tmp_path / "none.tsv", {"subject": cluster, "name": "Zbagu", "decision": "none", "author": "Anna"})
    link(tmp_path / "gii.ttl", tmp_path, "--decisions", said)
    assert [row["decision"] for row in rows(tmp_path) if row["subject"] == cluster] == ["none"]
    sssom = (tmp_path / "out" / "links.sssom.tsv").read_text(encoding="utf-8")
    assert "sssom:NoTermFound\t\tsemapv:ManualMappingCuration\t1\thttps://www.geonames.org/" in sssom


def test_what_was_said_of_two_that_are_one_now_must_agree(committed_graph, tmp_path) -> None:
    """Both names are of one organisation in the graph: what one says of a record cannot be what the other denies."""
    full, short = "DALIAN UNIVERSITY OF TECHNOLOGY", "DALIAN UNIVERSITY OF TECH."
    said = table(
        tmp_path / "said.tsv",
        {"subject": "", "name": full, "candidate": "ror:00py81415", "decision": "accept", "author": "Anna"},
        {"subject": "old", "name": short, "candidate": "ror:00py81415", "decision": "reject", "author": "Ben"},
    )
    done = link(committed_graph, tmp_path, "--no-curated", "--decisions", said, code=1)
    assert "(Anna) says accept ror:00py81415" in done.stderr
    assert "(Ben) says reject ror:00py81415" in done.stderr
    assert not objects(linked(tmp_path), "organization/dalian-university-of-technology")


@pytest.mark.parametrize(
    ("name", "near"),
    [("TSINGHAU UNIVERSITY", "; the nearest name is 'TSINGHUA UNIVERSITY'"), ("NOBODY AT ALL", "")],
)
def test_the_same_as_a_name_that_is_not_there_is_told_with_a_near_one(committed_graph, tmp_path, name, near) -> None:
    said = decided(tmp_path, decision=f"same-as {name}")
    done = link(committed_graph, tmp_path, "--decisions", said, code=1)
    assert f"{said}:2 says same-as {name}, which this graph does not have{near}; it is not applied." in done.stderr


def test_a_decision_on_a_misspelt_name_is_told_with_a_near_one(committed_graph, tmp_path) -> None:
    said = decided(tmp_path, subject="", name="BOE TECNOLOGY", candidate="00py81415", decision="accept")
    done = link(committed_graph, tmp_path, "--decisions", said)
    assert f"{said}:2 speaks of 'BOE TECNOLOGY'; the nearest name is 'BOE TECHNOLOGY'." in done.stderr


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "windows-1252"])
def test_a_table_saved_by_a_spreadsheet_is_read(committed_graph, tmp_path, encoding) -> None:
    cells = {"subject": BOE, "name": "BOE TECHNOLOGY", "candidate": "00py81415", "decision": "accept", "note": "été"}
    link(committed_graph, tmp_path, "--decisions", table(tmp_path / "decided.txt", cells, encoding=encoding))
    assert [row["note"] for row in rows(tmp_path) if row["decision"]] == ["été"]


def test_the_table_has_the_columns_of_the_contract_and_the_best_first(committed_graph, registry_file, tmp_path) -> None:
    link(committed_graph, tmp_path, "--no-curated", "--ror", registry_file)
    written = rows(tmp_path)
    assert tuple(written[0]) == (*HEADER, *TOLD)
    best: dict[str, float] = {}
    for row in written:
        best.setdefault(row["subject"], float(row["score"] or -1))
    assert list(best.values()) == sorted(best.values(), reverse=True)


def test_build_tells_of_decisions_that_contradict_each_other(seeds: Path, tmp_path: Path) -> None:
    said = table(
        tmp_path / "said.tsv",
        {"decision": "same-as HKC", "author": "Anna"},
        {"decision": "same-as TSINGHUA UNIVERSITY", "author": "Ben"},
    )
    done = run("build", seeds, "-o", tmp_path / "gii.ttl", "--decisions", said)
    assert done.returncode == 1
    assert f"{said}:2 (Anna) says same-as HKC" in done.stderr
    assert f"{said}:3 (Ben) says same-as TSINGHUA UNIVERSITY" in done.stderr
