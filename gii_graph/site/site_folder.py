"""A site in a folder: files that changed are replaced, those that did not are left alone, what is gone is removed.

The folder keeps a list of what is ours in it. Before anything is written, the list names all that will be, so that a
run that was killed leaves no file behind that nobody knows; the next run ends what it began.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from gii_graph.errors import CallError, OutputError
from gii_graph.files import clear_abandoned_in, replacing, replacing_bytes
from gii_graph.site.web_site import Site, SiteFile

__all__ = ["Inventory", "WrittenFiles", "read_inventory", "write_site"]

_NAME: Final = "gii-graph-site.json"
_FORM: Final = 1


@dataclass(frozen=True, slots=True)
class Inventory:
    """What is ours in a folder: files by their paths, titles of pages of things, and of those that were removed."""

    files: Collection[str] = ()
    pages: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, str] = field(default_factory=dict)

    @property
    def former(self) -> Mapping[str, str]:
        """The titles of all pages that ever were, by path."""
        return {**self.gone, **self.pages}


@dataclass(slots=True)
class WrittenFiles:
    """How many files are new, were changed, stayed as they were, and were removed."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0


def read_inventory(folder: Path) -> Inventory:
    """Return what is ours in a folder, which may be missing or empty.

    Raises CallError where it is no folder, or holds files and no list of ours.
    """
    if folder.exists() and not folder.is_dir():
        raise CallError(f"{folder} is a file; name a folder for the site with -o.")
    try:
        text = (folder / _NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        if folder.is_dir() and any(not _is_of_a_host(path.name) for path in folder.iterdir()):
            raise CallError(
                f"{folder} holds files that are no site of gii-graph; name an empty or a new folder with -o."
            ) from None
        return Inventory()
    except OSError as error:
        raise OutputError(str(folder / _NAME), f"cannot be read ({error.strerror}); give access to it") from error
    return _inventory(text, folder / _NAME)


def _is_of_a_host(name: str) -> bool:
    """Tell whether a file belongs to how a site is published, beside which a site may be written."""
    return name in {"CNAME", ".git"} or name.startswith(f".{_NAME}.")


def _inventory(text: str, path: Path) -> Inventory:
    try:
        stated: Any = json.loads(text)
        form, files = stated["form"], [str(name) for name in stated["files"]]
        inventory = Inventory(files, _titles(stated["pages"]), _titles(stated["gone"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        form, files, inventory = None, [], Inventory()
    if form != _FORM or not all(map(_is_inside, files)):
        raise CallError(
            f"{path} is not the list of files that gii-graph writes into a site; name another folder with -o."
        )
    return inventory


def _titles(stated: Mapping[str, str]) -> dict[str, str]:
    return {str(path): str(title) for path, title in stated.items() if _is_inside(path)}


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(path.parts)


def write_site(folder: Path, site: Site, before: Inventory) -> WrittenFiles:
    """Write all files of a site into a folder that has what `before` lists, and remove what it no longer has.

    Raises CallError where a file that is not ours stands where one of ours goes, OutputError where one cannot be
    written.
    """
    names = site.paths()
    _refuse_others_files(folder, names, before.files)
    titles = site.titles
    _note(folder, Inventory(sorted({*before.files, *names}), {**before.pages, **titles}, site.gone))
    written = WrittenFiles()
    for file in site.files():
        _write(folder, file, written)
    _remove(folder, set(before.files) - set(names), written)
    _tidy(folder, names)
    _note(folder, Inventory(sorted(names), titles, site.gone))
    return written


def _refuse_others_files(folder: Path, names: Iterable[str], ours: Collection[str]) -> None:
    ours = set(ours)
    folders = {parent for name in names for parent in PurePosixPath(name).parents if parent.parts}
    for parent in sorted(folders):
        path = folder / parent
        if path.is_symlink() or (path.exists() and not path.is_dir()):
            raise CallError(f"{path} is not a folder of the site; move it away, or name another folder with -o.")
    for name in names:
        path = folder / name
        if path.is_symlink() or (name not in ours and path.exists()):
            raise CallError(f"{path} is there and is not of the site; move it away, or name another folder with -o.")


def _note(folder: Path, inventory: Inventory) -> None:
    stated = {
        "form": _FORM,
        "files": [*inventory.files],
        "pages": dict(sorted(inventory.pages.items())),
        "gone": dict(sorted(inventory.gone.items())),
    }
    text = json.dumps(stated, ensure_ascii=False, indent=1) + "\n"
    with suppress(OSError):
        if (folder / _NAME).read_text(encoding="utf-8") == text:
            return
    with replacing(folder / _NAME) as stream:
        stream.write(text)


def _write(folder: Path, file: SiteFile, written: WrittenFiles) -> None:
    path = folder / file.path
    try:
        before = path.read_bytes()
    except OSError:
        before = None
    if before == file.content:
        written.unchanged += 1
        return
    # A site can be made again: it need not outlast a failure of the power, which would cost most of the time.
    with replacing_bytes(path, lasting=False, tidying=False) as stream:
        stream.write(file.content)
    if before is None:
        written.new += 1
    else:
        written.changed += 1


def _remove(folder: Path, names: Iterable[str], written: WrittenFiles) -> None:
    for name in sorted(names):
        path = folder / name
        try:
            path.unlink()
            written.removed += 1
        except FileNotFoundError:
            pass
        except OSError as error:
            raise OutputError(str(path), f"cannot be removed ({error.strerror}); remove it by hand") from error
        for parent in PurePosixPath(name).parents[:-1]:
            with suppress(OSError):  # others' files are still in it
                (folder / parent).rmdir()


def _tidy(folder: Path, names: Iterable[str]) -> None:
    by_folder: dict[PurePosixPath, set[str]] = {}
    for name in [*names, _NAME]:
        path = PurePosixPath(name)
        by_folder.setdefault(path.parent, set()).add(path.name)
    for parent, contents in by_folder.items():
        clear_abandoned_in(folder / parent, contents)
