"""What a person decided in review, brought to the subjects of a graph: before all else, and never forgotten."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gii_graph.errors import RegistryError
from gii_graph.identity.spelling import comparison_key
from gii_graph.links.model import Justification, Link, authority_of, ror_iri
from gii_graph.links.review import Decisions, ReviewRow
from gii_graph.links.subjects import Subjects
from gii_graph.vocabulary import SKOS

__all__ = ["Decided", "apply", "decided_links"]


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions by the IRI of the subject they speak of today, and those that fit nothing in the graph.

    `names` has the IRI of every organisation and cluster by the comparison keys of its names.
    """

    by_subject: Mapping[str, Sequence[ReviewRow]]
    waiting: tuple[ReviewRow, ...]
    names: Mapping[str, str]

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

    def carried(self, links: Sequence[Link]) -> tuple[list[Link], list[ReviewRow]]:
        """Return the links of subjects that a person called the same as another, and what names no subject.

        Such a subject is linked to the other, and to all that the other is linked to by `links` and by the subjects
        carried before it.
        """
        carried: list[Link] = []
        unknown: list[ReviewRow] = []
        for subject, row in [
            (subject, row) for subject, rows in self.by_subject.items() for row in rows if row.same_as
        ]:
            other = self._other(row.same_as)
            if other is None:
                unknown.append(row)
            elif other != subject:
                carried += _carried(row, subject, [one for one in (*links, *carried) if one.subject == other], other)
        return carried, unknown

    def _other(self, name: str) -> str | None:
        return name if name in self.names.values() else self.names.get(comparison_key(name))


def apply(decisions: Decisions, subjects: Subjects) -> Decided:
    """Find the subjects that decisions speak of; raises RegistryError where decisions contradict each other.

    A subject is known by its IRI, else by one of its names: a graph of more profiles may have it under another label.
    """
    names = _by_name(subjects)
    iris = set(names.values())
    by_subject: defaultdict[str, list[ReviewRow]] = defaultdict(list)
    waiting = []
    for row in decisions.rows:
        subject = row.subject if row.subject in iris else names.get(comparison_key(row.name))
        if subject is None:
            waiting.append(row)
        else:
            by_subject[subject].append(replace(row, subject=subject))
    for subject, rows in by_subject.items():
        _check(subject, rows)
    return Decided(dict(by_subject), tuple(waiting), names)


def _by_name(subjects: Subjects) -> dict[str, str]:
    named = {comparison_key(cluster.label): cluster.iri for cluster in subjects.clusters}
    for organization in subjects.organizations:
        named |= {comparison_key(name): organization.iri for name in organization.names}
    return named


def _check(subject: str, rows: Sequence[ReviewRow]) -> None:
    records = {row.candidate for row in rows if row.decision == "accept" and row.candidate.startswith(ror_iri(""))}
    if len(records) > 1:
        raise RegistryError(
            "The decisions", f"accept {len(records)} ROR records for {rows[0].name} ({subject}); accept one of them"
        )


def decided_links(rows: Iterable[ReviewRow], label: str, predicate: str) -> Iterator[Link]:
    """Yield what a person decided of one subject; `predicate` is what `accept` means for its kind."""
    for row in rows:
        if row.candidate and row.candidate != row.subject and not row.same_as:
            yield Link(
                subject=row.subject,
                subject_label=label,
                object=row.candidate,
                object_label=row.candidate_name,
                authority=authority_of(row.candidate),
                release="",
                justification=Justification.MANUAL,
                confidence=1.0,
                reason=f"a person decided: {row.decision}",
                predicate=SKOS.closeMatch if row.decision == "close" else predicate,
                negated=row.decision == "reject",
            )


def _carried(row: ReviewRow, subject: str, links: Iterable[Link], other: str) -> Iterator[Link]:
    reason = f"a person decided: same as {row.same_as}"
    yield Link(subject, row.name, other, "", "gii", "", Justification.MANUAL, 1.0, reason)
    for link in links:
        if link.is_published:
            chained = Justification.CHAINED
            yield replace(link, subject=subject, subject_label=row.name, justification=chained, reason=reason)
