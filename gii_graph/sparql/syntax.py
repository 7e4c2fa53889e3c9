"""The text of a SPARQL query as tokens: which form it has, where a value can be bound, where an error stands.

An engine parses and answers; this module only needs to see where words, variables, strings and braces are.
Grammar: SPARQL 1.1 Query Language, section 19.8, https://www.w3.org/TR/sparql11-query/#grammar, with the escapes,
language directions and `VERSION` of SPARQL 1.2, https://www.w3.org/TR/sparql12-query/#grammar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from gii_graph.errors import QueryError

__all__ = [
    "FORMS",
    "TOKEN_GRAMMAR",
    "UPDATES",
    "Token",
    "columns",
    "declared_prefixes",
    "form",
    "is_ordered",
    "order_clause",
    "outermost_group",
    "prologue_length",
    "tokens",
    "with_columns",
    "with_prefixes",
    "with_values",
]

FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES: Final = frozenset({"INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def _names(signs: str) -> str:
    """Return a class of characters: of ASCII the letters and these, and every one beyond.

    Beyond ASCII the grammar's terminals (section 19.8) leave out a few, which may stand nowhere else either; to list
    what they take makes the pattern take longer to compile than a query to answer. So do signs one by one, not as
    ranges.
    """
    others = [code for code in range(128) if not chr(code).isalpha() and chr(code) not in signs]
    runs = [[code for _, code in run] for _, run in groupby(enumerate(others), lambda pair: pair[1] - pair[0])]
    return "[^" + "".join(f"\\x{run[0]:02x}-\\x{run[-1]:02x}" for run in runs) + "]"


_DIGITS: Final = "0123456789"
_PN_CHARS_BASE: Final = _names("")
_VARIABLE: Final = _names(f"{_DIGITS}_")
_PN_CHARS: Final = _names(f"{_DIGITS}_-")
_LOCAL_START: Final = _names(f"{_DIGITS}_:")
_LOCAL: Final = _names(f"{_DIGITS}_:-")
_PLX: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_UCHAR: Final = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRIREF: Final = rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_UCHAR})*>"

# Verbose; no space stands for itself in it, so that another dialect of patterns can take it over.
TOKEN_GRAMMAR: Final = rf"""
      (?P<space>[\x20\t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri>{_IRIREF})
    | (?P<string>\"{{3}}(?:\"{{0,2}}(?:[^\"\\]|\\.))*\"{{3}}|'{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]{_VARIABLE}+)
    | (?P<blank>_:{_VARIABLE}(?:{_PN_CHARS}|\.+(?={_PN_CHARS}))*)
    | (?P<name>(?:{_PN_CHARS_BASE}(?:{_PN_CHARS}|\.+(?={_PN_CHARS}))*)?:
        (?:(?:{_LOCAL_START}|{_PLX})(?:{_LOCAL}|{_PLX}|\.+(?={_LOCAL}|{_PLX}))*)?)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[A-Za-z]+)?)
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>&&|\|\||!=|<=|>=|<(?={_IRIREF})|<<|>>|\^\^|.)
    """
_TOKEN = re.compile(TOKEN_GRAMMAR, re.VERBOSE | re.DOTALL)
# What has the form of an IRI and begins as a value does that a value is compared with.
_COMPARED = re.compile(r"<[?$0-9'(+\-.!]")


class Token(NamedTuple):
    """A piece of a query: its kind (a group of the token grammar), its text, and the offset where it starts."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Return the offset just behind the token."""
        return self.start + len(self.text)

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of `words`, which are keywords in capitals."""
        return self.kind == "word" and self.text.upper() in words

    @property
    def ends_a_value(self) -> bool:
        """Whether an expression may end here, so that an operator may follow."""
        return self.kind not in {"sign", "word"} or self.text == ")" or self.is_word("TRUE", "FALSE")


def tokens(text: str, comparisons: bool = True) -> list[Token]:
    """Return the tokens of `text`, without white space and comments.

    Where the grammar allows two readings of a `<` behind a value in brackets, what looks like the start of another
    value makes it the operator: `FILTER (?a<?b && ?c>?d)` compares, and holds no IRI; without `comparisons` it does.

    >>> [token.text for token in tokens("ASK { ?s a gii:Cluster } # all")]
    ['ASK', '{', '?s', 'a', 'gii:Cluster', '}']
    """
    result: list[Token] = []
    brackets = position = 0
    while match := _TOKEN.match(text, position):
        kind, position = match.lastgroup or "sign", match.end()
        if kind in {"space", "comment"}:
            continue
        token = Token(kind, match.group(), match.start())
        if comparisons and brackets > 0 and result and result[-1].ends_a_value and _COMPARED.match(token.text):
            token, position = Token("sign", "<", token.start), token.start + 1
        if token.kind == "sign":
            brackets += (token.text == "(") - (token.text == ")")
        result.append(token)
    return result


def form(query_tokens: Sequence[Token]) -> str | None:
    """Return the keyword that says what is asked (or, for an update, done); None where there is none.

    >>> form(tokens("PREFIX a: <http://a/> select * { ?s ?p ?o }"))
    'SELECT'
    """
    position = prologue_length(query_tokens)
    if position < len(query_tokens) and query_tokens[position].is_word(*FORMS, *UPDATES):
        return query_tokens[position].text.upper()
    return None


def prologue_length(query_tokens: Sequence[Token]) -> int:
    """Return how many of the tokens declare prefixes, a base or a version, before the query asks anything."""
    position = 0
    while position < len(query_tokens):
        token = query_tokens[position]
        if token.is_word("PREFIX"):
            position += 3
        elif token.is_word("BASE", "VERSION"):
            position += 2
        else:
            break
    return position


def declared_prefixes(query_tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that the query declares itself."""
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for keyword, name, iri in zip(query_tokens, query_tokens[1:], query_tokens[2:], strict=False)
        if keyword.is_word("PREFIX") and name.kind == "name" and iri.kind == "iri"
    }


def with_prefixes(text: str, prefixes: Mapping[str, str], separator: str = " ") -> str:
    """Return the query with those of `known` declared that it uses and does not declare.

    By default they stand before the text on its first line, so that line numbers stay.
    """
    query_tokens = tokens(text)
    declared = declared_prefixes(query_tokens)
    used = {token.text.partition(":")[0] for token in query_tokens if token.kind == "name"}
    missing = sorted(name for name in used if name in prefixes and name not in declared)
    return "".join(f"PREFIX {name}: <{prefixes[name]}>{separator}" for name in missing) + text


class _Brace(NamedTuple):
    start: int  # offset behind the opening brace
    kind: str  # group, exists, select (holds a subquery), or other (template, data)


def _braces(query_tokens: Sequence[Token]) -> Iterator[tuple[Token, list[_Brace]]]:
    """Yield each token with the braces it stands in, outermost first."""
    stack: list[_Brace] = []
    data_follows = False
    for position, token in enumerate(query_tokens):
        if token.text == "{" and token.kind == "sign":
            before = query_tokens[position - 1] if position else token
            after = query_tokens[position + 1] if position + 1 < len(query_tokens) else token
            annotates = after.text == "|" and after.start == token.end
            if data_follows or annotates or before.is_word("CONSTRUCT") or (stack and stack[-1].kind == "other"):
                kind = "other"
            elif before.is_word("EXISTS"):
                kind = "exists"
            else:
                kind = "select" if after.is_word("SELECT") else "group"
            data_follows = False
            stack.append(_Brace(token.end, kind))
        elif token.text == "}" and token.kind == "sign" and stack:
            yield token, list(stack)
            stack.pop()
            continue
        elif token.is_word("VALUES"):
            data_follows = True
        yield token, list(stack)


def with_values(text: str, values: Mapping[str, Sequence[str]]) -> str:
    """Return the query with each variable of `values` bound to its terms, given in SPARQL's own notation.

    A `VALUES` block goes to the start of the outermost group and of every nested group that uses the variable
    itself, so that filters inside UNION, OPTIONAL and subqueries see it too; an EXISTS sees it from around it.
    Joining the same one-column table again changes nothing, so the nested blocks are safe. What a query uses in its
    SELECT or behind its group is bound in its group, and a single value stands there itself.
    Raises QueryError where a variable stands where no binding reaches it.

    >>> with_values("ASK { ?s a ?class }", {"class": ["<http://a/C>"]})
    'ASK { VALUES ?class { <http://a/C> } ?s a ?class }'
    """
    query_tokens = tokens(text)
    if _is_short_construct(query_tokens):
        return _with_values_behind(text, values)
    from gii_graph.sparql.outer_values import with_outer_values

    text = with_outer_values(text, _outside_patterns(query_tokens), values)
    query_tokens = tokens(text)
    bound_at: dict[int, set[str]] = {}  # offset of a group's start: the variables to bind there
    bodies: dict[int, int] = {}  # where a subquery starts: where its group does
    heads: dict[int, set[str]] = {}  # where a subquery starts: the variables that it uses outside of its group
    before: Token | None = None
    for token, stack in _braces(query_tokens):
        for outer, brace in pairwise(stack):
            if outer.kind == "select" and brace.kind == "group":
                bodies.setdefault(outer.start, brace.start)
        is_given = token.kind == "variable" and token.text[1:] in values
        if is_given and not (before is not None and before.is_word("AS")):
            _bind_within(token.text[1:], stack, bound_at, heads)
        before = token
    outermost = next((stack[0].start for _, stack in _braces(query_tokens) if stack and stack[0].kind == "group"), None)
    if outermost is None:
        return _with_values_behind(text, values)
    bound_at.setdefault(outermost, set()).update(values)
    for start, names in heads.items():
        if start in bodies:
            bound_at.setdefault(bodies[start], set()).update(names)
    for start in sorted(bound_at, reverse=True):
        blocks = "".join(_values_block(name, values[name]) for name in sorted(bound_at[start]))
        text = f"{text[:start]}{blocks}{text[start:]}"
    return text


def _outside_patterns(query_tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of a query, and of each of its subqueries, that stand outside of its pattern."""
    levels: dict[int, list[Token]] = {}
    for token, stack in _braces(query_tokens):
        if not stack or stack[-1].kind == "select":
            levels.setdefault(stack[-1].start if stack else 0, []).append(token)
    return list(levels.values())


def _bind_within(name: str, stack: Sequence[_Brace], bound_at: dict[int, set[str]], heads: dict[int, set[str]]) -> None:
    """Note where a variable that is used within these braces must be bound."""
    kinds = [brace.kind for brace in stack]
    if stack and kinds[-1] == "select":
        if "exists" in kinds:
            raise QueryError(
                f"The parameter {name!r} cannot stand in the SELECT of a query inside EXISTS; use it in its pattern."
            )
        heads.setdefault(stack[-1].start, set()).add(name)
        return
    around = stack[: kinds.index("exists")] if "exists" in kinds else stack
    groups = [brace for brace in around if brace.kind == "group"]
    if groups:
        bound_at.setdefault(groups[-1].start, set()).add(name)


def _with_values_behind(text: str, values: Mapping[str, Sequence[str]]) -> str:
    return text.rstrip() + "\n" + "".join(_values_block(name, values[name]) for name in sorted(values))


def _values_block(name: str, terms: Sequence[str]) -> str:
    return f" VALUES ?{name} {{ {' '.join(terms)} }}"


def _is_short_construct(query_tokens: Sequence[Token]) -> bool:
    """Tell whether this is `CONSTRUCT WHERE { ... }`, whose braces may hold plain triples only."""
    for position, token in enumerate(query_tokens):
        if token.is_word("CONSTRUCT"):
            after = query_tokens[position + 1 : position + 2]
            return bool(after) and not (after[0].kind == "sign" and after[0].text == "{")
    return False


def columns(text: str, variables: Sequence[str]) -> list[str]:
    """Return the variables of `SELECT *` in the order in which the query first writes them.

    >>> columns("SELECT * { ?s ?p ?o }", ["o", "p", "s"])
    ['s', 'p', 'o']
    """
    written = [token.text[1:] for token in tokens(text) if token.kind == "variable"]
    return sorted(variables, key=lambda name: written.index(name) if name in written else len(written))


def with_columns(text: str, variables: Sequence[str]) -> str:
    """Return the query with the `*` of its SELECT, if it has one, replaced by `variables`."""
    query_tokens = [token for token, stack in _braces(tokens(text)) if not stack]
    for position, token in enumerate(query_tokens):
        if token.is_word("SELECT"):
            rest = [other for other in query_tokens[position + 1 :] if not other.is_word("DISTINCT", "REDUCED")]
            if rest and rest[0].text == "*" and variables:
                return text[: rest[0].start] + " ".join(f"?{name}" for name in variables) + text[rest[0].end :]
            break
    return text


def is_ordered(text: str) -> bool:
    """Tell whether the query itself, not only a subquery, has an ORDER BY."""
    # The parser needs no space behind it: ORDERBY?s is an order.
    outermost = (token for token, stack in _braces(tokens(text)) if not stack)
    return any(token.kind == "word" and token.text.upper().startswith("ORDER") for token in outermost)


def order_clause(text: str) -> tuple[int, int] | None:
    """Return where the ORDER BY of the query itself begins and ends; None where there is none, or a part of the rows.

    >>> order_clause("SELECT ?s { ?s ?p ?o } ORDER BY ?s"), order_clause("SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 3")
    ((23, 34), None)
    """
    outermost = [token for token, stack in _braces(tokens(text)) if not stack and token.kind == "word"]
    ordering = [token for token in outermost if token.text.upper().startswith("ORDER")]
    behind = [token for token in outermost if ordering and token.start > ordering[0].start]
    if not ordering or any(token.text.upper().startswith(("LIMIT", "OFFSET")) for token in behind):
        return None
    return ordering[0].start, next((token.start for token in behind if token.is_word("VALUES")), len(text))


def outermost_group(query_tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return where the pattern of the query itself begins and ends, with its braces; None where it has none.

    >>> outermost_group(tokens("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"))
    (16, 28)
    """
    start: int | None = None
    for token, stack in _braces(query_tokens):
        if start is None and stack and stack[0].kind == "group":
            start = stack[0].start - 1
        if start is not None and len(stack) == 1 and token.text == "}" and token.kind == "sign":
            return start, token.end
    return None
