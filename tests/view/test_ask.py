"""The panel "Ask": the shipped questions with the answers that the page carries."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.network import read_network
from gii_graph.sparql.dataset import read_files
from gii_graph.sparql.header import read_header
from gii_graph.sparql.shipped import shipped_names, shipped_text
from gii_graph.view import render
from gii_graph.view.carried_graph import CarriedGraph
from tests.conftest import called
from tests.view.conftest import PHONE, Opener, Watched
from tests.view.test_page import HOSTILE, hostile_world
from tests.view.test_use import KEEP, KEPT
from tests.view.worlds import made_up


def with_answers(graph: Path, folder: Path) -> Path:
    """Write the page of a graph with the answers to the shipped questions."""
    path = folder / "asked.html"
    page = render(read_network([graph]), "Clusters & ties", graph=CarriedGraph(read_files([graph])))
    path.write_text(page, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="session")
def asked_file(committed_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the five real profiles with its answers."""
    return with_answers(committed_graph, tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="session")
def hundred_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of 700 made-up nodes with its answers."""
    folder = tmp_path_factory.mktemp("hundred")
    (folder / "world.ttl").write_text(made_up(100), encoding="utf-8")
    return with_answers(folder / "world.ttl", folder)


@pytest.fixture
def opened(asked_file: Path, visit: Opener) -> Watched:
    return visit(asked_file)


def carried(watched: Watched, name: str, **given: str) -> dict[str, object] | None:
    text = "&".join(f"{parameter}={value}" for parameter, value in given.items())
    answer: dict[str, object] | None = watched.ask("([name, given]) => giiGraph.carried(name, given)", [name, text])
    return answer


def by_command(graph: Path, name: str, **given: str) -> tuple[str, list[str]]:
    """Return the CSV and the notes of the command."""
    options = [part for parameter, value in given.items() for part in ("--param", f"{parameter}={value}")]
    code, csv, said = called("query", name, graph, "-f", "csv", "--no-index", *options)
    assert code == 0, said
    return csv, [line for line in said.splitlines() if line.startswith("Note:")]


def parameters(name: str) -> list[str]:
    return [parameter.name for parameter in read_header(shipped_text(name)).parameters]


def test_every_shipped_question_can_be_asked_without_a_value() -> None:
    assert all(one.optional for name in shipped_names() for one in read_header(shipped_text(name)).parameters)


@pytest.mark.browser
def test_answers_are_those_of_the_command(opened: Watched, committed_graph: Path) -> None:
    for name in shipped_names():
        given = [{}, {"cluster": "kunming"}] if "cluster" in parameters(name) else [{}]
        given += [{"entity": "china"}, {"entity": "luo-can"}] if name == "about" else []
        for values in given:
            answer = carried(opened, name, **values)
            assert answer is not None
            assert (answer["csv"], answer["notes"]) == by_command(committed_graph, name, **values), (name, values)


@pytest.mark.browser
def test_editions_are_choices(three_editions: Path, tmp_path: Path, visit: Opener) -> None:
    watched = visit(with_answers(three_editions, tmp_path), "#ask=rank-change")
    for name in shipped_names():
        takes = parameters(name)
        given = [{}, *([{"edition": "2023"}, {"edition": "2024"}] if "edition" in takes else [])]
        given += [{"cluster": "beijing", "edition": "2025"}] if {"cluster", "edition"} <= {*takes} else []
        for values in given:
            answer = carried(watched, name, **values)
            assert answer is not None
            assert (answer["csv"], answer["notes"]) == by_command(three_editions, name, **values), (name, values)
    assert watched.page.locator("#facts .notice").inner_text().startswith("Note: Left out: ")


@pytest.mark.browser
def test_cells_that_a_spreadsheet_runs_are_guarded_as_by_the_command(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(hostile_world(), encoding="utf-8")
    watched = visit(with_answers(tmp_path / "world.ttl", tmp_path))
    for name in ("ranks", "top-applicants", "about", "evidence"):
        answer = carried(watched, name)
        assert answer is not None
        assert answer["csv"] == by_command(tmp_path / "world.ttl", name)[0]
    assert "'=HYPERLINK" in by_command(tmp_path / "world.ttl", "top-applicants")[0]


@pytest.mark.browser
def test_hostile_names_stay_text(tmp_path: Path, visit: Opener) -> None:
    (tmp_path / "world.ttl").write_text(hostile_world(), encoding="utf-8")
    watched = visit(with_answers(tmp_path / "world.ttl", tmp_path), "#ask=top-applicants")
    watched.page.locator(".sources-button").first.click()
    assert watched.page.locator("#ask-cluster option").all_inner_texts().count(HOSTILE[0]) == 1
    for name in shipped_names():
        watched.ask("name => { location.hash = `#ask=${name}` }", name)
        watched.settle()
        assert watched.page.locator("#facts img, #facts script, #facts b > img").count() == 0
    for text in HOSTILE:
        watched.ask(
            "text => { location.hash = `#ask=${encodeURIComponent(text)}&given=${encodeURIComponent(text)}` }", text
        )
        watched.settle()
    assert watched.ask("() => globalThis.harmed") is None
    assert watched.complaints == []


@pytest.mark.browser
def test_an_answer_is_lit_and_a_row_has_its_sentence(asked_file: Path, visit: Opener) -> None:
    watched = visit(asked_file, "#ask=largest-share")
    lit = watched.ask("() => [...giiGraph.scene().edges].filter(({quiet}) => !quiet).map(({key}) => key)")
    assert "organization/boe-technology filing cluster/beijing" in lit
    assert len(lit) == 10
    watched.page.get_by_role("button", name="1 sentence behind row 1", exact=True).click()
    assert watched.page.locator(".answer-sources figcaption").all_inner_texts() == ["dalian.txt, line 21"]
    lit = watched.ask("() => [...giiGraph.scene().edges].filter(({quiet}) => !quiet).map(({key}) => key)")
    assert lit == ["organization/dalian-university-of-technology filing cluster/dalian"]
    watched.page.locator(".answer-row .name").first.click()
    assert watched.state()["selected"] == "cluster/dalian"
    watched.page.get_by_role("button", name="Back to the answer").click()
    assert watched.page.locator(".answer-row").count() == 10


@pytest.mark.browser
def test_every_row_of_figures_has_its_evidence(opened: Watched) -> None:
    for name in (
        "ranks",
        "top-applicants",
        "partners",
        "top-three-share",
        "top-partners",
        "reciprocated-ties",
        "evidence",
    ):
        answer = opened.ask("name => giiGraph.carried(name)", name)
        assert all(subject["lines"] for subject in answer["subjects"]), name


@pytest.mark.browser
def test_by_keyboard_from_opening_to_a_cited_sentence(opened: Watched) -> None:
    page = opened.page

    def tab_to(selector: str) -> None:
        for _ in range(200):
            page.keyboard.press("Tab")
            if opened.ask("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} is not reached")

    tab_to("#ask-open")
    page.keyboard.press("Enter")
    tab_to('[data-ask="top-publishers"]')
    page.keyboard.press("Enter")
    tab_to("#ask-cluster")
    page.keyboard.type("Dalian")
    opened.settle()
    assert opened.ask("() => document.activeElement.id") == "ask-cluster"
    tab_to(".sources-button")
    page.keyboard.press("Enter")
    assert page.locator(".answer-sources blockquote").first.inner_text().startswith("1 · DALIAN UNIVERSITY")
    page.keyboard.press("Enter")
    assert page.locator(".answer-sources").count() == 0


@pytest.mark.browser
def test_an_answer_is_saved_as_the_command_writes_it(asked_file: Path, visit: Opener, committed_graph: Path) -> None:
    watched = visit(asked_file, "#ask=ranks")
    watched.ask(KEEP)  # also where Playwright hears of no download
    watched.page.get_by_role("button", name="Save as CSV").click()
    assert bytes(watched.ask(KEPT)).decode() == by_command(committed_graph, "ranks")[0]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("where", "options"),
    [
        ("#ask=questions", {}),
        ("#ask=top-applicants&view=table", {}),
        ("#ask=partners-abroad&theme=dark", {"viewport": PHONE}),
        ("#ask=about&given=entity%3Dchina", {"viewport": {"width": 360, "height": 225}}),
    ],
)
def test_axe_finds_nothing(asked_file: Path, visit: Opener, where: str, options: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(asked_file, where, **options)
    if watched.page.locator(".sources-button").count():
        watched.page.locator(".sources-button").first.click()
    violations = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in violations] == []


def test_sizes_with_answers(asked_file: Path, hundred_file: Path) -> None:
    assert asked_file.stat().st_size <= 850_000
    assert hundred_file.stat().st_size <= 1_400_000


@pytest.mark.browser
def test_what_is_too_much_for_the_page_is_said(hundred_file: Path, visit: Opener) -> None:
    watched = visit(hundred_file, "#ask=about")
    said = watched.page.locator("#facts").inner_text()
    assert "rows are too many for this page. The command has them: gii-graph query about" in said
    watched.ask("() => { location.hash = '#ask=partners' }")
    watched.settle()
    assert "of 100 can be chosen in this page" in watched.page.locator("#facts").inner_text()
    assert watched.page.locator(".answer-row").count() == 100
    watched.page.get_by_role("button", name="Show 100 more of 500").click()
    assert watched.page.locator(".answer-row").count() == 200


def test_a_page_without_a_graph_has_no_questions(page_file: Path) -> None:
    assert 'id="ask-data"' not in page_file.read_text(encoding="utf-8")
