"""Pages of the picture, opened in the browser that all tests share, from files and with the network off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view import render
from tests.view.worlds import made_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Watched:
    """A page with all that it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    def shown(self) -> dict[str, list[str]]:
        """The keys of the nodes and edges that vis-network draws."""
        return self.ask(
            """() => {
                const {nodes, edges} = giiGraph.network.body.data;
                return {nodes: nodes.getIds(), edges: edges.getIds()};
            }"""
        )

    def state(self) -> dict[str, Any]:
        return self.ask("() => giiGraph.state()")

    def settle(self) -> None:
        """Wait until the page has drawn what it was told."""
        self.ask("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


Opener = Callable[..., Watched]
Follower = Callable[[str], Watched]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Opener]:
    """Open a page file, watched: `visit(path, "#selected=...", viewport=..., color_scheme="dark")`."""
    contexts = []

    def opened(path: Path, hash_: str = "", **options: Any) -> Watched:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", "offline": True, "accept_downloads": True} | options
        contexts.append(browser.new_context(**options))
        watched = Watched(contexts[-1].new_page())
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("console", lambda message: watched.complaints.append(message.text))
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.goto(path.as_uri() + hash_)
        if options.get("java_script_enabled", True):
            watched.page.wait_for_function("() => globalThis.giiGraph !== undefined")
            watched.settle()
        return watched

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def shared(browser: Browser, page_file: Path) -> Iterator[Watched]:
    """The page of the five profiles, opened once for all tests that only follow links within it."""
    context = browser.new_context(viewport=DESKTOP, reduced_motion="reduce", offline=True, accept_downloads=True)
    watched = Watched(context.new_page())
    watched.page.on("console", lambda message: watched.complaints.append(message.text))
    watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
    watched.page.goto(page_file.as_uri())
    watched.page.wait_for_function("() => globalThis.giiGraph !== undefined")
    yield watched
    context.close()


@pytest.fixture
def follow(shared: Watched) -> Iterator[Callable[[str], Watched]]:
    """Go to a place within the open page, as by a link: `follow("#selected=...")`."""

    def followed(hash_: str) -> Watched:
        shared.ask("hash => { location.hash = '#theme=dark'; location.hash = hash }", hash_)
        shared.ask("() => new Promise(done => setTimeout(done))")
        shared.settle()
        return shared

    yield followed
    assert shared.complaints == []


@pytest.fixture(scope="session")
def network(committed_graph: Path) -> Network:
    """The network of the five real profiles."""
    return read_network([committed_graph])


@pytest.fixture(scope="session")
def page_file(network: Network, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the five real profiles."""
    return written(network, tmp_path_factory.mktemp("page"))


def written(network: Network, folder: Path, title: str = "Clusters & ties") -> Path:
    path = folder / "page.html"
    path.write_text(render(network, title), encoding="utf-8", newline="\n")
    return path


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> tuple[Network, Path]:
    """45 nodes in two editions, and their page."""
    folder = tmp_path_factory.mktemp("two")
    (folder / "world.ttl").write_text(made_up(9, agents_each=4, editions=(2023, 2024)), encoding="utf-8")
    network = read_network([folder / "world.ttl"])
    assert len(network.nodes) == 45
    return network, written(network, folder)
