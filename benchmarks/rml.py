"""The graph of some profiles as CSV tables and an RML mapping, from which Morph-KGC makes the same triples.

    python benchmarks/rml.py PROFILES FOLDER        # FOLDER/config.ini, mapping.ttl and the tables

The work that is left for Morph-KGC is less than ours: the profiles are read and every name is decided already.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from gii_graph.graph import describe
from gii_graph.graph.terms import Block, Iri, Node, Term, Text, decimal_form
from gii_graph.identity import Mentions, identify
from gii_graph.reading import find_files, read_file, reconcile
from gii_graph.vocabulary import BASE, XSD

PREFIXES = """@prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix rr: <http://www.w3.org/ns/r2rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""


def object_map(value: Term, column: str) -> str:
    """Return how RML makes a term of this kind from a column."""
    if isinstance(value, Node):
        return f'[ rr:template "{BASE}{{{column}}}" ]'
    if isinstance(value, Iri):
        return f'[ rml:reference "{column}" ; rr:termType rr:IRI ]'
    if isinstance(value, Text):
        return f'[ rml:reference "{column}" ; rr:language "{value.language}" ]'
    if isinstance(value, Decimal):
        return f'[ rml:reference "{column}" ; rr:datatype <{XSD.decimal}> ]'
    if isinstance(value, int):
        return f'[ rml:reference "{column}" ; rr:datatype <{XSD.integer}> ]'
    return f'[ rml:reference "{column}" ]'


def cell(value: Term) -> str:
    """Return a term as the cell of a table."""
    if isinstance(value, Text):
        return value.value
    return decimal_form(value) if isinstance(value, Decimal) else str(value)


def write_tables(blocks: Iterable[Block], folder: Path) -> None:
    """Write one table for each kind of node, one for each property with several values, and the mapping."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    maps: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for block in blocks:
        kind = block.subject.partition("/")[0]
        row = {"node": str(block.subject)}
        for predicate, objects in block.statements.items():
            name = re.split("[#/]", predicate)[-1]
            if isinstance(objects, list):
                for value in objects:
                    column = f"{name}_{type(value).__name__}"
                    table = f"{kind}_{column}"
                    rows[table].append({"node": str(block.subject), column: cell(value)})
                    maps[table][predicate] = object_map(value, column)
            elif objects is not None:
                row[name] = cell(objects)
                maps[kind][predicate] = object_map(objects, name)
        rows[kind].append(row)
    mapping = [PREFIXES]
    for number, (table, listed) in enumerate(rows.items()):
        columns = sorted({column for row in listed for column in row})
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(listed)
        parts = [
            f"rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap {made} ]"
            for predicate, made in maps[table].items()
        ]
        if parts:
            mapping.append(
                f'<#map{number}> rml:logicalSource [ rml:source "{folder / table}.csv" ; '
                f'rml:referenceFormulation ql:CSV ] ;\n  rr:subjectMap [ rr:template "{BASE}{{node}}" ] ;\n  '
                + " ;\n  ".join(parts)
                + " .\n"
            )
    (folder / "mapping.ttl").write_text("\n".join(mapping), "utf-8")
    (folder / "config.ini").write_text(
        f"[CONFIGURATION]\noutput_file: {folder / 'output.nt'}\nlogging_level: ERROR\nsafe_percent_encoding: /-%.\n\n"
        f"[profiles]\nmappings: {folder / 'mapping.ttl'}\n",
        "utf-8",
    )


def main() -> None:
    """Write the tables of the profiles that the command line names."""
    readings = reconcile([read_file(path) for path in find_files([Path(sys.argv[1])])]).kept
    profiles = [reading.profile for reading in readings]
    write_tables(describe(profiles, identify(Mentions.of(profiles))), Path(sys.argv[2]).resolve())


if __name__ == "__main__":
    main()
