"""The values that a caller gives for a query's parameters, turned into RDF terms.

A name is looked up in the data, so a value that is not there is caught before the query runs and answers
with nothing. Values reach the query as terms in SPARQL's own notation, never as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from gii_graph.errors import EndpointError, QueryError
from gii_graph.sparql.header import TYPES, Header, Parameter
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.vocabulary import GII, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode

__all__ = ["CLASSES", "Ask", "bind", "editions_of", "entities_called", "names_of"]

# Answers a SELECT query; who does may be a server that answers otherwise.
Ask = Callable[[str], object]

CLASSES: Final = {
    "cluster": (GII.Cluster,),
    "economy": (GII.Economy,),
    "organization": (GII.Organization,),
    "person": (GII.Person,),
    "agent": (GII.Organization, GII.Person),
}
_NAMED_AT_MOST = 8  # how many of the names that exist a message lists


def bind(header: Header, given: Mapping[str, Sequence[str]], ask: Ask) -> dict[str, list[str]]:
    """Return for each parameter that has a value the terms it is bound to, in SPARQL's own notation.

    A parameter given several values is bound to each of them. `ask` reads the data that names are looked up in.
    Raises QueryError for an unknown, missing or ill-typed parameter, naming what exists.
    """
    _refuse_unknown(header, given)
    bound: dict[str, list[str]] = {}
    for parameter in header.parameters:
        values = given.get(parameter.name) or ([parameter.default] if parameter.default is not None else [])
        if values:
            bound[parameter.name] = [str(_term(parameter, value, ask)) for value in values]
        elif not parameter.optional:
            raise QueryError(
                f"The query needs {parameter.name!r}: {parameter.purpose} ({TYPES[parameter.type]}); "
                f"give it with --param {parameter.name}=VALUE."
            )
    return bound


def _refuse_unknown(header: Header, given: Mapping[str, Sequence[str]]) -> None:
    declared = [parameter.name for parameter in header.parameters]
    for name in given:
        if name in declared:
            continue
        if not declared:
            raise QueryError(
                f"The query takes no parameters, so not {name!r} either; a query declares one in its first lines: "
                f"`# param {name}: string -- what it is for`."
            )
        raise QueryError(f"The query takes no parameter {name!r}; {_near(name, declared, 'it takes')}")


def _near(value: str, existing: Sequence[str], these: str = "there is") -> str:
    """Return what exists instead, as the end of a sentence: near names, or else the first of all names."""
    from difflib import get_close_matches

    by_fold = {name.casefold(): name for name in reversed(existing)}
    wanted = value.casefold()
    # A name that is nearly the same stands alone; only without one are the merely similar ones offered.
    folds = get_close_matches(wanted, by_fold, n=1, cutoff=0.8) or get_close_matches(wanted, by_fold, n=3, cutoff=0.6)
    near = [by_fold[fold] for fold in folds]
    if near:
        return f"did you mean {' or '.join(map(repr, near))}?"
    shown = ", ".join(existing[:_NAMED_AT_MOST])
    more = len(existing) - _NAMED_AT_MOST
    return f"{these} {shown}{f' and {more} more' if more > 0 else ''}."


def _term(parameter: Parameter, value: str, ask: Ask) -> NamedNode | Literal:
    from pyoxigraph import Literal, NamedNode

    kind = parameter.type
    if kind == "string":
        return Literal(value)
    if kind == "iri":
        return _iri(parameter, value)
    if kind == "edition":
        return _edition(parameter, value, ask)
    if kind == "integer":
        return Literal(str(_integer(parameter, value)), datatype=NamedNode(XSD.integer))
    if kind == "decimal":
        return Literal(_canonical_decimal(parameter, value), datatype=NamedNode(XSD.decimal))
    return _entity(parameter, value, ask)


def _ill_typed(parameter: Parameter, value: str) -> QueryError:
    return QueryError(f"{parameter.name}={value!r}: found {value!r}, expected {TYPES[parameter.type]}.")


def _integer(parameter: Parameter, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise _ill_typed(parameter, value) from error


def _canonical_decimal(parameter: Parameter, value: str) -> str:
    """Return the form in which the graph writes a decimal, so that equal numbers are equal terms."""
    from decimal import Decimal, InvalidOperation

    from gii_graph.graph.terms import decimal_form

    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise _ill_typed(parameter, value) from error
    if not number.is_finite():
        raise _ill_typed(parameter, value)
    return decimal_form(number)


def _iri(parameter: Parameter, value: str) -> NamedNode:
    from pyoxigraph import NamedNode

    try:
        return NamedNode(_expanded(value) or value.removeprefix("<").removesuffix(">"))
    except ValueError as error:
        raise _ill_typed(parameter, value) from error


def _expanded(value: str) -> str | None:
    """Return the IRI that a prefixed name stands for, or None where its prefix is not a known one."""
    prefix, colon, local = value.partition(":")
    return KNOWN_PREFIXES[prefix] + local if colon and prefix in KNOWN_PREFIXES else None


def _edition(parameter: Parameter, value: str, ask: Ask) -> Literal:
    from pyoxigraph import Literal, NamedNode

    year = str(_integer(parameter, value))
    existing = editions_of(ask)
    if year not in existing:
        there = f"there is {', '.join(existing)}" if existing else "the graph has no profile"
        raise QueryError(f"There is no edition {year}; {there}.")
    return Literal(year, datatype=NamedNode(XSD.integer))


def editions_of(ask: Ask) -> list[str]:
    """Return the years of the editions that the data has, sorted."""
    from pyoxigraph import Literal

    question = f"SELECT DISTINCT ?edition {{ ?profile a <{GII.ClusterProfile}> ; <{GII.edition}> ?edition }}"
    return sorted(edition.value for (edition,) in _rows(ask, question, "edition") if isinstance(edition, Literal))


def _entity(parameter: Parameter, value: str, ask: Ask) -> NamedNode:
    """Return the one entity of the parameter's type that has this IRI, this slug or this label."""
    names = names_of(parameter.type, ask)
    matches = entities_called(value, names)
    if len(matches) == 1:
        return next(iter(names[iri][0] for iri in matches))
    if matches:
        raise QueryError(
            f"{value!r} names several things: {', '.join(f'<{iri}>' for iri in sorted(matches))}; give one IRI."
        )
    if not names:
        raise QueryError(f"There is no {parameter.type} {value!r}; the graph has none at all.")
    raise QueryError(f"There is no {parameter.type} {value!r}; {_near(value, sorted(map(_slug_of, names)))}")


def names_of(kind: str, ask: Ask) -> dict[str, tuple[NamedNode, set[str]]]:
    """Return every entity of a type by IRI, with its labels."""
    from pyoxigraph import Literal, NamedNode

    classes = " ".join(f"<{iri}>" for iri in CLASSES.get(kind, ()))
    narrowed = f"VALUES ?class {{ {classes} }} ?entity a ?class ." if classes else ""
    rows = _rows(
        ask,
        f"SELECT ?entity ?name {{ {narrowed} "
        f"VALUES ?property {{ <{RDFS.label}> <{SKOS.altLabel}> }} ?entity ?property ?name }}",
        "entity",
        "name",
    )
    names: dict[str, tuple[NamedNode, set[str]]] = {}
    for entity, name in rows:
        if isinstance(entity, NamedNode) and isinstance(name, Literal):
            names.setdefault(entity.value, (entity, set()))[1].add(name.value)
    return names


def _rows(ask: Ask, question: str, *columns: str) -> Iterator[list[Any]]:
    """Yield the rows of the answer to a question of our own, in these columns.

    Raises EndpointError for an answer that is no table or has other columns.
    """
    from pyoxigraph import QuerySolutions

    answer = ask(question)
    is_table = isinstance(answer, QuerySolutions)
    named = {variable.value for variable in answer.variables} if isinstance(answer, QuerySolutions) else set()
    if not isinstance(answer, QuerySolutions) or named != set(columns):
        having = f"columns {', '.join(sorted(named)) or 'none'}" if is_table else "no table"
        raise EndpointError(
            f"The names that a parameter may have cannot be looked up: found an answer with {having}, "
            f"expected the columns {', '.join(columns)}; is this the address of a SPARQL endpoint?"
        )
    for row in answer:
        yield [row[column] for column in columns]


def _slug_of(iri: str) -> str:
    return iri.rpartition("/")[2].rpartition("#")[2]


def entities_called(value: str, names: Mapping[str, tuple[NamedNode, set[str]]]) -> set[str]:
    """Return the IRIs that `value` names, by the strictest reading that names any."""
    written = _expanded(value) or value.removeprefix("<").removesuffix(">")
    if written in names:
        return {written}
    exact = {iri for iri, (_, labels) in names.items() if _slug_of(iri) == value or value in labels}
    if exact:
        return exact
    from gii_graph.identity.spelling import slug

    wanted = slug(value)
    return {
        iri
        for iri, (_, labels) in names.items()
        if _slug_of(iri) == wanted or any(slug(label) == wanted for label in labels)
    }
