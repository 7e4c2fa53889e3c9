"""The answers to the shipped questions with all parameters free, asked by the engine while Python does other work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gii_graph.sparql.engine import answer
from gii_graph.sparql.row_count import number_of_different_rows, selected_columns
from gii_graph.sparql.shipped import shipped_names, shipped_text

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["MOST_CHARACTERS", "AnswerRow", "FreeAnswer", "FreeAnswers"]

MOST_CHARACTERS: Final = 200_000  # of all answers in a page
_MANY_TRIPLES: Final = 200_000  # above this, rows are counted before they are asked for: they may be too many
_SWITCH_INTERVAL: Final = 0.0005  # seconds

# Terms of pyoxigraph, None where a variable is unbound.
AnswerRow = tuple[Any, ...]


class FreeAnswer(NamedTuple):
    """The rows of an answer; or none, where they were only counted, and how many different ones there are."""

    columns: list[str]
    rows: list[AnswerRow] | None
    number: int

    @property
    def least_size(self) -> int:
        """About how many characters the rows take at least."""
        return self.number * (8 + 6 * len(self.columns))


class FreeAnswers:
    """The answers that a store gives to the shipped questions, each asked for once.

    The engine works outside the interpreter's lock, so that a thread that asks it and one that does not go on together.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._is_large = len(store) > _MANY_TRIPLES  # the engine counts them one by one
        self._answers: dict[str, FreeAnswer] = {}

    @contextmanager
    def asked_meanwhile(self) -> Iterator[None]:
        """Ask one question after the other while the block runs; after it no thread is left and none is half asked."""
        with _short_turns(), ThreadPoolExecutor(1) as aside:
            asked = {name: aside.submit(self._answer, name) for name in shipped_names()}
            try:
                yield
            finally:
                aside.shutdown(cancel_futures=True)
        self._answers = {name: answered.result() for name, answered in asked.items() if not answered.cancelled()}

    def in_order(self) -> Iterator[FreeAnswer]:
        """Yield the answers in the order of the questions' names; the next are asked for while the last is read."""
        # To read one takes so little that one thread alone would keep one processor busy.
        with _short_turns(), ThreadPoolExecutor(2) as aside:
            yield from aside.map(lambda name: self._answers.pop(name, None) or self._answer(name), shipped_names())

    def _answer(self, name: str) -> FreeAnswer:
        text = shipped_text(name)
        columns = selected_columns(text)
        # To count many rows as they come takes less time than to sort them; groups are few.
        if self._is_large and "GROUP BY" not in text:
            number = number_of_different_rows(self._store, text)
            return FreeAnswer(columns, None if number else [], number)
        solutions: Any = answer(self._store, text)
        rows = list(map(tuple, solutions))
        answered = FreeAnswer(columns, rows, len(rows))
        return answered if answered.least_size <= MOST_CHARACTERS else FreeAnswer(columns, None, len(set(rows)))


@contextmanager
def _short_turns() -> Iterator[None]:
    """Let threads take turns often: after each step of the engine, one waits longer than a short question takes."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_INTERVAL)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)
