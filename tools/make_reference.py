"""Write what the reference says from what it is about: help texts, query headers, the ontology, docstrings.

    python tools/make_reference.py

`tests/docs/test_reference.py` fails when a file here is not what this script makes.
"""

from __future__ import annotations

import csv
import inspect
import re
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

import figure_rules  # noqa: E402
from vocabulary_diagram import diagram  # noqa: E402

import gii_graph  # noqa: E402
from gii_graph import errors, library  # noqa: E402
from gii_graph.cli import COMMANDS, command  # noqa: E402
from gii_graph.export.jsonld import Context, json_ld  # noqa: E402
from gii_graph.sparql.header import TYPES, read_header  # noqa: E402
from gii_graph.sparql.shipped import shipped_names, shipped_text  # noqa: E402
from gii_graph.vocabulary import GII, ONTOLOGY  # noqa: E402

MADE = "<!-- Made by tools/make_reference.py; change what it is made from. -->\n\n"
SCHEMA = Namespace("https://schema.org/")
ROWS = 6  # of an answer shown with its query

PAGES: dict[str, Callable[[], str]] = {}


def page(name: str) -> Callable[[Callable[[], str]], Callable[[], str]]:
    """Register the maker of a file."""

    def register(maker: Callable[[], str]) -> Callable[[], str]:
        PAGES[name] = maker
        return maker

    return register


def ran(*arguments: str) -> str:
    """Return what the command line prints for these arguments, on standard output."""
    result = CliRunner().invoke(command, list(arguments), prog_name="gii-graph", terminal_width=100)
    if result.exit_code:
        raise SystemExit(f"gii-graph {' '.join(arguments)} failed: {result.output}{result.exception or ''}")
    return result.stdout


@page("docs/reference/commands.md")
def commands() -> str:
    """Return the page of commands: each help text as it is printed."""
    parts = [
        f"{MADE}# Commands\n\nWhat `gii-graph COMMAND --help` prints. `python -m gii_graph` is the same command. "
        "[Working at the command line](../how-to/command-line.md) speaks of exit codes, pipes and completion.\n",
        f"\n```text\n{ran('--help')}```\n",
    ]
    parts += [f"\n## gii-graph {name}\n\n```text\n{ran(name, '--help')}```\n" for name in COMMANDS]
    return "".join(parts)


@page("docs/reference/queries.md")
def queries() -> str:
    """Return the page of shipped queries: from their headers, with the answer of the five profiles."""
    parts = [
        f"{MADE}# Queries\n\nThe questions that come with gii-graph, each with the first rows of what the graph of the "
        "five profiles in `seeds/` answers. [Asking the graph](../querying.md) says how parameters and formats work.\n",
        "\n| query | question |\n|---|---|\n",
        *(f"| [{name}](#{name}) | {read_header(shipped_text(name)).question} |\n" for name in shipped_names()),
    ]
    parts += [_query(name) for name in shipped_names()]
    return "".join(parts)


def _query(name: str) -> str:
    header = read_header(shipped_text(name))
    body = "".join(line for line in shipped_text(name).splitlines(keepends=True) if not line.startswith("#")).strip()
    said = [f"\n## {name} {{#{name}}}\n\n**{header.question}**\n"]
    if header.remarks:
        said.append(f"\n{header.remarks}\n")
    if header.parameters:
        said.append("\n| parameter | is | default |\n|---|---|---|\n")
        said += [
            f"| `{one.name}` | {one.purpose}: {TYPES[one.type]} | {f'`{one.default}`' if one.default else 'none'} |\n"
            for one in header.parameters
        ]
    said.append(f"\n```sh\ngii-graph query {name}\n```\n\n{_answer(name)}\n")
    sparql = f"```sparql\n{body}\n```"
    said.append(f'\n??? note "The query in SPARQL"\n\n{_indented(sparql)}\n')
    return "".join(said)


def _answer(name: str) -> str:
    rows = list(csv.reader(StringIO(ran("query", name, str(ROOT / "output/gii.ttl"), "-f", "csv", "--quiet"))))
    header, *found = rows
    if not found:
        return "The five profiles have no answer to this one: no row."
    lines = ["| " + " | ".join(cells) + " |" for cells in (header, ["---"] * len(header), *map(_cells, found[:ROWS]))]
    more = len(found) - ROWS
    return "\n".join(lines) + (f"\n\nand {more} more row{'' if more == 1 else 's'}." if more > 0 else "")


def _cells(row: list[str]) -> list[str]:
    return [(cell if len(cell) <= 80 else f"{cell[:77]}...").replace("|", "\\|").replace("*", "\\*") for cell in row]


def _indented(text: str) -> str:
    return "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))


def ontology() -> Graph:
    """Return the ontology as rdflib reads it."""
    return Graph().parse(ROOT / "ontology/gii.ttl", format="turtle")


@page("docs/reference/vocabulary.md")
def vocabulary() -> str:
    """Return the page of the ontology, an anchor for each term so that a term's IRI leads to it."""
    graph = ontology()
    head = URIRef(ONTOLOGY.rstrip("#"))
    terms = [URIRef(value) for name, value in vars(GII).items() if not name.startswith("_")]
    kinds = {
        "Classes": [one for one in terms if (one, RDF.type, OWL.Class) in graph],
        "Relations": [one for one in terms if (one, RDF.type, OWL.ObjectProperty) in graph],
        "Figures, names and texts": [one for one in terms if (one, RDF.type, OWL.DatatypeProperty) in graph],
    }
    kinds["Individuals"] = [one for one in terms if not any(one in some for some in kinds.values())]
    description = graph.value(head, URIRef("http://purl.org/dc/terms/description"))
    parts = [
        f"{MADE}# Vocabulary\n\n{description}\n\n",
        f"| | |\n|---|---|\n| namespace | `{ONTOLOGY}`, prefix `gii` |\n"
        f"| version | {graph.value(head, OWL.versionInfo)}: `{graph.value(head, OWL.versionIRI)}` |\n"
        "| files | [Turtle](../ontology/gii.ttl), [JSON-LD](../ontology/gii.jsonld), "
        "[JSON-LD context](../ontology/context.jsonld), [SHACL shapes](../ontology/shapes.ttl), "
        "[more in SPARQL](../ontology/shapes-sparql.ttl) |\n"
        "| licence | Apache License 2.0 |\n"
        "| more | [what changed](../vocabulary-changes.md), [how it was checked](../vocabulary-checks.md) |\n\n"
        "![The classes of the vocabulary and the relations between them](../images/vocabulary.svg)\n",
    ]
    for title, members in kinds.items():
        links = ", ".join(f"[{_local(one)}](#{_local(one)})" for one in members)
        parts.append(f"\n## {title}\n\n{links}\n")
        parts += [_term(graph, one) for one in members]
    return "".join(parts)


def _local(term: URIRef) -> str:
    return str(term).removeprefix(ONTOLOGY)


def _term(graph: Graph, term: URIRef) -> str:
    label, definition = graph.value(term, RDFS.label), graph.value(term, SKOS.definition)
    rows = [
        ("kind of", graph.objects(term, RDFS.subClassOf)),
        ("special case of", graph.objects(term, RDFS.subPropertyOf)),
        ("special cases", [*graph.subjects(RDFS.subClassOf, term), *graph.subjects(RDFS.subPropertyOf, term)]),
        ("is a", [one for one in graph.objects(term, RDF.type) if str(one).startswith(ONTOLOGY)]),
        ("never also", graph.objects(term, OWL.disjointWith)),
        ("from", [*graph.objects(term, RDFS.domain), *graph.objects(term, SCHEMA.domainIncludes)]),
        ("to", graph.objects(term, RDFS.range)),
        ("has", [*graph.subjects(RDFS.domain, term), *graph.subjects(SCHEMA.domainIncludes, term)]),
        ("is reached by", graph.subjects(RDFS.range, term)),
    ]
    shown = [(name, sorted(_name(graph, one) for one in set(values))) for name, values in rows]
    table = "".join(f"| {name} | {', '.join(values)} |\n" for name, values in shown if values)
    table = f"\n| | |\n|---|---|\n{table}" if table else ""
    return f"\n### gii:{_local(term)} {{#{_local(term)}}}\n\n*{label}*. {definition}\n{table}"


def _name(graph: Graph, term: object) -> str:
    if str(term).startswith(ONTOLOGY) and isinstance(term, URIRef):
        return f"[gii:{_local(term)}](#{_local(term)})"
    if isinstance(term, Literal):
        return str(term)
    prefix, _, local = graph.compute_qname(str(term))
    return f"[{prefix}:{local}]({term})"


@page("ontology/shapes.ttl")
def shapes() -> str:
    """Return the shapes with what follows from the table of figures."""
    return figure_rules.shapes((ROOT / "ontology" / "shapes.ttl").read_text(encoding="utf-8"))


@page("ontology/shapes-sparql.ttl")
def constraints() -> str:
    """Return the constraints in SPARQL with what follows from the table of figures."""
    return figure_rules.constraints((ROOT / "ontology" / "shapes-sparql.ttl").read_text(encoding="utf-8"))


@page("ontology/context.jsonld")
def context() -> str:
    """Return the JSON-LD context with the terms of the ontology."""
    return figure_rules.context(
        (ROOT / "ontology" / "context.jsonld").read_text(encoding="utf-8"), ROOT / "ontology" / "gii.ttl"
    )


@page("ontology/gii.jsonld")
def ontology_as_json_ld() -> str:
    """Return the ontology in JSON-LD, under the context that graphs have."""
    triples = list(parse((ROOT / "ontology/gii.ttl").read_bytes(), format=RdfFormat.TURTLE))
    context = Context.from_file(ROOT / "ontology/context.jsonld")
    return "".join(json_ld([quad.triple for quad in triples], context))


@page("docs/images/vocabulary.svg")
def vocabulary_diagram() -> str:
    """Return the drawing of classes and relations."""
    return diagram(ontology())


@page("docs/reference/python.md")
def python() -> str:
    """Return the page of the Python interface, from signatures and docstrings."""
    parts = [
        f"{MADE}# Python\n\nWhat `import gii_graph` offers; everything else may change between versions. "
        "[Use it from Python](../how-to/python.md) shows it at work.\n\n"
        f"```python\n{_code(inspect.getdoc(gii_graph) or '')}\n```\n"
    ]
    parts += [_object(name, getattr(library, name)) for name in gii_graph.__all__ if not name.startswith("__")]
    tree = _code(inspect.getdoc(errors) or "")
    parts.append(
        f"\n## Errors {{#errors}}\n\nEverything raised on purpose, all in `gii_graph.errors`.\n\n```text\n{tree}\n```\n"
    )
    return "".join(parts)


def _code(text: str) -> str:
    return inspect.cleandoc("\n".join(line for line in text.splitlines() if line.startswith("    ") or not line))


def _object(name: str, thing: object) -> str:
    if not inspect.isclass(thing):
        return _described(f"## {name}", name, thing)
    parts = [f"\n## {name} {{#{name}}}\n\n{_prose(thing)}\n"]
    for member, value in vars(thing).items():
        if member.startswith("_"):
            continue
        if isinstance(value, property):
            parts.append(f"\n### {name}.{member}\n\n{_prose(value)}\n")
        elif inspect.isfunction(value) and value.__doc__:
            parts.append(_described(f"### {name}.{member}", member, value))
    return "".join(parts)


def _described(heading: str, name: str, thing: object) -> str:
    """Return a function's part of the page; long signatures have a parameter a line."""
    signature = inspect.signature(thing)  # type: ignore[arg-type]
    parameters = [_unquoted(one) for one in str(signature).partition(" -> ")[0][1:-1].split(", ") if one]
    returned = _unquoted(f" -> '{signature.return_annotation}'")
    shown = f"{name}({', '.join(parameters)}){returned}"
    if len(shown) > 100:
        several = "".join(f"    {one},\n" for one in _whole(parameters))
        shown = f"{name}(\n{several}){returned}"
    return f"\n{heading}\n\n```python\n{shown}\n```\n\n{_prose(thing)}\n"


def _unquoted(shown: str) -> str:
    """Return an annotation as it stands in the code; it is a string there because it is evaluated later."""
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", shown)


def _whole(parts: list[str]) -> list[str]:
    """Put together again what a comma inside brackets parted."""
    whole: list[str] = []
    for part in parts:
        if whole and whole[-1].count("[") > whole[-1].count("]"):
            whole[-1] += f", {part}"
        else:
            whole.append(part)
    return [_unquoted(one) for one in whole]


def _prose(thing: object) -> str:
    """Return a docstring with what is raised in a paragraph of its own."""
    before, raises, after = (inspect.getdoc(thing) or "").partition("\nRaises ")
    return f"{before.rstrip()}\n{raises}{after}" if raises else before


def main() -> None:
    """Write every file."""
    for name, maker in PAGES.items():
        path = ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(maker(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
