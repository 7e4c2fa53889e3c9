"""The comment at the head of a query: the question it answers and the parameters it takes.

    # Who are the most named partners of a cluster?
    #
    # Any further lines say more.
    #
    # param cluster: cluster = beijing -- the cluster whose partners are asked for
    # param edition: edition? -- only this edition; every edition where it is left out
    # param least: integer -- must be given, as it has no default

A parameter is a variable of the query. Its type is one of `TYPES`; a question mark after the type says that it
may be left out, and then the variable stays free. The header ends at the first line that is no comment.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from gii_graph.errors import QueryError

__all__ = ["TYPES", "Header", "Parameter", "read_header"]

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


class Parameter(NamedTuple):
    """A variable that a caller may bind."""

    name: str
    type: str
    purpose: str
    default: str | None
    optional: bool


class Header(NamedTuple):
    """What a query says of itself; `question` is empty where it says nothing."""

    question: str
    remarks: str
    parameters: tuple[Parameter, ...]


def read_header(text: str) -> Header:
    r"""Return what the comment at the head of the query says.

    Raises QueryError for a `param` line that does not follow the form or names no known type.

    >>> header = read_header("# Who?\n# param least: integer = 3 -- how many\nASK { }")
    >>> header.question, header.parameters[0].default
    ('Who?', '3')
    """
    question = ""
    remarks: list[str] = []
    parameters: list[Parameter] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip():
            continue
        if not line.lstrip().startswith("#"):
            break
        said = line.lstrip()[1:].strip()
        if said.startswith(("param ", "param\t")):
            parameters.append(_parameter(said, number))
        elif question:
            remarks.append(said)
        else:
            question = said
    return Header(question, " ".join(" ".join(remarks).split()), tuple(parameters))


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
