"""Answers for many values of a parameter, told by one question, are those that each value alone gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.engine import answer
from gii_graph.sparql.header import read_header
from gii_graph.sparql.parameters import editions_of, names_of
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.view.rows_of_values import rows_of_values
from tests.view.worlds import made_up

CLUSTER = "<https://w3id.org/gii-graph/id/cluster/"
TIES = "SELECT {head} {{ ?cluster <https://w3id.org/gii-graph/ontology#collaboratesWith> ?other }} {tail}"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("values") / "world.ttl"
    path.write_text(made_up(12), encoding="utf-8")
    return read_files([path])


def terms_of(kind: str, store: Any) -> list[str]:
    def ask(text: str) -> object:
        return answer(store, text)

    if kind == "edition":
        return [f'"{year}"^^<http://www.w3.org/2001/XMLSchema#integer>' for year in editions_of(ask)]
    return [f"<{iri}>" for iri in sorted(names_of(kind, ask))]


@pytest.mark.parametrize("name", shipped_names())
def test_one_question_tells_what_many_tell(name: str, store: Any) -> None:
    text = shipped_text(name)
    for parameter in read_header(text).parameters:
        if parameter.type not in ("cluster", "edition"):
            continue
        terms = terms_of(parameter.type, store)
        singly: dict[str, Any] = {term: answer(store, text, {parameter.name: [term]}) for term in terms}
        rows = rows_of_values(store, text, parameter.name, terms)
        assert rows is None or rows == {term: list(map(tuple, solutions)) for term, solutions in singly.items()}


def test_most_questions_about_a_cluster_can_be_asked_for_many(store: Any) -> None:
    terms = terms_of("cluster", store)
    texts = [text for text in map(shipped_text, shipped_names()) if "# param cluster:" in text]
    together = [text for text in texts if rows_of_values(store, text, "cluster", terms) is not None]
    assert len(together) > len(texts) / 2


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("DISTINCT ?other", "ORDER BY ?other"),
        ("?other", "ORDER BY ?other LIMIT 3"),
        ("(COUNT(?other) AS ?others)", "ORDER BY ?others"),
        ("?other (COUNT(?cluster) AS ?clusters)", "GROUP BY ?other ORDER BY ?other"),
        ("*", "ORDER BY ?other"),
        ("?other", ""),
    ],
)
def test_rows_made_of_several_solutions_are_asked_for_singly(head: str, tail: str, store: Any) -> None:
    text = TIES.format(head=head, tail=tail)
    assert rows_of_values(store, text, "cluster", [f"{CLUSTER}a>", f"{CLUSTER}b>"]) is None
