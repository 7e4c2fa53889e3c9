"""Whether the line that a figure is said to come from prints that figure.

Only digits are compared: a rank or a number of clusters may be printed as a word ("second"), so these are left
out where a line has one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.finding import Finding, Subject
from gii_graph.validation.stated import ProfileFigures
from gii_graph.vocabulary import GII

__all__ = ["misquoted", "numbers"]

_MAY_BE_WORDS: Final = frozenset({GII.rank, GII.intensityRank, GII.nationalRank, GII.clustersInEconomy})
_NUMBER_WORD = re.compile(
    r"\b(?:first|second|third|[a-z]+th|top|highest|leading|best|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|[a-z]+teen|[a-z]+ty)\b",
    re.IGNORECASE,
)
# Digits in groups, with the marks that part thousands and decimals between them.
_PRINTED = re.compile(r"\d+(?:[,.'’ ]\d+)*")
_MARKS = re.compile(r"[,.'’ ]")


def misquoted(statements: GraphStatements, profiles: Iterable[ProfileFigures], component: str) -> Iterator[Finding]:
    """Yield the figures of `profiles` that no line of their evidence prints."""
    for profile in profiles:
        evidence = statements.subjects(GII.evidenceFor, profile.node)
        lines = [(_quote(statements, one), statements.iris(one, GII.evidenceProperty)) for one in evidence]
        for name, value in profile.figures.items():
            quotes = [quote for quote, names in lines if name in names]
            yield from _misquoted(quotes, profile.node, name, value, component)
        for row in (row for rows in profile.rows.values() for row in rows):
            quotes = [_quote(statements, one) for one in statements.subjects(GII.evidenceFor, row.node)]
            share = GII.shareBelow if row.below else GII.share
            for name, value in ((GII.count, Decimal(row.count)), (share, row.percent)):
                yield from _misquoted(quotes, row.node, name, value, component)


def _quote(statements: GraphStatements, evidence: str) -> str:
    return "\n".join(statements.texts(evidence, GII.quote))


def _misquoted(lines: Sequence[str], node: str, name: str, value: Decimal, component: str) -> Iterator[Finding]:
    # A figure without evidence is reported by the rule that asks for it.
    if lines and not any(_prints(line, name, value) for line in lines):
        figure = f"gii:{name.rpartition('#')[2]} {value}"
        message = f"The line that a figure comes from prints it; {figure} is not in the line"
        yield Finding("figure-is-in-its-line", component, message, (Subject(node, name),))


def _prints(line: str, name: str, value: Decimal) -> bool:
    return value in numbers(line) or (name in _MAY_BE_WORDS and bool(_NUMBER_WORD.search(line)))


@lru_cache(maxsize=4096)
def numbers(text: str) -> frozenset[int | Decimal]:
    r"""Return every number that a text can be read to print, whatever parts thousands and decimals.

    >>> sorted(map(str, numbers("HKC 1,234\t5.5%")))
    ['1', '1.234', '1234', '234', '5', '5.5', '55']
    """
    found: set[int | Decimal] = set()
    for match in _PRINTED.finditer(unicodedata.normalize("NFKC", text)):
        groups = [group[:20] for group in _MARKS.split(match.group())][:12]
        for start in range(len(groups)):
            for end in range(start + 1, len(groups) + 1):
                whole = "".join(groups[start:end])
                found.add(int(whole))
                if end - start > 1:
                    found.add(Decimal(f"{''.join(groups[start : end - 1])}.{groups[end - 1]}"))
    return frozenset(found)
