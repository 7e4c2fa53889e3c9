"""Oxigraph for the web, with which a page answers any question: the npm package `oxigraph`, of one pinned version.

Its files are not ours to carry: they are taken from a folder, from `node_modules`, or from a cache, which is filled
once. Whatever they come from, they must be those whose hashes stand here.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gii_graph.errors import CallError, GraphFileError, OutputError
from gii_graph.files import replacing_bytes

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["PACKAGE", "AskEngine", "engine_at", "engine_files"]

PACKAGE: Final = "oxigraph@0.5.11"
# Its files that a browser needs, with their SHA-256.
_FILES: Final = {
    "web.js": "2fcfdcadc79c9146cee98028a273aebc93df3282eb0299c248595bc529deca41",
    "web_bg.wasm": "b95b15accb6b789667b8d8b0b8f139d5de588e572499672ff37ce9ba01c4a428",
}

# Returns the files of these names in the package.
Fetch = Callable[[Sequence[str]], Mapping[str, bytes]]


class AskEngine(NamedTuple):
    """The engine's script and its WebAssembly."""

    script: bytes
    wasm: bytes

    def as_json(self, store: Store) -> dict[str, Any]:
        """Return it as a page carries it, with a graph to ask: gzip in base64, the graph as N-Quads in order.

        `labelled` says that the graph has blank nodes, whose labels are to be kept.
        """
        from pyoxigraph import RdfFormat

        lines = sorted((store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
        labelled = any(line.startswith(b"_:") or b" _:" in line for line in lines)
        return {
            "package": PACKAGE,
            "script": _packed(_as_plain_script(self.script)),
            "wasm": _packed(self.wasm),
            "graph": _packed(b"".join(lines)),
            "labelled": labelled,
        }


def engine_files(folder: Path | None, cache: Path, fetch: Fetch) -> AskEngine:
    """Return the engine of `folder`, where one is given; else of `node_modules`, of the cache, or fetched into it.

    Raises GraphFileError for a folder that does not have the package, CallError for one that has another version.
    """
    if folder is not None:
        return engine_at(folder)
    kept = cache / PACKAGE
    for place in (Path("node_modules"), kept):
        try:
            return engine_at(place)
        except (GraphFileError, CallError):
            continue
    files = fetch(tuple(_FILES))
    engine = _checked(files, PACKAGE)
    for name in _FILES:
        with suppress(OutputError), replacing_bytes(kept / name) as stream:  # without a cache it is fetched again
            stream.write(files[name])
    return engine


def engine_at(folder: Path) -> AskEngine:
    """Return the engine in a folder: the package itself, or one that holds it under its name.

    Raises GraphFileError where it is not there, CallError where it is another version.
    """
    name = PACKAGE.partition("@")[0]
    place = next((one for one in (folder, folder / name) if (one / "web_bg.wasm").is_file()), None)
    if place is None:
        raise GraphFileError(str(folder), None, f"has no web_bg.wasm of {PACKAGE}; name the folder of the package")
    try:
        files = {name: (place / name).read_bytes() for name in _FILES}
    except OSError as error:
        raise GraphFileError(str(place), None, f"cannot be read ({error.strerror or error})") from error
    return _checked(files, str(place))


def _checked(files: Mapping[str, bytes], place: str) -> AskEngine:
    for name, digest in _FILES.items():
        if hashlib.sha256(files.get(name, b"")).hexdigest() != digest:
            raise CallError(
                f"{place}: {name} is not that of {PACKAGE}, the engine whose answers are those of the command; "
                f"get it with `npm pack {PACKAGE}`."
            )
    return AskEngine(*(files[name] for name in _FILES))


def _as_plain_script(module: bytes) -> bytes:
    """Return the pinned script less what only a module may hold: for a page from a file, Chromium runs no module."""
    text = re.sub(r"^export (?:\{[^}]*\};|(?=class|function))", "", module.decode(), flags=re.MULTILINE)
    return b'"use strict";\n' + text.replace("import.meta.url", '""').encode()


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")
