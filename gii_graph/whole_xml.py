"""XML that is checked for being whole while somebody else reads it.

Oxigraph's readers of SPARQL results and RDF take XML that stops in the middle for XML that ends there.
"""

from __future__ import annotations

import io
from typing import BinaryIO
from xml.parsers import expat

__all__ = ["WholeXml"]


class WholeXml(io.RawIOBase):
    """A stream of XML; reading raises SyntaxError, with line and column, where it is not well-formed to its end."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self._parser = expat.ParserCreate()
        self._ended = False

    def readable(self) -> bool:
        """Tell that this is for reading."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; all that is left where it is negative; none at the end."""
        piece = self._stream.read(size)
        if not self._ended:
            self._ended = size < 0 or not piece
            try:
                self._parser.Parse(piece, self._ended)
            except expat.ExpatError as error:
                raise SyntaxError(str(error)) from error
        return piece
