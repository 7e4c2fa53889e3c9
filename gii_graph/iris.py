"""What an absolute IRI looks like, so that every room takes and refuses the same."""

from __future__ import annotations

import re

__all__ = ["is_absolute_iri"]

# RFC 3987 by what N-Triples can write, https://www.w3.org/TR/n-triples/#grammar-production-IRIREF; half of a surrogate
# pair stands for a byte of the command line that is no UTF-8.
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\\ud800-\udfff]+")


def is_absolute_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI.

    >>> is_absolute_iri("https://example.org/gii"), is_absolute_iri("gii"), is_absolute_iri("urn:a b")
    (True, False, False)
    """
    return bool(_ABSOLUTE_IRI.fullmatch(text))
