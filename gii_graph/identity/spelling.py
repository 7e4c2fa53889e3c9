"""How names are compared and made into the last part of an IRI."""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["comparison_key", "fingerprint", "slug", "with_plain_dashes"]

# U+2010-U+2015 are the dashes of general punctuation, U+2212 is the minus sign that spreadsheets leave behind.
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc\u02bb`\u00b4", None))
# Latin letters that Unicode does not decompose into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_SPACED_DASH = re.compile(r"\s*-\s*")
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")


def with_plain_dashes(text: str) -> str:
    """Return `text` with every kind of dash as the plain hyphen.

    >>> with_plain_dashes("Tokyo–Yokohama")
    'Tokyo-Yokohama'
    """
    return text.translate(_DASHES)


def comparison_key(name: str) -> str:
    """Return what two spellings of one name share: they may differ in dash, case and spacing only.

    >>> comparison_key("San Jose – San  Francisco") == comparison_key("SAN JOSE-SAN FRANCISCO")
    True
    """
    plain = name.lower() if name.isascii() else with_plain_dashes(unicodedata.normalize("NFKC", name).casefold())
    spaced = " ".join(plain.split())
    return _SPACED_DASH.sub("-", spaced) if "-" in spaced else spaced


def fingerprint(text: str) -> str:
    """Return eight hexadecimal digits that stand for `text`: a stable qualifier where a slug alone is not enough."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def slug(name: str) -> str:
    """Return the IRI form of a name: lower case, without marks, `[a-z0-9-]` only.

    Where letters of another script are lost, a fingerprint of the whole name keeps the slug unmistakable.

    >>> slug("Shenzhen–Hong Kong–Guangzhou"), slug("Xi’an"), slug("Zürich")
    ('shenzhen-hong-kong-guangzhou', 'xian', 'zurich')
    >>> slug("北京大学")
    'n-21aa1893'
    """
    # Space and dashes all become one dash: of an ASCII name nothing else is different.
    key = name.lower() if name.isascii() else comparison_key(name)
    if key.isascii() and (plain := _NOT_IN_SLUG.sub("-", key.replace("'", "").replace("`", "")).strip("-")):
        return plain
    decomposed = unicodedata.normalize("NFKD", key.translate(_APOSTROPHES).translate(_UNDECOMPOSED))
    without_marks = "".join(char for char in decomposed if not unicodedata.combining(char))
    plain = _NOT_IN_SLUG.sub("-", without_marks).strip("-")
    if any(char.isalnum() and not char.isascii() for char in without_marks) or not plain:
        return f"{plain or 'n'}-{fingerprint(comparison_key(name))}"
    return plain
