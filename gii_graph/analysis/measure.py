"""A measure of network analysis: how it is computed, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Measure", "measure"]

Input = TypeVar("Input")
Output = TypeVar("Output")


@dataclass(frozen=True)
class Measure(Generic[Input, Output]):
    """A measure, to be called as the function that computes it.

    `meaning` is what it means, `source` where its formula comes from, `limit` what it cannot say of these data, each in
    a sentence or two. One that is `bounded` gives the lowest and the highest value, not one.
    """

    name: str
    compute: Callable[[Input], Output]
    meaning: str
    source: str
    limit: str
    bounded: bool = False

    def __call__(self, subject: Input) -> Output:
        """Compute it."""
        return self.compute(subject)


def measure(
    meaning: str, *, source: str, limit: str, name: str = "", bounded: bool = False
) -> Callable[[Callable[[Input], Output]], Measure[Input, Output]]:
    """Make a measure of the function that computes it; its name in tables is that of the function unless given."""

    def described(compute: Callable[[Input], Output]) -> Measure[Input, Output]:
        return Measure(name or compute.__name__, compute, meaning, source, limit, bounded)

    return described
