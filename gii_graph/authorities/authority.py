"""What is said of each authority: who names things, in which form, by which rules, and under which licence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from gii_graph.authorities.records import RegistryRecord

__all__ = ["CC0", "CC_BY", "Authority", "iso_7064_remainder"]

CC0: Final = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY: Final = "https://creativecommons.org/licenses/by/4.0/"


def iso_7064_remainder(text: str) -> int:
    """Return the remainder by ISO 7064 MOD 97-10 of digits and letters (A is 10, Z is 35): 1 where they are sound.

    >>> iso_7064_remainder("HWUPKR0MPOU8FGXBT394")
    1
    """
    return int("".join(str(int(sign, 36)) for sign in text)) % 97


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One authority. `key` is the prefix of its short forms ("ror:03cve4549"), `names` what it names for us.

    `namespace` begins its IRIs and `ending` ends them; `pages` are other beginnings of addresses that hold the same
    identifier, such as those of its web pages. `form` says for people what an identifier looks like. `credit` is what
    must be repeated where its data is passed on. `reader_page` begins the address of what a person reads of an
    identifier, where that is not its IRI. `read` reads its registry as published (`file_help` says what file that
    is), and `release` tells which release a file is. Where a file of its own says which record is owned by which,
    `read_parents` reads that, and `parents_help` says what it is.
    """

    key: str
    name: str
    home: str
    namespace: str
    pattern: str
    form: str
    names: tuple[str, ...]
    credit: str
    license: str | None = None
    ending: str = ""
    pages: tuple[str, ...] = ()
    reader_page: str = ""
    tidy: Callable[[str], str] = str
    is_sound: Callable[[str], bool] = bool
    check: str = "check digits"
    read: Callable[[Path], Iterator[RegistryRecord]] | None = None
    release: Callable[[Path], str] | None = None
    file_help: str = ""
    read_parents: Callable[[Path], Mapping[str, str]] | None = None
    parents_help: str = ""

    def iri(self, identifier: object) -> str:
        """Return the IRI of an identifier."""
        return f"{self.namespace}{identifier}{self.ending}"

    def holds(self, iri: str) -> bool:
        """Whether an IRI is one of this authority's."""
        return iri.startswith(self.namespace) and len(iri) > len(self.namespace)

    def local(self, iri: str) -> str:
        """Return the identifier that an IRI of this authority ends in."""
        return iri.removeprefix(self.namespace).removesuffix(self.ending)

    def within(self, text: str) -> str | None:
        """Return what stands for the identifier in an address of this authority; None where it is another's."""
        lower = text.lower()
        for start in (self.namespace, *self.pages):
            for scheme in ("https://", "http://"):
                beginning = scheme + start.partition("://")[2]
                if lower.startswith(beginning.lower()):
                    return text[len(beginning) :].rstrip("/")
        return None

    def looks_like(self, identifier: str) -> bool:
        """Whether a text has the form of an identifier; its check digits are not looked at."""
        return re.fullmatch(self.pattern, self.tidy(identifier)) is not None

    def fault(self, identifier: str) -> str:
        """Return what is wrong with an identifier, in words; an empty string where nothing is."""
        if not self.looks_like(identifier):
            return f"is no identifier of {self.name}, which is {self.form}"
        if not self.is_sound(self.tidy(identifier)):
            return f"has wrong {self.check} for an identifier of {self.name}: it is mistyped"
        return ""
