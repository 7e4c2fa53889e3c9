"""The texts of answers that a page carries, each once, and by reference where the page's facts have it already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gii_graph.sparql.prefixes import shortener
from gii_graph.sparql.result_formats import csv_value, is_number

if TYPE_CHECKING:
    from gii_graph.network import Network
    from gii_graph.view.row_subjects import CitedLine

__all__ = ["CarriedTerms"]


class CarriedTerms:
    """Terms and lines by number.

    `texts` are the terms: number n is the quote of line n of the facts, or for -1 - n the label of node n; text begins
    with its kind: `i` an IRI as a prefixed name or in angle brackets, `n` a number, `t` other text, `o` anything else.
    Term 0 is none. `lines` are cited lines that the facts do not have, as [file, line, quote], numbered on from theirs.
    """

    def __init__(self, network: Network, facts: Mapping[str, Any]) -> None:
        self.texts: list[str | int] = [""]
        self.lines: list[CitedLine] = []
        self._number: dict[Any, int] = {None: 0}
        self._sizes: dict[Any, int] = {}
        self._shared: dict[str, int] = {}
        for number, node in enumerate(network.nodes.values()):
            self._shared.setdefault(node.label, -1 - number)
        self._line: dict[CitedLine, int] = {}
        for number, (file, line, quote) in enumerate(facts["evidence"]):
            self._shared.setdefault(quote, number)
            self._line.setdefault((facts["files"][file], line, quote), number)
        self._lines_of_facts = len(facts["evidence"])
        self._short = shortener()

    def number(self, term: Any) -> int:
        """Return the number of a term, None being unbound."""
        if term not in self._number:
            self._number[term] = len(self.texts)
            self.texts.append(self._text(term))
        return self._number[term]

    def size(self, term: Any) -> int:
        """Return about how many characters a cell with this term takes."""
        if term not in self._sizes:
            is_short = term is None or self._kind(term) in "ni" or csv_value(term) in self._shared
            self._sizes[term] = 6 if is_short else 6 + len(csv_value(term))
        return self._sizes[term]

    def line(self, line: CitedLine) -> int:
        """Return the number of a cited line."""
        if line not in self._line:
            self._line[line] = self._lines_of_facts + len(self.lines)
            self.lines.append(line)
        return self._line[line]

    def _text(self, term: Any) -> str | int:
        kind = self._kind(term)
        if kind == "i":
            return f"i{self._short(term.value)}"
        text = csv_value(term)
        return self._shared[text] if kind == "t" and text in self._shared else f"{kind}{text}"

    @staticmethod
    def _kind(term: Any) -> str:
        kind = type(term).__name__
        if kind == "NamedNode":
            return "i"
        return ("n" if is_number(term) else "t") if kind == "Literal" else "o"
