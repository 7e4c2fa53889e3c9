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
_BLANK: Final = tuple(map(re.compile, (rb"_:", rb"\[", rb"\(", rb"<<", rb"\{\|", rb"~")))
_LABELS: Final = _BLANK[:1]  # N-Triples and N-Quads have labels alone
_DATATYPE: Final = rb"\s*\^\^\s*<?([^\s,;>)\]}|]+)"
_TYPED: Final = (re.compile(rb'"([^"\\\n]*)"' + _DATATYPE), re.compile(rb"'([^'\\\n]*)'" + _DATATYPE))
_TYPED_AND_ESCAPED = re.compile(rb"""\\[^"'\n]*["']\s*\^\^""")
# Numbers without quotes that are not in the form in which Oxigraph answers them. Each pattern begins with a plain byte,
# for which `re` looks many times faster than for a class of them.
_BEHIND: Final = rb"(?=[\s,;)\]}]|\.\s|\.?$)"
_CHANGED_NUMBERS: Final = tuple(
    re.compile(pattern + _BEHIND)
    for pattern in (
        rb"\+(?<=[\s,;(\[]\+)[0-9.]+",  # +7
        rb"-0[0.]*",  # -0
        rb"0(?<=[\s,;(\[\-+]0)[0-9]+(?:\.[0-9]+)?",  # 007
        rb"\.(?<![0-9]\.)[0-9]+",  # .5
        rb"\.(?<=[0-9]\.)[0-9]*0",  # 1.50
        rb"e(?<=[0-9.]e)[+-]?[0-9]+",  # 1e0
        rb"E(?<=[0-9.]E)[+-]?[0-9]+",
    )
)
# Within a line: texts, IRIs, escapes in names, comments.
_HIDDEN = re.compile(rb'"(?:[^"\\\n]|\\.)*"' rb"|'(?:[^'\\\n]|\\.)*'" rb'|<[^<>"{}|^`\x00-\x20]*>|\\.|#[^\n]*')
# Types whose literals Oxigraph leaves alone.
_LEFT_ALONE: Final = frozenset([b"string", b"anyURI", b"langString", b"hexBinary", b"base64Binary"])


def needs_inspection(stream: IO[bytes], labels_alone: bool) -> bool:
    """Tell whether the text may hold blank nodes, or literals that Oxigraph would answer in another form.

    `labels_alone` is for N-Triples and N-Quads. The stream is read to its end, or less.
    """
    blank = _LABELS if labels_alone else _BLANK
    while piece := stream.read(_PIECE):
        piece += stream.readline()
        over_lines = b"'''" in piece or b'"""' in piece
        if any(_occurs(piece, pattern, over_lines) for pattern in (*blank, *_CHANGED_NUMBERS)):
            return True
        if _changes_typed(piece):
            return True
    return False


def _occurs(piece: bytes, pattern: re.Pattern[bytes], over_lines: bool) -> bool:
    """Tell whether a pattern may occur outside of texts, IRIs and comments; texts may go `over_lines`."""
    if over_lines:
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
    for text, datatype in {match for pattern in _TYPED for match in pattern.findall(piece)}:
        name = re.split(rb"[:#/]", datatype)[-1]
        if name not in _LEFT_ALONE:
            written = text.decode(errors="replace")
            literals.append(Literal(written, datatype=NamedNode(XSD.NAMESPACE + name.decode(errors="replace"))))
    return bool(changed_literals(literals))
