"""The solutions of a constraint in SPARQL over the statements that are held: all of it at once, joined by hashing.

There may be more solutions here than SPARQL has, where a condition has no value, and never fewer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from gii_graph.validation.constraint_meaning import (
    Meaning,
    NoValueError,
    Solution,
    aggregate_of,
    as_term,
    meaning_of,
    truth,
)
from gii_graph.validation.constraint_syntax import (
    Bind,
    Call,
    Exists,
    Expression,
    Filter,
    Group,
    In,
    NotUnderstoodError,
    Optionally,
    Pattern,
    Select,
    Union,
    Variable,
)
from gii_graph.validation.statement_relations import Relation, Relations, each

__all__ = ["GroupSolutions"]

_MOST: Final = 20  # solutions for each statement held; where there are more, an engine knows better ways to join


@dataclass(frozen=True)
class _Table:
    """Solutions, and in which column of them each variable is."""

    columns: dict[str, int]
    rows: Sequence[Solution]

    def key(self, names: Sequence[str]) -> Callable[[Solution], Any]:
        places = [self.columns[name] for name in names]
        if len(places) == 1:
            (place,) = places
            return lambda row: row[place]
        return lambda row: tuple([row[place] for place in places])


_ONE_SOLUTION: Final = _Table({}, [()])


class GroupSolutions:
    """Answers over relations; what it does not understand raises NotUnderstoodError."""

    def __init__(self, relations: Relations) -> None:
        self._relations = relations
        stated = sum(len(relations.forward(name)) for name in relations.properties)
        self._most = max(stated * _MOST, 1_000)

    def nodes(self, select: Select) -> set[Any]:
        """Return the values of `?this` in the solutions of a SELECT, and perhaps some more."""
        table = self._solutions(select.group)
        if "this" not in table.columns:
            raise NotUnderstoodError("a SELECT without ?this")
        place = table.columns["this"]
        if select.having is None:
            return {row[place] for row in table.rows}
        key = table.key([variable.name for variable in select.grouped_by])
        groups: defaultdict[Any, list[Solution]] = defaultdict(list)
        for row in table.rows:
            groups[key(row)].append(row)
        having = aggregate_of(select.having, table.columns, self._exists)
        return {rows[0][place] for rows in groups.values() if truth(having(rows))}

    def test(self, expression: Expression) -> Callable[[Any], bool]:
        """Return what tells whether an expression is surely true of a `?value`, given as expressions have it."""
        meaning = meaning_of(expression, {"value": 0}, self._exists)

        def is_true(value: Any) -> bool:
            try:
                return truth(meaning((value,)))
            except NoValueError:
                return False

        return is_true

    def _solutions(self, group: Group, is_inner: bool = False) -> _Table:
        """Return the solutions of a group; of an inner one exactly those that SPARQL has."""
        filters = [part.condition for part in group if isinstance(part, Filter)]
        if any(isinstance(part, Optionally) for part in group) and any(map(_has_group, filters)):
            raise NotUnderstoodError("EXISTS of what may have no value")
        table, compared = _ONE_SOLUTION, set[Group]()
        for part in group:
            table = self._with(table, part, group, filters, compared)
            if len(table.rows) > self._most:
                raise NotUnderstoodError("too many solutions")
            # What is filtered early is joined with less.
            for condition in [one for one in filters if _is_ready(one, table.columns)]:
                table = self._filtered(table, condition, is_inner)
                filters.remove(condition)
        for condition in filters:
            table = self._filtered(table, condition, is_inner)
        return table

    def _with(self, table: _Table, part: Any, group: Group, filters: list[Expression], compared: set[Group]) -> _Table:
        """Return solutions with what one part of their group adds; `compared` are nodes whose patterns are all in."""
        if isinstance(part, Pattern):
            star = _star(part.subject, group)
            if star in compared:
                return table
            if _is_of_another_node(part, table):
                compared.add(star)
                return _joined(table, self._solutions(star))
            return self._with_pattern(table, part, filters)
        if isinstance(part, Bind):
            return self._with_value(table, part)
        if isinstance(part, Optionally):
            return self._with_optional(table, part)
        return self._with_union(table, part) if isinstance(part, Union) else table

    def _filtered(self, table: _Table, condition: Expression, is_inner: bool) -> _Table:
        meaning = meaning_of(condition, table.columns, self._exists)

        def may_hold(row: Solution) -> bool:
            try:
                return truth(meaning(row))
            except NoValueError:
                if is_inner:
                    raise NotUnderstoodError("an error within a group") from None
                return True

        return _Table(table.columns, [row for row in table.rows if may_hold(row)])

    def _exists(self, group: Group, columns: Any) -> Meaning:
        """Return what tells whether a group has a solution that agrees with one: looked up among all that it has."""
        members = self._simple_members(group, columns)
        if members is not None:
            variable, nodes = members
            place = columns[variable]
            return lambda solution: solution[place] in nodes
        table = self._solutions(group, is_inner=True)
        shared = [name for name in table.columns if name in columns]
        if not shared:
            raise NotUnderstoodError("a group that shares no variable")
        solutions = set(map(table.key(shared), table.rows))
        key = _Table(columns, ()).key(shared)
        return lambda solution: key(solution) in solutions

    def _simple_members(self, group: Group, columns: Any) -> tuple[str, Container[Any]] | None:
        """Return the nodes of which the only statement of a group holds, and their variable; None for other groups."""
        if len(group) != 1 or not isinstance(group[0], Pattern):
            return None
        subject, path, value = group[0]
        if not isinstance(subject, Variable) or subject.name not in columns or isinstance(path, Variable):
            return None
        if not isinstance(value, Variable):
            return subject.name, self._relations.members(path, value)
        return None if value.name in columns else (subject.name, self._relations.forward(path))

    def _with_value(self, table: _Table, bind: Bind) -> _Table:
        meaning = meaning_of(bind.expression, table.columns, self._exists)
        return _Table(
            {**table.columns, bind.variable.name: len(table.columns)},
            [(*row, as_term(meaning(row))) for row in table.rows],
        )

    def _with_union(self, table: _Table, union: Union) -> _Table:
        if table is not _ONE_SOLUTION:
            raise NotUnderstoodError("UNION behind other patterns")
        tables = [self._solutions(group) for group in union.groups]
        names = sorted(set.intersection(*(set(one.columns) for one in tables)))
        places = [[one.columns[name] for name in names] for one in tables]
        rows = [
            tuple(row[place] for place in where) for one, where in zip(tables, places, strict=True) for row in one.rows
        ]
        return _Table({name: place for place, name in enumerate(names)}, rows)

    def _with_optional(self, table: _Table, optional: Optionally) -> _Table:
        """Return solutions with what one statement adds to them, whose node and property are known, or None."""
        pattern = optional.group[0]
        if len(optional.group) > 1 or not isinstance(pattern, Pattern) or not isinstance(pattern.path, Variable):
            raise NotUnderstoodError("OPTIONAL of more than one statement")
        subject, path, value = pattern.subject, pattern.path, pattern.value
        if not (isinstance(subject, Variable) and isinstance(value, Variable)) or value.name in table.columns:
            raise NotUnderstoodError("OPTIONAL with what is known")
        node, predicate = table.columns[subject.name], table.columns[path.name]
        rows = [(*row, stated) for row in table.rows for stated in self._stated(row[node], row[predicate]) or (None,)]
        return _Table({**table.columns, value.name: len(table.columns)}, rows)

    def _stated(self, node: Any, predicate: Any) -> tuple[Any, ...]:
        return each(self._relations.forward(predicate).get(node, ())) if type(predicate) is str else ()

    def _with_pattern(self, table: _Table, pattern: Pattern, filters: list[Expression]) -> _Table:
        if isinstance(pattern.path, Variable):
            return self._with_any_property(table, pattern, filters)
        subject, path, value = pattern
        if isinstance(subject, Variable) and isinstance(value, Variable) and value.name not in table.columns:
            members = [
                one
                for condition in filters
                if isinstance(condition, In) and condition.value == value
                for one in condition.members
            ]
            if members and subject.name in table.columns:
                return self._with_one_of(table, subject.name, path, value.name, members)
        return self._extended(table, pattern)

    def _with_one_of(self, table: _Table, subject: str, path: Any, value: str, members: Sequence[Any]) -> _Table:
        """Return solutions with a value that a condition asks to be one of few: others are not looked at."""
        node = table.columns[subject]
        rows: list[Solution] = []
        for member in dict.fromkeys(members):
            nodes = self._relations.members(path, member)
            rows += [(*row, member) for row in table.rows if row[node] in nodes]
        return _Table({**table.columns, value: len(table.columns)}, rows)

    def _with_any_property(self, table: _Table, pattern: Pattern, filters: list[Expression]) -> _Table:
        """Return solutions with each property that its own conditions let through, and its values."""
        variable = pattern.path
        if not isinstance(variable, Variable) or variable.name in table.columns:
            raise NotUnderstoodError("a property that is known")
        properties = _Table({variable.name: 0}, [(name,) for name in self._relations.properties])
        for condition in filters:
            if _variables(condition) == {variable.name} and not _has_group(condition):
                properties = self._filtered(properties, condition, is_inner=False)
        columns = {**table.columns, variable.name: len(table.columns)}
        if not isinstance(pattern.subject, Variable) or pattern.subject.name not in table.columns:
            raise NotUnderstoodError("any property of any node")
        whole, node = _Table(columns, []), table.columns[pattern.subject.name]
        nodes = {row[node] for row in table.rows}
        for (name,) in properties.rows:
            relation = self._relations.forward(name)
            if relation.keys().isdisjoint(nodes):
                continue
            rows = [(*row, name) for row in table.rows if row[node] in relation]
            extended = self._extended(_Table(columns, rows), pattern._replace(path=name))
            whole = _Table(extended.columns, [*whole.rows, *extended.rows])
        return whole

    def _extended(self, table: _Table, pattern: Pattern) -> _Table:
        """Return solutions with a statement of a node that they have, or with all statements where there is none."""
        if isinstance(pattern.path, Variable):
            raise NotUnderstoodError("any property")
        subject, path, value = pattern.subject, pattern.path, pattern.value
        if not isinstance(value, Variable) or (isinstance(subject, Variable) and subject == value):
            return self._with_members(table, pattern)
        relation = self._relations.forward(path)
        if not isinstance(subject, Variable):
            raise NotUnderstoodError("a statement of one node")
        if subject.name not in table.columns:
            if table is not _ONE_SOLUTION:
                raise NotUnderstoodError("a node that nothing leads to")
            return _Table({subject.name: 0, value.name: 1}, list(_statements(relation)))
        return _followed(table, relation, subject.name, value.name)

    def _with_members(self, table: _Table, pattern: Pattern) -> _Table:
        """Return solutions with a node of which a statement holds that names no other variable."""
        subject, path = pattern.subject, pattern.path
        if not isinstance(subject, Variable) or isinstance(path, Variable):
            raise NotUnderstoodError("a statement of one node")
        if subject == pattern.value:
            members = {node for node, value in _statements(self._relations.forward(path)) if node == value}
        else:
            members = self._relations.members(path, pattern.value)  # type: ignore[arg-type,assignment]
        if subject.name in table.columns:
            place = table.columns[subject.name]
            return _Table(table.columns, [row for row in table.rows if row[place] in members])
        if table is not _ONE_SOLUTION:
            raise NotUnderstoodError("a node that nothing leads to")
        return _Table({subject.name: 0}, [(node,) for node in members])


def _statements(relation: Relation) -> Iterator[tuple[Any, Any]]:
    for node, values in relation.items():
        if type(values) is tuple:
            yield from [(node, value) for value in values]
        else:
            yield node, values


def _followed(table: _Table, relation: Relation, subject: str, value: str) -> _Table:
    node = table.columns[subject]
    if value in table.columns:
        place = table.columns[value]
        return _Table(table.columns, [row for row in table.rows if row[place] in each(relation.get(row[node], ()))])
    rows: list[Solution] = []
    for row in table.rows:
        values = relation.get(row[node], ())
        if type(values) is tuple:
            rows += [(*row, one) for one in values]
        else:
            rows.append((*row, values))
    return _Table({**table.columns, value: len(table.columns)}, rows)


def _joined(table: _Table, other: _Table) -> _Table:
    shared = [name for name in other.columns if name in table.columns]
    if not shared:
        raise NotUnderstoodError("solutions that share nothing")
    new = {name: place for name, place in other.columns.items() if name not in table.columns}
    by_key: defaultdict[Any, list[Solution]] = defaultdict(list)
    key = other.key(shared)
    for row in other.rows:
        by_key[key(row)].append(tuple([row[place] for place in new.values()]))
    key = table.key(shared)
    rows = [(*row, *more) for row in table.rows for more in by_key.get(key(row), ())]
    columns = {**table.columns, **{name: len(table.columns) + place for place, name in enumerate(new)}}
    return _Table(columns, rows)


def _star(subject: object, group: Group) -> Group:
    """Return what a group says of one node, and which few values it asks for."""
    patterns = [part for part in group if isinstance(part, Pattern) and part.subject == subject]
    values = [pattern.value for pattern in patterns]
    chosen = [
        part
        for part in group
        if isinstance(part, Filter) and isinstance(part.condition, In) and part.condition.value in values
    ]
    return (*patterns, *chosen)


def _is_of_another_node(pattern: Pattern, table: _Table) -> bool:
    """Tell whether a pattern begins what is said of a node that solutions have not met; it is put together first."""
    subject = pattern.subject
    return isinstance(subject, Variable) and table is not _ONE_SOLUTION and subject.name not in table.columns


def _is_ready(condition: Expression, columns: Container[str]) -> bool:
    """Tell whether a condition can be judged: all that it names is known, and nothing is looked up for it."""
    return not _has_group(condition) and all(name in columns for name in _variables(condition))


def _has_group(expression: Expression) -> bool:
    if isinstance(expression, Call):
        return any(map(_has_group, expression.arguments))
    return isinstance(expression, Exists)


def _variables(expression: Expression) -> set[str]:
    """Return the variables of an expression, without those of groups within it."""
    if isinstance(expression, Variable):
        return {expression.name}
    if isinstance(expression, Call):
        return set().union(*map(_variables, expression.arguments))
    return _variables(expression.value) if isinstance(expression, In) else set()
