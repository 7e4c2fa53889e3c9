"""The page: the network in our own template, drawn by vis-network, with every script and style named in the policy."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
import rcssmin
import rjsmin
from markupsafe import Markup

from gii_graph.network import Network
from gii_graph.view.carried_answers import carried_answers
from gii_graph.view.carried_graph import CarriedGraph
from gii_graph.view.land import land_path
from gii_graph.view.layout import Layout
from gii_graph.view.layout_process import layout_beside
from gii_graph.view.map import outline_path
from gii_graph.view.payload import Payload, node_key, with_layout
from gii_graph.view.story import Story

if TYPE_CHECKING:
    from gii_graph.view.ask_engine import AskEngine

__all__ = ["default_title", "render"]

_ASSETS = Path(__file__).parent / "assets"
# The application script, in the order in which its parts build on each other.
_SCRIPTS = (
    "dom",
    "model",
    "ask",
    "names",
    "filters",
    "groups",
    "charts",
    "card",
    "state",
    "shown",
    "style",
    "lines",
    "atlas",
    "labels",
    "camera",
    "picture",
    "motion",
    "pointing",
    "insets",
    "search",
    "sheet",
    "facts",
    "derived",
    "table",
    "chart_drawing",
    "chart_view",
    "card_forms",
    "card_view",
    "ranking",
    "legend",
    "editions",
    "controls",
    "export",
    "embed",
    "story",
    "query_text",
    "engine",
    "own_query",
    "main",
)
# What a page with the engine has besides.
_ENGINE_SCRIPTS = ("query_text", "engine", "own_query")
_SHAPES = {"cluster": "dot", "organization": "square", "person": "diamond"}
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False},
    "edges": {"arrowStrikethrough": False, "chosen": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "hover": False,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "keyboard": {"enabled": False},
        "tooltipDelay": 120,
        "zoomSpeed": 0.7,
    },
}


def render(
    network: Network,
    title: str,
    note: str = "",
    *,
    embed: bool = False,
    graph: CarriedGraph | None = None,
    engine: AskEngine | None = None,
    story: Story | None = None,
) -> str:
    """Return a whole HTML page that shows `network` under `title`, needs nothing but itself, and asks no server.

    `note` is said beside the title, for instance that a large network was thinned; `embed` opens it with a slim bar,
    for a frame in another page. Of `graph`, which the network was read from, the page carries the answers to the
    shipped questions, and with `engine` the graph itself and what answers any query. `story` is told beside the
    picture, step by step. The same network gives the same bytes in every run.
    """
    with layout_beside(network) as laid_out:
        facts = Payload(network).as_json()
        answers = None
        if graph is not None:
            answers = carried_answers(graph, network, facts, for_engine=engine is not None)
        layout = laid_out()
    application = _application(with_engine=engine is not None, with_story=story is not None)
    scripts = {"vis": _library(), "application": application}
    css = str(rcssmin.cssmin(_text("style.css") + (_text("story.css") if story else "")))
    return (
        _environment()
        .get_template("page.html")
        .render(
            title=title,
            note=note,
            css=Markup(css),  # noqa: S704 - our own file
            scripts={name: Markup(text) for name, text in scripts.items()},  # noqa: S704 - our own file and vis-network's
            policy=_policy([*scripts.values()], [css], engine is not None),
            options=_OPTIONS,
            drawn=_drawn(network, layout),
            facts=with_layout(facts, network, layout) | {"title": title, "note": note, "embed": embed},
            answers=answers,
            engine=None if graph is None or engine is None else engine.as_json(graph.store) | {"worker": _worker()},
            story=story and story.as_json(),
            land={"land": land_path(layout.map_centre), "outline": outline_path()},
        )
    )


def default_title(network: Network, what: str = "clusters") -> str:
    """Return a title that names the publication, the editions shown, and `what` is shown of them."""
    editions = network.editions()
    years = "–".join(str(year) for year in dict.fromkeys([*editions[:1], *editions[-1:]]))
    return f"Global Innovation Index {years}".rstrip() + f": {what}"


def _drawn(network: Network, layout: Layout) -> dict[str, Any]:
    """Return what is drawn: nodes as vis-network takes them, edges as [number of source, kind, that of target]."""
    number = {iri: place for place, iri in enumerate(network.nodes)}
    nodes = [
        {"group": node.kind, "x": x, "y": y, "id": node_key(node.iri), "label": node.label, "shape": _SHAPES[node.kind]}
        for node in network.nodes.values()
        for x, y in [layout.network[node.iri]]
    ]
    return {"nodes": nodes, "edges": [[number[edge.source], edge.kind, number[edge.target]] for edge in network.edges]}


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_ASSETS), autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["json_block"] = _json_block
    return environment


def _json_block(value: object) -> Markup:
    """Return JSON that no HTML parser can take for a tag, a comment or an entity."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - escaped above


def _text(name: str) -> str:
    return (_ASSETS / name).read_text(encoding="utf-8")


@cache
def _application(*, with_engine: bool, with_story: bool) -> str:
    """Return the scripts as one, without the comments and types that are written for who reads them here."""
    left_out = {*(() if with_engine else _ENGINE_SCRIPTS), *(() if with_story else ("story",))}
    parts = "\n".join(_text(f"{name}.js") for name in _SCRIPTS if name not in left_out)
    return f'"use strict";\n(() => {{\n{rjsmin.jsmin(parts)}\n}})();\n'


@cache
def _worker() -> str:
    """Return the script of the worker in which the engine runs, behind the engine's own."""
    return str(rjsmin.jsmin(_text("engine_worker.js")))


@cache
def _library() -> str:
    """Return the vis-network that comes with pyvis, without its pointer to a source map, which browsers ask for."""
    # To import pyvis would take a fifth of the time of a small page, and nothing else of it is wanted.
    pyvis = find_spec("pyvis")
    if pyvis is None or pyvis.origin is None:
        raise ModuleNotFoundError("pyvis is not installed, which brings vis-network", name="pyvis")
    folder = Path(pyvis.origin).parent / "templates" / "lib"
    newest = max(folder.glob("vis-*/vis-network.min.js"), key=lambda path: _version(path.parent.name))
    lines = newest.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


def _version(folder: str) -> tuple[int, ...]:
    return tuple(int(part) for part in folder.removeprefix("vis-").split("."))


def _policy(scripts: list[str], styles: list[str], with_engine: bool) -> str:
    """Return a Content-Security-Policy that lets exactly these inline scripts and styles run, and nothing load.

    The engine is WebAssembly, in a worker that the page makes of its own text.
    """
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src", *_hashes(scripts), *(["'wasm-unsafe-eval'"] if with_engine else [])]),
            *(["worker-src blob:"] if with_engine else []),
            f"style-src {' '.join(_hashes(styles))}",
            "img-src blob:",  # drawings made here on the way to a PNG
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashes(texts: list[str]) -> Iterator[str]:
    for text in texts:
        digest = hashlib.sha256(text.encode("utf-8")).digest()
        yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
