"""Profile files into one graph: reading, reconciling and identity, with a report of what could not be used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from gii_graph.assembly.account import Account
from gii_graph.assembly.naming import DecidedNames, Names
from gii_graph.assembly.processes import InProcess, Worker, available_processors, in_order, worker_processes
from gii_graph.assembly.shard import FilePart, FileRequest, ProfileShard, Shard
from gii_graph.errors import ContradictionError, SourceError
from gii_graph.graph import NO_ORIGINS, OriginsByContent, Tally, describe_sources, source_nodes, turtle_body
from gii_graph.identity import Mentioned, designation_of
from gii_graph.identity.cluster_identity import cluster_path, identify_clusters
from gii_graph.identity.word import NO_WORD
from gii_graph.profile import Profile, Source
from gii_graph.reading import DISK

if TYPE_CHECKING:
    from gii_graph.graph.terms import Node
    from gii_graph.identity import Identity, Kind, Word
    from gii_graph.reading import Duplicate, Reading, Storage

__all__ = ["Assembly", "EarlierBuild", "assemble_graph", "assembled"]

# So many files are worth a process more: it takes about as long to start as to read and describe them.
_FILES_PER_PROCESS = 250
# So many files, two megabytes of Turtle, are asked for at once: enough to make the trip worth it, few enough to hold.
_BATCH = 250


class _ShardFile(NamedTuple):
    """One file that was read: its account, and where it is kept."""

    account: Account
    shard: int
    slot: int


class EarlierBuild(Protocol):
    """What an earlier build of the same graph left, of which a build may make use."""

    @property
    def paths(self) -> Collection[str]:
        """The files that need not be read."""

    def shard(self) -> Shard:
        """Return a shard that answers for files of these paths."""

    def names(
        self, unchanged: Mapping[int, int], fresh: Mapping[int, Mentioned], decide: Callable[[], Names]
    ) -> Names | None:
        """Return what all names mean, if they are as they were, else None.

        `unchanged` has the slot in its shard of each profile that it knows, `fresh` whom each other profile names,
        both by the profile's index in the graph. `decide` works out anew what names mean.
        """


@dataclass(frozen=True, slots=True)
class Assembly:
    """The profiles that make the graph, what their names mean, and what was left out and why.

    `accounts` are in the order of the graph's profiles, `refused` and `duplicates` in the order of their files.
    `assumptions` are what reading took for granted, each with its file; `sources` have the node of each file.
    """

    accounts: tuple[Account, ...]
    refused: tuple[SourceError, ...]
    duplicates: tuple[Duplicate, ...]
    assumptions: tuple[tuple[str, str], ...]
    names: Names
    sources: Mapping[Source, Node]
    _files: Sequence[_ShardFile]
    _workers: Sequence[Worker]

    @property
    def counts(self) -> tuple[int, int]:
        """How many clusters and how many agents the graph has."""
        return self.names.counts

    @property
    def identity(self) -> Identity:
        """What every printed name means."""
        return self.names.identity

    def turtle(self, base: str, origins: OriginsByContent = NO_ORIGINS) -> Iterator[str]:
        """Yield the graph's Turtle text in pieces, with instances under `base`.

        `origins` are where files were fetched from, by their names and SHA-256.
        Raises VocabularyError for an IRI that Turtle cannot hold.
        """
        return (part.text.decode() for part in self.parts(base, origins))

    def parts(self, base: str, origins: OriginsByContent = NO_ORIGINS) -> Iterator[FilePart]:
        """Yield what `turtle` does, with what it holds: what profiles share, in pieces, each profile, the sources."""
        described = self.described_profiles()
        yield from self.names.shared(base)
        yield from described
        yield self.described_sources(origins)

    def described_profiles(self) -> Iterator[FilePart]:
        """Return the part of each profile in the order of the graph; the first are asked for at once."""
        waiting = [_described(worker, self.requests(shard)) for shard, worker in enumerate(self._workers)]
        return (next(waiting[file.shard]) for file in self._files)

    def requests(self, shard: int = 0) -> Iterator[FileRequest]:
        """Yield what is asked of a shard, in the order of the graph."""
        sources = self.sources
        for profile, file in enumerate(self._files):
            if file.shard == shard:
                tables = tuple([sources[source] for source in file.account.table_sources])
                yield FileRequest(file.slot, sources[file.account.source], self.names.paths(profile), tables)

    def described_sources(self, origins: OriginsByContent = NO_ORIGINS) -> FilePart:
        """Return what stands behind the profiles in the graph."""
        tally = Tally()
        text = "".join(turtle_body(tally.watching(describe_sources(self.sources, origins))))
        return FilePart(text.encode(), tally)

    @property
    def complete(self) -> bool:
        """Whether every file was used, every line understood and no section missing."""
        gap = any(account.unread or account.missing for account in self.accounts)
        return not (self.refused or gap or self.names.remarks)

    def report(self) -> dict[str, Any]:
        """Return what was read, missing, not understood and refused, ready for JSON."""
        agents = self.identity.agents.distinct()
        return {
            "profiles": [_report_account(account) for account in self.accounts],
            "duplicates": [{"file": duplicate.file, "same_as": duplicate.kept} for duplicate in self.duplicates],
            "refused": [
                {"file": error.file, "line": error.line, "message": str(error), "kind": _refusal(error)}
                for error in self.refused
            ],
            "assumptions": [{"file": file, "assumed": assumed} for file, assumed in self.assumptions],
            "doubtful": [*self.names.remarks],
            "decisions_without_effect": [*self.names.unapplied],
            "agents": [
                {
                    "path": path,
                    "name": agent.label,
                    "kind": str(agent.decision.kind),
                    "decided_by": agent.decision.stated,
                    "other_spellings": list(agent.spellings),
                    "joined_by": list(agent.joined_by),
                }
                for path, agent in sorted(agents.items())
            ],
        }


def assemble_graph(
    paths: Iterable[Path],
    overrides: Mapping[str, Kind] | None = None,
    word: Word | None = None,
    left_out: Iterable[SourceError] = (),
) -> Assembly:
    """Read the profile files and decide what their names mean; a file that cannot be used is kept as its error.

    `overrides` and `word` are a person's decisions, as `identify` takes them. `left_out` are files that are none of a
    kind that is read; they count as refused.
    """
    deal = _Deal([InProcess(ProfileShard())], [[str(path) for path in paths]], left_out=[*left_out])
    return _assemble(deal, overrides, word)


@contextmanager
def assembled(
    paths: Iterable[Path | str],
    overrides: Mapping[str, Kind] | None = None,
    word: Word | None = None,
    processes: int | None = None,
    earlier: EarlierBuild | None = None,
    left_out: Iterable[SourceError] = (),
    storage: Storage = DISK,
    cluster: Worker | None = None,
) -> Iterator[Assembly]:
    """Do as `assemble_graph` does in several processes; the assembly is there until the block ends.

    `processes` is how many, by default as many as there are processors and files worth it. What `earlier` knows is
    not read again. The files lie in `storage`. A `cluster` does the work instead of processes of this machine. The
    graph is the same wherever the work is done, and whatever is known.
    """
    names = [str(path) for path in paths]
    fresh = [name for name in names if earlier is None or name not in earlier.paths]
    count = processes or min(available_processors(), len(fresh) // _FILES_PER_PROCESS)
    with ExitStack() as stack:
        workers: list[Worker] = [cluster or InProcess(ProfileShard(storage))]
        if count > 1 and not cluster:
            workers = stack.enter_context(worker_processes(partial(ProfileShard, storage), count))
        # Dealt out like cards, so that every shard has its share of each folder.
        files = [fresh[number :: len(workers)] for number in range(len(workers))]
        if earlier:
            workers.append(InProcess(earlier.shard()))
            files.append([name for name in names if name in earlier.paths])
        yield _assemble(_Deal(workers, files, earlier, [*left_out]), overrides, word)


class _Deal(NamedTuple):
    """Which shard has which files; the last one those that an earlier build knows, if there is one."""

    workers: Sequence[Worker]
    files: Sequence[Sequence[str]]
    earlier: EarlierBuild | None = None
    left_out: Sequence[SourceError] = ()


def _assemble(deal: _Deal, overrides: Mapping[str, Kind] | None, word: Word | None) -> Assembly:
    read_files, errors = _read(deal)
    files, refused, duplicates = _reconciled(deal.workers, read_files, errors, word)
    files.sort(key=_graph_order)
    return Assembly(
        accounts=tuple(file.account for file in files),
        refused=tuple(sorted(refused, key=lambda error: (error.file, error.line or 0))),
        duplicates=duplicates,
        assumptions=tuple(
            sorted(
                {
                    (file.account.source.name, assumption)
                    for file in read_files
                    for assumption in file.account.assumptions
                }
            )
        ),
        names=_names(deal, files, overrides, word),
        sources=source_nodes(source for file in files for source in file.account.sources),
        _files=files,
        _workers=deal.workers,
    )


def _graph_order(file: _ShardFile) -> tuple[int, str, str, str]:
    account = file.account
    return account.edition, cluster_path(account.cluster), account.cluster, account.source.name


def _read(deal: _Deal) -> tuple[list[_ShardFile], list[SourceError]]:
    answers = [worker.submit(Shard.read, paths) for worker, paths in zip(deal.workers, deal.files, strict=True)]
    files: list[_ShardFile] = []
    refused: list[SourceError] = [*deal.left_out]
    for shard, answer in enumerate(answers):
        for slot, account in enumerate(answer()):
            if isinstance(account, SourceError):
                refused.append(account)
            else:
                files.append(_ShardFile(account, shard, slot))
    return files, refused


def _reconciled(
    workers: Sequence[Worker], read: Sequence[_ShardFile], refused: Sequence[SourceError], word: Word | None
) -> tuple[list[_ShardFile], list[SourceError], tuple[Duplicate, ...]]:
    """Return one file of each cluster and edition, and what became of the others."""
    editions: dict[str, int] = {}
    for file in read:
        newest = editions.get(file.account.designation, 0)
        editions[file.account.designation] = max(newest, file.account.edition)
    clusters = identify_clusters(editions, word=word or NO_WORD).clusters
    groups: defaultdict[tuple[int, str], list[_ShardFile]] = defaultdict(list)
    for file in read:
        groups[file.account.edition, clusters[file.account.designation].path].append(file)
    rivals = [file for group in groups.values() if len(group) > 1 for file in group]
    kept = [group[0] for group in groups.values() if len(group) == 1]
    if not rivals:
        return kept, [*refused], ()
    from gii_graph.reading import reconcile

    # Files are compared fact by fact, so the whole reading of these few is needed.
    readings = [*_readings(workers, rivals)]
    outcome = reconcile((reading for _, reading in readings), lambda profile: clusters[designation_of(profile)].path)
    files = {_place_of(reading.profile): file for file, reading in readings}
    for reading in outcome.kept:
        file = files[_place_of(reading.profile)]
        if reading.profile.table_rows:
            workers[file.shard].submit(Shard.replace, file.slot, reading)()
            file = file._replace(account=Account.of(reading, parts=0))
        kept.append(file)
    return kept, [*refused, *outcome.refused], outcome.duplicates


def _readings(workers: Sequence[Worker], files: Sequence[_ShardFile]) -> Iterator[tuple[_ShardFile, Reading]]:
    """Yield files with what was read of them, whole; each shard is asked once."""
    slots: defaultdict[int, list[int]] = defaultdict(list)
    for file in files:
        slots[file.shard].append(file.slot)
    answers = {shard: workers[shard].submit(Shard.readings, asked) for shard, asked in slots.items()}
    readings = {shard: iter(answer()) for shard, answer in answers.items()}
    return ((file, next(readings[file.shard])) for file in files)


def _place_of(profile: Profile) -> tuple[object, ...]:
    """Return where a profile is stated, which no other is."""
    return profile.source, profile.sheet, profile.cluster


def _names(deal: _Deal, files: Sequence[_ShardFile], overrides: Mapping[str, Kind] | None, word: Word | None) -> Names:
    """Return what the names in the files mean: decided, unless an earlier build knows it."""

    def decide() -> Names:
        mentioned = _mentioned(deal.workers, files, range(len(deal.workers)))
        return DecidedNames([mentioned[profile] for profile in range(len(files))], overrides, word)

    last = len(deal.workers) - 1
    # What an earlier build knows of a profile is not all where a table has added to it.
    if deal.earlier and not any(file.shard == last and file.account.parts == 0 for file in files):
        unchanged = {profile: file.slot for profile, file in enumerate(files) if file.shard == last}
        fresh = _mentioned(deal.workers, files, range(last))
        parsed = {profile: Mentioned.parse(packed) for profile, packed in fresh.items()}
        names = deal.earlier.names(unchanged, parsed, decide)
        if names:
            return names
    return decide()


def _mentioned(workers: Sequence[Worker], files: Sequence[_ShardFile], shards: Iterable[int]) -> dict[int, bytes]:
    """Return whom the profiles of some shards name, packed, by the profile's index in the graph."""
    profiles = {shard: [profile for profile, file in enumerate(files) if file.shard == shard] for shard in shards}
    answers = [
        (profiles[shard], workers[shard].submit(Shard.mentioned, [files[profile].slot for profile in profiles[shard]]))
        for shard in profiles
    ]
    return {profile: mentioned for asked, answer in answers for profile, mentioned in zip(asked, answer(), strict=True)}


def _described(worker: Worker, requests: Iterator[FileRequest]) -> Iterator[FilePart]:
    """Return the parts of a shard's files in order; the next ones are asked for before these are used up."""
    batches = iter(lambda: [*islice(requests, _BATCH)], [])
    answers = (worker.submit(Shard.describe, batch) for batch in batches)
    return chain.from_iterable(in_order(answers, worker.ahead))


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
