"""What RDF text of the Turtle family may hold, seen without parsing it.

The parser is in Rust and would hand every statement to Python, which takes longer than to load them.

Each question is answered "may be" or "surely not"; a wrong "may be" costs time alone. Texts over several lines, which
would hide where a line begins, are always "may be".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, Final, TypeAlias

from gii_graph.sparql.literal_forms import changed_literals
from gii_graph.vocabulary import XSD

__all__ = ["needs_inspection"]

_PIECE: Final = 1 << 23  # bytes that are looked at at once
# Each pattern stands behind a byte of it that is rare: one byte is looked for ten times faster than a pattern. They are
# compiled when that byte occurs, so that a short text is looked at in no time.
_Patterns: TypeAlias = tuple[tuple[bytes, bytes], ...]
_LABELS: Final[_Patterns] = ((b"_", rb"_:"),)  # N-Triples and N-Quads have labels alone
# Every way to write a blank node (Turtle 1.2, section 2): labels, brackets, collections, reified triples, annotations.
_BLANK: Final[_Patterns] = (*_LABELS, (b"[", rb"\["), (b"(", rb"\("), (b"<", rb"<<"), (b"|", rb"\{\|"), (b"~", rb"~"))
_DATATYPE: Final = rb"\s*\^\^\s*<?([^\s,;>)\]}|]+)"
_TYPED: Final = (rb'"([^"\\\n]*)"' + _DATATYPE, rb"'([^'\\\n]*)'" + _DATATYPE)
# Escapes in the text, and a datatype on another line than the text.
_TYPED_OTHERWISE: Final = (rb"""\\[^"'\n]*["']\s*\^\^""", rb"\n\s*\^\^", rb"\^\^\s*\n")
# Numbers without quotes that are not in the form in which Oxigraph answers them. Each pattern begins with a plain byte,
# for which `re` looks many times faster than for a class of them.
_BEHIND: Final = rb"(?=[\s,;)\]}]|\.\s|\.?$)"
_CHANGED_NUMBERS: Final[_Patterns] = tuple(
    (byte, pattern + _BEHIND)
    for byte, pattern in (
        (b"+", rb"\+(?<=[\s,;(\[]\+)[0-9.]+"),  # +7
        (b"-", rb"-0[0.]*"),  # -0
        (b"0", rb"0(?<=[\s,;(\[\-+]0)[0-9]+(?:\.[0-9]+)?"),  # 007
        (b".", rb"\.(?<![0-9]\.)[0-9]+"),  # .5
        (b".", rb"\.(?<=[0-9]\.)[0-9]*0"),  # 1.50
        (b"e", rb"e(?<=[0-9.]e)[+-]?[0-9]+"),  # 1e0
        (b"E", rb"E(?<=[0-9.]E)[+-]?[0-9]+"),
    )
)
# Within a line: texts, IRIs, escapes in names, comments.
_HIDDEN: Final = rb'"(?:[^"\\\n]|\\.)*"' rb"|'(?:[^'\\\n]|\\.)*'" rb'|<[^<>"{}|^`\x00-\x20]*>|\\.|#[^\n]*'
# Types whose literals Oxigraph leaves alone.
_LEFT_ALONE: Final = frozenset([b"string", b"anyURI", b"langString", b"hexBinary", b"base64Binary"])


def needs_inspection(stream: IO[bytes], labels_alone: bool) -> bool:
    """Tell whether the text may hold blank nodes, or literals that Oxigraph would answer in another form.

    `labels_alone` is for N-Triples and N-Quads. The stream is read to its end, or less.
    """
    patterns = (*(_LABELS if labels_alone else _BLANK), *_CHANGED_NUMBERS)
    while piece := stream.read(_PIECE):
        rest_of_line = stream.readline(_PIECE)
        if len(rest_of_line) == _PIECE:
            return True  # a line that long is left to the parser, which need not hold it whole
        piece += rest_of_line
        over_lines = b"'''" in piece or b'"""' in piece
        if any(byte in piece and _occurs(piece, re.compile(pattern), over_lines) for byte, pattern in patterns):
            return True
        if b"^^" in piece and (over_lines or _changes_typed(piece)):
            return True
    return False


def _occurs(piece: bytes, pattern: re.Pattern[bytes], over_lines: bool) -> bool:
    """Tell whether a pattern may occur outside of texts, IRIs and comments; texts may go `over_lines`."""
    hidden = re.compile(_HIDDEN)
    return any(over_lines or pattern.search(hidden.sub(b" ", line)) for line in _lines(piece, pattern))


def _lines(piece: bytes, pattern: re.Pattern[bytes]) -> Iterator[bytes]:
    """Yield the lines in which a pattern occurs, each from its beginning to its end."""
    position = 0
    while match := pattern.search(piece, position):
        start = piece.rfind(b"\n", 0, match.start()) + 1
        end = piece.find(b"\n", match.end())
        position = len(piece) if end < 0 else end
        yield piece[start:position]


def _changes_typed(piece: bytes) -> bool:
    """Tell whether a literal with a datatype may change."""
    lines = b"\n".join([b"", *_lines(piece, re.compile(rb"\^\^")), b""])
    if any(re.search(pattern, lines) for pattern in _TYPED_OTHERWISE):
        return True
    from pyoxigraph import Literal, NamedNode

    literals = []
    for text, datatype in {match for pattern in _TYPED for match in re.findall(pattern, lines)}:
        name = re.split(rb"[:#/]", datatype)[-1]
        if name not in _LEFT_ALONE:
            written = text.decode(errors="replace")
            literals.append(Literal(written, datatype=NamedNode(XSD.NAMESPACE + name.decode(errors="replace"))))
    return bool(changed_literals(literals))
