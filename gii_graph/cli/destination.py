"""Where a command's result goes and in what form: `-o` by its ending, `-f` by its name, and what both may not be.

Names, not paths: loading pathlib would delay the start of a query.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

import click

from gii_graph.cli.attached_value import AttachedValueOption
from gii_graph.errors import CallError

if TYPE_CHECKING:
    from pathlib import Path

    from click.shell_completion import CompletionItem

__all__ = [
    "Destination",
    "destination",
    "destination_option",
    "excel_option",
    "refuse_file_name",
    "refuse_shared",
    "refuse_wrong_ending",
]

F = TypeVar("F", bound=Callable[..., Any])

# Format: the endings that say it; the first is the one that we give.
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "table": (".txt",),
    "text": (".txt",),
    "plain": (".txt",),
    "bibtex": (".bib",),
    "csl-json": (".json",),
    "csv": (".csv",),
    "tsv": (".tsv", ".tab"),
    "xlsx": (".xlsx",),
    "parquet": (".parquet",),
    "json": (".json", ".srj"),
    "xml": (".xml", ".srx"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm"),
    "docx": (".docx",),
    "turtle": (".ttl",),
    "ntriples": (".nt",),
    "jsonld": (".jsonld",),
    "trig": (".trig",),
    "nquads": (".nq",),
    "graphml": (".graphml",),
    "gexf": (".gexf",),
    "geojson": (".geojson",),
    "zip": (".zip",),
    "svg": (".svg",),
    "png": (".png",),
    "pdf": (".pdf",),
}
_BYTES: Final = {"xlsx", "parquet", "docx", "zip", "png", "pdf"}


class Destination(NamedTuple):
    """The file to write, None for standard output, and its format; `is_named_here` where we chose the file's name."""

    file: str | None
    form: str
    is_named_here: bool = False

    @property
    def path(self) -> Path:
        """The file as a path; `-` is standard output."""
        from pathlib import Path

        return Path(self.file or "-")

    def say_name(self, *, quiet: bool) -> None:
        """Say on standard error what the file is called, where the user could not know."""
        if self.is_named_here and not quiet:
            click.echo(f"Wrote {self.file}.", err=True)


class _FileName(click.types.UnprocessedParamType):
    """The name of a file or folder, of any bytes; click's own type looks for translations when it is made."""

    name = "file"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete names of files."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


def destination_option(function: F) -> F:
    """Add `-o/--output`, whose ending says in what form to write."""
    return click.option(
        "-o",
        "--output",
        type=_FileName(),
        metavar="FILE",
        help="Where to write, in the form that its ending says; - is standard output.",
    )(function)


def _is_locale(word: str) -> bool:
    """Tell whether a word is surely a locale such as `de` or `pt-BR`, and no file, name or question."""
    language, _, territory = word.partition(".")[0].replace("-", "_").partition("_")
    is_written_so = language.isalpha() and language.islower() and len(language) == 2
    return is_written_so and (not territory or territory.isupper()) and not os.path.exists(word)


def excel_option(function: F) -> F:
    """Add `--excel`, which makes CSV that a spreadsheet of the user's locale, or of another, opens as it is meant."""
    return click.option(
        "--excel",
        cls=AttachedValueOption,
        without_value="",
        meant_as_value=_is_locale,
        metavar="[=LOCALE]",
        help="CSV for a spreadsheet: byte order mark, separators of your locale, or of --excel=de.",
    )(function)


def destination(
    output: str | None, form: str | None, formats: Sequence[str], default: str, stem: str, reads: Iterable[str] = ()
) -> Destination:
    """Decide where to write, and in which of `formats`: as `form` says, else the file's ending, else `default`.

    In a folder (one that is there, or a name that ends in a slash) the file is called `stem`. `reads` are the files
    that the command reads. Raises CallError where ending and form contradict each other, where no format has the
    ending, where bytes would go to a terminal, and where a file that is read would be overwritten.
    """
    if output is None or output == "-":
        chosen = form or default
        if chosen in _BYTES and sys.stdout.isatty():
            raise CallError(
                f"{chosen} is not for a terminal; name a file with -o, such as -o {stem}{_ENDINGS[chosen][0]}."
            )
        return Destination(None, chosen)
    if output.endswith(("/", os.sep)) or os.path.isdir(output):
        chosen = form or default
        decided = Destination(os.path.join(output, f"{_as_name(stem)}{_ENDINGS[chosen][0]}"), chosen, True)
    else:
        decided = Destination(output, _form(output, form, formats) or default)
    refuse_shared(str(decided.file), reads)
    return decided


def _form(output: str, form: str | None, formats: Sequence[str]) -> str | None:
    ending = os.path.splitext(output)[1].lower()
    meant = [name for name, endings in _ENDINGS.items() if ending in endings]
    if form is not None:
        if meant and form not in meant and ending != ".txt":
            raise CallError(f"{output} ends in {ending}, but -f says {form}; leave one of the two out.")
        return form
    fitting = [name for name in formats if name in meant]
    if not fitting and ending:
        endings = ", ".join(dict.fromkeys(_ENDINGS[name][0] for name in formats))
        raise CallError(f"{output}: nothing is written here as {ending}; the endings are {endings}, or say it with -f.")
    return fitting[0] if fitting else None


def _as_name(stem: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in stem).strip("-.") or "result"


def refuse_shared(output: str, reads: Iterable[str]) -> None:
    """Raise CallError where a file to write is one that is read."""
    for name in reads:
        if name != "-" and os.path.exists(output) and os.path.exists(name) and os.path.samefile(output, name):
            raise CallError(f"{output} is read here and would be overwritten; name another file with -o.")


def refuse_file_name(output: str) -> None:
    """Raise CallError where a folder to write into is called as a file is."""
    ending = os.path.splitext(output)[1].lower()
    if not os.path.isdir(output) and any(ending in endings for endings in _ENDINGS.values()):
        raise CallError(f"-o {output} ends in {ending}, but it is a folder that several files go to; name a folder.")


def refuse_wrong_ending(output: str, form: str, option: str) -> None:
    """Raise CallError where a file that is written in one form has the ending of another."""
    ending = os.path.splitext(output)[1].lower()
    if ending not in _ENDINGS[form] and any(ending in endings for endings in _ENDINGS.values()):
        raise CallError(f"{option} {output} ends in {ending}, but it is written as {form}, {_ENDINGS[form][0]}.")
