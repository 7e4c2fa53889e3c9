"""Which constraints a graph surely meets, seen from the statements that are held: most of them, and most of the time.

What is in doubt here is asked of an engine, whose word counts. So nothing that is said to be met may be broken, and a
test holds this against both engines.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, Final

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.constraint_meaning import NoValueError, as_value
from gii_graph.validation.constraint_syntax import NotUnderstoodError, read_expression, read_path, read_select
from gii_graph.validation.group_solutions import GroupSolutions
from gii_graph.validation.shapes import Constraint, Rule
from gii_graph.validation.statement_relations import Relation, Relations, StatedValue, each
from gii_graph.validation.value_tests import VALUE_TESTS
from gii_graph.vocabulary import RDF, RDFS

__all__ = ["MetConstraints"]


class MetConstraints:
    """Judges constraints over statements. Where these lack nodes without names, or say what is a subclass, none.

    Of some `nodes` alone where they are given, as where other nodes are not described whole.
    """

    def __init__(self, statements: GraphStatements, nodes: Collection[str] | None = None) -> None:
        self._only = None if nodes is None else frozenset(nodes)
        self._relations = Relations(statements)
        self._solutions = GroupSolutions(self._relations)
        self._can_judge = statements.all_named and not statements.values(RDFS.subClassOf)
        self._targets: dict[tuple[tuple[str, ...], tuple[str, ...]], frozenset[StatedValue]] = {}
        self._looked_at: tuple[str, list[Any]] = "", []
        self._passed: set[tuple[str | None, str]] = set()
        self._several: dict[str, frozenset[StatedValue]] = {}

    def is_met(self, rule: Rule, constraint: Constraint) -> bool:
        """Tell whether a constraint of a rule is surely met by all nodes that the rule is for."""
        if not self._can_judge:
            return False
        try:
            return not self._nodes(rule) or _JUDGES.get(constraint.component, MetConstraints._passes)(
                self, rule, constraint
            )
        except (NotUnderstoodError, NoValueError):
            return False

    def _nodes(self, rule: Rule) -> frozenset[StatedValue]:
        """Return the nodes that a rule is for."""
        key = rule.classes, rule.subjects_of
        if key not in self._targets:
            nodes = [self._relations.members(RDF.type, name) for name in rule.classes]
            nodes += [frozenset(self._relations.forward(name)) for name in rule.subjects_of]
            targets = nodes[0].union(*nodes[1:])
            self._targets[key] = targets if self._only is None else targets & self._only
        return self._targets[key]

    def _relation(self, rule: Rule) -> Relation:
        return self._relations.forward(read_path(rule.step or ""))

    def _values(self, rule: Rule) -> Iterator[set[StatedValue]]:
        """Yield the values that a rule is about: whosever they are, which is found faster, then those of its nodes."""
        if rule.step is None:
            yield set(self._nodes(rule))
            return
        relation, nodes = self._relation(rule), self._nodes(rule)
        yield {value for values in relation.values() for value in each(values)}
        yield {value for node in nodes for value in each(relation.get(node, ()))}

    def _all_values(self, rule: Rule) -> list[Any]:
        """Return the first of `_values` as expressions have them; those of the rule before, where they are the same."""
        step = rule.step or ""
        if not step or self._looked_at[0] != step:
            self._looked_at = step, [*map(as_value, next(self._values(rule)))]
        return self._looked_at[1]

    def _is_not_found(self, rule: Rule, constraint: Constraint) -> bool:
        return self._nodes(rule).isdisjoint(self._solutions.nodes(read_select(constraint.parameter)))

    def _has_enough(self, rule: Rule, constraint: Constraint) -> bool:
        return constraint.bound == 1 and self._nodes(rule) <= self._relation(rule).keys()

    def _has_not_too_many(self, rule: Rule, constraint: Constraint) -> bool:
        if constraint.bound == 0:
            return self._nodes(rule).isdisjoint(self._relation(rule))
        return constraint.bound == 1 and self._nodes(rule).isdisjoint(self._with_several(rule))

    def _with_several(self, rule: Rule) -> frozenset[StatedValue]:
        step = rule.step or ""
        if step not in self._several:
            several = [node for node, values in self._relation(rule).items() if type(values) is tuple and values[1:]]
            self._several[step] = frozenset(several)
        return self._several[step]

    def _is_of_class(self, rule: Rule, constraint: Constraint) -> bool:
        members = self._relations.members(RDF.type, constraint.parameter.strip("<>"))
        return any(values <= members for values in self._values(rule))

    def _passes(self, rule: Rule, constraint: Constraint) -> bool:
        """Tell whether all values pass the test of a constraint, each value once."""
        if constraint.component not in VALUE_TESTS:
            return False
        text = VALUE_TESTS[constraint.component](constraint.parameter)
        if (rule.step, text) in self._passed:
            return True
        values = self._all_values(rule)
        test = self._solutions.test(read_expression(f"COALESCE({text}, false)")) if values else bool
        if all(map(test, values)):
            self._passed |= {(rule.step, text)} if rule.step else set()
            return True
        return bool(rule.step) and all(map(test, map(as_value, [*self._values(rule)][1])))

    def _has_one_that_counts(self, rule: Rule, constraint: Constraint) -> bool:
        counts = self._solutions.test(read_expression(constraint.parameter))
        relation, several = self._relation(rule), self._with_several(rule) & self._nodes(rule)
        counted = {value: counts(as_value(value)) for node in several for value in each(relation[node])}
        return all(sum(counted[value] for value in each(relation[node])) <= 1 for node in several)

    def _has_languages_once(self, rule: Rule, _: Constraint) -> bool:
        relation = self._relation(rule)
        for node in self._with_several(rule) & self._nodes(rule):
            languages = [getattr(value, "language", None) for value in each(relation[node])]
            stated = [language.lower() for language in languages if language]
            if len(stated) != len(set(stated)):
                return False
        return True

    def _has_the_same(self, rule: Rule, constraint: Constraint) -> bool:
        relation, other = self._relation(rule), self._relations.forward(constraint.parameter.strip("<>"))
        return all(set(each(relation.get(node, ()))) == set(each(other.get(node, ()))) for node in self._nodes(rule))

    def _has_nothing_in_common(self, rule: Rule, constraint: Constraint) -> bool:
        relation, other = self._relation(rule), self._relations.forward(constraint.parameter.strip("<>"))
        nodes = self._nodes(rule)
        return all(set(each(relation.get(node, ()))).isdisjoint(each(other.get(node, ()))) for node in nodes)


_JUDGES: Final[Mapping[str, Callable[[MetConstraints, Rule, Constraint], Any]]] = {
    "class": MetConstraints._is_of_class,
    "disjoint": MetConstraints._has_nothing_in_common,
    "equals": MetConstraints._has_the_same,
    "maxCount": MetConstraints._has_not_too_many,
    "minCount": MetConstraints._has_enough,
    "qualifiedMaxCount": MetConstraints._has_one_that_counts,
    "sparql": MetConstraints._is_not_found,
    "uniqueLang": MetConstraints._has_languages_once,
}
