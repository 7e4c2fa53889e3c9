"""The description that a command writes beside an RDF file: what it holds, whose data it is, how it is linked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from gii_graph.cli.outputs import write_output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gii_graph.cli.outputs import Written
    from gii_graph.export.dataset_description import File
    from gii_graph.graph import Tally

__all__ = ["describe_graph", "describe_links", "description_of", "graph_description"]


def description_of(output: Path) -> Path:
    """Return where the description of a file stands.

    >>> description_of(Path("output/gii.ttl")).name
    'gii.dataset.ttl'
    """
    return output.with_name(f"{output.stem}.dataset.ttl")


def describe_graph(output: Path, written: Written, base: str, tally: Tally, editions: Sequence[str]) -> None:
    """Write the description of a graph that was built and `written` into `output`."""
    from gii_graph.export.dataset_description import File

    write_output(description_of(output), graph_description([File(output.name, *written)], base, tally, editions))


def graph_description(files: Sequence[File], base: str, tally: Tally, editions: Sequence[str]) -> Iterator[str]:
    """Return the description of a graph that is in some files, in Turtle."""
    from gii_graph.export.dataset_description import DATASET_PREFIXES, Dataset, describe_dataset
    from gii_graph.graph import turtle

    return turtle(describe_dataset(Dataset(tally, files, editions), base), base, DATASET_PREFIXES)


def describe_links(output: Path, base: str) -> None:
    """Write the description of links that were written to `output`."""
    from gii_graph.export.dataset_description import DATASET_PREFIXES, Dataset, File, describe_dataset
    from gii_graph.graph import turtle
    from gii_graph.graph.loading import read_triples

    dataset = replace(
        Dataset.of_triples(read_triples([output]), {}),
        files=[File.at(output)],
        subject="Links of a graph of innovation cluster profiles",
        figures=False,
        path="dataset/links",
    )
    write_output(description_of(output), turtle(describe_dataset(dataset, base), base, DATASET_PREFIXES))
