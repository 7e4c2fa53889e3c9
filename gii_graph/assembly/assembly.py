"""Profile files into one graph: reading, reconciling and identity, with a report of what could not be used."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from gii_graph.assembly.shard import Account, Shard
from gii_graph.assembly.workers import Call, Worker, available_processors, here, workers
from gii_graph.errors import ContradictionError, SourceError
from gii_graph.graph import Tally, describe_shared, describe_sources, source_nodes, turtle, turtle_body
from gii_graph.identity import Identity, Kind, Mentions, Word, identify
from gii_graph.identity.spelling import slug
from gii_graph.reading import Duplicate, reconcile
from gii_graph.reading.names import comparable

__all__ = ["Assembly", "assemble", "assembled"]

# So many files are worth a process more: it takes about as long to start as to read and describe them.
_FILES_PER_PROCESS = 250
# So many profiles' texts travel at once: enough to make the trip worth it, few enough to hold.
_BATCH = 100


class _Read(NamedTuple):
    """One file that was read: its account, and where it is kept."""

    account: Account
    shard: int
    place: int


@dataclass(frozen=True, slots=True)
class Assembly:
    """The profiles that make the graph, what their names mean, and what was left out and why.

    `accounts` are in the order of the graph's profiles, `refused` and `duplicates` in the order of their files.
    """

    accounts: tuple[Account, ...]
    identity: Identity
    refused: tuple[SourceError, ...]
    duplicates: tuple[Duplicate, ...]
    _kept: Sequence[_Read]
    _mentions: Mentions
    _shards: Sequence[Worker]

    def turtle(self, base: str, tally: Tally | None = None) -> Iterator[str]:
        """Yield the graph's Turtle text in pieces, with instances under `base`; `tally` counts what it holds.

        Raises VocabularyError for an IRI that Turtle cannot hold.
        """
        sources = source_nodes(account.source for account in self.accounts)
        parts: list[list[tuple[int, str]]] = [[] for _ in self._shards]
        for read in self._kept:
            parts[read.shard].append((read.place, sources[read.account.source]))
        texts = [_texts(shard, part) for shard, part in zip(self._shards, parts, strict=True)]
        own = Tally() if tally is None else tally
        yield from turtle(own.watching(describe_shared(self._mentions, self.identity)), base)
        for read in self._kept:
            yield next(texts[read.shard])
        yield from turtle_body(own.watching(describe_sources(sources)))
        for shard in self._shards:
            own.update(shard("tally")())

    @property
    def complete(self) -> bool:
        """Whether every file was used, every line understood and no section missing."""
        return not self.refused and not any(account.unread or account.missing for account in self.accounts)

    def report(self) -> dict[str, Any]:
        """Return what was read, missing, not understood and refused, ready for JSON."""
        agents = {agent.path: agent for agent in self.identity.agents.values()}
        return {
            "profiles": [_report_account(account) for account in self.accounts],
            "duplicates": [{"file": one.file, "same_as": one.kept} for one in self.duplicates],
            "refused": [
                {"file": error.file, "line": error.line, "message": str(error), "kind": _refusal(error)}
                for error in self.refused
            ],
            "agents": [
                {
                    "path": path,
                    "name": agent.label,
                    "kind": str(agent.decision.kind),
                    "decided_by": agent.decision.rule,
                    "other_spellings": list(agent.spellings),
                    "joined_by": list(agent.joined_by),
                }
                for path, agent in sorted(agents.items())
            ],
        }


def assemble(paths: Iterable[Path], overrides: Mapping[str, Kind] | None = None, word: Word | None = None) -> Assembly:
    """Read the profile files and decide what their names mean; a file that cannot be used is kept as its error.

    `overrides` and `word` are a person's decisions, as `identify` takes them.
    """
    return _assemble([here(Shard)], [str(path) for path in paths], overrides, word)


@contextmanager
def assembled(
    paths: Iterable[Path],
    overrides: Mapping[str, Kind] | None = None,
    word: Word | None = None,
    processes: int | None = None,
) -> Iterator[Assembly]:
    """Do as `assemble` does in several processes; the assembly is there until the block ends.

    `processes` is how many, by default as many as there are processors and files worth it. The graph is the same
    whatever their number.
    """
    names = [str(path) for path in paths]
    count = processes or min(available_processors(), len(names) // _FILES_PER_PROCESS)
    if count <= 1:
        yield _assemble([here(Shard)], names, overrides, word)
        return
    with workers(Shard, count) as shards:
        yield _assemble(shards, names, overrides, word)


def _assemble(
    shards: Sequence[Worker], names: Sequence[str], overrides: Mapping[str, Kind] | None, word: Word | None
) -> Assembly:
    kept, refused, duplicates = _reconciled(shards, *_read(shards, names))
    kept.sort(key=_graph_order)
    mentions = _mentions(shards, kept)
    everything = Mentions()
    for part in mentions:
        everything.update(part)
    identity = identify(everything, overrides, word)
    for shard, part in zip(shards, mentions, strict=True):
        shard("name", *_paths(identity, part))()
    return Assembly(
        accounts=tuple(read.account for read in kept),
        identity=identity,
        refused=tuple(sorted(refused, key=lambda error: (error.file, error.line or 0))),
        duplicates=duplicates,
        _kept=kept,
        _mentions=everything,
        _shards=shards,
    )


def _graph_order(read: _Read) -> tuple[int, str, str, str]:
    account = read.account
    return account.edition, slug(account.cluster), account.cluster, account.source.name


def _read(shards: Sequence[Worker], names: Sequence[str]) -> tuple[list[_Read], list[SourceError]]:
    # Dealt out like cards, so that every shard has its share of each folder.
    calls = [shard("read", names[number :: len(shards)]) for number, shard in enumerate(shards)]
    read: list[_Read] = []
    refused: list[SourceError] = []
    for number, call in enumerate(calls):
        for place, account in enumerate(call()):
            if isinstance(account, SourceError):
                refused.append(account)
            else:
                read.append(_Read(account, number, place))
    return read, refused


def _reconciled(
    shards: Sequence[Worker], read: Sequence[_Read], refused: Sequence[SourceError]
) -> tuple[list[_Read], list[SourceError], tuple[Duplicate, ...]]:
    """Return one file of each cluster and edition, and what became of the others."""
    groups: defaultdict[tuple[int, str], list[_Read]] = defaultdict(list)
    for one in read:
        groups[one.account.edition, comparable(one.account.cluster)].append(one)
    rivals = [one for group in groups.values() if len(group) > 1 for one in group]
    # Files are compared fact by fact, so the whole reading of these few is needed.
    readings = [(one, shards[one.shard]("readings", [one.place])()[0]) for one in rivals]
    outcome = reconcile(reading for _, reading in readings)
    chosen = {id(reading) for reading in outcome.kept}
    kept = [group[0] for group in groups.values() if len(group) == 1]
    kept += [one for one, reading in readings if id(reading) in chosen]
    return kept, [*refused, *outcome.refused], outcome.duplicates


def _mentions(shards: Sequence[Worker], kept: Sequence[_Read]) -> list[Mentions]:
    places: list[list[int]] = [[] for _ in shards]
    for read in kept:
        places[read.shard].append(read.place)
    calls = [shard("mentions", part) for shard, part in zip(shards, places, strict=True)]
    return [call() for call in calls]


def _paths(identity: Identity, mentions: Mentions) -> tuple[dict[str, str], dict[str, str]]:
    """Return the IRI paths of the clusters and the agents that are mentioned, by name."""
    return (
        {name: identity.clusters[name].path for name in mentions.clusters()},
        {name: identity.agents[name].path for name in mentions.agents()},
    )


def _texts(shard: Worker, parts: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield the text of each file of a shard, asking for the next ones before these are used up."""
    waiting: deque[Call] = deque()
    for start in range(0, len(parts), _BATCH):
        places, sources = zip(*parts[start : start + _BATCH], strict=True)
        waiting.append(shard("texts", places, sources))
        if len(waiting) > 2:
            yield from waiting.popleft()()
    while waiting:
        yield from waiting.popleft()()


def _refusal(error: SourceError) -> str:
    return "contradiction" if isinstance(error, ContradictionError) else "unusable"


def _report_account(account: Account) -> dict[str, Any]:
    return {
        "file": account.source.name,
        "sha256": account.source.sha256,
        "encoding": account.source.encoding,
        "cluster": account.cluster,
        "edition": account.edition,
        "facts": account.facts,
        "missing": list(account.missing),
        "shorter_than_usual": list(account.short),
        "charts_without_text": [str(activity) for activity in account.charts_absent],
        "not_understood": [asdict(unread) for unread in account.unread],
        "page_furniture": [asdict(line) for line in account.furniture],
    }
