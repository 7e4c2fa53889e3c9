"""Which constraints a graph may break: for a large graph found by a process of its own, while others do other work.

The process is forked, so that it has all statements as they are in memory, and gives back numbers of constraints only.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Final, TypeAlias

from gii_graph.graph.graph_statements import GraphStatements
from gii_graph.validation.met_constraints import MetConstraints
from gii_graph.validation.shapes import Constraint, Rule

__all__ = ["DoubtfulConstraint", "doubts", "doubts_meanwhile"]

DoubtfulConstraint: TypeAlias = tuple[Rule, Constraint]
# Values by node and property; of as many the work takes a tenth of a second, and a process a hundredth to begin.
_MANY: Final = 30_000


def doubts(
    statements: GraphStatements, rules: Iterable[Rule], nodes: Collection[str] | None = None
) -> list[DoubtfulConstraint]:
    """Return the constraints that a graph, or some `nodes` of it, do not surely meet, in the order of the rules."""
    constraints = _constraints(rules)
    return [constraints[number] for number in _numbers(statements, constraints, nodes)]


@contextmanager
def doubts_meanwhile(
    statements: GraphStatements, rules: Sequence[Rule]
) -> Iterator[Callable[[], list[DoubtfulConstraint]]]:
    """Give what returns the doubts, which may be found by another process while the block runs."""
    if not rules or not _is_worth_a_process(statements):
        yield lambda: doubts(statements, rules)
        return
    receiver, sender = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(
        target=_send_doubts, args=(statements, rules, receiver, sender), daemon=True
    )
    process.start()
    sender.close()
    try:
        yield lambda: _received(receiver, rules, statements)
    finally:
        process.kill()
        process.join()
        receiver.close()


def _constraints(rules: Iterable[Rule]) -> list[DoubtfulConstraint]:
    return [(rule, constraint) for rule in rules for constraint in rule.constraints]


def _numbers(
    statements: GraphStatements, constraints: Sequence[DoubtfulConstraint], nodes: Collection[str] | None = None
) -> list[int]:
    met = MetConstraints(statements, nodes)
    return [number for number, constraint in enumerate(constraints) if not met.is_met(*constraint)]


def _is_worth_a_process(statements: GraphStatements) -> bool:
    # Where other threads run, a fork may take over a lock that nobody opens again.
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2 or threading.active_count() > 1:
        return False
    return sum(len(statements.values(name)) for name in statements.properties()) > _MANY


def _send_doubts(statements: GraphStatements, rules: Sequence[Rule], receiver: Connection, sender: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other's to handle
    receiver.close()
    try:
        sender.send(_numbers(statements, _constraints(rules)))
    except (MemoryError, OSError):
        # Who waits for numbers and gets none finds them itself.
        os._exit(1)


def _received(receiver: Connection, rules: Sequence[Rule], statements: GraphStatements) -> list[DoubtfulConstraint]:
    try:
        numbers = receiver.recv()
    except (EOFError, OSError):
        return doubts(statements, rules)
    constraints = _constraints(rules)
    return [constraints[number] for number in numbers]
