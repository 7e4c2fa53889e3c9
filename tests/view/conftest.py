"""Pages of the picture, opened in the browser that all tests share, from files and with the network off."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gii_graph.network import Network, read_network
from gii_graph.view import render
from tests.conftest import THOROUGH
from tests.view.worlds import made_up

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Playwright

DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
USUAL: dict[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce", "offline": True, "accept_downloads": True}


@dataclass
class Watched:
    """A page with all that it asked for and complained about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, script: str, argument: object = None) -> Any:
        return self.page.evaluate(script, argument)

    @property
    def is_firefox(self) -> bool:
        browser = self.page.context.browser
        return browser is not None and browser.browser_type.name == "firefox"

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


# No address but a file's is reached: names are not looked up, and all else goes to a proxy that is not there.
FIREFOX_SETTINGS = {
    "ui.prefersReducedMotion": 1,
    "network.proxy.type": 1,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9,
    "network.proxy.socks_remote_dns": True,
}


# What it has for all pages by its settings, what it has not, and what the page is told in its place.
NOT_OF_FIREFOX = ("is_mobile", "offline", "reduced_motion", "color_scheme", "contrast")
# The page reads these by its script alone; no rule of its style sheet asks for them.
WISHES = {("color_scheme", "dark"): "(prefers-color-scheme: dark)", ("contrast", "more"): "(prefers-contrast: more)"}
TOLD_OF_WISHES = """wishes => {
    const ask = window.matchMedia.bind(window);
    window.matchMedia = query => {
        if (!wishes.some(wish => query.includes(wish))) return ask(query);
        return {matches: true, media: query, addEventListener() {}, removeEventListener() {}};
    };
}"""


@pytest.fixture(scope="session")
def firefox(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Firefox for all tests of the page: an unchanged one, which Playwright reaches through `firefox_relay`."""
    pytest.importorskip("websockets", reason="websockets is not installed")
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("no Firefox on this machine")
    launcher = tmp_path_factory.mktemp("firefox") / "firefox"
    relay = Path(__file__).with_name("firefox_relay.py")
    launcher.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, str(relay), program])} "$@"\n')
    launcher.chmod(0o755)
    started = playwright.firefox.launch(
        executable_path=launcher, channel="moz-firefox", firefox_user_prefs=FIREFOX_SETTINGS
    )
    yield started
    started.close()


# Firefox takes several times as long over these: in `make thorough` they run in both.
CHROMIUM_FIRST = (
    *("test_ask", "test_ask_engine", "test_camera", "test_cards"),
    *("test_charts", "test_contrast", "test_derived", "test_use"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not THOROUGH:
        items[:] = [item for item in items if "[firefox" not in item.name or Path(item.path).stem not in CHROMIUM_FIRST]


@pytest.fixture(scope="session", params=["chromium", "firefox"])
def browser(request: pytest.FixtureRequest) -> Browser:
    """The browsers in which each test of the page runs."""
    started: Browser = request.getfixturevalue(request.param)
    return started


@pytest.fixture(scope="session")
def is_firefox(browser: Browser) -> bool:
    """Whether this is the browser that cannot be told everything."""
    return browser.browser_type.name == "firefox"


def context_of(browser: Browser, options: dict[str, Any]) -> BrowserContext:
    """Return a context with these options, less those that Firefox has for all pages or cannot be given."""
    if browser.browser_type.name == "firefox":
        wishes = [query for (name, value), query in WISHES.items() if options.get(name) == value]
        context = browser.new_context(**{name: value for name, value in options.items() if name not in NOT_OF_FIREFOX})
        if wishes:
            context.add_init_script(f"({TOLD_OF_WISHES})({json.dumps(wishes)})")
        return context
    return browser.new_context(**options)


@pytest.fixture
def visit(browser: Browser) -> Iterator[Opener]:
    """Open a page file, watched: `visit(path, "#selected=...", viewport=..., color_scheme="dark")`."""
    contexts = []

    def opened(path: Path, hash_: str = "", **options: Any) -> Watched:
        options = USUAL | options
        contexts.append(context_of(browser, options))
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
    context = context_of(browser, USUAL)
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
