"""Profile files into one graph: reading, reconciling and identity, with a report of what could not be used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from gii_graph.errors import ContradictionError, SourceError
from gii_graph.graph import describe
from gii_graph.graph.terms import Block
from gii_graph.identity import Identity, Kind, Word, identify
from gii_graph.reading import Duplicate, Reading, read_file, reconcile

__all__ = ["Assembly", "assemble"]


@dataclass(frozen=True, slots=True)
class Assembly:
    """The profiles that make the graph, what their names mean, and what was left out and why.

    `readings` are in the order of the graph's profiles, `refused` and `duplicates` in the order of their files.
    """

    readings: tuple[Reading, ...]
    identity: Identity
    refused: tuple[SourceError, ...]
    duplicates: tuple[Duplicate, ...]

    def blocks(self) -> Iterator[Block]:
        """Yield the graph's triples, one subject a block."""
        return describe([reading.profile for reading in self.readings], self.identity)

    @property
    def complete(self) -> bool:
        """Whether every file was used, every line understood and no section missing."""
        return not self.refused and not any(reading.unread or reading.missing for reading in self.readings)

    def report(self) -> dict[str, Any]:
        """Return what was read, missing, not understood and refused, ready for JSON."""
        agents = {agent.path: agent for agent in self.identity.agents.values()}
        return {
            "profiles": [_report_reading(reading) for reading in self.readings],
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
    readings: list[Reading] = []
    refused: list[SourceError] = []
    for path in paths:
        try:
            readings.append(read_file(path))
        except SourceError as error:
            refused.append(error)
    outcome = reconcile(readings)
    kept = sorted(outcome.kept, key=lambda reading: (reading.profile.edition.value, reading.profile.cluster.value))
    return Assembly(
        readings=tuple(kept),
        identity=identify([reading.profile for reading in kept], overrides, word),
        refused=tuple(sorted([*refused, *outcome.refused], key=lambda error: (error.file, error.line or 0))),
        duplicates=outcome.duplicates,
    )


def _refusal(error: SourceError) -> str:
    return "contradiction" if isinstance(error, ContradictionError) else "unusable"


def _report_reading(reading: Reading) -> dict[str, Any]:
    profile = reading.profile
    return {
        "file": profile.source.name,
        "sha256": profile.source.sha256,
        "encoding": profile.source.encoding,
        "cluster": profile.cluster.value,
        "edition": profile.edition.value,
        "facts": reading.facts,
        "missing": list(reading.missing),
        "shorter_than_usual": list(reading.short),
        "charts_without_text": [str(activity) for activity in reading.charts_absent],
        "not_understood": [asdict(unread) for unread in reading.unread],
        "page_furniture": [asdict(line) for line in reading.furniture],
    }
