"""Cells of tables that a spreadsheet would run as a formula, and how they are kept from it.

https://owasp.org/www-community/attacks/CSV_Injection; East Asian editions take full-width signs, too, and what stands
before a sign without being seen does not protect from it.
"""

from __future__ import annotations

import re

__all__ = ["guarded", "is_guarded", "without_guard"]

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b\u2212"
_UNSEEN = "\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff"
# The apostrophe itself is among what is guarded, so that guarding can be undone.
_RUN = re.compile(f"[\t\r\n']|[{_UNSEEN}]*[{_SIGNS}]")


def guarded(text: str) -> str:
    """Return the text of a cell that no spreadsheet runs: an apostrophe before what would start a formula.

    Text that starts with an apostrophe gets another, so that taking one away always gives the text back.

    >>> guarded("=1+1"), guarded("'s-Hertogenbosch"), guarded("Kunming")
    ("'=1+1", "''s-Hertogenbosch", 'Kunming')
    """
    return f"'{text}" if is_guarded(text) else text


def is_guarded(text: str) -> bool:
    """Tell whether `guarded` puts an apostrophe before a text."""
    return _RUN.match(text) is not None


def without_guard(cell: str) -> str:
    """Return the text that was guarded to make a cell; a cell that was not guarded stays as it is.

    >>> without_guard("'=1+1"), without_guard("''s-Hertogenbosch"), without_guard("'tis")
    ('=1+1', "'s-Hertogenbosch", "'tis")
    """
    return cell[1:] if cell.startswith("'") and is_guarded(cell[1:]) else cell
