"""Why a query is no SPARQL, in words: the place, the line with a caret, and what to try.

Parsers report the furthest place they reached and a list of everything that could follow, which seldom is
where the slip is. The usual slips (a bracket, a quote, a keyword, a prefix) are looked for first; for the
rest the parser's own place stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from gii_graph.errors import QuerySyntaxError
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.syntax import FORMS, Token, declared_prefixes, form, tokens

__all__ = ["SLIPS", "WORDS", "diagnosed"]

# Keywords and functions of SPARQL 1.1, 19.8; `a`, `true` and `false` are the only words in small letters.
WORDS: Final = frozenset(
    """
    A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY
    COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR
    FROM GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG
    LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OBJECT OFFSET OPTIONAL
    ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1
    SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBJECT SUBSTR
    SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION URI USING UUID VALUES WHERE WITH YEAR
    """.split()
)
# What is wrong and what to try, by slip; a page that carries the graph says the same (gii_graph.view.query_help).
SLIPS: Final = {
    "empty": ("there is no query here", "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE."),
    "text": ("a text begins here and does not end on this line", "Close it with {text}."),
    "iri": ("an IRI begins here and is not closed", "Close it with >; an IRI holds no spaces."),
    "word": ("'{text}' is no word of SPARQL", ""),
    "like a word": ("'{text}' is no word of SPARQL", "Did you mean {near}?"),
    "a name": (
        "'{text}' is no word of SPARQL",
        "A variable begins with ?, as in ?{text}; a name has a prefix, as in gii:{text}.",
    ),
    "like a word, a name": (
        "'{text}' is no word of SPARQL",
        "Did you mean {near}? A variable begins with ?, as in ?{text}; a name has a prefix, as in gii:{text}.",
    ),
    "closes nothing": ("`{text}` closes nothing", "Take it out, or open its pair before it."),
    "closes another": ("`{text}` stands where `{expected}` must close", ""),
    "never closed": ("this `{text}` is never closed", "Close it with `{expected}`."),
    "prefix": ("the prefix `{text}:` is not declared", "Declare it before the query: PREFIX {text}: <http://...>"),
    "like a prefix": (
        "the prefix `{text}:` is not declared",
        "Did you mean `{near}:`? Or declare it: PREFIX {text}: <http://...>",
    ),
    "dot": ("a new triple begins here, and nothing ended the last one", "Put a `.` between them."),
    "ungrouped": (
        "{text} is neither grouped nor aggregated",
        "Add it to GROUP BY, or take one of its values with (SAMPLE({text}) AS ...).",
    ),
    "no query": ("this is no query", f"A query begins with {', '.join(sorted(FORMS))}."),
    "before the end": ("the query is wrong here or before", ""),
    "here": ("this is not expected here", ""),
    "could stand": ("", "Here could stand: {text}"),
}
_PLACE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")  # one for one, so that the caret stays

_TERMS: Final = frozenset({"iri", "string", "variable", "blank", "name", "number"})

_Finding = tuple[int, str, str]  # offset, what is wrong, what to try


def diagnosed(text: str, complaint: str) -> QuerySyntaxError:
    """Return the error to raise for a query that is no SPARQL; `complaint` is what the parser said of it.

    >>> print(diagnosed("SELEC ?s { ?s ?p ?o }", ""))
    the query is wrong at line 1, column 1: 'SELEC' is no word of SPARQL
    SELEC ?s { ?s ?p ?o }
    ^
    Did you mean SELECT?
    """
    offset, what, hint = next(_findings(text, complaint))
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)].rstrip("\r").translate(_CONTROLS)
    pad = " " * (offset - start)
    return QuerySyntaxError(text.count("\n", 0, offset) + 1, offset - start + 1, f"{line}\n{pad}^", what, hint)


def _slip(offset: int, slip: str, **words: str) -> _Finding:
    what, hint = SLIPS[slip]
    return offset, what.format(**words), hint.format(**words)


def _findings(text: str, complaint: str) -> Iterator[_Finding]:
    """Yield what seems wrong, the surest first; the last always comes."""
    query_tokens = tokens(text)
    if not query_tokens:
        yield _slip(0, "empty")
        return
    yield from _shipped_name(text)
    yield from _open_quotes(text, query_tokens)
    yield from _unknown_words(query_tokens)
    yield from _brackets(query_tokens)
    yield from _undeclared_prefixes(query_tokens)
    yield from _missing_dots(query_tokens)
    yield from _ungrouped_variables(query_tokens, complaint)
    if form(query_tokens) is None:
        yield _slip(query_tokens[0].start, "no query")
    yield _parser_place(text, complaint)


def _shipped_name(text: str) -> Iterator[_Finding]:
    from gii_graph.sparql.shipped import shipped_names

    if (name := text.strip()) in shipped_names():
        how = f"Ask it by name: `gii-graph query {name}`, in Python query(shipped={name!r})."
        yield text.index(name), f"{name!r} is the name of a shipped question and no SPARQL", how


def _open_quotes(text: str, query_tokens: Sequence[Token]) -> Iterator[_Finding]:
    for token in query_tokens:
        if token.kind == "sign" and token.text in "\"'":
            yield _slip(token.start, "text", text=token.text)
        if token.kind == "sign" and token.text == "<" and re.match(r"<\w+:[^\s>]*[\s\"{}|^`\\]", text[token.start :]):
            yield _slip(token.start, "iri")


def _unknown_words(query_tokens: Sequence[Token]) -> Iterator[_Finding]:
    from difflib import get_close_matches

    for token in query_tokens:
        if token.kind != "word" or token.text.upper() in WORDS:
            continue
        near = get_close_matches(token.text.upper(), sorted(WORDS), n=1, cutoff=0.6)
        kinds = [*(["like a word"] if near else []), *([] if token.text.isupper() else ["a name"])]
        yield _slip(token.start, ", ".join(kinds) or "word", text=token.text, near="".join(near))


def _brackets(query_tokens: Sequence[Token]) -> Iterator[_Finding]:
    still_open: list[Token] = []
    for token in query_tokens:
        if token.kind != "sign":
            continue
        if token.text in _CLOSING:
            still_open.append(token)
        elif token.text in _CLOSING.values():
            if not still_open:
                yield _slip(token.start, "closes nothing", text=token.text)
                return
            opened = still_open.pop()
            if _CLOSING[opened.text] != token.text:
                yield _slip(token.start, "closes another", text=token.text, expected=_CLOSING[opened.text])
                return
    if still_open:
        opened = still_open[-1]
        yield _slip(opened.start, "never closed", text=opened.text, expected=_CLOSING[opened.text])


def _undeclared_prefixes(query_tokens: Sequence[Token]) -> Iterator[_Finding]:
    from difflib import get_close_matches

    declared = {**KNOWN_PREFIXES, **declared_prefixes(query_tokens)}
    for before, token in zip((None, *query_tokens), query_tokens, strict=False):
        prefix = token.text.partition(":")[0]
        if token.kind != "name" or prefix in declared or (before is not None and before.is_word("PREFIX")):
            continue
        near = get_close_matches(prefix, declared, n=1, cutoff=0.6)
        yield _slip(token.start, "like a prefix" if near else "prefix", text=prefix, near="".join(near))


def _missing_dots(query_tokens: Sequence[Token]) -> Iterator[_Finding]:
    """Find a fourth term in a row within a pattern: two triples stand there with nothing between them."""
    in_row = depth = 0
    listed = ""  # the sign that ends a list of terms that are no triple: SELECT's variables, VALUES' data
    for token in query_tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.is_word("SELECT", "BY"):
            listed = "{"
        elif token.is_word("VALUES"):
            listed = "}"
        elif token.text == listed:
            listed = ""
        if token.kind in _TERMS or token.text == "a":
            in_row += 1
        elif token.kind != "language":
            in_row = {";": 1, ",": 2}.get(token.text, 0)
        if in_row > 3 and depth and not listed:
            yield _slip(token.start, "dot")
            return


def _ungrouped_variables(query_tokens: Sequence[Token], complaint: str) -> Iterator[_Finding]:
    """Find the variable of the projection that no group fixes; the parser only says that there is one."""
    if "variable that is unbound" not in complaint:
        return
    words = [position for position, token in enumerate(query_tokens) if token.is_word("GROUP")]
    grouped = {token.text[1:] for token in query_tokens[words[-1] :] if token.kind == "variable"} if words else set()
    depth = 0
    for token in query_tokens:
        if token.is_word("WHERE") or token.text == "{":
            return
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.kind == "variable" and not depth and token.text[1:] not in grouped:
            yield _slip(token.start, "ungrouped", text=token.text)


def _parser_place(text: str, complaint: str) -> _Finding:
    match = _PLACE.match(complaint)
    if match is None:
        return len(text.rstrip()), complaint or "this is no SPARQL", ""
    lines = text.split("\n")
    row = min(int(match[1]), len(lines)) - 1
    offset = sum(len(line) + 1 for line in lines[:row]) + min(int(match[2]) - 1, len(lines[row]))
    what, hint = _in_words(match[3])
    if offset >= len(text.rstrip()):
        return max(0, len(text.rstrip()) - 1), what or SLIPS["before the end"][0], hint
    return offset, what or SLIPS["here"][0], hint


def _in_words(expected: str) -> tuple[str, str]:
    """Split what the parser expected into its sentences and the signs and keywords that a person can use."""
    listed = expected.removeprefix("one of ")
    sentences = re.findall(r"(?:^|, )([A-Z][a-z][^\[\",]*?)(?=, |$)", listed)
    usable = re.findall(r"\"([^\"\\]+)\"|\b([A-Z]{2,})\b", re.sub(r"\[.*?\]", "", listed))
    names = sorted({sign or word for sign, word in usable})
    hint = SLIPS["could stand"][1].format(text=" ".join(names)) if 0 < len(names) <= 12 and not sentences else ""
    return sentences[0][0].lower() + sentences[0][1:] if sentences else "", hint
