"""What RDF text of the Turtle family may hold, seen without parsing it.

The parser is in Rust and would hand every statement to Python, which takes longer than to load them.

Each question is answered "may be" or "surely not"; a wrong "may be" costs time alone. Texts over several lines, which
would hide where a line begins, are always "may be".
"""

from __future__ import annotations

import re
from typing import IO, Final

from gii_graph.sparql.literal_forms import changed_literals
from gii_graph.vocabulary import XSD

__all__ = ["needs_inspection"]

_PIECE: Final = 1 << 23  # bytes that are looked at at once
# Every way to write a blank node (Turtle 1.2, section 2): labels, brackets, collections, reified triples, annotations.
_BLANK: Final = rb"_:|\[|\(|<<|\{\||~"
_LABELS: Final = rb"_:"  # N-Triples and N-Quads have labels alone
_TYPED = re.compile(rb"""["']([^"'\\\n]*)["']\s*\^\^\s*<?([^\s,;>)\]}|]+)""")
_TYPED_AND_ESCAPED = re.compile(rb"""\\[^"'\n]*["']\s*\^\^""")
_NUMBER: Final = rb"(?:[0-9]+\.[0-9]+|[0-9]+|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[0-9]+\.[eE][+-]?[0-9]+"
_BEFORE_NUMBER: Final = rb"(?<![^\s,;(\[])"
_BEHIND_NUMBER: Final = rb"(?=[\s,;.)\]}]|$)"
_NUMBERS = re.compile(rb"%b[+-]?(?:%b)%b" % (_BEFORE_NUMBER, _NUMBER, _BEHIND_NUMBER))
# Within a line: texts, IRIs, escapes in names, comments.
_HIDDEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"' rb"|'(?:[^'\\\n]|\\.)*'" rb'|<[^<>"{}|^`\x00-\x20]*>|\\.|#[^\n]*')
# Types whose literals Oxigraph leaves alone.
_LEFT_ALONE: Final = frozenset([b"string", b"anyURI", b"langString", b"hexBinary", b"base64Binary"])


def needs_inspection(stream: IO[bytes], labels_alone: bool) -> bool:
    """Tell whether the text may hold blank nodes, or literals that Oxigraph would answer in another form.

    `labels_alone` is for N-Triples and N-Quads. The stream is read to its end, or less.
    """
    blank = re.compile(_LABELS if labels_alone else _BLANK)
    while piece := stream.read(_PIECE):
        piece += stream.readline()
        if _occurs(piece, blank) or _changes_typed(piece) or _changes_numbers(piece):
            return True
    return False


def _occurs(piece: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Tell whether a pattern may occur outside of texts, IRIs and comments."""
    if b"'''" in piece or b'"""' in piece:
        return pattern.search(piece) is not None
    position = 0
    while match := pattern.search(piece, position):
        start = piece.rfind(b"\n", 0, match.start()) + 1
        end = piece.find(b"\n", match.end())
        position = len(piece) if end < 0 else end
        if pattern.search(_HIDDEN.sub(b" ", piece[start:position])):
            return True
    return False


def _changes_typed(piece: bytes) -> bool:
    from pyoxigraph import Literal, NamedNode

    if _TYPED_AND_ESCAPED.search(piece):
        return True
    literals = []
    for text, datatype in set(_TYPED.findall(piece)):
        name = re.split(rb"[:#/]", datatype)[-1]
        if name not in _LEFT_ALONE:
            written = text.decode(errors="replace")
            literals.append(Literal(written, datatype=NamedNode(XSD.NAMESPACE + name.decode(errors="replace"))))
    return bool(changed_literals(literals))


def _changes_numbers(piece: bytes) -> bool:
    from pyoxigraph import Literal, NamedNode

    literals = []
    for number in set(_NUMBERS.findall(piece)):
        kind = "double" if b"e" in number.lower() else "decimal" if b"." in number else "integer"
        literals.append(Literal(number.decode(), datatype=NamedNode(XSD.NAMESPACE + kind)))
    changed = [re.escape(literal.value.encode()) for literal in changed_literals(literals)]
    return bool(changed) and _occurs(
        piece, re.compile(rb"%b(?:%b)%b" % (_BEFORE_NUMBER, b"|".join(changed), _BEHIND_NUMBER))
    )
