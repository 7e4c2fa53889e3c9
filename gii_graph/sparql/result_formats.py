"""Answers in the forms that the W3C gives them, written as a stream.

SELECT and ASK: SPARQL 1.1 Query Results JSON, CSV and TSV Formats (https://www.w3.org/TR/sparql11-results-json/,
https://www.w3.org/TR/sparql11-results-csv-tsv/) and the XML Format (https://www.w3.org/TR/rdf-sparql-XMLres/).
CONSTRUCT and DESCRIBE: Turtle, N-Triples and JSON-LD, with the triples sorted and each written once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any, Final, cast

from gii_graph.errors import QueryError
from gii_graph.sparql.prefixes import KNOWN_PREFIXES
from gii_graph.sparql.stable_rows import NUMERIC
from gii_graph.vocabulary import XSD

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import QueryBoolean, QuerySolutions, Triple

__all__ = [
    "GRAPH_FORMATS",
    "SOLUTION_FORMATS",
    "csv_value",
    "is_number",
    "triple_term_text",
    "write_boolean",
    "write_solutions",
    "write_triples",
]

# What to write for the text of a literal in a table that a spreadsheet may open.
Guard = Callable[[str], str]

_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
# What TSV writes without quotes, by datatype (SPARQL 1.1, productions 146 to 148, and 13 for booleans).
_BARE_IN_TSV: Final = {
    XSD.NAMESPACE + "integer": re.compile("[+-]?[0-9]+"),
    XSD.NAMESPACE + "decimal": re.compile("[+-]?[0-9]*\\.[0-9]+"),
    XSD.NAMESPACE + "double": re.compile("[+-]?(?:[0-9]+\\.[0-9]*|\\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD.NAMESPACE + "boolean": re.compile("true|false"),
}
# Format: its name in Oxigraph.
SOLUTION_FORMATS: Final = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML"}
GRAPH_FORMATS: Final = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD"}


def write_solutions(solutions: QuerySolutions, form: str, out: IO[bytes], guard: Guard = str) -> None:
    """Write the rows of a SELECT query in one of `SOLUTION_FORMATS`, a row at a time.

    `guard` is asked in CSV and TSV what to write for the text of a literal that is no number, such as one that a
    spreadsheet would run; `str` leaves it alone, as the formats of the W3C demand.
    XML 1.0 has no place for most control characters; there they become U+FFFD.
    """
    if form == "csv":
        _write_csv(solutions, out, guard)
        return
    if form == "tsv" and guard is not str:
        _write_tsv(solutions, out, guard)
        return
    from pyoxigraph import QueryResultsFormat

    sink = cast("IO[bytes]", _XmlText(out)) if form == "xml" else out
    solutions.serialize(sink, format=getattr(QueryResultsFormat, SOLUTION_FORMATS[form]))
    if form in ("json", "xml"):
        out.write(b"\n")


def _write_csv(solutions: QuerySolutions, out: IO[bytes], guard: Guard) -> None:
    """Write CSV (RFC 4180) by Python's own writer; Oxigraph's leaves an IRI with a comma in it unquoted."""
    import codecs
    import csv

    # It keeps nothing back and never closes `out`, also where that cannot be written.
    writer = csv.writer(codecs.getwriter("utf-8")(out))
    writer.writerow([variable.value for variable in solutions.variables])
    for solution in solutions:
        writer.writerow([csv_value(term, guard) for term in solution])


def _write_tsv(solutions: QuerySolutions, out: IO[bytes], guard: Guard) -> None:
    """Write TSV as Oxigraph does, but for what `guard` says."""
    out.write(("\t".join(f"?{variable.value}" for variable in solutions.variables) + "\n").encode())
    for solution in solutions:
        out.write(("\t".join(_tsv_value(term, guard) for term in solution) + "\n").encode())


def _tsv_value(term: Any, guard: Guard) -> str:
    if term is None:
        return ""
    kind = type(term).__name__
    if kind == "Triple":
        return triple_term_text(term)
    if kind != "Literal":
        return str(term)
    bare = _BARE_IN_TSV.get(term.datatype.value)
    if bare and bare.fullmatch(term.value):
        return str(term.value)
    from pyoxigraph import Literal

    text = guard(term.value)
    if text != term.value:
        direction = {"direction": term.direction} if term.direction else {}
        typed = {"language": term.language, **direction} if term.language else {"datatype": term.datatype}
        term = Literal(text, **typed)
    return str(term).replace("\t", "\\t")


def csv_value(term: Any, guard: Guard = str) -> str:
    """Return the text of a cell in CSV, before quotes; `guard` as in `write_solutions`."""
    if term is None:
        return ""
    kind = type(term).__name__
    if kind == "Literal":
        return str(term.value) if is_number(term) else guard(term.value)
    if kind == "Triple":
        return triple_term_text(term)
    return str(term) if kind == "BlankNode" else str(term.value)


def is_number(term: Any) -> bool:
    """Tell whether a literal is a number in form and type, which no spreadsheet takes for a formula."""
    return term.datatype.value in NUMERIC and _NUMBER.fullmatch(term.value) is not None


def triple_term_text(term: Triple) -> str:
    """Return a triple term as N-Triples writes it; the library's own text leaves the brackets out.

    >>> from pyoxigraph import NamedNode, Triple
    >>> a = NamedNode("http://a/")
    >>> triple_term_text(Triple(a, a, Triple(a, a, a)))
    '<<( <http://a/> <http://a/> <<( <http://a/> <http://a/> <http://a/> )>> )>>'
    """
    parts = (triple_term_text(part) if type(part).__name__ == "Triple" else str(part) for part in term)
    return f"<<( {' '.join(parts)} )>>"


def write_boolean(truth: QueryBoolean, form: str, out: IO[bytes]) -> None:
    """Write the answer of an ASK query in one of `SOLUTION_FORMATS`; CSV and TSV, which define none, get one word."""
    from pyoxigraph import QueryResultsFormat

    truth.serialize(out, format=getattr(QueryResultsFormat, SOLUTION_FORMATS[form]))
    out.write(b"\n")


def write_triples(
    triples: Iterable[Triple], form: str, out: IO[bytes], prefixes: Mapping[str, str] = KNOWN_PREFIXES
) -> None:
    """Write the triples of a CONSTRUCT or DESCRIBE query in one of `GRAPH_FORMATS`: a set, so sorted, none twice.

    Raises QueryError, with nothing written, for a triple term in JSON-LD.
    """
    from pyoxigraph import RdfFormat, Triple, serialize

    ordered = sorted(set(triples), key=lambda triple: (str(triple.subject), str(triple.predicate), str(triple.object)))
    if form == "jsonld" and any(isinstance(triple.object, Triple) for triple in ordered):
        raise QueryError("The answer has a triple term, which JSON-LD cannot hold; choose turtle or ntriples.")
    used = {name: iri for name, iri in prefixes.items() if any(iri in str(triple) for triple in ordered)}
    serialize(ordered, out, format=getattr(RdfFormat, GRAPH_FORMATS[form]), prefixes=used)
    if form == "jsonld":
        out.write(b"\n")


class _XmlText(io.RawIOBase):
    """A stream that keeps what passes through it within XML 1.0 (section 2.2, Char)."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._kept = b""
        self._forbidden = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")

    def writable(self) -> bool:
        return True

    def write(self, chunk: Any) -> int:
        text = self._kept + bytes(chunk)
        cut = next((size for size in (1, 2) if text[-size:] in (b"\xef", b"\xef\xbf")), 0)
        self._kept = text[len(text) - cut :] if cut else b""
        whole = text[: len(text) - cut]
        # A carriage return written as itself would be read back as a line feed (XML 1.0, 2.11).
        self._out.write(self._forbidden.sub("\ufffd".encode(), whole).replace(b"\r", b"&#xD;"))
        return len(chunk)
