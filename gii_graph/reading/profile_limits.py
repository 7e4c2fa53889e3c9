"""How large a profile may be."""

from __future__ import annotations

__all__ = [
    "MAX_BYTES",
    "MAX_CELLS",
    "MAX_DOCUMENT_BYTES",
    "MAX_LETTERS",
    "MAX_LINES",
    "MAX_MEMBERS",
    "MAX_PAGES",
    "MAX_UNPACKED_BYTES",
]

# A profile is one to two kilobytes of text, a saved web page some hundreds; more is no profile.
MAX_BYTES = 5_000_000
MAX_LINES = 100_000
# Documents carry pictures and fonts beside their text.
MAX_DOCUMENT_BYTES = 50_000_000
MAX_PAGES = 500
MAX_LETTERS = 2_000_000
# Of an office document, which is an archive of files.
MAX_MEMBERS = 5_000
MAX_UNPACKED_BYTES = 200_000_000
MAX_CELLS = 1_000_000
