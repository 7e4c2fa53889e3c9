"""Which encoding a text is in that names none and is no UTF-8: told by its words, as far as they show it.

A detector compares the words beyond ASCII with languages; what it proposes must then read as names do. A profile has
few such words, and hundreds of ASCII ones that say nothing, so these are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

__all__ = ["probable_encoding"]

# What a profile is likely to be saved in by an editor that does not use UTF-8: of Western Europe, China, Japan, Korea,
# Taiwan, Russia. The larger of two encodings that contain each other.
WESTERN = "cp1252"
_CANDIDATES = ("gb18030", "cp932", "cp949", "big5", "cp1251", "koi8_r", WESTERN)
# A dash or an apostrophe of print between Latin letters, bold or not: "Tokyo–Yokohama", "Xi’an".
_PRINTED = re.compile(
    rb"(?<=[A-Za-z* ])[\x91-\x97\x85\xa0\xb4](?=[A-Za-z* ])|[\x91\x93](?=[A-Z])|(?<=[a-z.])[\x92\x94]"
)
_WORD = re.compile(rb"[^\s\x00-\x1f\x80-\xff]*[\x80-\xff]\S*")
_MOST_WORDS = 2_000
_ENOUGH = 0.7
_PRINT = frozenset("–—―‘’“”…•®™©·´\u00a0«»、。《》（），：ー\u3000")
# What no word has: in the West three letters in a row beyond ASCII, in Russian a Latin letter beside a Cyrillic one, or
# a capital behind a small one.
_ALPHABETS = {
    WESTERN: re.compile(r"[^\W\d_a-zA-Z]{3}"),
    **dict.fromkeys(("cp1251", "koi8_r"), re.compile(r"[a-zA-Z][Ѐ-ӿ]|[Ѐ-ӿ][a-zA-Z]|[а-яё][А-ЯЁ]")),
}


def probable_encoding(content: bytes) -> str:
    """Return the name, as Python knows it, of the encoding that bytes beyond ASCII are most probably in.

    `cp1252` where nothing speaks for another one.
    """
    if _PRINTED.sub(b"", content).isascii():
        return WESTERN
    words = b" ".join(_WORD.findall(content)[:_MOST_WORDS])
    readings = {name: text for name in _CANDIDATES if (text := _decoded(words, name)) and _reads_as_names(name, text)}
    best = next((name for name in (*_detected(words), *readings) if name in readings), WESTERN)
    cyrillic = [name for name in ("cp1251", "koi8_r") if name in readings]
    # The two hold the same letters with small and capital ones exchanged.
    return max(cyrillic, key=lambda name: _capitalised(readings[name])) if best in cyrillic else best


def _decoded(words: bytes, encoding: str) -> str | None:
    try:
        return words.decode(encoding)
    except UnicodeDecodeError:
        return None


def _detected(words: bytes) -> Iterator[str]:
    """Yield what the detector holds possible, the most probable first."""
    from charset_normalizer import from_bytes

    for match in from_bytes(words, cp_isolation=[*_CANDIDATES]):
        yield match.encoding


def _reads_as_names(encoding: str, text: str) -> bool:
    """Tell whether a text beyond ASCII is made of the letters in use where the encoding is."""
    beyond = [character for character in text if not character.isascii() and character not in _PRINT]
    if encoding in _ALPHABETS:
        return all(map(_IN_USE[encoding], beyond)) and _ALPHABETS[encoding].search(text) is None
    return sum(map(_IN_USE[encoding], beyond)) >= _ENOUGH * len(beyond)


def _first_byte(encoding: str, lowest: int, highest: int) -> Callable[[str], bool]:
    """Return a test for characters in the part of an encoding that holds those in daily use."""

    def in_use(character: str) -> bool:
        try:
            return lowest <= character.encode(encoding)[0] <= highest
        except UnicodeEncodeError:
            return False

    return in_use


def _is_cyrillic(character: str) -> bool:
    return "а" <= character.lower() <= "ё" or character in "№іїєґІЇЄҐўЎ"


def _is_western(character: str) -> bool:
    return unicodedata.name(character, "").startswith("LATIN ")


# Level 1 of GB 2312, of JIS X 0208 (or kana), of Big5, and the syllables of KS X 1001.
_IN_USE: dict[str, Callable[[str], bool]] = {
    "gb18030": _first_byte("gb2312", 0xB0, 0xD7),
    "cp932": _first_byte("euc_jp", 0xA4, 0xCF),
    "cp949": _first_byte("euc_kr", 0xB0, 0xC8),
    "big5": _first_byte("big5", 0xA4, 0xC6),
    "cp1251": _is_cyrillic,
    "koi8_r": _is_cyrillic,
    WESTERN: _is_western,
}


def _capitalised(text: str) -> int:
    """Return how many words are written as names are: with a capital first, or in capitals; less those that are not."""
    words = re.findall(r"[^\W\d_]+", text)
    return sum(1 if word.istitle() or word.isupper() else -1 for word in words if not word.isascii())
