"""What expressions of SPARQL mean for a solution, https://www.w3.org/TR/sparql11-query/#expressions.

A value is understood exactly or not at all: whole numbers and decimals in their plain form, texts, IRIs, truth. Where
SPARQL has an error there is one here, which COALESCE and `||` may do without.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, TypeAlias

from pyoxigraph import Literal, NamedNode

from gii_graph.validation.constraint_syntax import Call, Exists, Expression, Group, In, NotUnderstoodError, Variable
from gii_graph.vocabulary import XSD

__all__ = ["Meaning", "NoValueError", "Solution", "aggregate_of", "as_term", "as_value", "meaning_of", "truth"]

Solution: TypeAlias = tuple[Any, ...]
Columns: TypeAlias = Mapping[str, int]
Meaning: TypeAlias = Callable[[Solution], Any]
# Returns what tells whether a group has a solution that agrees with one that has these columns.
Existence: TypeAlias = Callable[[Group, Columns], Callable[[Solution], bool]]


class NoValueError(Exception):
    """An error in the sense of SPARQL: an expression that has no value."""


class SimpleString(str):
    """A simple string; an IRI is a plain string."""

    __slots__ = ()


_NUMERIC: Final = frozenset({XSD.integer, XSD.decimal})
# What is longer may be more than an engine can count.
_PLAIN_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?")
_PLAIN_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
# Patterns that Python and SPARQL understand alike, in texts of one line.
_PLAIN_PATTERN: Final = re.compile(r"(?:[^\\(]|\\[S.]|\((?!\?))*")
_LINE_ENDS: Final = re.compile("[\n\r\x1c-\x1f\x85\u2028\u2029]")
_COMPARISONS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def meaning_of(expression: Expression, columns: Columns, exists: Existence) -> Meaning:
    """Return what gives an expression's value for a solution, whose values are in these columns.

    Raises NotUnderstoodError, as does what is returned; that raises NoValueError too.
    """
    if isinstance(expression, Variable):
        return _variable(expression, columns)
    if isinstance(expression, (str, Literal)):
        constant = as_value(expression)
        return lambda _: constant
    if isinstance(expression, Exists):
        return exists(expression.group, columns)
    if isinstance(expression, In):
        return _is_one_of(expression, columns)
    arguments = [meaning_of(argument, columns, exists) for argument in expression.arguments]
    if expression.name in _FORMS:
        return _FORMS[expression.name](arguments)
    if expression.name in _FUNCTIONS:
        return _applied(_FUNCTIONS[expression.name], arguments)
    raise NotUnderstoodError(expression.name)


def aggregate_of(expression: Expression, columns: Columns, exists: Existence) -> Callable[[Sequence[Solution]], Any]:
    """Return what gives the value of an expression over a group of solutions. Raises NotUnderstoodError."""
    if not isinstance(expression, Call):
        constant = meaning_of(expression, {}, exists)
        return lambda _: constant(())
    if expression.name == "SUM":
        summand = meaning_of(expression.arguments[0], columns, exists)
        return lambda group: sum(number(summand(solution)) for solution in group)
    if expression.name == "COUNT" and isinstance(expression.arguments[0], Variable):
        column = columns[expression.arguments[0].name]
        return lambda group: sum(solution[column] is not None for solution in group)
    arguments = [aggregate_of(argument, columns, exists) for argument in expression.arguments]
    function = _FUNCTIONS.get(expression.name)
    if function is None:
        raise NotUnderstoodError(expression.name)
    return lambda group: function(*[argument(group) for argument in arguments])


def _applied(function: Callable[..., Any], arguments: Sequence[Meaning]) -> Meaning:
    if len(arguments) == 1:  # this and the next are called for nearly every value
        (only,) = arguments
        return lambda solution: function(only(solution))
    if len(arguments) == 2:
        left, right = arguments
        return lambda solution: function(left(solution), right(solution))
    return lambda solution: function(*[argument(solution) for argument in arguments])


def as_value(term: object) -> Any:
    """Return a term as expressions have it: a simple string as a text, other literals and IRIs as they are."""
    if isinstance(term, Literal) and term.datatype.value == XSD.string:
        return SimpleString(term.value)
    return term


def as_term(value: Any) -> Any:
    """Return a value as graphs have it. Raises NotUnderstoodError for truth."""
    if isinstance(value, SimpleString):
        return Literal(value)
    if isinstance(value, bool):
        raise NotUnderstoodError("a truth value as a term")
    return Literal(value) if isinstance(value, int) else value


def _variable(variable: Variable, columns: Columns) -> Meaning:
    if variable.name not in columns:
        raise NotUnderstoodError(f"?{variable.name}, which nothing binds")
    column = columns[variable.name]

    def value(solution: Solution) -> Any:
        if solution[column] is None:
            raise NoValueError(variable.name)
        return as_value(solution[column])

    return value


def _is_one_of(expression: In, columns: Columns) -> Meaning:
    if not all(type(member) is str for member in expression.members):
        raise NotUnderstoodError("IN of what are no IRIs")
    members = frozenset(expression.members)
    if not isinstance(expression.value, Variable) or expression.value.name not in columns:
        raise NotUnderstoodError("IN of what is no variable")
    column = columns[expression.value.name]
    return lambda solution: solution[column] in members


def truth(value: Any) -> bool:
    """Return a value that is a truth value. Raises NotUnderstoodError."""
    if isinstance(value, bool):
        return value
    raise NotUnderstoodError(f"{value!r} as a truth value")


def number(value: Any) -> int | Decimal:
    """Return a number in its plain form. Raises NotUnderstoodError."""
    if isinstance(value, Literal):
        return _number(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return value
    raise NotUnderstoodError(f"{value!r} as a number")


@lru_cache(maxsize=1 << 14)
def _number(literal: Literal) -> int | Decimal:
    datatype, text = literal.datatype.value, literal.value
    if datatype not in _NUMERIC or not _PLAIN_NUMBER.fullmatch(text) or (datatype == XSD.integer and "." in text):
        raise NotUnderstoodError(f"{literal} as a number")
    return int(text) if datatype == XSD.integer else Decimal(text)


def _text(value: Any) -> str:
    if isinstance(value, SimpleString):
        return value
    raise NotUnderstoodError(f"{value!r} as a text")


def _compared(sign: str) -> Callable[[Any, Any], bool]:
    compare = _COMPARISONS[sign]

    def compared(left: Any, right: Any) -> bool:
        if isinstance(left, SimpleString) and isinstance(right, SimpleString):
            return compare(str(left), str(right))
        if type(left) is type(right) is str and sign in ("=", "!="):
            return compare(left, right)
        if isinstance(left, Literal) and left == right and left.datatype.value == XSD.date and sign == "=":
            return True
        return compare(number(left), number(right))

    return compared


def _string_of(value: Any) -> SimpleString:
    if isinstance(value, (bool, Decimal)):
        raise NotUnderstoodError("the text of a value")
    return SimpleString(value.value if isinstance(value, Literal) else value)


def _datatype_of(value: Any) -> str:
    if isinstance(value, Literal):
        return value.datatype.value
    if isinstance(value, SimpleString):
        return XSD.string
    if type(value) is str:
        raise NoValueError("an IRI has no datatype")
    raise NotUnderstoodError("the datatype of a value")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    if not _PLAIN_PATTERN.fullmatch(pattern):
        raise NotUnderstoodError(pattern)
    return re.compile(pattern)


def _one_line(value: Any) -> str:
    text = _text(value)
    if _LINE_ENDS.search(text):
        raise NotUnderstoodError("a pattern in a text of several lines")
    return text


def _number_of(datatype: NamedNode) -> Callable[[Any], int | Decimal]:
    return lambda text: number(Literal(_text(text), datatype=datatype))


def _date_of(text: Any) -> Literal:
    try:
        date.fromisoformat(_text(text))
    except ValueError:
        raise NotUnderstoodError(f"{text!r} as a date") from None
    if not _PLAIN_DATE.fullmatch(text):
        raise NotUnderstoodError(f"{text!r} as a date")
    return Literal(text, datatype=NamedNode(XSD.date))


def _is_literal(value: Any) -> bool:
    return isinstance(value, (Literal, SimpleString))


def _same_term(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right)


_FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = {
    **{sign: _compared(sign) for sign in _COMPARISONS},
    **{iri: _number_of(NamedNode(iri)) for iri in sorted(_NUMERIC)},
    XSD.date: _date_of,
    "!": lambda value: not truth(value),
    "+": lambda left, right: number(left) + number(right),
    "-": lambda left, right: number(left) - number(right),
    "CONCAT": lambda *texts: SimpleString("".join(map(_text, texts))),
    "DATATYPE": _datatype_of,
    "FALSE": lambda: False,
    "ISBLANK": lambda _: False,
    "ISIRI": lambda value: type(value) is str,
    "ISLITERAL": _is_literal,
    "REGEX": lambda text, pattern: bool(_compiled(pattern).search(_one_line(text))),
    "REPLACE": lambda text, pattern, by: SimpleString(_compiled(pattern).sub(_plain(by), _one_line(text))),
    "SAMETERM": _same_term,
    "STR": _string_of,
    "STRENDS": lambda text, end: _text(text).endswith(_text(end)),
    "STRSTARTS": lambda text, start: _text(text).startswith(_text(start)),
    "TRUE": lambda: True,
}


def _plain(replacement: Any) -> str:
    if _text(replacement):
        raise NotUnderstoodError(f"{replacement!r} in place of what is cut out")
    return ""


def _coalesced(arguments: Sequence[Meaning]) -> Meaning:
    def coalesced(solution: Solution) -> Any:
        for argument in arguments:
            try:
                return argument(solution)
            except NoValueError:
                continue
        raise NoValueError("COALESCE")

    return coalesced


def _decided_by(decisive: bool) -> Callable[[Sequence[Meaning]], Meaning]:
    """Return what joins two truths: one that is `decisive` decides, even where the other has no value."""

    def joining(arguments: Sequence[Meaning]) -> Meaning:
        left, right = arguments

        def joined(solution: Solution) -> bool:
            try:
                if truth(left(solution)) is decisive:
                    return decisive
            except NoValueError:
                if truth(right(solution)) is decisive:
                    return decisive
                raise
            return truth(right(solution))

        return joined

    return joining


_FORMS: Final[Mapping[str, Callable[[Sequence[Meaning]], Meaning]]] = {
    "||": _decided_by(True),
    "&&": _decided_by(False),
    "COALESCE": _coalesced,
}
