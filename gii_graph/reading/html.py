"""An HTML page to lines: what a browser shows, one line for each block and table row, numbered as in the page's source.

The page is parsed by the browser's own rules. The parser tells no positions, so a comment with the
line number is set behind every ">" of the source before parsing: a comment is allowed wherever a tag
ends and changes nothing of what is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from gii_graph.errors import SourceError
from gii_graph.reading.source_lines import SourceLines, shown_lines
from gii_graph.reading.spans import Cell, SpannedRow, spread

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from gii_graph.reading.appearance import Appearance

__all__ = ["Page", "is_html", "read_page"]

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
_ENDS_IN_HYPHEN = re.compile(r"[^\W\d_][-\u2010]$")
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_TAGS = re.compile(rf"<(/?)(?!(?:{_VOID})\b)[a-zA-Z]", re.IGNORECASE)
# The parser needs time in the square of the depth; pages are some dozens deep.
_DEEPEST = 4_000
# Text that belongs to no reader: what is not shown of it is not worth a word.
_MACHINE = frozenset("script style template noscript head title meta link iframe desc select textarea input".split())
# The text of a table cell is a name or a number. A cell with more than these holds a part of the page.
_LONGEST_CELL = 300
_MOST_LINES_OF_CELL = 4


class Page(NamedTuple):
    """The lines of a page as a browser shows it, and the source lines of text that it does not show."""

    lines: SourceLines
    hidden: tuple[int, ...]


def is_html(text: str) -> bool:
    """Return whether a text is an HTML page or a piece of one."""
    return _SNIFF.match(text) is not None


def read_page(name: str, text: str) -> Page:
    """Return the lines of an HTML page; one blank line parts paragraphs, a tab parts table cells.

    Raises:
        SourceError: the page is nested deeper than any page written for people.

    """
    from selectolax.lexbor import LexborHTMLParser

    from gii_graph.reading.appearance import Appearance

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_depth(name, text)
    root = LexborHTMLParser(_marked(text)).root
    flow, hidden = _Flow(), []
    if root is not None:
        walk = _Walk(Appearance(root))
        walk.over(root)
        flow, hidden = walk.flows[0], walk.hidden
        flow.close()
    texts = [line.text for line in flow.lines]
    return Page(shown_lines([line.number for line in flow.lines], texts), tuple(hidden))


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


class _Line(NamedTuple):
    """A line of the page: where its text begins in the source, its text, and whether a paragraph or block ends it."""

    number: int
    text: str
    hard: bool = True


@dataclass(slots=True)
class _Flow:
    """Gathers text into lines: the page itself, or a table cell."""

    lines: list[_Line] = field(default_factory=list)
    holds_table: bool = False
    _pieces: list[str] = field(default_factory=list)
    _start: int = 0
    _preformatted: bool = False

    def text(self, content: str, here: int, preformatted: bool) -> None:
        """Add a stretch of text that begins in line `here` of the source, its spaces as a browser shows them."""
        if not preformatted:
            self._add(content, here + content[: len(content) - len(content.lstrip())].count("\n"))
            return
        for place, piece in enumerate(content.split("\n")):
            if place:
                self.close(hard=False)
            self._preformatted = True
            self._add(piece, here + place)

    def _add(self, content: str, here: int) -> None:
        if not self._start and content.strip():
            self._start = here
        self._pieces.append(content)

    def close(self, *, hard: bool = True) -> None:
        """End the line; one without text leaves nothing."""
        if self._start:
            text = "".join(self._pieces)
            text = text.strip() if self._preformatted else " ".join(text.split())
            self.lines.append(_Line(self._start, text, hard))
        self._pieces.clear()
        self._start, self._preformatted = 0, False

    def part(self, here: int) -> None:
        """Set a blank line between two paragraphs."""
        self.close()
        if self.lines and self.lines[-1].text:
            self.lines.append(_Line(here, ""))

    @property
    def written(self) -> list[_Line]:
        """The lines with text."""
        return [line for line in self.lines if line.text]

    @property
    def on_one_line(self) -> str:
        """The text of a cell; behind a hyphen that ends a line stands no space: it belongs to a word."""
        *lines, last = [line.text for line in self.written] or [""]
        return "".join(line if _ENDS_IN_HYPHEN.search(line) else f"{line} " for line in lines) + last

    def is_part_of_page(self, cells: int) -> bool:
        """Tell whether a cell of a row with so many filled cells holds no value but a part of the page."""
        written = self.written
        hard = sum(line.hard for line in written[:-1]) + 1
        if self.holds_table or cells == 1 or (cells == 2 and hard > 1) or len(written) > _MOST_LINES_OF_CELL:
            return True
        has_paragraphs = any(not line.text for line in self.lines[:-1])
        return has_paragraphs or sum(len(line.text) for line in written) > _LONGEST_CELL


@dataclass(slots=True)
class _Table:
    """The rows of a table that is being walked over; `implied` if only styles make it one."""

    implied: bool
    rows: list[SpannedRow[_Flow]] = field(default_factory=list)
    group: int = 0

    def write(self, flow: _Flow) -> None:
        """Write a line for each row of values; what lays out a page is written cell by cell."""
        written: set[int] = set()
        for row, contents in zip(self.rows, spread(self.rows), strict=True):
            filled = [cell for cell in contents if cell is not None and cell.written]
            if any(cell.is_part_of_page(len(filled)) for cell in filled):
                for cell in filled:
                    if id(cell) not in written:
                        flow.lines += cell.lines
                        flow.part(cell.lines[-1].number)
            elif filled:
                own = next((cell.content for cell in row.cells if cell.content.written), filled[0])
                cells = (cell.on_one_line if cell else "" for cell in contents)
                flow.lines.append(_Line(own.written[0].number, "\t".join(cells)))
            written.update(map(id, filled))


class _State(NamedTuple):
    """What the elements around a place say of it, and how the innermost is laid out."""

    layout: str = "block"
    seen: bool = True
    struck: bool = False
    preformatted: bool = False
    folded: bool = False


class _Walk:
    """Goes over the page in order; `here` is the line of the source that it has come to."""

    def __init__(self, appearance: Appearance) -> None:
        self.flows = [_Flow()]
        self.hidden: list[int] = []
        self._appearance = appearance
        # Tables that are open, each with the number of flows open around it.
        self._tables: list[tuple[_Table, int]] = []
        self._states = [_State()]
        self._here = 1

    def over(self, root: LexborNode) -> None:
        """Visit every node, without recursion: a page may be deep."""
        node, depth = root, 0
        while True:
            entered = self._enter(node)
            child = node.first_child if entered else None
            if child is not None:
                node, depth = child, depth + 1
                continue
            if entered:
                self._leave()
            while depth and node.next is None:
                parent = node.parent
                if parent is None:
                    return
                node, depth = parent, depth - 1
                self._leave()
            following = node.next
            if not depth or following is None:
                return
            node = following

    def _enter(self, node: LexborNode) -> bool:
        """Take up a node; return whether its children are to be visited."""
        if node.is_text_node:
            self._text(node.text_content or "")
            return False
        if node.is_comment_node:
            comment = node.comment_content or ""
            if comment.startswith(_MARK) and comment[len(_MARK) :].isdigit():
                self._here = int(comment[len(_MARK) :])
            return False
        if not node.is_element_node:
            return node.first_child is not None and self._push(self._states[-1])
        if node.tag == "sup" and node.text().strip(" *†‡").isdigit():
            return False
        look, outer = self._appearance.of(node), self._states[-1]
        if look.layout == "none" or (outer.folded and not _is_summary(node)):
            if node.tag not in _MACHINE and any(map(str.isalnum, _own_text(node))):
                self.hidden.append(self._here)
            return False
        return self._push(
            _State(
                look.layout,
                outer.seen if look.seen is None else look.seen,
                outer.struck or look.struck,
                outer.preformatted if look.preformatted is None else look.preformatted,
                look.folded,
            ),
            node,
        )

    def _push(self, state: _State, node: LexborNode | None = None) -> bool:
        layout = state.layout
        if node is None:
            layout = "inline"
        elif layout in {"rows", "row", "cell"}:
            layout = self._begin_part(layout, node)
        elif layout == "table":
            self._begin_table(implied=False)
        self._states.append(state._replace(layout=layout))
        self._edge(layout)
        return True

    def _leave(self) -> None:
        layout = self._states.pop().layout
        if layout == "cell":
            self.flows.pop().close()
        elif layout in {"table", "row of its own"}:
            self._end_table()
        self._edge(layout)

    def _edge(self, layout: str) -> None:
        """Break the line at the edge of a block."""
        if layout == "block":
            self.flows[-1].part(self._here)
        elif layout in {"line", "break"}:
            self.flows[-1].close(hard=layout == "line")

    def _begin_table(self, *, implied: bool) -> None:
        self.flows[-1].part(self._here)
        self._tables.append((_Table(implied), len(self.flows)))

    def _end_table(self) -> None:
        table, _ = self._tables.pop()
        flow = self.flows[-1]
        flow.close()
        flow.holds_table = flow.holds_table or not table.implied
        table.write(flow)
        flow.part(self._here)

    def _begin_part(self, layout: str, node: LexborNode) -> str:
        """Begin a group of rows, a row or a cell; return what it is here, a line where it stands in no table."""
        table = self._tables[-1][0] if self._tables and self._tables[-1][1] == len(self.flows) else None
        if layout == "rows":
            if table:
                table.group += 1
            return "inline"
        if layout == "row":
            own = table is None
            if own:
                self._begin_table(implied=True)
            table = self._tables[-1][0]
            table.rows.append(SpannedRow(table.group))
            return "row of its own" if own else "row"
        if table is None or not table.rows:
            return "line"
        attributes = node.attributes
        self.flows.append(_Flow())
        columns, rows = Cell.span(attributes.get("colspan")), Cell.span(attributes.get("rowspan"))
        table.rows[-1].cells.append(Cell(self.flows[-1], columns, rows))
        return "cell"

    def _text(self, content: str) -> None:
        state = self._states[-1]
        content = content.replace("\0", "")
        if state.seen and not (state.struck or state.folded):
            self.flows[-1].text(content, self._here, state.preformatted)
        elif any(map(str.isalnum, content)):
            self.hidden.append(self._here)
        self._here += content.count("\n")


def _is_summary(node: LexborNode) -> bool:
    """Tell whether an element is what a closed `details` shows: its first summary."""
    before = node
    while before.prev is not None:
        before = before.prev
        if before.tag == "summary":
            return False
    return node.tag == "summary"


def _own_text(node: LexborNode) -> str:
    """Return the text within an element, without that of scripts and styles."""
    return "" if node.css_first("script, style, template") is not None else node.text()
