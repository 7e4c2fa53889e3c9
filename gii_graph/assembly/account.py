"""What there is to say of one profile file, without all that it states."""

from __future__ import annotations

from typing import Any, NamedTuple

from gii_graph.profile import Activity, Source
from gii_graph.reading import Furniture, Reading, Unread

__all__ = ["Account"]

_ACTIVITIES = {activity.value: activity for activity in Activity}


class Account(NamedTuple):
    """What there is to say of one file that was read; the fields are those of its `Reading`."""

    source: Source
    cluster: str
    edition: int
    facts: int
    missing: tuple[str, ...]
    short: tuple[str, ...]
    charts_absent: tuple[Activity, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]

    @classmethod
    def of(cls, reading: Reading) -> Account:
        """Return the account of a reading."""
        profile = reading.profile
        return cls(
            profile.source, profile.cluster.value, profile.edition.value, reading.facts, reading.missing, reading.short,
            reading.charts_absent, reading.unread, reading.furniture,
        )  # fmt: skip

    @classmethod
    def of_plain(cls, plain: list[Any]) -> Account:
        """Return the account of which `plain` was made."""
        source, cluster, edition, facts, missing, short, charts_absent, unread, furniture = plain
        return cls(
            Source(*source), cluster, edition, facts, tuple(missing), tuple(short),
            tuple([_ACTIVITIES[name] for name in charts_absent]),
            tuple(Unread(*line) for line in unread), tuple(Furniture(*line) for line in furniture),
        )  # fmt: skip

    @property
    def plain(self) -> list[Any]:
        """The account, ready for JSON."""
        source = self.source
        return [
            (source.name, source.sha256, source.encoding), *self[1:7],
            [(line.line, line.text, line.reason) for line in self.unread],
            [(line.line, line.text) for line in self.furniture],
        ]  # fmt: skip
