"""What a person decided in review, brought to the subjects of a graph: before all else, and never forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gii_graph.authorities import Authority, identify
from gii_graph.errors import RegistryError
from gii_graph.identity.spelling import comparison_key
from gii_graph.identity.word import nearest
from gii_graph.links.model import OWN_GRAPH, Justification, Link, is_ours, source_of
from gii_graph.links.review import Conflict, Decisions, ReviewRow, settled
from gii_graph.links.subjects import Subjects
from gii_graph.vocabulary import SKOS

__all__ = ["Decided", "Refused", "apply", "decided_links"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that is not applied, and why not, in words that follow its file and line."""

    row: ReviewRow
    why: str

    def __str__(self) -> str:
        return str(RegistryError(self.row.file, self.why, self.row.line or None))


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions by the IRI of the subject they speak of today, and those that fit nothing in the graph.

    `refused` are those that say what cannot be, `conflicts` those that contradict each other: neither is applied.
    `names` has the IRI of every organisation and cluster by the comparison keys of its names, `printed` these names.
    """

    by_subject: Mapping[str, Sequence[ReviewRow]]
    waiting: tuple[ReviewRow, ...]
    refused: tuple[Refused, ...]
    conflicts: tuple[Conflict, ...]
    names: Mapping[str, str]
    printed: Mapping[str, str]

    def of(self, subject: str) -> Sequence[ReviewRow]:
        """Return the decisions on one subject."""
        return self.by_subject.get(subject, ())

    def speaks_of(self, one: str, other: str) -> bool:
        """Whether a decision is on these two subjects, in either order."""
        pairs = ((one, other), (other, one))
        return any(row.candidate == candidate for subject, candidate in pairs for row in self.of(subject))

    @property
    def rows(self) -> Iterator[ReviewRow]:
        """The decisions that were applied."""
        for rows in self.by_subject.values():
            yield from rows

    def named(self, name: str) -> str | None:
        """Return the IRI of the subject that is meant by an IRI or a name, if the graph has it."""
        return name if name in self.names.values() else self.names.get(comparison_key(name))

    def carried(self, links: Sequence[Link]) -> list[Link]:
        """Return the links of subjects that a person called the same as another.

        Such a subject is linked to the other, and to all that the other is linked to by `links` and by the subjects
        carried before it.
        """
        carried: list[Link] = []
        for subject, row in [(subject, row) for subject, rows in self.by_subject.items() for row in rows]:
            other = self.named(row.same_as) if row.same_as else None
            if other is not None and other != subject:
                carried += _carried(row, subject, [one for one in (*links, *carried) if one.subject == other], other)
        return carried


def apply(
    decisions: Decisions, subjects: Subjects, exists: Callable[[Authority, str], bool] = lambda authority, local: True
) -> Decided:
    """Find the subjects that decisions speak of, and check what they say of them.

    A subject is known by its IRI, else by one of its names: a graph of more profiles may have it under another label.
    `exists` tells whether an authority has a record, as far as its registry is at hand.
    """
    checking = _Checking(subjects, exists)
    by_subject: defaultdict[str, list[ReviewRow]] = defaultdict(list)
    waiting: list[ReviewRow] = []
    refused: list[Refused] = []
    for row in decisions.rows:
        subject = checking.named(row.subject) or checking.named(row.name)
        if subject is None:
            waiting.append(row)
            continue
        checked, why = checking.checked(replace(row, subject=subject))
        if why:
            refused.append(Refused(row, f"{why}; it is not applied"))
        else:
            by_subject[subject].append(checked)
    conflicts: list[Conflict] = []
    applied: dict[str, list[ReviewRow]] = {}
    for subject, rows in by_subject.items():
        # What is one organisation now may have been two when it was decided on.
        agreed, contradictions = settled(rows)
        contradictions += tuple(_two_of_one(agreed, subject in checking.places))
        contradicted = {row for conflict in contradictions for row in conflict.rows}
        applied[subject] = [row for row in agreed if row not in contradicted]
        conflicts += contradictions
    return Decided(
        applied, tuple(waiting), tuple(refused), (*decisions.conflicts, *conflicts), checking.iris, checking.printed
    )


class _Checking:
    """What decisions are checked against: the names of a graph, and the registries at hand."""

    def __init__(self, subjects: Subjects, exists: Callable[[Authority, str], bool]) -> None:
        named = [(cluster.label, cluster.iri) for cluster in subjects.clusters]
        named += [(name, one.iri) for one in subjects.people for name in one.names]
        named += [(name, one.iri) for one in subjects.organizations for name in one.names]
        self.iris = {comparison_key(name): iri for name, iri in named}
        self.printed = {comparison_key(name): name for name, _ in named}
        self.places = {cluster.iri for cluster in subjects.clusters}
        self._all = {*self.iris.values(), *(person.iri for person in subjects.people)}
        self._exists = exists

    def named(self, name: str) -> str | None:
        """Return the IRI of what is meant by an IRI or a name, if the graph has it."""
        return name if name in self._all else self.iris.get(comparison_key(name))

    def checked(self, row: ReviewRow) -> tuple[ReviewRow, str]:
        """Return a decision with its candidate as an IRI, and what is wrong with it, if anything."""
        if row.same_as:
            return row, "" if self.named(row.same_as) else f"says same-as {row.same_as}, {self.unknown(row.same_as)}"
        if row.candidate in self._all or is_ours(row.candidate):
            other = self.named(row.candidate) or self.named(row.candidate_name)
            wrong = f"has {row.candidate}, {self.unknown(row.candidate_name)}" if other is None else ""
            return replace(row, candidate=other or row.candidate), wrong
        return self._identified(row) if row.candidate else (row, "")

    def _identified(self, row: ReviewRow) -> tuple[ReviewRow, str]:
        identifier = identify(row.candidate, "place" if row.subject in self.places else "organization")
        wrong = identifier.fault
        if not wrong and identifier.authority and not self._exists(identifier.authority, identifier.local):
            wrong = f"is not in the registry of {identifier.authority.name} at hand"
        return replace(
            row, candidate=identifier.iri
        ), f"has the candidate '{row.candidate}', which {wrong}" if wrong else ""

    def unknown(self, name: str) -> str:
        """Say that the graph has no such name, and which is nearest."""
        return f"which this graph does not have{nearest(name, self.printed)}"


def _two_of_one(rows: Sequence[ReviewRow], is_place: bool) -> Iterator[Conflict]:
    """Yield the decisions by which one organisation is two records of one authority; a cluster may be two cities."""
    accepted: defaultdict[str, list[ReviewRow]] = defaultdict(list)
    for row in rows:
        if row.decision == "accept" and not is_place and not is_ours(row.candidate):
            accepted[source_of(row.candidate)].append(row)
    yield from (Conflict(tuple(same)) for same in accepted.values() if len({row.candidate for row in same}) > 1)


def decided_links(rows: Iterable[ReviewRow], label: str, predicate: str) -> Iterator[Link]:
    """Yield what a person decided of one subject; `predicate` is what `accept` means for its kind."""
    for row in rows:
        is_identifier = row.candidate and row.candidate != row.subject and not row.same_as
        if is_identifier and row.decision in {"accept", "close", "reject"}:
            yield Link(
                subject=row.subject,
                subject_label=label,
                object=row.candidate,
                object_label=row.candidate_name,
                source=source_of(row.candidate),
                release="",
                justification=Justification.MANUAL,
                confidence=1.0,
                reason=_told(row, row.decision),
                predicate=SKOS.closeMatch if row.decision == "close" else predicate,
                negated=row.decision == "reject",
                author=row.author,
                date=row.date,
            )


def _told(row: ReviewRow, decision: str) -> str:
    return f"a person decided: {decision}" + (f" ({row.note})" if row.note else "")


def _carried(row: ReviewRow, subject: str, links: Iterable[Link], other: str) -> Iterator[Link]:
    reason = _told(row, f"same as {row.same_as}")
    manual = Justification.MANUAL
    yield Link(subject, row.name, other, "", OWN_GRAPH, "", manual, 1.0, reason, author=row.author, date=row.date)
    for link in links:
        if link.is_published:
            chained = Justification.CHAINED
            yield replace(link, subject=subject, subject_label=row.name, justification=chained, reason=reason)
