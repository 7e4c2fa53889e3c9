"""What is said of lines that state no fact."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Furniture", "Unread"]


@dataclass(frozen=True, slots=True)
class Unread:
    """A line, or a part of one, that was not understood or not used, and why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of the page or mail around a profile."""

    line: int
    text: str
