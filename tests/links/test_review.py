"""The review table is the same whatever the run."""

from __future__ import annotations

from gii_graph.links.review import ReviewRow, review_table


def test_rows_that_sort_alike_keep_their_order() -> None:
    """The cities of one cluster: eight of them come in the right order by chance once in 40,320 times."""
    rows = [ReviewRow("urn:cluster", "Eight Cities", f"City {n}", "", "", None, "unknown") for n in range(8)]
    written = [line.split("\t")[2] for line in review_table([*rows, *rows])][1:]
    assert written == [f"City {n}" for n in range(8)]
