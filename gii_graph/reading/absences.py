"""What a profile normally prints and a text does not."""

from __future__ import annotations

from collections.abc import Mapping

from gii_graph.profile import Activity, Listing, Profile
from gii_graph.reading.phrases import Section

__all__ = ["missing_facts", "short_lists"]

# Profiles print three rows in a table and three partners in a sentence.
_USUAL_LENGTH = 3  # of a table, and of the partners that a sentence names


def missing_facts(profile: Profile) -> tuple[str, ...]:
    """Return what a profile normally prints and this one does not, in reading order."""
    present: Mapping[str, object] = {
        "economy": profile.economies,
        "place within the economy": profile.national_rank,
        "number of clusters in the economy": profile.clusters_in_economy,
        "PCT applications per million inhabitants": profile.patents_per_million,
        "scientific articles per million inhabitants": profile.articles_per_million,
        "rank by size": profile.rank,
        "rank by intensity": profile.intensity_rank,
    }
    missing = [name for name, fact in present.items() if not fact]
    for section in (Section.PATENT_TABLE, Section.ARTICLE_TABLE):
        missing += _missing_cells(profile, section)
    for activity, share in (
        (Activity.PATENTS, profile.patent_collaboration_share),
        (Activity.ARTICLES, profile.article_collaboration_share),
    ):
        if share is None:
            missing.append(f"share of {activity} made in collaboration")
        if not _partners(profile, activity):
            missing.append(f"top collaborating locations for {activity}")
    return tuple(missing)


def short_lists(profile: Profile) -> tuple[str, ...]:
    """Return which tables and lists of partners are shorter than the usual three, in reading order.

    A small cluster may have no more, so this is worth a note and no failure.
    """
    lengths = [
        (section.value, len(_rows(profile, section))) for section in (Section.PATENT_TABLE, Section.ARTICLE_TABLE)
    ]
    lengths += [
        (f"top collaborating locations for {activity}", _partners(profile, activity))
        for activity in (Activity.PATENTS, Activity.ARTICLES)
    ]
    return tuple(f"{name}: {length} of {_USUAL_LENGTH}" for name, length in lengths if 0 < length < _USUAL_LENGTH)


def _rows(profile: Profile, section: Section) -> list[Listing]:
    return [listing for listing in profile.listings if listing.activity is section.activity]


def _partners(profile: Profile, activity: Activity) -> int:
    return sum(partner.activity is activity for partner in profile.partners)


def _missing_cells(profile: Profile, section: Section) -> list[str]:
    rows = _rows(profile, section)
    if not rows:
        return [section.value]
    missing = []
    for row in rows:
        if row.count is None:
            missing.append(f"count of {row.name} in {section.value}")
        if row.share is None:
            missing.append(f"share of {row.name} in {section.value}")
    return missing
