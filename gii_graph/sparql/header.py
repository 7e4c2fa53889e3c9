"""The comment at the head of a query: the question it answers, the parameters it takes, and what its answer rests on.

    # Who are the most named partners of a cluster?
    #
    # Any further lines say more.
    #
    # param cluster: cluster = beijing -- the cluster whose partners are asked for
    # param edition: edition? -- only this edition; every edition where it is left out
    # param least: integer -- must be given, as it has no default
    # needs links -- without them no partner has a place
    # leaves out partners-of-unknown-economy -- nothing says where they lie
    # chart bar: place, share by activity -- share of the first name, in percent
    # chart scatter: rank, intensityRank, place -- rank by size; rank by intensity
    # evidence: listing, tie

A `chart` line says how the answer is drawn. A bar chart has the columns that name a bar, then the column of its
length; a scatter chart the columns across and up, then those that name a point. Behind `by` stands the column that
gives the colour, behind the dashes the words at the axes with their units.

`evidence` names the variables of the query whose nodes a row rests on, for answers of labels and figures: a workbook
gives the lines of the sources that support these nodes.

A parameter is a variable of the query. Its type is one of `TYPES`; a question mark after the type says that it
may be left out, and then the variable stays free. What a query needs is one of `NEEDS`, and behind the dashes stands
what its answer lacks without it. What it leaves out is what a shipped query of that name lists, and behind the dashes
stands why. The header ends at the first line that is no comment.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, cast

from gii_graph.errors import QueryError

if TYPE_CHECKING:
    from gii_graph.tabular.chart_plan import ChartPlan

__all__ = ["NEEDS", "TYPES", "Header", "Omission", "Parameter", "read_header"]

# Type: what a value of it looks like, for help and messages.
TYPES: Final = {
    "cluster": "a cluster, by label, slug or IRI",
    "economy": "an economy, by label, slug or IRI",
    "organization": "an organization, by label, slug or IRI",
    "person": "a person, by label, slug or IRI",
    "agent": "an organization or a person, by label, slug or IRI",
    "entity": "anything that has a label, by label, slug or IRI",
    "edition": "the year of an edition, such as 2024",
    "integer": "a whole number",
    "decimal": "a number",
    "string": "text",
    "iri": "an IRI",
}


# What a query may need of the graph.
NEEDS: Final = ("links", "two editions")


class Omission(NamedTuple):
    """What an answer leaves out: the shipped query that lists it, and why."""

    query: str
    reason: str


class Parameter(NamedTuple):
    """A variable that a caller may bind."""

    name: str
    type: str
    purpose: str
    default: str | None
    optional: bool


class Header(NamedTuple):
    """What a query says of itself; `question` is empty where it says nothing.

    `needs` has what the answer lacks, by what of `NEEDS` is missing then; `evidence` has names of variables.
    """

    question: str
    remarks: str
    parameters: tuple[Parameter, ...]
    needs: tuple[tuple[str, str], ...] = ()
    leaves_out: tuple[Omission, ...] = ()
    chart: ChartPlan | None = None
    evidence: tuple[str, ...] = ()


def read_header(text: str) -> Header:
    r"""Return what the comment at the head of the query says.

    Raises QueryError for a line of those above that does not follow the form or names no known type.

    >>> header = read_header("# Who?\n# param least: integer = 3 -- how many\nASK { }")
    >>> header.question, header.parameters[0].default
    ('Who?', '3')
    """
    question = ""
    remarks: list[str] = []
    parameters: list[Parameter] = []
    needs: list[tuple[str, str]] = []
    leaves_out: list[Omission] = []
    chart: ChartPlan | None = None
    evidence: tuple[str, ...] = ()
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        if not line.lstrip().startswith("#"):
            break
        said = line.lstrip()[1:].strip()
        if said.startswith(("param ", "param\t")):
            parameters.append(_parameter(said, number))
        elif said.startswith("needs ") and " -- " in said:
            needs.append(_need(said, number))
        elif said.startswith("leaves out ") and " -- " in said:
            query, _, reason = said.removeprefix("leaves out ").partition(" -- ")
            leaves_out.append(Omission(query.strip(), reason.strip()))
        elif said.startswith(("chart bar:", "chart scatter:")):
            chart = _chart(said, number)
        elif said.startswith("evidence:"):
            evidence = _evidence(said, number)
        elif question:
            remarks.append(said)
        else:
            question = said
    said_more = " ".join(" ".join(remarks).split())
    return Header(question, said_more, tuple(parameters), tuple(needs), tuple(leaves_out), chart, evidence)


def _need(said: str, number: int) -> tuple[str, str]:
    need, _, without = said.removeprefix("needs ").partition(" -- ")
    if need.strip() not in NEEDS:
        raise QueryError(f"line {number}: found `needs {need.strip()}`; a query may need {' or '.join(NEEDS)}")
    return need.strip(), without.strip()


def _evidence(said: str, number: int) -> tuple[str, ...]:
    names = tuple(name.strip().lstrip("?$") for name in said.removeprefix("evidence:").split(","))
    if not all(name.isidentifier() for name in names):
        raise QueryError(f"line {number}: found `{said}`, expected `evidence: VARIABLE, VARIABLE`")
    return names


_CHART: Final = r"chart (bar|scatter): *(\w+(?: *, *\w+)+)(?: +by +(\w+))? +-- *(\S.*)"


def _chart(said: str, number: int) -> ChartPlan:
    written = re.fullmatch(_CHART, said)
    kind = "bar" if said.startswith("chart bar") else "scatter"
    columns = [column.strip() for column in written[2].split(",")] if written else []
    axes = tuple(words.strip() for words in written[4].split(";")) if written else ()
    if written is None or len(axes) != (1 if kind == "bar" else 2) or len(columns) < len(axes) + 1:
        form = "chart bar: NAME, VALUE by COLOUR -- UNIT` or `chart scatter: ACROSS, UP, NAME by COLOUR -- UNIT; UNIT"
        raise QueryError(f"line {number}: found `{said}`, expected `{form}`")
    from gii_graph.tabular.chart_plan import ChartPlan

    split = len(columns) - 1 if kind == "bar" else 2
    first, last = tuple(columns[:split]), tuple(columns[split:])
    names, values = (first, last) if kind == "bar" else (last, first)
    return ChartPlan(cast('Literal["bar", "scatter"]', kind), names, values, written[3], axes)


def _parameter(said: str, number: int) -> Parameter:
    declaration, dashes, purpose = said.removeprefix("param").partition("--")
    typed, equals, default = declaration.partition("=")
    name, colon, kind = (part.strip() for part in typed.partition(":"))
    optional = kind.endswith("?")
    kind = kind.removesuffix("?").rstrip()
    if not (name.isidentifier() and colon and kind and dashes and purpose.strip()) or (equals and not default.strip()):
        raise QueryError(f"line {number}: found `{said}`, expected `param NAME: TYPE = DEFAULT -- what it is for`")
    if kind not in TYPES:
        raise QueryError(f"line {number}: parameter {name!r} has the type {kind!r}; the types are {', '.join(TYPES)}")
    return Parameter(name, kind, purpose.strip(), default.strip() or None, optional)
