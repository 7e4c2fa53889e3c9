"""What `build` tells people of the files that it read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from gii_graph.cli.table_layout import plain_table
from gii_graph.cli.terminal import counted, visible

if TYPE_CHECKING:
    from gii_graph.assembly import Account, Assembly

__all__ = ["report_lines", "summary"]

# So many profiles are listed one by one; of more only those with a gap.
_MOST_ROWS = 100
# So many of one file: a ranking table has a hundred, each with the same few facts.
_MOST_OF_A_FILE = 5


def report_lines(assembly: Assembly, verbose: bool) -> Iterator[str]:
    """Yield the report for people; `verbose` lists every profile, and what was rightly left out of it."""
    listed = [account for account in assembly.accounts if account.missing or account.unread]
    if verbose or len(assembly.accounts) <= _MOST_ROWS:
        listed = [*assembly.accounts]
    if listed:
        header = ("file", "cluster", "edition", "facts", "missing", "not understood")
        rows = [*map(_row, listed)] if verbose else [*_rows_by_file(listed)]
        yield plain_table(header, rows, numeric=(2, 3, 4, 5))
    if len(listed) < len(assembly.accounts):
        yield f"{len(assembly.accounts) - len(listed):,} profiles state all that profiles state; -v lists them."
    for account in assembly.accounts:
        yield from _lines_of_file(account, verbose)
    for file, assumed in assembly.assumptions:
        yield f"{visible(file)}: {visible(assumed)}."
    for duplicate in assembly.duplicates:
        yield f"{visible(duplicate.file)}: states the same as {visible(duplicate.kept)}; left out."
    for error in assembly.refused:
        yield visible(str(error))
    for remark in (*assembly.names.remarks, *assembly.names.unapplied):
        yield f"{visible(remark)}."


def _rows_by_file(accounts: Sequence[Account]) -> Iterator[tuple[str, ...]]:
    """Yield a row for each profile; of a file with many one for all that lack nothing."""
    for name, group in groupby(accounts, key=lambda account: account.source.name):
        of_file = [*group]
        whole = [account for account in of_file if not account.missing and not account.unread]
        if len(whole) <= _MOST_OF_A_FILE:
            yield from map(_row, of_file)
            continue
        editions = sorted({account.edition for account in whole})
        years = str(editions[0]) if len(editions) == 1 else f"{editions[0]}–{editions[-1]}"
        facts = sum(account.facts for account in whole)
        yield visible(name), counted(len(whole), "cluster"), years, f"{facts:,}", "-", "-"
        yield from (_row(account) for account in of_file if account.missing or account.unread)


def _row(account: Account) -> tuple[str, ...]:
    return (
        visible(account.source.name),
        visible(account.cluster),
        str(account.edition),
        str(account.facts),
        str(len(account.missing) or "-"),
        str(len(account.unread) or "-"),
    )


def _lines_of_file(account: Account, verbose: bool) -> Iterator[str]:
    name = visible(account.source.name)
    if account.missing:
        yield f"{name}: does not state: {'; '.join(account.missing)}."
    if account.short:
        yield f"{name}: shorter than usual: {'; '.join(account.short)}."
    for unread in account.unread:
        yield f"{name}:{unread.line}: not used: {_shown(unread.text)} ({visible(unread.reason)})"
    if not verbose:
        return
    for activity in account.charts_absent:
        yield f"{name}: the chart of {activity} by field has no text."
    for furniture in account.furniture:
        yield f"{name}:{furniture.line}: taken as page furniture: {_shown(furniture.text)}"


def _shown(text: str) -> str:
    """Return a line's text for a message: cells apart by spaces, controls visible, not longer than a screen line."""
    line = visible(text.replace("\t", "  ").strip())
    return line if len(line) <= 100 else f"{line[:97]}..."


def summary(assembly: Assembly) -> str:
    """Return how much there is in the graph."""
    clusters, agents = assembly.counts
    counts = ((len(assembly.accounts), "profile"), (clusters, "cluster"), (agents, "agent"))
    return ", ".join(counted(count, noun) for count, noun in counts)
