"""`export --parts`: a graph for bulk loaders, in a folder that is new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from gii_graph.cli.destination import refuse_file_name
from gii_graph.cli.sorted_graph import sorted_graph

__all__ = ["folder_for_parts", "write_graphs_in_parts"]


def folder_for_parts(output: str | None, form: str | None) -> Path:
    """Return the folder that parts go to. Raises CallError and UsageError where none is named, or for another form."""
    from gii_graph.export.parts import refuse_filled_folder

    if form != "nquads":
        raise click.UsageError(f"--parts is for -f nquads{f', not for {form}' if form else ''}.")
    if output is None or output == "-":
        raise click.UsageError("--parts writes several files; name a folder for them with -o.")
    refuse_file_name(output)
    refuse_filled_folder(Path(output))
    return Path(output)


def write_graphs_in_parts(graphs: Sequence[Path], folder: Path, number: int, edition: int | None, base: str) -> str:
    """Write graphs in parts and return what was written, in words."""
    from gii_graph.cli.terminal import counted
    from gii_graph.export.parts import write_parts
    from gii_graph.graph.loading import parse_file

    names = [*map(str, graphs)]
    if edition is None:
        streamed = (quad.triple for path in graphs for quad in parse_file(path))
        written = write_parts(folder, streamed, number, base, names)
    else:
        with sorted_graph(graphs, folder, edition) as held:
            written = write_parts(folder, held.triples, number, base, names)
    fewer = "" if len(written.parts) == number else f" in place of {number:,}"
    parts, quads = counted(len(written.parts), "part"), counted(written.quads, "statement")
    where = counted(len(written.graphs), "graph")
    return f"{parts}{fewer}, {quads} in {where}; LOADING.md in it has the commands of loaders"
