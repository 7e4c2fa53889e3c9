"""What follows from the table of figures in the files of the ontology: rules in the shapes, terms in the context."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rdflib import OWL, RDF, RDFS, Graph, URIRef

from gii_graph.figures import FIGURE_TERMS, FIGURES, Figure
from gii_graph.vocabulary import ONTOLOGY, XSD

__all__ = ["constraints", "context", "shapes"]

_BEGIN = "# Figures, made by tools/make_reference.py from gii_graph/figures.py\n"
_END = "# End of figures\n"
_MOST = {"rank": 1_000_000, "whole": 1_000_000_000, "share": 100}
# Object properties whose values are terms of the vocabulary, written by their names.
_VALUES_ARE_TERMS = {"activity", "evidenceProperty"}


def shapes(text: str) -> str:
    """Return the shapes in SHACL Core with the rules and lists of figures as the table has them."""
    return _with_rules(text, "\n".join(_rule(figure, term) for term, figure in FIGURE_TERMS.items()))


def constraints(text: str) -> str:
    """Return the constraints in SPARQL with the rules and lists of figures as the table has them."""
    return _with_rules(text, _stated_once())


def _with_rules(text: str, rules: str) -> str:
    before, _, rest = text.partition(_BEGIN)
    after = rest.partition(_END)[2]
    return _with_lists(f"{before}{_BEGIN}\n{rules}\n{_END}{after}")


def _with_lists(text: str) -> str:
    names = ", ".join(f"gii:{term}" for term in ("edition", *FIGURE_TERMS))
    known = "|".join(sorted(FIGURE_TERMS, key=len, reverse=True))
    return re.sub(rf"gii:edition(?:, gii:(?:{known})\b)+", names, text)


def _rule(figure: Figure, term: str) -> str:
    is_bound = term != figure.term
    datatype = "decimal" if figure.kind == "share" else "integer"
    what = {"rank": "The", "whole": "The number of", "share": "The share of"}[figure.kind] + f" {figure.short} is"
    if is_bound:
        what = f"What the share of {figure.short} is below is"
    wanted = "one percentage from 0 to 100" if figure.kind == "share" else f"one whole number from {figure.least}"
    name = re.sub(r"[A-Z]", lambda capital: f"-{capital.group().lower()}", term)
    return f"""rule:profile-{name}
    a sh:PropertyShape ;
    sh:targetClass gii:ClusterProfile ;
    sh:path gii:{term} ;
    sh:maxCount 1 ; sh:datatype xsd:{datatype} ; sh:minInclusive {figure.least} ; sh:maxInclusive {_MOST[figure.kind]} ;
    sh:message "{what} {wanted}"@en .
"""


def _stated_once() -> str:
    pairs = [(figure.term, f"{figure.term}Below") for figure in FIGURES if figure.bound]
    union = "\n            UNION\n            ".join(
        f"{{ $this gii:{share} ?share ; gii:{bound} ?below }}" for share, bound in pairs
    )
    return f"""rule:profile-share-stated-once
    a sh:NodeShape ;
    sh:targetClass gii:ClusterProfile ;
    sh:message "A share is stated either as it is or as below a percentage, not both"@en ;
    sh:sparql [
        sh:prefixes <https://w3id.org/gii-graph/shapes-sparql> ;
        sh:select \"\"\"SELECT $this WHERE {{
            {union}
        }}\"\"\" ;
    ] .
"""


def context(text: str, ontology: Path) -> str:
    """Return the JSON-LD context with every term of the ontology, typed by its range; new ones stand last."""
    graph = Graph().parse(ontology)
    own = sorted({name.removeprefix(ONTOLOGY) for name in map(str, graph.subjects(RDF.type)) if ONTOLOGY in name})
    kept = {name: entry for name, entry in json.loads(text)["@context"].items() if name in own or not _is_own(entry)}
    entries = kept | {name: _entry(graph, name) for name in own}
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items())
    return f'{{\n  "@context": {{\n{lines}\n  }}\n}}\n'


def _is_own(entry: str | float | dict[str, str]) -> bool:
    return str(entry["@id"] if isinstance(entry, dict) else entry).startswith("gii:")


def _entry(graph: Graph, name: str) -> str | dict[str, str]:
    term = URIRef(ONTOLOGY + name)
    datatype = str(graph.value(term, RDFS.range) or "")
    if (term, RDF.type, OWL.ObjectProperty) in graph:
        return {"@id": f"gii:{name}", "@type": "@vocab" if name in _VALUES_ARE_TERMS else "@id"}
    if datatype in {XSD.integer, XSD.decimal}:
        return {"@id": f"gii:{name}", "@type": f"xsd:{datatype.rpartition('#')[2]}"}
    return f"gii:{name}"
