"""Whom to blame for contradictions: one wrong profile can be at odds with all others, and then it is to be named.

A contradiction is between two. Who is at odds with several, most of which are at odds with fewer, is blamed, once, and
left out; what then remains is judged in the same way. Where nobody stands out, both sides are told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from gii_graph.validation.finding import Finding

__all__ = ["blaming_the_odd_ones"]

_MOST: Final = 100_000  # contradictions; a graph with more is wrong throughout


def blaming_the_odd_ones(contradictions: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings so that each profile is blamed once; each one taken is of two nodes, and every pair has one."""
    pairs = {frozenset((one.subjects[0].node, one.subjects[1].node)): one for one in islice(contradictions, _MOST)}
    at_odds: defaultdict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        for node in pair:
            at_odds[node] |= pair - {node}
    while (odd := _odd_one(at_odds)) is not None:
        others = at_odds.pop(odd)
        yield _blamed(odd, pairs[frozenset((odd, min(others)))], len(others))
        for other in others:
            at_odds[other].discard(odd)
            pairs.pop(frozenset((odd, other)))
    told: set[str] = set()
    for finding in pairs.values():
        if finding.node not in told:
            told.add(finding.node)
            yield finding


def _odd_one(at_odds: defaultdict[str, set[str]]) -> str | None:
    """Return who is at odds with two or more, most of which are at odds with fewer."""
    odd = max(at_odds, key=lambda node: (len(at_odds[node]), node), default=None)
    if odd is None or len(at_odds[odd]) < 2:
        return None
    rivals = sum(len(at_odds[other]) >= len(at_odds[odd]) for other in at_odds[odd])
    return odd if 2 * rivals < len(at_odds[odd]) else None


def _blamed(node: str, finding: Finding, times: int) -> Finding:
    """Return a finding about a node, itself first, that says how many others are at odds with it."""
    subjects = tuple(sorted(finding.subjects, key=lambda subject: subject.node != node))
    message = f"{finding.message}; it is at odds with {times} profiles, which agree without it"
    return replace(finding, message=message, subjects=subjects)
