"""Changes in words: plain text and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby

from gii_graph.comparison.changes import Change, Comparison
from gii_graph.comparison.facts import Fact, FactValue
from gii_graph.figures import FIGURE_TERMS, FIGURES
from gii_graph.network.elements import Evidence

__all__ = ["change_groups", "describe_value", "markdown", "places", "plain", "title_of", "topic"]

_RANKS = {figure.term for figure in FIGURES if figure.kind == "rank"}
_MOVED = {
    "entered": "Clusters that entered: all ranks of the old side are known, and none is theirs",
    "left": "Clusters that left: all ranks of the new side are known, and none is theirs",
}
_NO_LIST = {"no new list": "the new side has no such list", "no old list": "the old side has no such list"}
_TOPICS = {
    "applicant": "top PCT applicant",
    "publisher": "top publishing organization",
    "economy": "economy",
    "cluster": "cluster",
}


def topic(change: Change) -> str:
    """Return what a change is about, in words."""
    key = change.key
    if key.topic == "figure":
        below = ", below" if key.subject.endswith("Below") else ""
        return f"{FIGURE_TERMS[key.subject].short}{below}" if key.subject in FIGURE_TERMS else key.subject
    if key.topic in {"partner", "field"}:
        return f"{key.topic} for {key.activity}"
    return _TOPICS[key.topic]


def plain(comparison: Comparison, old_name: str, new_name: str, shown: Callable[[str], str] = str) -> Iterator[str]:
    """Yield the lines of a comparison for a terminal; `shown` makes text safe to show."""
    yield shown(title_of(comparison, old_name, new_name))
    if not comparison.changes:
        yield "  No difference."
        return
    for (moved, heading), group in groupby(comparison.changes, key=partial(_heading, comparison)):
        yield shown(heading)
        for change in group:
            text = f"{change.cluster}{_value_in_brackets(change)}" if moved else f"{topic(change)}: {_what(change)}"
            yield shown(f"  {text}{_evidence(change)}")


def markdown(comparison: Comparison, old_name: str, new_name: str, shown: Callable[[str], str] = str) -> Iterator[str]:
    """Yield the lines of a comparison as Markdown: a heading for each cluster, a table of its changes.

    `shown` makes text safe to show.
    """
    yield f"# {_safe(title_of(comparison, old_name, new_name), shown)}"
    if not comparison.changes:
        yield from ("", "No difference.")
        return
    for heading, rows in change_groups(comparison):
        yield from (
            "",
            f"## {_safe(heading, shown)}",
            "",
            "| what | change | old evidence | new evidence |",
            "|---|---|---|---|",
        )
        for cells in rows:
            yield f"| {' | '.join(_safe(cell, shown) for cell in cells)} |"


def title_of(comparison: Comparison, old_name: str, new_name: str) -> str:
    """Return what is compared with what, in words."""
    return f"{_side(comparison.old_edition, old_name)} → {_side(comparison.new_edition, new_name)}"


def change_groups(comparison: Comparison) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """Yield each heading with its changes: what each is about, what happened, old evidence, new evidence."""
    for (moved, heading), group in groupby(comparison.changes, key=partial(_heading, comparison)):
        yield heading, [_group_row(change, moved=moved) for change in group]


def _group_row(change: Change, *, moved: bool) -> tuple[str, ...]:
    about = change.cluster if moved else topic(change)
    said = describe_value(change.new or change.old) if moved else _what(change)
    return (about, said, *(places(lines) for lines in change.evidence))


def _side(edition: int | None, name: str) -> str:
    return f"edition {edition} of {name}" if edition is not None else name


def _heading(comparison: Comparison, change: Change) -> tuple[bool, str]:
    if change.key.topic != "cluster":
        return False, change.cluster
    if change.sort in _MOVED:
        return True, _MOVED[change.sort]
    is_new = change.sort == "no new profile"
    edition = comparison.new_edition if is_new else comparison.old_edition
    where = f"on the {'new' if is_new else 'old'} side" if edition is None else f"for {edition} in your data"
    if comparison.old_edition == comparison.new_edition:
        return True, f"No profile {where}, on the {'new' if is_new else 'old'} side"
    return True, f"No profile {where}: whether these {'left' if is_new else 'entered'} is not known"


def _value_in_brackets(change: Change) -> str:
    value = describe_value(change.new or change.old)
    return f" ({value})" if value else ""


def _what(change: Change) -> str:
    if change.key.topic == "figure":
        return _figure(change)
    if change.sort == "changed":
        return f"{change.label}: {_differences(change)}"
    if change.sort in _NO_LIST:
        return f"{change.label}{_value_in_brackets(change)}: {_NO_LIST[change.sort]}"
    value = describe_value(change.new or change.old)
    said = f"{change.label} {change.sort}" + (f" ({'was ' if change.sort == 'left' else ''}{value})" if value else "")
    return f"{said}, perhaps not read" if change.absence == "perhaps not read" else said


def _differences(change: Change) -> str:
    """Name the figures that differ, with both values."""
    old, new = (fact.value if fact else {} for fact in (change.old, change.new))
    return ", ".join(
        f"{name} {_number(old.get(name))} → {_number(new.get(name))}"
        for name in dict.fromkeys((*old, *new))
        if old.get(name) != new.get(name)
    )


def _figure(change: Change) -> str:
    old, new = (fact.value.get("value") if fact else None for fact in (change.old, change.new))
    unit = "%" if "Share" in change.key.subject else ""
    text = " → ".join("-" if value is None else f"{_number(value)}{unit}" for value in (old, new))
    if change.absence:
        return f"{text} ({change.absence})"
    if change.key.subject in _RANKS and isinstance(old, int) and isinstance(new, int):
        return f"{text} ({'up' if new < old else 'down'} {abs(new - old)})"
    return text


def describe_value(fact: Fact | None) -> str:
    """Return the figures of a fact in words.

    >>> describe_value(Fact("HKC", {"rank": 1, "count": 1473, "share": "32%"}, ()))
    'rank 1, count 1,473, share 32%'
    """
    value: FactValue = fact.value if fact else {}
    return ", ".join(f"{name} {_number(number)}" for name, number in value.items())


def _number(value: float | str | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int | float) else value


def _evidence(change: Change) -> str:
    stated = " → ".join(said for said in map(places, change.evidence) if said)
    return f"  [{stated}]" if stated else ""


def places(lines: Sequence[Evidence]) -> str:
    """Return where something stands: `kunming.txt:10; kunming.txt:12`."""
    return "; ".join(f"{line.file}:{line.line}" for line in lines)


def _safe(text: str, shown: Callable[[str], str]) -> str:
    """Return text that Markdown shows as it is: nothing in it is markup, a link, HTML or a table's border."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~&" else char for char in shown(" ".join(text.split())))
