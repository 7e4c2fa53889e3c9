"""What must hold of every profile that any test reads: nothing of its text is lost, and both ways of reading agree."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pytest

from gii_graph.profile import Profile, Source
from gii_graph.reading import composition, profiles, source_lines, wordings
from gii_graph.reading.composition import Composed
from gii_graph.reading.document import Document
from gii_graph.reading.page_parts import page_parts
from gii_graph.reading.source_lines import SourceLines
from gii_graph.reading.table_rows import is_header

__all__ = ["watch"]


def watch(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check every profile that is read in this process from now on."""
    compose, read_plain = composition.compose, profiles.read_plain

    def checked(source: Source, lines: SourceLines) -> Composed:
        composed = compose(source, lines)
        assert list(lost(lines, composed)) == []
        assert list(read_without_a_fact(lines, composed)) == []
        return composed

    def compared(source: Source, text: str, lines: Sequence[str], read: Sequence[str]) -> Profile | None:
        profile = read_plain(source, text, lines, read)
        if profile is not None:
            whole = "\n".join(read)
            general = profiles.read_lines(
                source, Document(source_lines.text_lines(read, source_lines.undressed(whole)))
            )
            assert general.profile == profile
            assert (general.missing, general.short, general.unread, general.furniture) == ((), (), (), ())
        return profile

    monkeypatch.setattr(composition, "compose", checked)
    monkeypatch.setattr(profiles, "read_plain", compared)


def lost(lines: SourceLines, composed: Composed) -> Iterator[str]:
    """Yield the words of each line that were neither read nor said to be left out."""
    said: defaultdict[int, list[str]] = defaultdict(list)
    for remark in (*composed.unread, *composed.furniture):
        # Also without marks of emphasis and escapes, which may stand in a word: "www.0*0*".
        said[remark.line] += _words(remark.text) + _words(re.sub(r"[*_\\]", "", remark.text))
    for index, text, is_read in _lines(composed):
        rest = "".join(" " if was_read else sign for sign, was_read in zip(text, is_read, strict=True))
        words = said[lines.numbers[index]]
        for piece in rest.split("  "):
            if not wordings.is_glue(piece):
                yield from (f"{index}: {word}" for word in _words(piece) if not any(word in other for other in words))


def read_without_a_fact(lines: SourceLines, composed: Composed) -> Iterator[str]:
    """Yield the lines of which something counts as read that no fact, heading or reason speaks of."""
    quoted = {line for quote in composed.profile.quotes.values() for line in quote.split("\n")}
    reasons = {remark.line for remark in composed.unread}
    headings = {index for block in page_parts(lines).blocks for index in block.headings}
    headings |= {index + 1 for index in headings}  # a wrapped one
    for index, text, is_read in _lines(composed):
        if not any(is_read) or index in headings or lines.numbers[index] in reasons:
            continue
        if lines.read[index].strip() not in quoted and not any(map(is_header, (text, lines.cells[index]))):
            yield f"{index}: {text}"


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text))


def _lines(composed: Composed) -> Iterator[tuple[int, str, bytes]]:
    text, is_read = composed.text.text, composed.account.is_read
    for index in composed.text.indices:
        start, end = composed.text.span_of(index)
        yield index, text[start:end], bytes(is_read[start:end])
