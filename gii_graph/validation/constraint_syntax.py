"""Constraints in SPARQL, and expressions that a value must meet, as trees: as much of SPARQL as rules are written in.

Grammar: https://www.w3.org/TR/sparql11-query/#grammar. What is not understood is refused, and then asked of an engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from pyoxigraph import Literal, RdfFormat, parse

from gii_graph.sparql.syntax import Token, declared_prefixes, prologue_length, tokens
from gii_graph.vocabulary import RDF

__all__ = [
    "Bind",
    "Call",
    "Exists",
    "Expression",
    "Filter",
    "Group",
    "In",
    "NotUnderstoodError",
    "Optionally",
    "Pattern",
    "PropertyPath",
    "Select",
    "Union",
    "Variable",
    "read_expression",
    "read_path",
    "read_select",
]


class NotUnderstoodError(Exception):
    """SPARQL that is more than is understood here, or a value of which too little is known here."""


class Variable(NamedTuple):
    """A variable by its name, without the sign before it."""

    name: str


class PropertyPath(NamedTuple):
    """A path: `^` of one part, `/` and `|` of several, `*` of one; a property alone is its IRI."""

    sign: str
    parts: tuple[PropertyPath | str, ...]


PatternTerm: TypeAlias = "Variable | str | Literal"


class Pattern(NamedTuple):
    """A triple pattern; IRIs are plain strings."""

    subject: PatternTerm
    path: PropertyPath | Variable | str
    value: PatternTerm


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function by its sign or name in capitals (of a cast its IRI), and what it is given."""

    name: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class In:
    """Whether a value is one of some IRIs."""

    value: Expression
    members: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a group has a solution."""

    group: Group


Expression: TypeAlias = "Variable | str | Literal | Call | In | Exists"


class Filter(NamedTuple):
    """What solutions must meet."""

    condition: Expression


class Bind(NamedTuple):
    """A value that gets a name."""

    expression: Expression
    variable: Variable


class Union(NamedTuple):
    """Several groups of which a solution is in one."""

    groups: tuple[Group, ...]


class Optionally(NamedTuple):
    """A group that a solution need not have."""

    group: Group


Group: TypeAlias = "tuple[Pattern | Filter | Bind | Union | Optionally, ...]"


class Select(NamedTuple):
    """A SELECT: its group, by what solutions are grouped, and what a group must meet."""

    group: Group
    grouped_by: tuple[Variable, ...]
    having: Expression | None


def read_select(text: str) -> Select:
    """Return a SELECT as a tree. Raises NotUnderstoodError."""
    return _Reader(text).select()


def read_expression(text: str) -> Expression:
    """Return an expression as a tree. Raises NotUnderstoodError."""
    return _Reader(text).only_expression()


def read_path(text: str) -> PropertyPath | str:
    """Return a property path as a tree. Raises NotUnderstoodError."""
    return _Reader(text).only_path()


# From the loosest operator to the tightest, https://www.w3.org/TR/sparql11-query/#rConditionalOrExpression
_OPERATORS: Final = (("||",), ("&&",), ("=", "!=", "<", ">", "<=", ">="), ("+", "-"))
_END: Final = Token("end", "", 0)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._prefixes = declared_prefixes(self._tokens)
        self._at = prologue_length(self._tokens)

    @property
    def _next(self) -> Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    def _take(self) -> Token:
        token = self._next
        self._at += 1
        return token

    def _accept(self, text: str) -> bool:
        accepted = self._next.text.upper() == text and self._next.kind in ("sign", "word")
        self._at += accepted
        return accepted

    def _expect(self, text: str) -> None:
        if not self._accept(text):
            raise NotUnderstoodError(f"{self._next.text!r} where {text!r} is expected")

    def _end(self) -> None:
        if self._next is not _END:
            raise NotUnderstoodError(self._next.text)

    def only_expression(self) -> Expression:
        expression = self._expression()
        self._end()
        return expression

    def only_path(self) -> PropertyPath | str:
        path = self._path()
        self._end()
        return path

    def select(self) -> Select:
        self._expect("SELECT")
        while self._next.kind == "variable":
            self._take()
        self._expect("WHERE")
        group = self._group()
        grouped_by: list[Variable] = []
        if self._accept("GROUP"):
            self._expect("BY")
            while self._next.kind == "variable":
                grouped_by.append(self._variable())
        having = self._bracketed() if self._accept("HAVING") else None
        self._end()
        return Select(group, tuple(grouped_by), having)

    def _group(self) -> Group:
        self._expect("{")
        parts: list[Pattern | Filter | Bind | Union | Optionally] = []
        while not self._accept("}"):
            if self._next.text == "{":
                parts.append(Union(tuple(self._alternatives())))
            elif self._accept("FILTER"):
                parts.append(Filter(self._primary()))
            elif self._accept("OPTIONAL"):
                parts.append(Optionally(self._group()))
            elif self._accept("BIND"):
                parts.append(self._bind())
            elif not self._accept("."):
                parts += self._patterns()
        return tuple(parts)

    def _alternatives(self) -> Iterator[Group]:
        yield self._group()
        while self._accept("UNION"):
            yield self._group()

    def _bind(self) -> Bind:
        self._expect("(")
        expression = self._expression()
        self._expect("AS")
        variable = self._variable()
        self._expect(")")
        return Bind(expression, variable)

    def _patterns(self) -> Iterator[Pattern]:
        subject = self._term()
        while True:
            path = self._variable() if self._next.kind == "variable" else self._path()
            yield Pattern(subject, path, self._term())
            while self._accept(","):
                yield Pattern(subject, path, self._term())
            if not self._accept(";"):
                return

    def _path(self) -> PropertyPath | str:
        return self._joined("|", lambda: self._joined("/", self._step))

    def _joined(self, sign: str, part: Callable[[], PropertyPath | str]) -> PropertyPath | str:
        parts = [part()]
        while self._accept(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else PropertyPath(sign, tuple(parts))

    def _step(self) -> PropertyPath | str:
        if self._accept("^"):
            return PropertyPath("^", (self._step(),))
        if self._accept("("):
            step = self._path()
            self._expect(")")
        else:
            step = RDF.type if self._accept("A") else self._iri()
        return PropertyPath("*", (step,)) if self._accept("*") else step

    def _variable(self) -> Variable:
        token = self._take()
        if token.kind != "variable":
            raise NotUnderstoodError(token.text)
        return Variable(token.text[1:])

    def _iri(self) -> str:
        token = self._take()
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, name = token.text.partition(":")
        if token.kind != "name" or prefix not in self._prefixes or "\\" in name:
            raise NotUnderstoodError(token.text)
        return self._prefixes[prefix] + name

    def _term(self) -> PatternTerm:
        if self._next.kind == "variable":
            return self._variable()
        if self._next.kind in ("string", "number"):
            return self._literal()
        return self._iri()

    def _literal(self) -> Literal:
        text = self._take().text
        if self._accept("^^"):
            text += f"^^<{self._iri()}>"
        (statement,) = parse(f"<a:a> <a:a> {text} .", RdfFormat.TURTLE)
        if not isinstance(statement.object, Literal):
            raise NotUnderstoodError(text)
        return statement.object

    def _expression(self, level: int = 0) -> Expression:
        if level == len(_OPERATORS):
            return self._unary()
        left = self._expression(level + 1)
        while self._next.kind == "sign" and self._next.text in _OPERATORS[level]:
            left = Call(self._take().text, (left, self._expression(level + 1)))
        is_negated = self._accept("NOT") if level == 2 else False
        if level == 2 and self._accept("IN"):
            left = In(left, self._arguments())
        elif is_negated:
            raise NotUnderstoodError("NOT")
        return Call("!", (left,)) if is_negated else left

    def _unary(self) -> Expression:
        return Call("!", (self._unary(),)) if self._accept("!") else self._primary()

    def _bracketed(self) -> Expression:
        self._expect("(")
        expression = self._expression()
        self._expect(")")
        return expression

    def _primary(self) -> Expression:
        if self._next.text == "(":
            return self._bracketed()
        if self._accept("NOT"):
            self._expect("EXISTS")
            return Call("!", (Exists(self._group()),))
        if self._accept("EXISTS"):
            return Exists(self._group())
        if self._next.kind == "word":
            name = self._take().text.upper()
            return Call(name, self._arguments() if self._next.text == "(" else ())
        term = self._term()
        return Call(term, self._arguments()) if isinstance(term, str) and self._next.text == "(" else term

    def _arguments(self) -> tuple[Expression, ...]:
        self._expect("(")
        arguments = [self._expression()]
        while self._accept(","):
            arguments.append(self._expression())
        self._expect(")")
        return tuple(arguments)
