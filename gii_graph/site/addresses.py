"""Which path each thing of a graph has in the site: its IRI's own, where that is safe as the name of a file."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from gii_graph.errors import CallError
from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.identity.spelling import slug
from gii_graph.vocabulary import BASE, GII

__all__ = ["PAGE_CLASSES", "SiteAddresses", "file_address", "folder_url"]

# Things that have a page of their own, by the first part of their path. What is of two classes has the first page.
PAGE_CLASSES: Final[Mapping[str, str]] = {
    "cluster": GII.Cluster,
    "organization": GII.Organization,
    "person": GII.Person,
    "economy": GII.Economy,
    "source": GII.SourceDocument,
}
# Unreserved characters of RFC 3986, so that a path is the same in a URL, in a rule and on a disk.
_SEGMENT: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_~.-]*[A-Za-z0-9_~-])?")
_LONGEST: Final = 120  # characters; with an ending and what an unfinished file is called, 255 bytes are the limit
_ENDINGS: Final = (".html", ".ttl", ".jsonld")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # no files on Windows


class SiteAddresses:
    """The paths of all pages, without ending, such as `cluster/kunming`.

    `base` is where the IRIs begin whose paths are those of their pages.
    """

    def __init__(self, statements: GraphStatements) -> None:
        """Give every thing of a graph that has a page its path; the same graph gives the same paths."""
        kinds = dict(_things(statements))
        self.base = _common_base(kinds)
        self._paths = _without_collisions({iri: self._wanted(iri, kind) for iri, kind in kinds.items()}, kinds)
        self._kinds = kinds

    def __contains__(self, iri: str) -> bool:
        return iri in self._paths

    def path(self, iri: str) -> str | None:
        """Return the path of the page that a thing has of its own."""
        return self._paths.get(iri)

    def kind(self, iri: str) -> str | None:
        """Return what a thing with a page is, as `PAGE_CLASSES` names it."""
        return self._kinds.get(iri)

    def of_kind(self, kind: str) -> list[str]:
        """Return the IRIs of the things of one kind, in order."""
        return sorted(iri for iri, its in self._kinds.items() if its == kind)

    def paths(self) -> Mapping[str, str]:
        """Return the path of each thing by its IRI."""
        return self._paths

    def request(self, iri: str) -> str | None:
        """Return what is asked for under `base` when an IRI is followed; None where it is not under it."""
        return iri.removeprefix(self.base) if iri.startswith(self.base) else None

    def _wanted(self, iri: str, kind: str) -> str:
        asked = self.request(iri) or ""
        segments = asked.split("/")
        if segments[0] == kind and len(segments) > 1 and all(map(_is_safe, segments)):
            return asked
        return _made_up(iri, kind)


def file_address(path: str) -> str:
    """Return a path of a file of the site as it stands in a URL."""
    return quote(path)


def folder_url(url: str) -> str:
    """Return the address of a folder on a server with the slash at its end. Raises CallError for any other text.

    >>> folder_url("https://example.org/gii")
    'https://example.org/gii/'
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment or " " in url:
        raise CallError(f"{url!r} is not the address of a folder, such as https://example.org/gii/.")
    return url if url.endswith("/") else f"{url}/"


def _things(statements: GraphStatements) -> Iterator[tuple[str, str]]:
    taken: set[str] = set()
    for kind, class_iri in PAGE_CLASSES.items():
        for iri in statements.instances(class_iri):
            if iri not in taken:
                taken.add(iri)
                yield iri, kind


def _common_base(kinds: Mapping[str, str]) -> str:
    """Return where most IRIs begin, before the part that says of what kind a thing is."""
    begin = Counter(iri[: iri.rindex(f"/{kind}/") + 1] for iri, kind in kinds.items() if f"/{kind}/" in iri)
    return min(begin, key=lambda base: (-begin[base], base), default=BASE)


def _is_safe(segment: str) -> bool:
    return (
        _SEGMENT.fullmatch(segment) is not None
        and len(segment) <= _LONGEST
        and not segment.lower().endswith(_ENDINGS)
        and _DEVICES.fullmatch(segment) is None
    )


def _made_up(iri: str, kind: str) -> str:
    """Return a path for an IRI that cannot be one itself: what can be read of it, and a fingerprint."""
    readable = slug(unquote(iri.rpartition("/")[2]))[:60].strip("-")
    return f"{kind}/{readable}-{hashlib.sha256(iri.encode()).hexdigest()[:16]}"


def _without_collisions(wanted: Mapping[str, str], kinds: Mapping[str, str]) -> dict[str, str]:
    """Keep apart what many disks take for one name: `A` and `a`, or a file and a folder."""
    folded: defaultdict[str, list[str]] = defaultdict(list)
    for iri, path in wanted.items():
        folded[path.lower()].append(iri)
    return {iri: path if len(folded[path.lower()]) == 1 else _made_up(iri, kinds[iri]) for iri, path in wanted.items()}
