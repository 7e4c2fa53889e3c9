"""Which separators the spreadsheets of a locale expect in a CSV file.

The decimal mark is that of the Unicode CLDR. Where it is a comma, columns are parted by semicolons; so they are in
Switzerland, whose mark is the point in German and in Italian.
"""

from __future__ import annotations

import locale
import os
from typing import Final, NamedTuple

from gii_graph.errors import CallError

__all__ = ["PROGRAMS", "Separators", "separators_of", "users_separators"]


class Separators(NamedTuple):
    """What stands between columns, and before the decimals of a number."""

    column: str
    decimal: str


PROGRAMS: Final = Separators(",", ".")  # RFC 4180; compared by identity: people's files have a byte order mark
# The first that is set says how numbers are written (POSIX, 8.2).
_SETTINGS: Final = ("LC_ALL", "LC_NUMERIC", "LANG")
_SEMICOLON_ALL_THE_SAME: Final = {"CH", "LI"}


def separators_of(name: str) -> Separators:
    """Return the separators of a locale, such as `de`, `pt-BR` or `zh_CN.UTF-8`.

    Raises CallError for what names no locale.

    >>> separators_of("de"), separators_of("zh_CN.UTF-8")
    (Separators(column=';', decimal=','), Separators(column=',', decimal='.'))
    """
    from babel.core import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        found = Locale.parse(name.partition(".")[0].partition("@")[0].replace("-", "_"))
        decimal = get_decimal_symbol(found)
    except (UnknownLocaleError, ValueError) as error:
        raise CallError(
            f"--excel={name}: no such locale; name one such as de, fr or zh_CN, or leave it out for your own."
        ) from error
    semicolon = decimal == "," or found.territory in _SEMICOLON_ALL_THE_SAME
    return Separators(";" if semicolon else ",", "," if decimal == "," else ".")


def users_separators() -> Separators:
    """Return the separators of the user's own locale, as the environment or else the system tells it."""
    named = next((os.environ[name] for name in _SETTINGS if os.environ.get(name)), "")
    if named:
        is_plain = named.partition(".")[0] in {"C", "POSIX"}
        return Separators(",", ".") if is_plain else separators_of(named)
    before = locale.setlocale(locale.LC_NUMERIC)
    try:
        locale.setlocale(locale.LC_NUMERIC, "")
        has_comma = locale.localeconv()["decimal_point"] == ","
    finally:
        locale.setlocale(locale.LC_NUMERIC, before)
    return Separators(";", ",") if has_comma else Separators(",", ".")
