"""One build beside what the last one noted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gii_graph.build_cache.entry import BuildInputs, BuildOutcome, CacheEntry, InputState

if TYPE_CHECKING:
    from gii_graph.assembly import Assembly, FilePart
    from gii_graph.build_cache.last_build import LastBuild
    from gii_graph.build_cache.note_taker import NoteTaker
    from gii_graph.graph import OriginsByContent

__all__ = ["BuildSession"]

# Fewer files than this are built in less time than it takes to wonder whether they have changed.
_WORTH_AN_ENTRY = 100


class BuildSession:
    """What a build asks of its cache, and tells it.

    Where nothing can be known, because there is no folder, there are few files or one of them cannot be read, it
    answers that nothing is known, and takes no notes. The folder is asked for only where it matters.
    """

    def __init__(self, folder: Callable[[], Path] | None, output: Path, inputs: BuildInputs) -> None:
        self._inputs = inputs
        self._entry: CacheEntry | None = None
        self._state: InputState | None = None
        self._taker: NoteTaker | None = None
        if folder and len(inputs.profiles) >= _WORTH_AN_ENTRY:
            self._entry = CacheEntry(folder(), output)
            self._state = self._look(fresh=False)

    def _look(self, *, fresh: bool) -> InputState | None:
        """Return what the inputs hold, None where one cannot be read: the build says so."""
        try:
            return self._inputs.state({} if fresh or not self._entry else self._entry.rested())
        except OSError:
            return None

    def outcome(self) -> BuildOutcome | None:
        """Return what the last build came to, if nothing has changed since, in inputs or output."""
        return self._entry.outcome(self._state) if self._entry and self._state else None

    def last_build(self) -> LastBuild | None:
        """Return what the last build knows of the files that have not changed."""
        return self._entry.last_build(self._state) if self._entry and self._state else None

    def parts(self, assembly: Assembly, base: str, origins: OriginsByContent) -> Iterator[FilePart]:
        """Yield the parts of the graph of an assembly, as it does itself, while notes are taken of them."""
        if not self._state:
            return assembly.parts(base, origins)
        from gii_graph.build_cache.note_taker import NoteTaker

        self._taker = NoteTaker(assembly)
        return self._taker.parts(base, origins)

    def keep(self, assembly: Assembly, outcome: BuildOutcome, output: str) -> None:
        """Write the entry of a build that was just done, whose output has the SHA-256 `output`.

        Raises OutputError where the entry cannot be written.
        """
        if self._entry and self._state and self._taker and self._was_made_of(assembly, self._state):
            self._entry.write(self._state, outcome, output, self._taker)

    def _was_made_of(self, assembly: Assembly, state: InputState) -> bool:
        """Tell whether the files had, when they were read, the content that they had at the first look."""
        hashes = {*state.contents.hashes.values()}
        if not hashes.issuperset(account.source.sha256 for account in assembly.accounts):
            return False
        # Of a file that cannot be used only its error is left: look again.
        again = self._look(fresh=True) if assembly.refused else state
        return again is not None and again.digest == state.digest
