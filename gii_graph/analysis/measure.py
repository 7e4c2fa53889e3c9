"""A measure of network analysis: how it is computed, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Measure", "measure"]

Subject = TypeVar("Subject")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Measure(Generic[Subject, Result]):
    """A measure, to be called as the function that computes it.

    `meaning` is what it means, `source` where its formula comes from, `limit` what it cannot say of these data, each in
    a sentence or two. One that is `bounded` gives the lowest and the highest value, not one.
    """

    name: str
    compute: Callable[[Subject], Result]
    meaning: str
    source: str
    limit: str
    bounded: bool = False

    def __call__(self, subject: Subject) -> Result:
        """Compute it."""
        return self.compute(subject)


def measure(
    meaning: str, *, source: str, limit: str, name: str = "", bounded: bool = False
) -> Callable[[Callable[[Subject], Result]], Measure[Subject, Result]]:
    """Make a measure of the function that computes it; its name in tables is that of the function unless given."""

    def described(compute: Callable[[Subject], Result]) -> Measure[Subject, Result]:
        return Measure(name or compute.__name__, compute, meaning, source, limit, bounded)

    return described
