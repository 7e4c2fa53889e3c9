"""All that is kept in the cache folder, of every kind: to be listed, and to be removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from gii_graph.cache_folder import cache_folder, size_of
from gii_graph.cli.index_folder import indexes
from gii_graph.files import unfinished_beside

if TYPE_CHECKING:
    from datetime import datetime

    from gii_graph.sparql.graph_index import Index

__all__ = ["HEADERS", "Kept", "kept_files", "remove_kept_files"]

# The kinds of what is kept, each with how its columns are headed: of what it is, and what its time means.
HEADERS: Final = {
    "index": ("INDEX OF", "LAST USED"),
    "unfinished index": ("INDEX IN THE MAKING OF", "BEGUN"),
    "build": ("NOTES ON THE BUILD OF", "BUILT"),
    "registry": ("REGISTRY", "INDEXED"),
    "candidates": ("CANDIDATES OF NAMES FROM", "LAST FOUND"),
    "answers": ("ANSWERS OF", "LAST ASKED"),
    "program": ("PROGRAM OF A PAGE", "FETCHED"),
}
# The folders in which nothing else is than what is kept.
_FOLDERS: Final = ("indexes", "builds", "reconciliation", "npm")


class Kept(NamedTuple):
    """Something that is kept: its kind, one of `HEADERS`; of what it is; its bytes; its time (seconds since 1970)."""

    kind: str
    name: str
    size: int
    when: float

    @property
    def moment(self) -> datetime:
        """Its time on the user's clock."""
        from datetime import datetime

        return datetime.fromtimestamp(self.when).replace(microsecond=0)


def kept_files() -> list[Kept]:
    """Return all that is kept for this user."""
    folder = cache_folder()
    return [*_indexes(), *_builds(folder), *_registries(folder), *_answers(folder), *_programs(folder)]


def remove_kept_files() -> int:
    """Remove all that is kept for this user, and nothing else in its folder; return how many bytes that frees.

    Who makes an index just now stops.
    """
    folder = cache_folder()
    paths = [folder / name for name in _FOLDERS if (folder / name).exists()]
    paths += [*_registry_files(folder), *folder.glob(".*.part")]
    freed = sum(map(size_of, paths))
    for path in paths:
        # Under another name nobody writes into it any more.
        unused = unfinished_beside(path)
        with suppress(FileNotFoundError):
            path.rename(unused)
            shutil.rmtree(unused) if unused.is_dir() else unused.unlink()
    return freed


def _indexes() -> Iterator[Kept]:
    def kept(kind: str, index: Index) -> Kept:
        return Kept(kind, " ".join(index.files), index.size, index.used)

    yield from (kept("index", index) for index in indexes().listed())
    yield from (kept("unfinished index", index) for index in indexes().in_the_making())


def _builds(folder: Path) -> Iterator[Kept]:
    from gii_graph.build_cache import entries

    return (Kept("build", entry.output, entry.size, entry.built) for entry in entries(folder / "builds"))


def _registries(folder: Path) -> Iterator[Kept]:
    from gii_graph.authorities import authorities

    for path in sorted(_registry_files(folder)):
        kind = {".sqlite": "registry", ".candidates": "candidates"}.get(path.suffix)
        if kind:
            authority = authorities()[path.name.partition("-")[0]]
            name = f"{authority.name} {_release(path.with_suffix('.sqlite'))}".rstrip()
            yield Kept(kind, name, size_of(path), path.stat().st_mtime)


def _registry_files(folder: Path) -> Iterator[Path]:
    """Yield the indexes of registries, and what lies beside them."""
    from gii_graph.authorities import registries

    for authority in registries():
        yield from folder.glob(f"{authority.key}-*.sqlite")
        yield from folder.glob(f"{authority.key}-*.candidates*")


def _release(index: Path) -> str:
    """Return the release of a registry, as far as its index tells."""
    from gii_graph.errors import RegistryError
    from gii_graph.links.index import RegistryIndex

    try:
        with RegistryIndex(index) as registry:
            return registry.meta.get("release") or f"sha256:{registry.meta.get('sha256', '')[:12]}"
    except RegistryError:
        return "(damaged, or of another version)"


def _answers(folder: Path) -> Iterator[Kept]:
    answers = list((folder / "reconciliation").glob("*.json"))
    if answers:
        when = max(path.stat().st_mtime for path in answers)
        yield Kept("answers", "reconciliation services", sum(map(size_of, answers)), when)


def _programs(folder: Path) -> Iterator[Kept]:
    for program in sorted((folder / "npm").glob("*")):
        yield Kept("program", program.name, size_of(program), program.stat().st_mtime)
