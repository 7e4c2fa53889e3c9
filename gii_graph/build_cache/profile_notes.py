"""What a build notes of each profile: its account, where its text lies in the output, and whom it names.

What is noted of the graph as a whole is one line of JSON. Two follow for each profile, of which the second, whom it
names, is parsed only where it is needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from gii_graph.assembly import Account
from gii_graph.graph import Tally
from gii_graph.identity import Mentioned, NamePaths
from gii_graph.profile import Activity, Source
from gii_graph.reading import Furniture, Unread

__all__ = ["NotedNames", "NotedProfile", "ProfileNotes", "account_in_json", "in_json", "names_in_json"]


class NotedNames(NamedTuple):
    """Whom a profile names, and their IRI paths."""

    mentioned: Mentioned
    paths: NamePaths


class NotedProfile(NamedTuple):
    """A profile as noted: its account, its source's IRI path, its text's place in the output, its tally, its names.

    `start` and `end` are in bytes; `names` is JSON.
    """

    account: Account
    source: str
    start: int
    end: int
    tally: Tally
    names: bytes

    def parsed_names(self) -> NotedNames:
        """Return whom the profile names."""
        mentioned, paths = json.loads(self.names)
        return NotedNames(Mentioned(*mentioned), NamePaths(*paths))


class ProfileNotes(NamedTuple):
    """The notes of a graph: its profiles in their order, and what stands before them.

    `shared` is the length of that in bytes, `shared_tally` what it holds, `counts` are clusters and agents; `remarks`
    and `unapplied` are what was said of names.
    """

    shared: int
    shared_tally: Tally
    counts: tuple[int, int]
    remarks: tuple[str, ...]
    unapplied: tuple[str, ...]
    profiles: list[NotedProfile]

    @classmethod
    def parse(cls, general: bytes, lines: bytes) -> ProfileNotes:
        """Return the notes that a `NoteTaker` has taken."""
        noted = json.loads(general)
        tallies = [Tally.of_plain(tally) for tally in noted["tallies"]]
        clusters, agents = noted["counts"]
        profiles = [*_placed(lines.splitlines(), noted["shared"], tallies)]
        tally, remarks, unapplied = Tally.of_plain(noted["tally"]), tuple(noted["remarks"]), tuple(noted["unapplied"])
        return cls(noted["shared"], tally, (clusters, agents), remarks, unapplied, profiles)


def _placed(lines: Sequence[bytes], start: int, tallies: list[Tally]) -> Iterator[NotedProfile]:
    """Yield the profiles with their places: texts follow each other in the order of the profiles."""
    for noted, names in zip(lines[::2], lines[1::2], strict=True):
        account, source, length, tally = json.loads(noted)
        yield NotedProfile(_parsed_account(account), source, start, start + length, tallies[tally], names)
        start += length


in_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def names_in_json(mentioned: Mentioned, paths: NamePaths) -> bytes:
    """Return the names of a profile as they are noted."""
    return in_json([mentioned, paths]).encode()


_ACTIVITIES = {activity.value: activity for activity in Activity}


def account_in_json(account: Account) -> list[Any]:
    """Return an account as it is noted."""
    source = account.source
    return [
        (source.name, source.sha256, source.encoding), *account[1:7],
        [(line.line, line.text, line.reason) for line in account.unread],
        [(line.line, line.text) for line in account.furniture],
        account.designation, account.assumptions, account.parts, account.table_sources,
    ]  # fmt: skip


def _parsed_account(noted: list[Any]) -> Account:
    source, cluster, edition, facts, missing, short, charts_absent, unread, furniture, *rest = noted
    designation, assumptions, parts, tables = rest
    return Account(
        Source(*source), cluster, edition, facts, tuple(missing), tuple(short),
        tuple([_ACTIVITIES[name] for name in charts_absent]),
        tuple(Unread(*line) for line in unread), tuple(Furniture(*line) for line in furniture),
        designation, tuple(assumptions), parts, tuple(Source(*source) for source in tables),
    )  # fmt: skip
