"""The rules asked as SPARQL: one SELECT for each constraint, over the whole graph at once.

SHACL engines ask each rule of each node; the same definitions turned round, "which nodes break it?", take
Oxigraph a hundredth of the time. Each component's meaning is that of https://www.w3.org/TR/shacl/, section 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from gii_graph.validation.shapes import Constraint, Rule
from gii_graph.validation.violation import Violation
from gii_graph.vocabulary import RDF, RDFS, SHACL, XSD

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["select", "violations"]

_NODE_KINDS = {f"<{SHACL.IRI}>": "isIRI", f"<{SHACL.Literal}>": "isLITERAL"}
# Datatypes with a lexical form to be checked; what the cast refuses is not of the type.
_CASTS = frozenset({f"<{XSD.integer}>", f"<{XSD.decimal}>"})


def violations(store: Store, rules: Iterable[Rule]) -> set[Violation]:
    """Return what breaks the rules in the default graph of `store`."""
    subclasses = _subclasses(store)
    return {
        found
        for rule in rules
        for constraint in rule.constraints
        for found in _ask(store, rule, constraint, subclasses)
    }


def _ask(store: Store, rule: Rule, constraint: Constraint, subclasses: Mapping[str, set[str]]) -> Iterator[Violation]:
    from pyoxigraph import QuerySolutions

    solutions = store.query(select(rule, constraint, subclasses))
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(f"{rule.name} is no SELECT")
    has_value = any(variable.value == "value" for variable in solutions.variables)
    for solution in solutions:
        value = solution["value"] if has_value else None
        yield Violation(rule.iri, constraint.iri, solution["this"], value)


def _subclasses(store: Store) -> dict[str, set[str]]:
    """Return each class with its subclasses as the graph itself states them; it seldom does."""
    below: dict[str, set[str]] = {}
    query = f"SELECT ?sub ?super {{ ?sub <{RDFS.subClassOf}>+ ?super FILTER(isIRI(?sub) && isIRI(?super)) }}"
    for row in store.query(query):  # type: ignore[union-attr]
        below.setdefault(row["super"].value, set()).add(row["sub"].value)
    return below


def select(rule: Rule, constraint: Constraint, subclasses: Mapping[str, set[str]] | None = None) -> str:
    """Return the SELECT whose solutions are the nodes (`?this`) and values (`?value`) that break a constraint."""
    below = subclasses or {}
    target = _target(rule, below)
    if constraint.component == "sparql":
        prologue, _, body = constraint.parameter.partition("SELECT")
        body = "SELECT" + body.replace("$this", "?this")
        value = " ?value" if "?value" in body.partition("WHERE")[0] else " (?this AS ?value)"
        return f"{prologue}SELECT DISTINCT ?this{value} WHERE {{ {target} {{ {body} }} }}"
    if constraint.component in ("minCount", "maxCount"):
        return f"SELECT DISTINCT ?this WHERE {{ {target} {_count(rule, constraint)} }}"
    reach = "BIND(?this AS ?value)" if rule.path is None else _step(rule, "?value")
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {reach} {_test(constraint, below)} }}"


def _target(rule: Rule, below: Mapping[str, set[str]]) -> str:
    classes = sorted({sub for name in rule.classes for sub in (name, *below.get(name, ()))})
    if len(classes) == 1 and not rule.subjects_of:
        return f"?this <{RDF.type}> <{classes[0]}> ."
    branches = [f"{{ ?this <{RDF.type}> <{name}> }}" for name in classes]
    branches += [f"{{ ?this <{name}> ?object }}" for name in rule.subjects_of]
    return f"{{ SELECT DISTINCT ?this WHERE {{ {' UNION '.join(branches)} }} }}"


def _step(rule: Rule, value: str) -> str:
    return f"{value} <{rule.path}> ?this ." if rule.inverse else f"?this <{rule.path}> {value} ."


def _count(rule: Rule, constraint: Constraint) -> str:
    bound = int(constraint.parameter.split('"')[1])
    if (constraint.component, bound) == ("minCount", 1):
        return f"FILTER NOT EXISTS {{ {_step(rule, '?value')} }}"
    if (constraint.component, bound) == ("maxCount", 0):
        return _step(rule, "?value")
    if (constraint.component, bound) == ("maxCount", 1):
        return f"{_step(rule, '?value')} {_step(rule, '?other')} FILTER(!sameTerm(?value, ?other))"
    raise ValueError(f"{rule.name}: sh:{constraint.component} {bound} is not understood here")


def _test(constraint: Constraint, below: Mapping[str, set[str]]) -> str:
    """Return the pattern that holds where `?value` breaks the constraint; what cannot be compared breaks it too."""
    parameter = constraint.parameter
    if constraint.component == "class":
        name = parameter.strip("<>")
        branches = [f"{{ ?value <{RDF.type}> <{sub}> }}" for sub in sorted({name, *below.get(name, ())})]
        return f"FILTER NOT EXISTS {{ {' UNION '.join(branches)} }}"
    if constraint.component == "disjoint":
        return f"?this {parameter} ?value ."
    holds = {
        "datatype": lambda: _is_of_type(parameter),
        "nodeKind": lambda: f"{_NODE_KINDS[parameter]}(?value)",
        "pattern": lambda: f"REGEX(STR(?value), {parameter})",
        "in": lambda: f"?value IN ({parameter})",
        "minInclusive": lambda: f"?value >= {parameter}",
        "maxInclusive": lambda: f"?value <= {parameter}",
    }[constraint.component]()
    return f"FILTER(!COALESCE({holds}, false))"


def _is_of_type(datatype: str) -> str:
    stated = f"DATATYPE(?value) = {datatype}"
    return f"{stated} && {datatype}(STR(?value)) = ?value" if datatype in _CASTS else stated
