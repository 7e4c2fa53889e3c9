"""Which files are profiles, and their bytes."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.errors import CallError, SourceError
from gii_graph.files import readable_name

if TYPE_CHECKING:
    from gii_graph.reading.profiles import Reading

__all__ = [
    "SUFFIXES",
    "ProfileFiles",
    "choose_profiles",
    "file_content",
    "find_files",
    "find_names",
    "look_through",
    "read_file",
    "read_whole_file",
    "source_name",
    "without_profiles",
]

SUFFIXES = frozenset(".txt .md .html .htm .mhtml .mht .eml .docx .odt .pdf .csv .tsv .xlsx".split())
# So many bytes tell whether a file is a document.
_HEAD = 64
_ENDINGS = ".txt, .md, .html, .mhtml, .docx, .odt, .pdf, .csv, .tsv or .xlsx"
# What lies beside profiles and is none: what tells of a folder, what a system keeps in it, where a text comes from.
_BESIDE = re.compile(
    r"(?:read[-_ ]?me|licen[cs]e|copying|notice|authors|contribut(?:ors|ing)|change(?:log|s)|citation)(?:\.\w{1,8})?"
    r"|thumbs\.db|desktop\.ini|~\$.*|.*\.source",
    re.IGNORECASE,
)
# A browser that saves a whole page puts its parts into a folder beside it.
_PARTS_OF_PAGE = re.compile(r"(?P<page>.+)(?:_files|-Dateien|_fichiers|_archivos|\.files)")


class ProfileFiles(NamedTuple):
    """The paths of profile files, and an error for each file in a folder that is none of a kind that is read."""

    names: list[str]
    left_out: list[SourceError]


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the profile files of a list of files and folders, each once, sorted within a folder.

    Raises as `look_through` does, which tells the rest.
    """
    return [Path(name) for name in find_names(paths)]


def find_names(paths: Iterable[Path]) -> list[str]:
    """Return the paths of the profile files of a list of files and folders, as `look_through` does."""
    return look_through(paths).names


def look_through(paths: Iterable[Path]) -> ProfileFiles:
    """Return the profile files of a list of files and folders, each once, sorted within a folder.

    A folder gives, at any depth, its files of the kinds that are read, told by their endings. Not looked at are hidden
    files and folders, what tells of a folder (README, LICENSE) and the parts of a saved page; any other file is left
    out with an error. A folder reached twice by symbolic links is visited once. A file named itself is always taken.

    Raises:
        CallError: a path does not exist.
        SourceError: a folder holds no profile file.

    """
    files: dict[str, None] = {}
    left_out: list[SourceError] = []
    for path in paths:
        if path.is_dir():
            inside = _inside(path)
            taken = [name for name in inside if _suffix(name) in SUFFIXES or os.path.isdir(name)]
            if not taken:
                raise without_profiles(str(path))
            files.update(dict.fromkeys(taken))
            taken_here = set(taken)
            left_out += [_not_read(name) for name in inside if name not in taken_here]
        elif path.exists() or path.is_symlink():
            files[str(path)] = None
        else:
            raise CallError(f"There is no file or folder {path}; name profile files or a folder of them.")
    return ProfileFiles([*files], left_out)


def choose_profiles(files: Collection[str]) -> ProfileFiles:
    """Choose among the files in a folder, at any depth, as `look_through` does; paths are from it, parted by "/"."""
    pages = {os.path.splitext(file)[0] for file in files if _suffix(file) in {".html", ".htm"}}
    seen = [file for file in files if not _is_beside(file.split("/")) and not _is_of_page(pages, file.split("/"))]
    taken = sorted((file for file in seen if _suffix(file) in SUFFIXES), key=lambda file: file.split("/"))
    return ProfileFiles(taken, [_not_read(file) for file in sorted(seen) if _suffix(file) not in SUFFIXES])


def _is_beside(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") or _BESIDE.fullmatch(part) for part in parts)


def _is_of_page(pages: Container[str], parts: Sequence[str]) -> bool:
    """Tell whether a file is in a folder that a browser put beside one of these pages, named without their endings."""
    folders = (("/".join(parts[:depth]), _PARTS_OF_PAGE.fullmatch(parts[depth])) for depth in range(len(parts) - 1))
    return any(named and f"{parent}/{named['page']}".lstrip("/") in pages for parent, named in folders)


def without_profiles(folder: str) -> SourceError:
    """Return the error of a folder in which there is nothing to read."""
    return SourceError(
        folder, None, "a folder without profiles", f"files that end in {_ENDINGS}",
        "name the folder that holds the profiles",
    )  # fmt: skip


def _not_read(path: str) -> SourceError:
    ending = _suffix(path)
    kind = f"a file that ends in {ending}" if ending else "a file without ending"
    return SourceError(
        source_name(os.path.basename(path)), None, kind,
        f"one that ends in {_ENDINGS}", "save it as one of these, or name it by itself if it is a text",
    )  # fmt: skip


def _inside(folder: Path) -> list[str]:
    """Return the files in a folder that may be profiles, and the folders that may not be looked into."""
    found: list[str] = []
    visited = set()
    waiting = [str(folder)]
    while waiting:
        parent = waiting.pop()
        try:
            status = os.stat(parent)
            with os.scandir(parent) as inside:
                entries = [
                    entry for entry in inside if not (entry.name.startswith(".") or _BESIDE.fullmatch(entry.name))
                ]
        except OSError:
            found.append(parent)  # a folder that may not be looked into: reading it says so
            continue
        if (status.st_dev, status.st_ino) not in visited:
            visited.add((status.st_dev, status.st_ino))
            found += [entry.path for entry in entries if _may_be_read(entry)]
            pages = {os.path.splitext(entry.name)[0] for entry in entries if _suffix(entry.name) in {".html", ".htm"}}
            folders = [entry for entry in entries if _leads_to(entry.is_dir) and not _is_part_of(pages, entry.name)]
            waiting += sorted((entry.path for entry in folders), reverse=True)
    return sorted(found, key=_parts)


def _is_part_of(pages: Container[str], folder: str) -> bool:
    """Tell whether a folder holds the parts of one of these pages."""
    named = _PARTS_OF_PAGE.fullmatch(folder)
    return named is not None and named["page"] in pages


def _may_be_read(entry: os.DirEntry[str]) -> bool:
    # A link that leads nowhere is taken, so that reading it says so.
    return _leads_to(entry.is_file) or (entry.is_symlink() and not _leads_to(entry.is_dir))


def _leads_to(kind: Callable[[], bool]) -> bool:
    """Whether an entry is of that kind; a link that leads to itself is of none."""
    try:
        return kind()
    except OSError:
        return False


def _suffix(name: str) -> str:
    return os.path.splitext(name)[1].lower()


def _parts(path: str) -> list[str]:
    return path.split(os.sep)


def read_file(path: Path) -> Reading:
    """Return what a file with one profile states.

    Raises:
        SourceError: the file cannot be read, is too large, is no profile, or holds several.

    """
    from gii_graph.reading.whole_files import read_profile

    return read_profile(source_name(path.name), file_content(path))


def read_whole_file(path: Path) -> list[Reading | SourceError]:
    """Return what each profile in a file states, or why one cannot be used.

    Raises:
        SourceError: the file cannot be read, is too large, or holds no profile.

    """
    from gii_graph.reading.whole_files import read_profiles

    return read_profiles(source_name(path.name), file_content(path))


def file_content(path: Path) -> bytes:
    """Return the bytes of a profile file. Raises SourceError where it cannot be read or is too large."""
    from gii_graph.reading.formats import size_limit

    name = source_name(path.name)
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            head = file.read(_HEAD)
            limit = size_limit(name, head)
            if status.st_size > limit:
                raise SourceError(
                    name, None, f"{status.st_size:,} bytes", f"at most {limit:,}", "give one profile in a file"
                )
            # What is no plain file, such as a pipe, may never end; for all others room for a limit is made in vain.
            return head + (file.read() if stat.S_ISREG(status.st_mode) else file.read(limit + 1 - len(head)))
    except OSError as error:
        reason = (error.strerror or "an unreadable file").lower()
        raise SourceError(
            name, None, reason, "a readable file", "check that it is a file and that you may read it"
        ) from None


def source_name(name: str) -> str:
    r"""Return a file's name as text that can be written anywhere: bytes that are no UTF-8 become `\xff`.

    Some file systems of macOS decompose letters in names; a source is the same on every machine.
    """
    return unicodedata.normalize("NFC", readable_name(name))
