"""References to the sources: in words, for BibTeX, for reference managers; in `show`, the package and the picture."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from gii_graph.references import Reference, in_bibtex, in_csl_json, in_words
from tests.conftest import called

ADDRESS = "https://www.wipo.int/gii/kunming.html?a=1&b=2"


@pytest.fixture
def with_addresses(seeds: Path, tmp_path: Path) -> Path:
    """A graph of two profiles, of which one says where it was fetched from and when."""
    for name in ("kunming.txt", "dalian.txt"):
        (tmp_path / name).write_bytes((seeds / name).read_bytes())
    table = tmp_path / "sources.tsv"
    table.write_text(f"file\turl\tfetched\nkunming.txt\t{ADDRESS}\t2025-03-01\n", encoding="utf-8")
    texts = [tmp_path / "kunming.txt", tmp_path / "dalian.txt"]
    assert called("build", *texts, "--sources", table, "-o", tmp_path / "g.ttl")[0] == 0
    return tmp_path / "g.ttl"


def test_a_reference_in_words_has_the_address_and_the_day(with_addresses: Path) -> None:
    in_full = (
        "World Intellectual Property Organization (2024). Kunming. In: Global Innovation Index 2024, cluster profiles. "
        f"{ADDRESS} (fetched 2025-03-01).\n"
    )
    assert called("show", "kunming", with_addresses, "--cite", "plain") == (0, in_full, "")
    assert called("show", "luo can", with_addresses, "--cite", "plain")[1] == in_full
    shown = called("show", "kunming", with_addresses)[1]
    assert "To cite" in shown
    assert in_full.strip() in shown
    assert "To cite" not in called("show", "dalian", with_addresses)[1]
    assert called("show", "dalian", with_addresses, "--cite", "plain")[1].endswith("Read from the file dalian.txt.\n")


def test_a_reference_for_bibtex(with_addresses: Path) -> None:
    _, entry, _ = called("show", "kunming", with_addresses, "--cite", "bibtex")
    assert entry.splitlines() == [
        "@misc{gii-2024-kunming,",
        "  author = {{World Intellectual Property Organization}},",
        "  title = {{Kunming}},",
        "  howpublished = {Global Innovation Index 2024, cluster profiles},",
        "  year = {2024},",
        f"  url = {{{ADDRESS}}},",
        "  urldate = {2025-03-01},",
        "}",
    ]


def test_signs_of_bibtex_are_escaped() -> None:
    entry = in_bibtex([Reference("k", "A&B 100% {x}_$#~^\\", None, "a_b.txt")])
    assert r"{{A\&B 100\% \{x\}\_\$\#\textasciitilde{}\textasciicircum{}\textbackslash{}}}" in entry
    assert r"file a\_b.txt" in entry


def test_a_reference_for_reference_managers(with_addresses: Path) -> None:
    _, text, _ = called("show", "kunming", with_addresses, "--cite", "csl-json")
    assert json.loads(text) == [
        {
            "id": "gii-2024-kunming",
            "type": "webpage",
            "author": [{"literal": "World Intellectual Property Organization"}],
            "title": "Kunming",
            "container-title": "Global Innovation Index 2024, cluster profiles",
            "issued": {"date-parts": [[2024]]},
            "URL": ADDRESS,
            "accessed": {"date-parts": [[2025, 3, 1]]},
        }
    ]


def test_a_day_that_is_none_stays_as_written() -> None:
    (item,) = json.loads(in_csl_json([Reference("k", "T", 2024, "f", "http://a/", "spring 2025")]))
    assert item["accessed"] == {"raw": "spring 2025"}


def test_a_document_of_many_clusters_is_a_ranking(tmp_path: Path) -> None:
    table = tmp_path / "clusters 2023.csv"
    table.write_text("Rank,Cluster,Economy\n1,Tokyo–Yokohama,JP\n2,Seoul,KR\n3,Paris,FR\n", encoding="utf-8")
    assert called("build", table, "-o", tmp_path / "g.ttl")[0] == 0
    assert "(2023). Ranking of the clusters. In:" in called("show", "seoul", tmp_path / "g.ttl", "--cite", "plain")[1]


def test_two_documents_of_one_title_have_two_keys(committed_graph: Path) -> None:
    from gii_graph.network import read_network
    from gii_graph.network.elements import Evidence
    from gii_graph.references import references_to

    lines = [Evidence("a.txt", 1, "x"), Evidence("a.txt", 1, "x", "http://a/")]
    assert [one.key for one in references_to(read_network([committed_graph]), lines)] == ["gii-a-txt", "gii-a-txt-2"]


def test_the_package_has_all_references(with_addresses: Path, tmp_path: Path) -> None:
    assert called("export", with_addresses, "-f", "zip", "-o", tmp_path / "g.zip")[0] == 0
    with zipfile.ZipFile(io.BytesIO((tmp_path / "g.zip").read_bytes())) as archive:
        entries = archive.read("references.bib").decode()
        assert re.findall("@misc{(.*),", entries) == ["gii-2024-dalian", "gii-2024-kunming"]
        assert len(json.loads(archive.read("references.json"))) == 2


def test_the_picture_knows_the_references_of_each_node(with_addresses: Path) -> None:
    from gii_graph.network import read_network
    from gii_graph.view.payload import Payload

    network = read_network([with_addresses])
    facts = Payload(network).as_json()
    by_name = {node.label: known for node, known in zip(network.nodes.values(), facts["nodes"], strict=True)}
    assert [facts["references"][number]["words"] for number in by_name["LUO, CAN"]["cite"]] == [
        in_words(Reference("", "Kunming", 2024, "kunming.txt", ADDRESS, "2025-03-01"))
    ]
