"""The lines of one profile to a `Reading`: the profile, what it lacks, and every line that was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from gii_graph.errors import SourceError
from gii_graph.figures import FIGURES
from gii_graph.profile import Activity, Profile, Source
from gii_graph.reading import source_lines
from gii_graph.reading.document import Document
from gii_graph.reading.plain import read_plain
from gii_graph.reading.profile_limits import MAX_LINES
from gii_graph.reading.remarks import Furniture, Unread

__all__ = ["Reading", "read_lines", "read_usual"]

_WITHOUT_CHARTS = tuple(Activity)
_figures_of = attrgetter(*(figure.attribute for figure in FIGURES))


class Reading(NamedTuple):
    """What one file states, and what it does not.

    `missing` names, in reading order, what a profile normally prints and this one does not.
    `short` names the tables and lists of partners that are shorter than usual.
    `charts_absent` holds the activities whose technology fields are not there as text, which is usual.
    `unread` are lines that may state a fact and were not understood, or not used, with the reason;
    `furniture` are lines of the page or mail around the profile.
    `assumptions` are what the file does not say of itself and reading had to take for granted, for people.
    """

    profile: Profile
    missing: tuple[str, ...]
    short: tuple[str, ...]
    charts_absent: tuple[Activity, ...]
    unread: tuple[Unread, ...]
    furniture: tuple[Furniture, ...]
    assumptions: tuple[str, ...] = ()

    @property
    def facts(self) -> int:
        """The number of facts read: each figure, name, economy, table row, partner and field is one."""
        profile = self.profile
        lists: tuple[Sequence[object], ...] = (
            profile.economies, profile.listings, profile.partners, profile.field_shares,
        )  # fmt: skip
        figures = _figures_of(profile)
        absent = figures.count(None)
        if profile.table_rows and absent:
            columns = zip(figures, *map(_figures_of, profile.table_rows), strict=True)
            absent = sum(column.count(None) == len(column) for column in columns)
        return 2 + len(figures) - absent + sum(map(len, lists))


def read_usual(source: Source, text: str) -> Reading | Document:
    """Return what a text in the form that browsers copy states, else its lines, to be read in the general way."""
    text = source_lines.with_plain_breaks(text)
    read = text.split("\n")
    profile = read_plain(source, text, read, read)
    if profile is None:
        plain = source_lines.undressed(text)
        profile = read_plain(source, plain, plain.split("\n"), read) if plain != text else None
        if profile is None:
            return Document(source_lines.text_lines(read, plain))
    return Reading(profile, missing=(), short=(), charts_absent=_WITHOUT_CHARTS, unread=(), furniture=())


def read_lines(source: Source, document: Document) -> Reading:
    """Return what the lines of a file with one profile state, whatever its form.

    Raises:
        SourceError: they hold no profile, or state two different values for one fact.

    """
    lines = document.lines
    if len(lines.read) > MAX_LINES:
        raise SourceError(
            source.name, None, f"{len(lines.read):,} lines", f"at most {MAX_LINES:,}", "give one profile in a file"
        )
    from gii_graph.reading.absences import missing_facts, short_lists
    from gii_graph.reading.composition import compose

    composed = compose(source, lines)
    profile = composed.profile
    charts_absent = tuple(
        activity for activity in Activity if not any(share.activity is activity for share in profile.field_shares)
    )
    return Reading(
        profile._replace(pages=document.pages),
        missing_facts(profile),
        short_lists(profile),
        charts_absent,
        tuple(sorted((*composed.unread, *document.withheld))),
        composed.furniture,
        document.assumptions,
    )
