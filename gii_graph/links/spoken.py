"""What a person types at a question of the review, understood."""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import StrEnum

from gii_graph.identity.spelling import comparison_key
from gii_graph.identity.word import nearest
from gii_graph.links.review import ReviewRow
from gii_graph.links.sitting import Question, Who

__all__ = ["Misunderstood", "Spoken", "understood"]


class Spoken(StrEnum):
    """What is no decision."""

    LATER = "later"
    UNDO = "undo"
    STOP = "stop"


class Misunderstood(Exception):  # noqa: N818  # an answer that needs another try, not a failure
    """An answer that cannot be understood; `str()` says why, to the person who typed it."""


_NO_DECISION = {"": Spoken.LATER, "l": Spoken.LATER, "later": Spoken.LATER, "u": Spoken.UNDO, "undo": Spoken.UNDO,
                "q": Spoken.STOP, "quit": Spoken.STOP, "stop": Spoken.STOP}  # fmt: skip
_LONG = {"accept": "a", "close": "c", "reject": "r", "different": "d", "none": "n", "same": "s", "same-as": "s",
         "identifier": "i", "person": "p", "organization": "o", "organisation": "o", "yes": "a", "y": "a",
         "no": "d"}  # fmt: skip


def understood(line: str, question: Question, names: Collection[str], who: Who) -> list[ReviewRow] | Spoken:
    """Return the decisions that a typed line means, or what else it asks for.

    `names` are the names of the table, to which "same as" is compared. Raises Misunderstood.
    """
    said, _, note = (part.strip() for part in line.partition("#"))
    verb, _, rest = said.partition(" ")
    verb, rest = verb.lower().rstrip(":"), rest.strip()
    if not rest and verb in _NO_DECISION:
        return _NO_DECISION[verb]
    if verb.isascii() and verb.isdigit():
        verb, rest = "a", said
    act = _ACTS.get(_LONG.get(verb, verb))
    if act is None:
        raise Misunderstood(f"'{verb}' is no answer; ? lists them")
    return act(question, rest, names, who, note)


def _judge(verdict: str) -> Callable[[Question, str, Collection[str], Who, str], list[ReviewRow]]:
    def act(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
        count = len(question.candidates)
        given = rest.replace(",", " ").split() or (["1"] if count == 1 else [])
        numbers = [int(number) for number in given if number.isascii() and number.isdigit()]
        wanted = "one number" if verdict == "accept" else "the number"
        if not numbers or len(numbers) != len(given) or not all(1 <= number <= count for number in numbers):
            raise Misunderstood(f"give {wanted} of a candidate from 1 to {count}" if count else "there is no candidate")
        if verdict != "reject" and len(numbers) > 1:
            raise Misunderstood("only one candidate can be the same")
        return question.judged(numbers, verdict, who, note)

    return act


def _different(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
    if not question.candidates:
        raise Misunderstood("there is no candidate to refuse; n says that there is none")
    return question.judged(range(1, len(question.candidates) + 1), "reject", who, note)


def _none(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
    if question.kind != "record":
        raise Misunderstood("n says that no registry has a record; of this question d says no")
    return question.answered("none", who, note)


def _whole(decision: str) -> Callable[[Question, str, Collection[str], Who, str], list[ReviewRow]]:
    def act(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
        return question.answered(decision, who, note)

    return act


def _same(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
    if not rest:
        raise Misunderstood("same as which name? Write it behind the s")
    printed = {comparison_key(name): name for name in names}
    if comparison_key(rest) not in printed and (hint := nearest(rest, printed)):
        raise Misunderstood(f"the table has no '{rest}'{hint}")
    return question.answered(f"same-as {printed.get(comparison_key(rest), rest)}", who, note)


def _identifier(question: Question, rest: str, names: Collection[str], who: Who, note: str) -> list[ReviewRow]:
    try:
        return question.identified(rest, who, note)
    except ValueError as error:
        raise Misunderstood(str(error)) from None


_ACTS: dict[str, Callable[[Question, str, Collection[str], Who, str], list[ReviewRow]]] = {
    "a": _judge("accept"),
    "c": _judge("close"),
    "r": _judge("reject"),
    "d": _different,
    "n": _none,
    "p": _whole("person"),
    "o": _whole("organization"),
    "s": _same,
    "i": _identifier,
}
