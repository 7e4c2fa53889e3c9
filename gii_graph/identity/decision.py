"""What a name was decided to be: an organisation or a person, by which rule, and how sure.

Apart from the rules, because describing agents that are known needs none of the words and names that deciding needs.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["DOUBTFUL", "Decision", "Kind"]

# How the statement of a decision begins that a person should be asked about.
DOUBTFUL = "doubtful: "


class Kind(StrEnum):
    """What an agent is; the value is the first part of its IRI path."""

    ORGANIZATION = "organization"
    PERSON = "person"


class Decision(NamedTuple):
    """What a name was decided to be, the rule that decided it, and whether a person should be asked."""

    kind: Kind
    rule: str
    is_doubtful: bool = False

    @property
    def stated(self) -> str:
        """The rule as the graph states it: after `DOUBTFUL` where no rule is strong."""
        return f"{DOUBTFUL}{self.rule}" if self.is_doubtful else self.rule
