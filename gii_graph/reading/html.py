"""An HTML page to lines: one line for each block and table row, numbered as in the page's source.

The page is parsed by the browser's own rules. The parser tells no positions, so a comment with the
line number is set behind every ">" of the source before parsing: a comment is allowed wherever a tag
ends and changes nothing of what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gii_graph.errors import SourceError
from gii_graph.reading.source_lines import SourceLines, shown_lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

__all__ = ["is_html", "sheet"]

_SNIFF = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|meta|main|article|section|h[1-6]|table|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
# Comments and scripts end with the text at the latest, so that this pattern never looks twice.
_OPAQUE = re.compile(
    r"(<!--.*?(?:-->|\Z)|<(?:script|style)\b.*?(?:</(?:script|style)\s*>|\Z))", re.IGNORECASE | re.DOTALL
)
_MARK = "gii-line:"
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_TAGS = re.compile(rf"<(/?)(?!(?:{_VOID})\b)[a-zA-Z]", re.IGNORECASE)
# The parser needs time in the square of the depth; pages are some dozens deep.
_DEEPEST = 4_000

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "head", "title", "desc", "select", "textarea", "iframe"}
)
_PARAGRAPHS = frozenset(
    "address article aside blockquote details dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav"
    " ol p pre section table ul".split()
)
_BLOCKS = _PARAGRAPHS | frozenset(
    "br caption dd div dt figcaption li summary tbody thead tfoot tr text button option".split()
)
_CELLS = frozenset({"td", "th"})


def is_html(text: str) -> bool:
    """Return whether a text is an HTML page or a piece of one."""
    return _SNIFF.match(text) is not None


def sheet(name: str, text: str) -> SourceLines:
    """Return the lines of an HTML page; one blank line parts paragraphs, a tab parts table cells.

    Raises:
        SourceError: the page is nested deeper than any page written for people.

    """
    from selectolax.lexbor import LexborHTMLParser

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_depth(name, text)
    lines = _Lines()
    root = LexborHTMLParser(_marked(text)).root
    if root is not None:
        _walk(root, lines)
    lines.close()
    return shown_lines(lines.numbers, lines.texts)


def _refuse_depth(name: str, text: str) -> None:
    depth = deepest = 0
    for close in _TAGS.findall(text):
        depth += -1 if close else 1
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise SourceError(
            name,
            None,
            f"HTML with {deepest:,} tags left open",
            "a saved web page",
            "save the profile as plain text",
        )


def _marked(text: str) -> str:
    """Return the page with its line number behind every ">"."""
    number = 1
    marked = []
    for place, piece in enumerate(_OPAQUE.split(text)):
        if place % 2:
            marked.append(piece)
            number += piece.count("\n")
            marked.append(f"<!--{_MARK}{number}-->")
            continue
        lines = piece.split("\n")
        marked.append(
            "\n".join(line.replace(">", f"><!--{_MARK}{number + offset}-->") for offset, line in enumerate(lines))
        )
        number += len(lines) - 1
    return "".join(marked)


@dataclass(slots=True)
class _Lines:
    """Gathers text into lines; `here` is the line of the page's source that the walk has come to."""

    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    here: int = 1
    cells: list[int] = field(default_factory=lambda: [0])
    preformatted: int = 0
    _pieces: list[str] = field(default_factory=list)
    _start: int = 0

    def text(self, content: str) -> None:
        """Add a stretch of text, its spaces and line breaks as a browser shows them."""
        if self.preformatted:
            for place, piece in enumerate(content.split("\n")):
                if place:
                    self.close()
                    self.here += 1
                self._add(piece)
            return
        bare = content.lstrip()
        leading = content[: len(content) - len(bare)].count("\n")
        if bare and not self._start:
            self._start = self.here + leading
        self._pieces.append(content)
        self.here += content.count("\n")

    def _add(self, piece: str) -> None:
        if piece.strip() and not self._start:
            self._start = self.here
        self._pieces.append(piece)

    def cell(self) -> None:
        """Begin a table cell."""
        self._pieces.append("\0" if self.cells[-1] else "")
        self.cells[-1] += 1

    def close(self) -> None:
        """End the line; one without text leaves nothing."""
        if self._start:
            cells = "".join(self._pieces).split("\0")
            self.texts.append("\t".join(" ".join(cell.split()) for cell in cells))
            self.numbers.append(self._start)
        self._pieces.clear()
        self._start = 0

    def part(self) -> None:
        """Set a blank line between two paragraphs."""
        self.close()
        if self.texts and self.texts[-1]:
            self.texts.append("")
            self.numbers.append(self.here)


def _walk(root: LexborNode, lines: _Lines) -> None:
    """Visit every node in order, without recursion: a page may be deep."""
    node, depth, in_cell = root, 0, [0]
    while True:
        child = node.first_child if _enter(node, lines, in_cell) else None
        if child is not None:
            node, depth = child, depth + 1
            continue
        while True:
            _leave(node, lines, in_cell)
            if depth == 0:
                return
            following = node.next
            if following is not None:
                node = following
                break
            parent = node.parent
            if parent is None:
                return
            node, depth = parent, depth - 1


def _enter(node: LexborNode, lines: _Lines, in_cell: list[int]) -> bool:
    """Take up a node; return whether its children are to be visited."""
    if node.is_text_node:
        lines.text((node.text_content or "").replace("\0", ""))
        return False
    if node.is_comment_node:
        comment = node.comment_content or ""
        if comment.startswith(_MARK) and comment[len(_MARK) :].isdigit():
            lines.here = int(comment[len(_MARK) :])
        return False
    tag = node.tag or ""
    if tag in _SILENT or (tag == "sup" and node.text().strip(" *†‡").isdigit()):
        return False
    if tag == "table":
        in_cell.append(0)
    elif tag == "tr":
        lines.close()
        lines.cells.append(0)
    elif tag in _CELLS:
        lines.cell()
        in_cell[-1] += 1
    elif tag == "pre":
        lines.preformatted += 1
    _part(tag, lines, in_cell)
    return True


def _leave(node: LexborNode, lines: _Lines, in_cell: list[int]) -> None:
    tag = node.tag or ""
    if tag in _SILENT or not node.is_element_node:
        return
    if tag == "table" and len(in_cell) > 1:
        in_cell.pop()
    elif tag == "tr" and len(lines.cells) > 1:
        lines.close()
        lines.cells.pop()
    elif tag in _CELLS and in_cell[-1]:
        in_cell[-1] -= 1
    elif tag == "pre" and lines.preformatted:
        lines.preformatted -= 1
    _part(tag, lines, in_cell)


def _part(tag: str, lines: _Lines, in_cell: list[int]) -> None:
    """Break the line at the edge of a block; inside a table cell a block parts words only."""
    if in_cell[-1]:
        if tag in _BLOCKS:
            lines.text(" ")
    elif tag in _PARAGRAPHS:
        lines.part()
    elif tag in _BLOCKS:
        lines.close()
