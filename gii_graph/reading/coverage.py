"""What a profile does not say and what of a file was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gii_graph.profile import Activity, Listing, Profile
from gii_graph.reading import phrases
from gii_graph.reading.phrases import Section
from gii_graph.reading.remarks import Furniture, Unread
from gii_graph.reading.scan import Scan
from gii_graph.reading.source_lines import SourceLines

__all__ = ["Rest", "missing_facts", "short_lists", "sort_rest"]

# Profiles print three rows in a table and three partners in a sentence.
_USUAL_LENGTH = 3  # of a table, and of the partners that a sentence names


@dataclass(slots=True)
class Rest:
    """What assembly says of lines: what is wrong with some, which state facts, which continue a heading."""

    problems: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    continued: set[int] = field(default_factory=set)


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


def sort_rest(sheet: SourceLines, found: Scan, rest: Rest) -> tuple[tuple[Unread, ...], tuple[Furniture, ...]]:
    """Part what states no fact into lines to report and furniture.

    A line before the first fact or after the last one that has no digit and no phrase of a fact is
    furniture; so is, anywhere, what is known to belong to pages and mails. All else is reported.
    """
    first, last = _body(found, rest)
    unread: list[tuple[int, Unread]] = []
    furniture: list[Furniture] = []
    for index, text in _left_over(found):
        if index in rest.continued:
            continue
        reason = rest.problems.get(index)
        if reason is None and _is_furniture(text, inside=first <= index <= last):
            furniture.append(Furniture(sheet.numbers[index], sheet.read[index].strip()))
        elif reason is None:
            unread.append((index, Unread(sheet.numbers[index], text, _reason(text))))
    unread += (
        (index, Unread(sheet.numbers[index], sheet.read[index].strip(), reason))
        for index, reason in rest.problems.items()
    )
    furniture += (
        Furniture(sheet.numbers[edition.index], sheet.read[edition.index].strip())
        for edition in found.editions
        if edition.index not in rest.used and edition.index not in rest.problems
    )
    furniture += (
        Furniture(sheet.numbers[heading.index], sheet.read[heading.index].strip())
        for heading in found.headings
        if heading.index not in rest.used and heading.index not in rest.problems
        and all(edition.index != heading.index for edition in found.editions)
    )  # fmt: skip
    unread.sort(key=lambda pair: pair[0])
    furniture.sort(key=lambda line: line.line)
    return tuple(one for _, one in unread), tuple(furniture)


def _body(found: Scan, rest: Rest) -> tuple[int, int]:
    """Return the first and last line that state a fact, the edition's apart: pages print it in menus."""
    lines = rest.used - {edition.index for edition in found.editions}
    lines |= {index for index, _ in found.sections}
    return (min(lines), max(lines)) if lines else (0, -1)


def _left_over(found: Scan) -> list[tuple[int, str]]:
    """Return every piece of prose that states nothing, line by line."""
    pieces = []
    for passage in found.passages:
        for rest in passage.rest:
            ends = (*passage.starts[1:], len(passage.text))
            for index, start, end in zip(passage.indices, passage.starts, ends, strict=True):
                piece = passage.text[max(start, rest.start) : min(end, rest.end)].strip()
                if any(character.isalnum() for character in piece):
                    pieces.append((index, piece))
    return pieces


def _is_furniture(text: str, *, inside: bool) -> bool:
    if phrases.FURNITURE.fullmatch(text):
        return True
    if inside or phrases.KEY_PHRASE.search(text):
        return False
    return not any(character.isdigit() for character in text)


def _reason(text: str) -> str:
    if phrases.KEY_PHRASE.search(text):
        return "a sentence that breaks off, or is worded in a way not known"
    return "not understood"
