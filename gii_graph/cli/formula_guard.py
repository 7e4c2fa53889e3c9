"""Cells that a spreadsheet would run: guarded, counted, and told."""

from __future__ import annotations

from collections.abc import Callable

from gii_graph.cli.terminal import counted

__all__ = ["FormulaGuard"]


class FormulaGuard:
    """Guards the text of cells, unless they are to be `raw`, and counts in `cells` those that it guarded.

    `text` returns what to write for the text of a cell.
    """

    def __init__(self, raw: bool) -> None:
        self.cells = 0
        self.text: Callable[[str], str] = str if raw else self._guarded

    def _guarded(self, text: str) -> str:
        from gii_graph.formula_cells import guarded, is_guarded

        self.cells += is_guarded(text)
        return guarded(text)

    @property
    def note(self) -> str:
        """What was done, for people."""
        return (
            f"An apostrophe stands before {counted(self.cells, 'cell')} that a spreadsheet would run as a formula; "
            "--raw leaves it out."
        )
