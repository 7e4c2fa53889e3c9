"""`gii-graph view`: a graph as one interactive HTML file, or as a picture of it."""

from __future__ import annotations

import gc
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import click

from gii_graph.cli.destination import Destination, destination, destination_option
from gii_graph.cli.graphs import graphs_argument
from gii_graph.cli.options import PATHS, completing, talk_options
from gii_graph.cli.outputs import write_bytes, write_output
from gii_graph.cli.store_options import GraphFiles, store_options
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from gii_graph.network import Network, NetworkNode
    from gii_graph.view.ask_engine import AskEngine
    from gii_graph.view.carried_graph import CarriedGraph
    from gii_graph.view.story import Story

__all__ = ["command"]

_FORMATS = ("html", "png", "svg", "pdf")
_SIZE = "1920x1080"


def _size(context: click.Context, option: click.Parameter, text: str) -> tuple[int, int]:
    written = re.fullmatch(r"(\d{3,4})x(\d{3,4})", text)
    if written is None:
        raise click.BadParameter(f"{text!r} is not of the form {_SIZE}: width and height in pixels, of 3 or 4 digits.")
    return int(written[1]), int(written[2])


@click.command(name="view")
@graphs_argument
@click.option("-f", "--format", "form", type=click.Choice(_FORMATS), help="[default: what -o ends in, else html]")
@destination_option
@click.option("--title", metavar="TEXT", callback=lambda _c, _o, text: text, help="The page's title.")
@click.option(
    "--only",
    multiple=True,
    metavar="cluster=NAME",
    callback=lambda _context, _option, values: tuple(_cluster_name(value) for value in values),
    shell_complete=completing("name"),
    help="Show this cluster and all it has a tie with; may be given several times.",
)
@click.option(
    "--min-rank", type=click.IntRange(min=1), metavar="N", help="Leave out clusters ranked below Nth by size."
)
@click.option(
    "--edition", type=int, metavar="YEAR", shell_complete=completing("edition"), help="Show one edition only."
)
@click.option("--embed", is_flag=True, help="For a frame in another page: a slim bar, and the wheel scrolls the page.")
@click.option(
    "--story",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Tell the story of this Markdown file beside the picture: headings name states, ## [Beijing](#selected=...).",
)
@click.option(
    "--ask", is_flag=True, help="Carry the graph and Oxigraph for the web, so that the page answers any SPARQL."
)
@click.option(
    "--ask-engine",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="As --ask, with Oxigraph from this folder.  [default: node_modules, else a cache that npm fills once]",
)
@click.option("--all", "everything", is_flag=True, help="Show every node, even above 2,000.")
@click.option(
    "--select", metavar="NAME", shell_complete=completing("name"), help="In a picture: one node and its ties."
)
@click.option("--map", "on_map", is_flag=True, help="In a picture: the map of the world.")
@click.option(
    "--size", default=_SIZE, show_default=True, metavar="WxH", callback=_size, help="Of a picture, in pixels."
)
@store_options()
@talk_options
def command(graphs: GraphFiles, output: str | None, form: str | None, quiet: bool, **options: Any) -> None:
    """Show a graph as one interactive HTML file that needs no network, and nothing but a browser.

    GRAPH is any Turtle file of this vocabulary; several are shown as one. Without one: output/gii.ttl and, where
    there is one, output/links.ttl. A name that ends in .png, .svg or .pdf gets a picture of the page, titled with
    what it shows; Chromium, Chrome or Edge draws it. The page has the answers to the shipped questions; with --ask it
    answers any, by Oxigraph (2 MB, MIT or Apache-2.0) within it.

    \b
    gii-graph view                                 output/gii.html
    gii-graph view --only cluster=Beijing -o b.html
    gii-graph view --ask -o ask.html
    gii-graph view --story story.md -o story.html
    gii-graph view -o slide.png --size 1920x1080 --map
    gii-graph view -o kunming.svg --select kunming

    Exit codes: 0 done; 2 called wrongly; 3 nothing could be written, as where there is no Chromium for a picture.
    """
    # What is read is kept until the end: looking for garbage would go over it again and again.
    gc.disable()
    wish = _Wish(**options)
    where = _destination(output, form, wish, graphs.names)
    graph: CarriedGraph | None = None
    if where.form == "html":
        network, graph = _read(graphs, wish, where.path)
    else:
        network = _pictured(graphs, wish, where.path)
    engine = _engine(wish, where, quiet=quiet) if wish.ask or wish.ask_engine else None
    shown, note = _thinned(network, wish.everything, quiet=quiet)
    selected = _selected(shown, wish.select) if wish.select else None
    from gii_graph.view import render

    story = _story(wish.story, shown) if wish.story else None
    title = wish.title or (story and story.title) or _title(shown, selected, wish)
    page = render(shown, title, note, embed=wish.embed, graph=graph, engine=engine, story=story)
    if where.form == "html":
        write_output(where.path, [page])
    else:
        _write_picture(page, selected, where, wish)
    if where.file is not None:
        _say(f"{where.file}: {len(shown.nodes):,} nodes, {len(shown.edges):,} ties.", quiet=quiet)
        if wish.embed:
            frame = f'<iframe src="{where.path.name}" width="100%" height="520"></iframe>'
            _say(f"Put it into a page with: {frame}", quiet=quiet)
        if wish.verbose and where.form == "html":
            _say(f"{len(page.encode()):,} bytes; open it in any browser.", quiet=quiet)


class _Wish(NamedTuple):
    """What of the graph is shown, and how."""

    title: str | None
    only: tuple[str, ...]
    min_rank: int | None
    edition: int | None
    embed: bool
    story: Path | None
    ask: bool
    ask_engine: Path | None
    everything: bool
    select: str | None
    on_map: bool
    size: tuple[int, int]
    verbose: bool

    @property
    def editions(self) -> tuple[int, ...]:
        """The edition that is shown alone, if any."""
        return () if self.edition is None else (self.edition,)


def _destination(output: str | None, form: str | None, wish: _Wish, names: list[str]) -> Destination:
    """Return where the page or picture goes. Raises CallError where it cannot, or an option is for the other."""
    default = Path(PATHS["DEFAULT_PAGE"]).with_suffix("")
    where = destination(output or f"{default}.{form or 'html'}", form, _FORMATS, "html", "gii", names)
    if where.form == "html" and (wish.select or wish.on_map):
        option = "--select" if wish.select else "--map"
        raise CallError(
            f"{option} is for a picture; name one with -o, such as slide.png. A page opens on all there is."
        )
    for_pages = {"--embed": wish.embed, "--story": wish.story, "--ask": wish.ask, "--ask-engine": wish.ask_engine}
    for option, wished in for_pages.items():
        if where.form != "html" and wished:
            raise CallError(f"{option} is for a page, not for a picture.")
    return where


def _read(graphs: GraphFiles, wish: _Wish, purpose: Path) -> tuple[Network, CarriedGraph]:
    from gii_graph.cli.sorted_graph import files_of_editions

    with files_of_editions(graphs, None, wish.editions, purpose) as (files, editions):
        return _read_files(files, editions, wish)


def _read_files(files: Sequence[Path], editions: Collection[int], wish: _Wish) -> tuple[Network, CarriedGraph]:
    """Return the network that is shown, and the graph; the engine begins to answer while the network is read."""
    from concurrent.futures import ThreadPoolExecutor

    from gii_graph.sparql.dataset import of_edition, read_files

    with ThreadPoolExecutor(1) as aside:
        # To parse hardly needs the interpreter, so that what follows is loaded meanwhile.
        reading = aside.submit(read_files, files)
        from gii_graph.network import Selection, select
        from gii_graph.network.reading import network_of
        from gii_graph.view.carried_graph import CarriedGraph

        store = reading.result()
    for edition in editions:
        store = of_edition(store, edition)
    graph = CarriedGraph(store)
    with graph.free_answers.asked_meanwhile():
        network = network_of(graph.statements)
    return select(network, Selection(wish.only, wish.min_rank)), graph


def _pictured(graphs: GraphFiles, wish: _Wish, purpose: Path) -> Network:
    from gii_graph.cli.sorted_graph import files_of_editions
    from gii_graph.network import Selection, network_part, read_network, select

    part = network_part(wish.editions)
    with files_of_editions(graphs, part, wish.editions, purpose) as (files, editions):
        return select(read_network(files, editions, part), Selection(wish.only, wish.min_rank))


def _engine(wish: _Wish, where: Destination, *, quiet: bool) -> AskEngine:
    """Return the engine that the page carries. Raises OutputError where it is nowhere and cannot be fetched."""
    from gii_graph.cache_folder import cache_folder
    from gii_graph.remote.npm_package import npm_files
    from gii_graph.view.ask_engine import PACKAGE, engine_files

    cache = cache_folder() / "npm"

    def fetch(names: Sequence[str]) -> dict[str, bytes]:
        _say(f"npm fetches {PACKAGE}, once, into {cache / PACKAGE}.", quiet=quiet)
        return npm_files(PACKAGE, names, where.file or "standard output")

    return engine_files(wish.ask_engine, cache, fetch)


def _story(path: Path, shown: Network) -> Story:
    from gii_graph.view.story import read_story

    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CallError(f"{path}: the story cannot be read as UTF-8 ({error}).") from error
    return read_story(text, str(path), shown)


def _thinned(network: Network, everything: bool, *, quiet: bool) -> tuple[Network, str]:
    """Return what is shown, and what is said where that is not all."""
    from gii_graph.network import thinned

    shown, note = (network, "") if everything else thinned(network)
    if note:
        _say(f"{note} Use --all to show every one.", quiet=quiet)
    return shown, note


def _selected(network: Network, name: str) -> NetworkNode:
    """Return the one node of that name. Raises CallError where there is none, or more than one."""
    from gii_graph.lookup import find, near_names

    called = find(network, name)
    if len(called) == 1:
        return called[0]
    near = ", ".join(node.label for node in near_names(network, name))
    if not called:
        raise CallError(f"Nothing shown is called {name!r}.{f' Near names: {near}.' if near else ''}")
    raise CallError(f"{name!r} is the name of several; name one by its IRI: {', '.join(node.iri for node in called)}.")


def _title(network: Network, selected: NetworkNode | None, wish: _Wish) -> str:
    from gii_graph.view import default_title

    what = "clusters"
    if selected is not None:
        what = f"{selected.label} and its ties"
    elif wish.only:
        what = f"{', '.join(wish.only)} and {'its' if len(wish.only) == 1 else 'their'} ties"
    return default_title(network, f"{what} on the map" if wish.on_map else what)


def _write_picture(page: str, selected: NetworkNode | None, where: Destination, wish: _Wish) -> None:
    from gii_graph.view.payload import node_key
    from gii_graph.view.still_picture import PictureSize, still_picture

    choices = {"theme": "light", **({"view": "map"} if wish.on_map else {})}
    if selected is not None:
        choices["selected"] = node_key(selected.iri)
    form = cast("Any", where.form)
    picture = still_picture(page, choices, PictureSize(*wish.size), form, where.file or "standard output")
    write_bytes(where.path, [picture])


def _cluster_name(text: str) -> str:
    kind, separator, name = text.partition("=")
    if kind != "cluster" or not separator or not name.strip():
        raise click.BadParameter(f"{text!r} is not of the form cluster=NAME, for instance cluster=Beijing.")
    return name.strip()


def _say(text: str, *, quiet: bool) -> None:
    if not quiet:
        click.echo(text, err=True)
