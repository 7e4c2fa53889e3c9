"""What there is to say of one profile file, without all that it states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gii_graph.identity import designation_of

if TYPE_CHECKING:
    from gii_graph.profile import Activity, Source
    from gii_graph.reading import Furniture, Reading, Unread

__all__ = ["Account"]


class Account(NamedTuple):
    """What there is to say of one file that was read; the fields are those of its `Reading`.

    `designation` is its cluster with what tells it from others of its name. `parts` is how many profiles its file
    holds, with those that cannot be used; 0 for what several files together say of a cluster,
    of which `table_sources` are those of ranking tables.
    """

    source: Source
    cluster: str
    edition: int
    facts: int
    missing: tuple[str, ...]
    short: tuple[str, ...]
    charts_absent: tuple[Activity, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]
    designation: str
    assumptions: tuple[str, ...]
    parts: int
    table_sources: tuple[Source, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """The files that state what the account is of."""
        return (self.source, *self.table_sources)

    @classmethod
    def of(cls, reading: Reading, parts: int) -> Account:
        """Return the account of a reading."""
        profile = reading.profile
        return cls(
            profile.source, profile.cluster.value, profile.edition.value, reading.facts, reading.missing, reading.short,
            reading.charts_absent, reading.unread, reading.furniture, designation_of(profile),
            reading.assumptions, parts, tuple([row.source for row in profile.table_rows]),
        )  # fmt: skip
