"""What RDF text of the Turtle family may hold, seen without parsing it.

The parser is in Rust and would hand every statement to Python, which takes longer than to load them.

Each question is answered "may be" or "surely not"; a wrong "may be" costs time alone. What looks unusual is always "may
be": texts over several lines, a `^^` that stands otherwise than between a text and a plain datatype, a prefix that is
not declared once and plainly. Whether a number or a typed literal changes, the engine itself is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
# Behind one of these a digit or a sign goes on a name or a number.
_GOES_ON: Final = rb"[A-Za-z0-9_\-:.%\\\x80-\xff]"
# Numbers without quotes that may be in another form than that in which Oxigraph answers them. Each pattern begins with
# a plain byte, for which `re` looks many times faster than for a class of them.
_ODD_NUMBERS: Final[_Patterns] = (
    (b"+", rb"\+[0-9.]"),  # +7
    (b"-", rb"-(?<!" + _GOES_ON + rb"-)[0.]"),  # -0, -.5
    (b"0", rb"0(?<!" + _GOES_ON + rb"0)[0-9]"),  # 007
    (b".", rb"\.(?<!" + _GOES_ON + rb"\.)[0-9]"),  # .5
    (b".", rb"\.(?<=[0-9]\.)(?:[0-9]*0(?![0-9])|[0-9]{16})"),  # 1.50, and more digits than a number may keep
    (b"e", rb"e(?<=[0-9.]e)[+-]?[0-9]"),  # 1e0
    (b"E", rb"E(?<=[0-9.]E)[+-]?[0-9]"),
)
_NUMBER: Final = (
    rb"(?<!" + _GOES_ON + rb")[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)"
)
# Within a line: texts, IRIs, escapes in names, comments.
_HIDDEN: Final = rb'"(?:[^"\\\n]|\\.)*"' rb"|'(?:[^'\\\n]|\\.)*'" rb'|<[^<>"{}|^`\x00-\x20]*>|\\.|#[^\r\n]*'
_PLAIN_IRI: Final = rb"<([A-Za-z][A-Za-z0-9+.\-]*:[^<>\"{}|^`\\\x00-\x20]*)>"
_TYPED: Final = (
    rb"""(?:"([^"\\\n]*)"|'([^'\\\n]*)')\^\^(?:""" + _PLAIN_IRI + rb"|([A-Za-z][\w\-]*):([A-Za-z][\w\-]*))"
    rb"(?=[\s,;)\]}#<]|\.(?!" + _GOES_ON + rb")|\Z)"
)
_PREFIX: Final = rb"(?i:prefix)\s+([A-Za-z][\w\-]*|):\s*" + _PLAIN_IRI
# Types whose literals Oxigraph leaves alone.
_LEFT_ALONE: Final = frozenset(
    XSD.NAMESPACE + name for name in ("string", "anyURI", "langString", "hexBinary", "base64Binary")
)


def needs_inspection(stream: IO[bytes], labels_alone: bool) -> bool:
    """Tell whether the text may hold blank nodes, or literals that Oxigraph would answer in another form.

    `labels_alone` is for N-Triples and N-Quads. The stream is read to its end, or less.
    """
    blank = _LABELS if labels_alone else _BLANK
    prefixes = _Prefixes()
    while piece := stream.read(_PIECE):
        rest_of_line = stream.readline(_PIECE)
        if len(rest_of_line) == _PIECE:
            return True  # a line that long is left to the parser, which need not hold it whole
        piece += rest_of_line
        over_lines = b"'''" in piece or b'"""' in piece
        if any(_visible(piece, byte, pattern, over_lines) for byte, pattern in blank):
            return True
        if any(_changes_a_number(piece, byte, pattern, over_lines) for byte, pattern in _ODD_NUMBERS):
            return True
        prefixes.read(piece)
        if b"^^" in piece and (over_lines or _changes_typed(piece, prefixes)):
            return True
    return False


def _visible(piece: bytes, byte: bytes, pattern: bytes, over_lines: bool) -> bool:
    """Tell whether a pattern may occur outside of texts, IRIs and comments; texts may go `over_lines`."""
    return any(over_lines or re.search(pattern, line) for line in _bare_lines(piece, byte, pattern))


def _changes_a_number(piece: bytes, byte: bytes, pattern: bytes, over_lines: bool) -> bool:
    """Tell whether a number may change in the lines where one that looks odd may be."""
    numbers: set[bytes] = set()
    for line in _bare_lines(piece, byte, pattern):
        if over_lines:
            return True
        numbers.update(re.findall(_NUMBER, line))
    return _change((number, XSD.NAMESPACE + _type_of(number)) for number in numbers)


def _type_of(number: bytes) -> str:
    if b"e" in number or b"E" in number:
        return "double"
    return "decimal" if b"." in number else "integer"


def _bare_lines(piece: bytes, byte: bytes, pattern: bytes) -> Iterator[bytes]:
    """Yield the lines in which a pattern occurs, each without texts, IRIs and comments."""
    if byte not in piece:
        return
    hidden = re.compile(_HIDDEN)
    position = 0
    sought = re.compile(pattern)
    while match := sought.search(piece, position):
        start = piece.rfind(b"\n", 0, match.start()) + 1
        end = piece.find(b"\n", match.end())
        position = len(piece) if end < 0 else end
        yield hidden.sub(b" ", piece[start:position])


class _Prefixes:
    """What prefixes stand for, where every declaration up to here could be read and none contradicts another."""

    def __init__(self) -> None:
        self._iris: dict[bytes, bytes] = {}
        self._are_plain = True

    def read(self, piece: bytes) -> None:
        """Take note of what the next piece declares."""
        # A plain word is found ten times as fast as one in letters of either case.
        for word in re.finditer(b"prefix", piece.lower()):
            declared = re.compile(_PREFIX).match(piece, word.start())
            self._are_plain &= declared is not None and self._iris.setdefault(declared[1], declared[2]) == declared[2]

    def iri_of(self, name: bytes) -> bytes:
        """Return the IRI that a prefix stands for, empty where that is not sure."""
        return self._iris.get(name, b"") if self._are_plain else b""


def _changes_typed(piece: bytes, prefixes: _Prefixes) -> bool:
    """Tell whether a literal with a datatype may change."""
    typed = set()
    count = 0
    for quoted, otherwise_quoted, iri, prefix, local in re.findall(_TYPED, piece):
        namespace = prefixes.iri_of(prefix) if prefix else b""
        datatype = namespace + local if namespace else iri
        if not datatype or b"/." in datatype:  # what is not sure, or not yet resolved
            return True
        count += 1
        typed.add((quoted or otherwise_quoted, datatype.decode(errors="replace")))
    return count != piece.count(b"^^") or _change(typed)


def _change(typed: Iterable[tuple[bytes, str]]) -> bool:
    """Tell whether Oxigraph answers one of these texts with datatypes in another form."""
    from pyoxigraph import Literal, NamedNode

    return bool(
        changed_literals(
            Literal(text.decode(errors="replace"), datatype=NamedNode(datatype))
            for text, datatype in typed
            if datatype.startswith(XSD.NAMESPACE) and datatype not in _LEFT_ALONE
        )
    )
