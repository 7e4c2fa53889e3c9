"""Pages for people: of a thing, of an entity in short, of what is served here. Escaped by the template engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gii_graph.server.thing_forms import address_of
from gii_graph.sparql.prefixes import shortener
from gii_graph.vocabulary import RDFS

if TYPE_CHECKING:
    from jinja2 import Environment
    from pyoxigraph import Triple

__all__ = ["ShownValue", "html_page", "thing_facts"]

ASSETS = Path(__file__).parent / "assets"


class ShownValue(NamedTuple):
    """A value on a page: its text, and where it leads, if anywhere."""

    text: str
    address: str | None = None


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_page(name: str, values: Mapping[str, Any]) -> str:
    """Return the page that the template of a name makes of values."""
    return _environment().get_template(name).render(values)


def thing_facts(
    iri: str, statements: Iterable[Triple], label: Callable[[str], str | None], base: str
) -> dict[str, Any]:
    """Return what the page of a thing shows: its title, and its facts by property, of it and of what names it.

    `label` tells the name of a thing by its IRI; what begins with `base` has its page here.
    """
    short = shortener()
    own: defaultdict[str, list[ShownValue]] = defaultdict(list)
    naming: defaultdict[str, list[ShownValue]] = defaultdict(list)

    def shown(term: Any) -> ShownValue:
        if type(term).__name__ != "NamedNode":
            language = getattr(term, "language", None)
            return ShownValue(f"{term.value} ({language})" if language else str(term.value))
        return ShownValue(label(term.value) or short(term.value), _address(term.value, base))

    for triple in statements:
        subject, predicate, value = triple
        if getattr(subject, "value", None) == iri:
            own[predicate.value].append(shown(value))
        elif getattr(value, "value", None) == iri:
            naming[predicate.value].append(shown(subject))
    title = label(iri) or next((value.text for value in own.get(RDFS.label, ())), short(iri))
    return {"title": title, "iri": iri, "own": _sorted(own, short), "naming": _sorted(naming, short)}


def _sorted(facts: Mapping[str, Sequence[ShownValue]], short: Any) -> list[tuple[str, list[ShownValue]]]:
    return [(short(predicate), sorted(values)) for predicate, values in sorted(facts.items())]


def _address(iri: str, base: str) -> str | None:
    """Return where a page leads for an IRI: to its page here, to the web, or nowhere."""
    if iri.startswith(base):
        return address_of(iri, base)
    return iri if iri.startswith(("http://", "https://")) else None
