"""What is said of lines that state no fact."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Furniture", "Unread"]


class Unread(NamedTuple):
    """A line, or a part of one, that was not understood or not used, and why."""

    line: int
    text: str
    reason: str


class Furniture(NamedTuple):
    """A line of the page or mail around a profile."""

    line: int
    text: str
