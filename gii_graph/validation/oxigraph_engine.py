"""The rules asked as SPARQL: one SELECT for each constraint, over the whole graph at once.

SHACL engines ask each rule of each node; the same definitions turned round, "which nodes break it?", take
Oxigraph a hundredth of the time. Each component's meaning is that of https://www.w3.org/TR/shacl/, section 4.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, cast

from gii_graph.validation.shapes import Constraint, Rule
from gii_graph.validation.value_tests import VALUE_TESTS
from gii_graph.validation.violation import Violation
from gii_graph.vocabulary import RDF, RDFS

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

__all__ = ["select", "violations"]

# Oxigraph asks NOT EXISTS row by row and MINUS once; they mean the same where the group has no filter of its own
# and shares a variable with what stands before it, as it does in all our rules.
_NOT_EXISTS = re.compile(r"FILTER NOT EXISTS (\{(?:(?!FILTER)[^{}])*\})")


def violations(store: Store, constraints: Iterable[tuple[Rule, Constraint]]) -> set[Violation]:
    """Return what breaks some constraints of rules in the default graph of `store`."""
    subclasses = _subclasses(store)
    # Oxigraph works outside the interpreter's lock: the rules are asked on all processors, and no more of them at once,
    # because each may take much memory.
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = pool.map(lambda asked: list(_ask(store, asked[0], asked[1], subclasses)), constraints)
        return {violation for violations in found for violation in violations}


def _ask(store: Store, rule: Rule, constraint: Constraint, subclasses: Mapping[str, set[str]]) -> Iterator[Violation]:
    solutions = cast("QuerySolutions", store.query(select(rule, constraint, subclasses)))
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
        prologue, body = _body(constraint)
        value = " ?value" if "?value" in body.partition("WHERE")[0] else " (?this AS ?value)"
        return f"{prologue}SELECT DISTINCT ?this{value} WHERE {{ {target} {{ {body} }} }}"
    if constraint.component in ("minCount", "maxCount"):
        return f"SELECT DISTINCT ?this WHERE {{ {target} {_count(rule, constraint)} }}"
    if constraint.component in _PAIRS:
        return _PAIRS[constraint.component](rule, target, constraint.parameter)
    return f"SELECT DISTINCT ?this ?value WHERE {{ {target} {_reach(rule)} FILTER({_fails(constraint, below)}) }}"


def _body(constraint: Constraint) -> tuple[str, str]:
    """Return the prologue of a constraint in SPARQL, and its SELECT as Oxigraph answers it fast."""
    prologue, _, body = constraint.parameter.partition("SELECT")
    return prologue, "SELECT" + _NOT_EXISTS.sub(r"MINUS \1", body.replace("$this", "?this"))


def _classes(rule: Rule, below: Mapping[str, set[str]]) -> list[str]:
    """Return the classes whose nodes a rule is for, with their subclasses."""
    return sorted({sub for name in rule.classes for sub in (name, *below.get(name, ()))})


def _target(rule: Rule, below: Mapping[str, set[str]]) -> str:
    """Return the pattern of the nodes that a rule is for; a node may come several times."""
    branches = [f"?this <{RDF.type}> <{name}> ." for name in _classes(rule, below)]
    branches += [f"?this <{name}> ?object ." for name in rule.subjects_of]
    return branches[0] if len(branches) == 1 else " UNION ".join(f"{{ {branch} }}" for branch in branches)


def _reach(rule: Rule) -> str:
    """Return the pattern that leads from a node to the values of a rule; without a path the node is its value."""
    return "BIND(?this AS ?value)" if rule.step is None else _step(rule, "?value")


def _step(rule: Rule, value: str) -> str:
    return f"?this {rule.step} {value} ."


def _count(rule: Rule, constraint: Constraint) -> str:
    bound = constraint.bound
    if (constraint.component, bound) == ("minCount", 1):
        return f"MINUS {{ {_step(rule, '?value')} }}"
    if (constraint.component, bound) == ("maxCount", 0):
        return _step(rule, "?value")
    if (constraint.component, bound) == ("maxCount", 1):
        return f"{_step(rule, '?value')} {_step(rule, '?other')} FILTER(!sameTerm(?value, ?other))"
    raise ValueError(f"{rule.name}: sh:{constraint.component} {bound} is not understood here")


def _fails(constraint: Constraint, below: Mapping[str, set[str]]) -> str:
    """Return the expression that is true where `?value` fails a test; what cannot be compared fails it too."""
    parameter = constraint.parameter
    if constraint.component == "class":
        return f"NOT EXISTS {{ {_is_of_class(constraint, below)} }}"
    if constraint.component == "disjoint":
        return f"EXISTS {{ ?this {parameter} ?value }}"
    return f"!COALESCE({VALUE_TESTS[constraint.component](parameter)}, false)"


def _is_of_class(constraint: Constraint, below: Mapping[str, set[str]]) -> str:
    name = constraint.parameter.strip("<>")
    return " UNION ".join(f"{{ ?value <{RDF.type}> <{sub}> }}" for sub in sorted({name, *below.get(name, ())}))


def _unique_language(rule: Rule, target: str, _: str) -> str:
    same = "LANG(?value) != '' && LANG(?value) = LANG(?other) && !sameTerm(?value, ?other)"
    return f"SELECT DISTINCT ?this WHERE {{ {target} {_step(rule, '?value')} {_step(rule, '?other')} FILTER({same}) }}"


def _qualified_at_most_one(rule: Rule, target: str, counted: str) -> str:
    both = f"!sameTerm(?value, ?other) && {counted} && {counted.replace('?value', '?other')}"
    return f"SELECT DISTINCT ?this WHERE {{ {target} {_step(rule, '?value')} {_step(rule, '?other')} FILTER({both}) }}"


def _equal(rule: Rule, target: str, other: str) -> str:
    step, stated = _step(rule, "?value"), f"?this {other} ?value ."
    return (
        f"SELECT DISTINCT ?this ?value WHERE {{ {target} "
        f"{{ {step} MINUS {{ {stated} }} }} UNION {{ {stated} MINUS {{ {step} }} }} }}"
    )


# Components that compare the values of a node with each other, or with those of another property.
_PAIRS: Final[Mapping[str, Callable[[Rule, str, str], str]]] = {
    "equals": _equal,
    "qualifiedMaxCount": _qualified_at_most_one,
    "uniqueLang": _unique_language,
}
