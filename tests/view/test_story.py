"""A story: Markdown whose headings name states, told step by step beside the picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from gii_graph.errors import StoryError
from gii_graph.network import Network
from gii_graph.view import render
from gii_graph.view.story import STATE_NAMES, read_story
from tests.conftest import run
from tests.view.conftest import PHONE, Opener

STORY = """# The largest and the last

Of *five* clusters.

## [Beijing](#selected=cluster/beijing)

**Third**, by [its sentence](#sentence=beijing.txt%2C+line+12) and [WIPO](https://www.wipo.int/).

## [Kunming on the map](#view=map&selected=cluster/kunming)

- 98th by `size`
- <img src=x onerror=alert(1)>

## [Both](#view=compare&compare=cluster/beijing+cluster/kunming&theme=dark)

Side by side.
""".replace("<img", "\\<img")


def test_a_text_is_read_into_steps(network: Network) -> None:
    story = read_story(STORY, "story.md", network)
    assert story.title == "The largest and the last"
    assert [step.title for step in story.steps] == ["", "Beijing", "Kunming on the map", "Both"]
    assert story.steps[0].blocks == (["p", "Of ", ["em", "five"], " clusters."],)
    assert story.steps[1].state == "selected=cluster/beijing"
    assert story.steps[2].blocks[0] == ["ul", ["98th by ", ["code", "size"]], ["<img src=x onerror=alert(1)>"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "story.md: no step; begin each with a heading such as ## [Beijing](#selected=cluster/beijing)."),
        ("Text alone", "story.md: no step"),
        ("a\n\n## Beijing\n", "story.md:3: a heading that names no state"),
        ("## [B](#selected=cluster/atlantis)\n", "story.md:1: 'cluster/atlantis' is nothing in this graph"),
        ("## [B](#compare=cluster/beijing+cluster/x)\n", "story.md:1: 'cluster/x' is nothing in this graph"),
        ("## [B](#slected=cluster/beijing)\n", "story.md:1: the state '#slected=cluster/beijing' has 'slected'"),
        ("## [B](https://example.org/)\n", "story.md:1: a heading that names no state"),
        ("## [B](#view=map)\n\n<script>alert(1)</script>\n", "story.md:3: HTML; a story has"),
        ("## [B](#view=map)\n\nA <b>b</b>\n", "story.md:3: HTML; a story has"),
        ("## [B](#view=map)\n\n![a](b.png)\n", "story.md:3: an image; a story has"),
        ("## [B](#view=map)\n\n> q\n", "story.md:3: a quotation; a story has"),
        ("## [B](#view=map)\n\n- a\n  - b\n", "story.md:4: a list within a list"),
        ("## [B](#view=map)\n\n[x](ftp://a/)\n", "story.md:3: a link to 'ftp://a/'"),
    ],
)
def test_what_cannot_be_told_is_said_with_its_line(network: Network, text: str, said: str) -> None:
    with pytest.raises(StoryError) as raised:
        read_story(text, "story.md", network)
    assert str(raised.value).startswith(said)


def test_a_link_that_runs_scripts_is_no_link(network: Network) -> None:
    story = read_story("## [B](#view=map)\n\n[x](javascript:alert(1))\n", "story.md", network)
    assert story.steps[0].blocks == (["p", "[x](javascript:alert(1))"],)


def test_the_command_tells_a_story_or_says_why_not(tmp_path: Path, committed_graph: Path) -> None:
    text, page = tmp_path / "story.md", tmp_path / "story.html"
    text.write_text(STORY, encoding="utf-8")
    assert run("view", committed_graph, "--story", text, "-o", page).returncode == 0
    assert "<title>The largest and the last</title>" in page.read_text(encoding="utf-8")
    page.unlink()
    text.write_text("## Nowhere\n", encoding="utf-8")
    refused = run("view", committed_graph, "--story", text, "-o", page)
    assert refused.returncode == 2
    assert f"{text}:1: a heading that names no state" in refused.stderr
    assert not page.exists()
    text.write_bytes(b"## \xff\xfe")
    assert "cannot be read as UTF-8" in run("view", committed_graph, "--story", text, "-o", page).stderr
    assert "--story is for a page" in run("view", committed_graph, "--story", text, "-o", tmp_path / "a.png").stderr


def test_a_page_without_a_story_carries_none(page_file: Path) -> None:
    text = page_file.read_text(encoding="utf-8")
    assert "story-data" not in text.replace('"story-data"', "")
    assert "Leave the story" not in text
    assert ".story {" not in text


@pytest.fixture(scope="module")
def story_file(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("story") / "page.html"
    story = read_story(STORY, "story.md", network)
    path.write_text(render(network, story.title, story=story), encoding="utf-8", newline="\n")
    return path


@pytest.mark.browser
def test_a_story_goes_from_state_to_state_by_keyboard(story_file: Path, visit: Opener) -> None:
    watched = visit(story_file)
    panel = watched.page.locator("#story")
    assert panel.locator("h2").inner_text() == "The largest and the last"
    panel.locator("[data-step=next]").press("Enter")
    assert watched.state()["selected"] == "cluster/beijing"
    assert watched.ask("() => document.activeElement.id") == "story"
    assert watched.page.locator("#announce").inner_text() == "2 of 4: Beijing"
    assert watched.ask("() => giiGraph.isClear('cluster/beijing')")
    panel.get_by_role("link", name="its sentence").press("Enter")
    assert "3rd largest science and technology cluster" in watched.page.locator("#facts").inner_text()
    assert watched.state()["step"] == 1
    panel.focus()
    watched.page.keyboard.press("ArrowRight")
    assert (watched.state()["view"], watched.state()["selected"]) == ("map", "cluster/kunming")
    watched.page.keyboard.press("ArrowRight")
    assert watched.page.locator("#compare-view tbody tr").count() > 10
    assert watched.state()["theme"] == "dark"
    assert panel.locator("[data-step=next]").is_disabled()
    watched.page.go_back()
    watched.page.wait_for_function("() => giiGraph.state().step === 2")
    assert panel.locator("h2").inner_text() == "Kunming on the map"
    panel.get_by_role("button", name="Leave the story").press("Enter")
    assert not panel.is_visible()
    assert watched.complaints == []


@pytest.mark.browser
def test_what_a_state_may_name_is_what_the_picture_knows(story_file: Path, visit: Opener) -> None:
    assert {*visit(story_file).state()} - {"step"} == STATE_NAMES


@pytest.mark.browser
@pytest.mark.parametrize(
    ("state", "unread"),
    [
        ("view=chrts&selected=cluster/beijing", "view=chrts"),
        ("chart=bump&sentence=beijing.txt%2C+line+9999", "chart=bump, sentence=beijing.txt, line 9999"),
        ("groups=economy&open=Narnia", "open=Narnia"),
        ("ask=nobody", "ask=nobody"),
        ("edition=1999", "edition=1999"),
    ],
)
def test_a_step_says_what_its_picture_does_not_have(
    state: str, unread: str, network: Network, tmp_path: Path, visit: Opener
) -> None:
    path = tmp_path / "page.html"
    story = read_story(f"## [A step](#{state})\n", "story.md", network)
    path.write_text(render(network, "A story", story=story), encoding="utf-8", newline="\n")
    said = f"This step asks for {unread}, which this picture does not have."
    assert said in visit(path, "#step=0").page.locator("#story").inner_text()


@pytest.mark.browser
def test_text_of_a_story_is_text(story_file: Path, visit: Opener) -> None:
    watched = visit(story_file, "#view=map&step=2")
    assert watched.page.locator("#story li").all_inner_texts() == ["98th by size", "<img src=x onerror=alert(1)>"]
    assert watched.page.locator("#story img").count() == 0
    links = visit(story_file, "#selected=cluster/beijing&step=1").page.locator("#story a")
    assert links.evaluate_all("all => all.map(a => [a.protocol, a.rel])") == [
        ["file:", ""],
        ["https:", "noopener noreferrer"],
    ]
    assert watched.complaints == []


@pytest.mark.browser
@pytest.mark.parametrize("step", range(4))
@pytest.mark.parametrize("options", [{}, {"viewport": PHONE}], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_a_story(story_file: Path, visit: Opener, step: int, options: dict[str, object]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    watched = visit(story_file, **options)
    for _ in range(step):
        watched.page.locator("[data-step=next]").click()
    found = axe.Axe().run(watched.page).response["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found] == []
    assert watched.ask("() => document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_a_swipe_turns_the_page(story_file: Path, visit: Opener) -> None:
    watched = visit(story_file, viewport=PHONE)
    swipe = """([from, to]) => {
        const panel = document.getElementById("story");
        for (const [type, clientX] of [["touchstart", from], ["touchend", to]]) {
            const touch = {clientX, clientY: 50, identifier: 1, target: panel};
            const event = new Event(type, {bubbles: true});
            panel.dispatchEvent(Object.assign(event, {touches: [touch], changedTouches: [touch]}));
        }
    }"""
    watched.ask(swipe, [300, 100])
    assert watched.state()["step"] == 1
    watched.ask(swipe, [100, 120])
    assert watched.state()["step"] == 1
    watched.ask(swipe, [100, 300])
    assert watched.state()["step"] == 0
