"""The data flows one way: a module imports only from rooms to the left of its own."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = ROOT / "gii_graph"

# Rooms in the order the data flows; a module may import from its own room and from those before it.
ROOMS = [
    "supervision",
    "errors",
    "iris",
    "formula_cells",
    "vocabulary",
    "figures",
    "economies",
    "regions",
    "clusters",
    "city_lookup",
    "resources",
    "cache_folder",
    "files",
    "edited_tables",
    "text_width",
    "tabular",
    "registry_files",
    "authorities",
    "file_state",
    "jsonld_losses",
    "whole_xml",
    "closed_streams",
    "rdf_files",
    "stale_links",
    "profile",
    "activities",
    "intervals",
    "reading",
    "identity",
    "graph",
    "assembly",
    "build_cache",
    "sparql",
    "remote",
    "links",
    "validation",
    "network",
    "references",
    "export",
    "analysis",
    "lookup",
    "comparison",
    "view",
    "site",
    "server",
    "library",
    "cli",
]
# These never depend on each other, though one stands to the left of the other.
STRANGERS = {("reading", "identity"), ("identity", "reading"), ("reading", "graph"), ("graph", "reading")}
# Only these rooms may use libraries that talk to a network: one asks, the other is asked.
NETWORKING = {"remote", "server"}
NETWORK_LIBRARIES = {"dask", "distributed", "fsspec", "httpx", "http", "socket", "urllib.request", "requests"}
LONGEST_FUNCTION = 50


def modules() -> list[Path]:
    entrances = {PACKAGE / "__init__.py", PACKAGE / "__main__.py"}
    return [path for path in sorted(PACKAGE.rglob("*.py")) if path not in entrances]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(name: str) -> str | None:
    """Return the room of a dotted module name of ours."""
    parts = name.split(".")
    return parts[1] if parts[0] == "gii_graph" and len(parts) > 1 and not parts[1].startswith("_") else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_left(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert own in ROOMS, f"say where the room {own} stands"
    for name in imports(path):
        other = room(name)
        if other is not None and other != own:
            assert ROOMS.index(other) < ROOMS.index(own), f"{own} imports {name}"
            assert (own, other) not in STRANGERS, f"{own} imports {name}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_remote_talks_to_a_network(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    used = NETWORK_LIBRARIES.intersection(imports(path))
    assert own in NETWORKING or not used


def test_no_two_modules_have_one_name() -> None:
    names = Counter(path.name for path in modules() if path.name != "__init__.py")
    assert {name for name, number in names.items() if number > 1} == set()


def test_no_two_public_types_have_one_name() -> None:
    names = Counter(name for path in modules() for name in types(path) if not name.startswith("_"))
    assert {name for name, number in names.items() if number > 1} == set()


def types(path: Path) -> Iterator[str]:
    """Yield the names of a module's classes and type aliases."""
    for node in tree(path).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign) and ast.unparse(node.annotation) == "TypeAlias":
            yield ast.unparse(node.target)
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            yield from (
                target for target in map(ast.unparse, node.targets) if target[0].isupper() and target[1].islower()
            )


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_long(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or 0) - node.lineno + 1
            assert lines <= LONGEST_FUNCTION, f"{node.name} has {lines} lines"
