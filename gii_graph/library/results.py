"""What the methods of a graph give back: tables that show themselves, and the picture."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, overload

from gii_graph.errors import CallError
from gii_graph.library.data_frames import pandas_frame, polars_frame
from gii_graph.library.notebook_html import framed, html_table, paragraph
from gii_graph.tabular.data_table import DataTable
from gii_graph.tabular.markdown import markdown_table

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["GraphPicture", "Tables"]

_HEIGHT = 560  # pixels of a picture in a notebook


class Tables(Sequence[DataTable]):
    """Tables under a title, by their place or their name; `notes` are what they rest on.

    A notebook shows them; `print` writes them in Markdown.
    """

    def __init__(self, title: str, tables: Sequence[DataTable], notes: Sequence[str] = ()) -> None:
        self.title = title
        self.notes = tuple(notes)
        self._tables = tuple(table.held() for table in tables)

    @property
    def names(self) -> list[str]:
        """The names of the tables, in order."""
        return [table.name for table in self._tables]

    def __len__(self) -> int:
        return len(self._tables)

    @overload
    def __getitem__(self, index: int | str) -> DataTable: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[DataTable]: ...
    def __getitem__(self, index: int | str | slice) -> DataTable | Sequence[DataTable]:
        if not isinstance(index, str):
            return self._tables[index]
        for table in self._tables:
            if table.name == index:
                return table
        raise KeyError(f"{index!r}; the tables are {', '.join(self.names)}")

    def __iter__(self) -> Iterator[DataTable]:
        return iter(self._tables)

    def __repr__(self) -> str:
        tables = ", ".join(f"{table.name} ({len(list(table.rows)):,})" for table in self._tables)
        return f"<{type(self).__name__} {self.title}: {tables or 'no rows'}>"

    def __str__(self) -> str:
        parts = [self.title]
        for table in self._tables:
            parts += ["", table.name, *markdown_table(table)]
        return "\n".join([*parts, *([""] if self.notes else []), *(f"Note: {note}" for note in self.notes)])

    def _repr_html_(self) -> str:
        tables = (
            f"{paragraph(table.name)}{html_table(table.columns, table.rows, table.caption)}" for table in self._tables
        )
        notes = (paragraph(f"Note: {note}") for note in self.notes)
        return "".join([paragraph(self.title), *tables, *notes])

    def to_pandas(self, name: str | None = None) -> pandas.DataFrame:
        """Return the table of that name, or the only one, as a data frame.

        Raises CallError where pandas is not installed, or there are several tables and none is named.
        """
        table = self._only(name)
        return pandas_frame(table.columns, table.rows)

    def to_polars(self, name: str | None = None) -> polars.DataFrame:
        """Return the table of that name, or the only one, as a data frame of polars.

        Raises CallError where polars is not installed, or there are several tables and none is named.
        """
        table = self._only(name)
        return polars_frame(table.columns, table.rows)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the tables to a file, in the form that its ending says: .csv, .tsv, .xlsx, .parquet, .html, .docx, .md.

        Raises CallError for another ending and where a library is not installed, OutputError where it cannot be
        written.
        """
        from gii_graph.library.saved_report import save_report

        return save_report(path, self.title, self._tables, self.notes)

    def _only(self, name: str | None) -> DataTable:
        if name is not None:
            return self[name]
        if len(self) != 1:
            raise CallError(f"There are {len(self)} tables; name one of {', '.join(self.names)}.")
        return self[0]


class GraphPicture:
    """The interactive picture: a whole HTML page, which a notebook shows in a frame."""

    def __init__(self, title: str, html: str) -> None:
        self.title = title
        self.html = html

    def __repr__(self) -> str:
        return f"<GraphPicture {self.title}: a page of {len(self.html):,} characters; save it with .save(path)>"

    def _repr_html_(self) -> str:
        return framed(self.html, self.title, _HEIGHT)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file, whole or not at all. Raises OutputError where it cannot be written."""
        from gii_graph.files import replacing

        target = Path(path)
        with replacing(target) as stream:
            stream.write(self.html)
        return target
