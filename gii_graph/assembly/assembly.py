"""Profile files into one graph: reading, reconciling and identity, with a report of what could not be used."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gii_graph.assembly.account import Account
from gii_graph.assembly.memory import Memory, Notes
from gii_graph.assembly.naming import Names
from gii_graph.assembly.remembered import Remembered
from gii_graph.assembly.shard import BATCH, Kept, Part, Shard
from gii_graph.assembly.workers import Worker, available_processors, here, workers
from gii_graph.errors import ContradictionError, SourceError
from gii_graph.graph import Tally, describe_sources, source_nodes, turtle_body
from gii_graph.graph.terms import Node
from gii_graph.identity.places import cluster_path
from gii_graph.profile import Source
from gii_graph.reading.cluster_names import comparable

if TYPE_CHECKING:
    from gii_graph.identity import Identity, Kind, Word
    from gii_graph.reading import Duplicate

__all__ = ["Assembly", "assemble", "assembled"]

# So many files are worth a process more: it takes about as long to start as to read and describe them.
_FILES_PER_PROCESS = 250
# So many batches of each shard are on their way at once, that no shard waits while this process writes.
_AHEAD = 4


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
    refused: tuple[SourceError, ...]
    duplicates: tuple[Duplicate, ...]
    _kept: Sequence[_Read]
    _sources: Mapping[Source, Node]
    _parts: Sequence[Sequence[Kept]]
    _names: Names
    _shards: Sequence[Worker]
    _memory: Memory | None

    @property
    def identity(self) -> Identity:
        """What every printed name means."""
        return self._names.identity

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters and how many agents the graph has."""
        return self._names.counts

    def turtle(self, base: str, tally: Tally | None = None) -> Iterator[str]:
        """Yield the graph's Turtle text in pieces, with instances under `base`; `tally` counts what it holds.

        Raises VocabularyError for an IRI that Turtle cannot hold.
        """
        for piece in self.encoded(base, tally):
            yield piece.decode()

    def encoded(self, base: str, tally: Tally | None = None, notes: Notes | None = None) -> Iterator[bytes]:
        """Yield what `turtle` does, in UTF-8; `notes` takes down what a later build will want to know."""
        sources = self._sources
        waiting = [
            _parts(shard, kept, notes is not None) for shard, kept in zip(self._shards, self._parts, strict=True)
        ]
        own = Tally() if tally is None else tally
        shared = self._names.shared(base, own)
        if notes:
            notes.shared(len(shared), own, self.counts)
        yield shared
        held: list[Counter[int]] = [Counter() for _ in self._shards]
        for read in self._kept:
            text, number, note = next(waiting[read.shard])
            held[read.shard][number] += 1
            if notes:
                notes.profile(read.account, sources[read.account.source], len(text), (read.shard, number), note)
            yield text
        yield self._source_texts(sources, own)
        tallies = [shard("tallies")() for shard in self._shards]
        for numbers, each in zip(held, tallies, strict=True):
            for number, times in numbers.items():
                own.add(each[number], times)
        if notes:
            notes.tallies(tallies)

    def _source_texts(self, sources: Mapping[Source, Node], tally: Tally) -> bytes:
        """Return what the graph says of the sources, those of the last build as they stand there."""
        known = self._memory.sources() if self._memory else {}
        texts: list[bytes] = []
        for source, node in sorted(sources.items(), key=lambda item: item[1]):
            texts.append(known.get((source, node)) or "".join(turtle_body(describe_sources({source: node}))).encode())
        # Of every source the same is said.
        one = Tally()
        deque(one.watching(describe_sources(dict([*sources.items()][:1]))), maxlen=0)
        tally.add(one, len(sources))
        return b"".join(texts)

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
    return _assemble(_Deal([here(Shard)], [[str(path) for path in paths]]), overrides, word)


@contextmanager
def assembled(
    paths: Iterable[Path | str],
    overrides: Mapping[str, Kind] | None = None,
    word: Word | None = None,
    processes: int | None = None,
    memory: Memory | None = None,
) -> Iterator[Assembly]:
    """Do as `assemble` does in several processes; the assembly is there until the block ends.

    `processes` is how many, by default as many as there are processors and files worth it. What `memory` knows is not
    read again. The graph is the same whatever their number, and whatever is known.
    """
    names = [str(path) for path in paths]
    known = [name for name in names if memory and name in memory.known]
    fresh = [name for name in names if not memory or name not in memory.known]
    count = processes or min(available_processors(), len(fresh) // _FILES_PER_PROCESS)
    with ExitStack() as stack:
        shards = stack.enter_context(workers(Shard, count)) if count > 1 else [here(Shard)]
        # Dealt out like cards, so that every shard has its share of each folder.
        files = [fresh[number :: len(shards)] for number in range(len(shards))]
        if memory:
            shards.append(here(lambda: Remembered(memory)))
            files.append(known)
        yield _assemble(_Deal(shards, files, memory), overrides, word)


class _Deal(NamedTuple):
    """Which shard has which files; the last one those that are remembered, if there is a memory."""

    shards: Sequence[Worker]
    files: Sequence[Sequence[str]]
    memory: Memory | None = None


def _assemble(deal: _Deal, overrides: Mapping[str, Kind] | None, word: Word | None) -> Assembly:
    kept, refused, duplicates = _reconciled(deal.shards, *_read(deal))
    kept.sort(key=_graph_order)
    sources = source_nodes(read.account.source for read in kept)
    parts = _by_shard(kept, sources, len(deal.shards))
    return Assembly(
        accounts=tuple(read.account for read in kept),
        refused=tuple(sorted(refused, key=lambda error: (error.file, error.line or 0))),
        duplicates=duplicates,
        _kept=kept,
        _names=Names(deal.shards, parts, deal.memory, overrides, word),
        _sources=sources,
        _parts=parts,
        _shards=deal.shards,
        _memory=deal.memory,
    )


def _graph_order(read: _Read) -> tuple[int, str, str, str]:
    account = read.account
    return account.edition, cluster_path(account.cluster), account.cluster, account.source.name


def _read(deal: _Deal) -> tuple[list[_Read], list[SourceError]]:
    calls = [shard("read", files) for shard, files in zip(deal.shards, deal.files, strict=True)]
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
    kept = [group[0] for group in groups.values() if len(group) == 1]
    if not rivals:
        return kept, [*refused], ()
    from gii_graph.reading import reconcile

    # Files are compared fact by fact, so the whole reading of these few is needed.
    readings = [(one, shards[one.shard]("readings", [one.place])()[0]) for one in rivals]
    outcome = reconcile(reading for _, reading in readings)
    chosen = {id(reading) for reading in outcome.kept}
    kept += [one for one, reading in readings if id(reading) in chosen]
    return kept, [*refused, *outcome.refused], outcome.duplicates


def _by_shard(kept: Iterable[_Read], sources: Mapping[Source, Node], shards: int) -> list[list[Kept]]:
    """Return where each shard keeps the files that make the graph, in its order."""
    parts: list[list[Kept]] = [[] for _ in range(shards)]
    for read in kept:
        parts[read.shard].append(Kept(read.place, sources[read.account.source]))
    return parts


def _parts(shard: Worker, kept: Sequence[Kept], noted: bool) -> Iterator[Part]:
    """Return the parts of a shard's files in order; the next ones are asked for before these are used up."""
    calls = (shard("parts", kept[start : start + BATCH], noted) for start in range(0, len(kept), BATCH))
    waiting = deque(islice(calls, _AHEAD))

    def parts() -> Iterator[Part]:
        while waiting:
            call = waiting.popleft()
            waiting.extend(islice(calls, 1))
            yield from call()

    return parts()


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
        "not_understood": [unread._asdict() for unread in account.unread],
        "page_furniture": [line._asdict() for line in account.furniture],
    }
