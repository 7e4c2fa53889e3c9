"""How large a profile may be."""

from __future__ import annotations

__all__ = ["MAX_BYTES", "MAX_LINES"]

# A profile is one to two kilobytes of text, a saved web page some hundreds; more is no profile.
MAX_BYTES = 5_000_000
MAX_LINES = 100_000
