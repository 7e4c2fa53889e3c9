"""Draw the classes of the ontology and the relations between them as SVG.

Where a class stands is said here; the boxes' words, and which arrows there are, come from the ontology.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from html import escape

from rdflib import OWL, RDF, RDFS, Graph, Namespace, URIRef

from gii_graph.vocabulary import ONTOLOGY

SCHEMA = Namespace("https://schema.org/")
WIDTH, HEIGHT = 1180, 660
BOX = (150, 40)
# Class: centre of its box. Stated facts stand above, where they come from below them, what is computed at the left.
PLACES = {
    "Economy": (330, 95),
    "Cluster": (590, 95),
    "Agent": (850, 95),
    "Organization": (1080, 60),
    "Person": (1080, 130),
    "CollaborationTie": (330, 270),
    "ClusterProfile": (590, 330),
    "Listing": (850, 270),
    "PatentListing": (1080, 235),
    "ArticleListing": (1080, 305),
    "FieldShare": (330, 390),
    "Activity": (100, 330),
    "Evidence": (870, 410),
    "SourceDocument": (1085, 410),
    "Analysis": (100, 480),
    "Measure": (100, 600),
    "Measurement": (330, 600),
    "DerivedFact": (590, 600),
    "ImpliedTotal": (490, 480),
    "ImpliedPopulation": (690, 480),
}
COLOURS = {
    "place": ("#dbeafe", {"Cluster", "Economy"}),
    "agent": ("#fde9d3", {"Agent", "Organization", "Person"}),
    "stated": (
        "#e2f3e4",
        {"ClusterProfile", "Listing", "PatentListing", "ArticleListing", "CollaborationTie", "FieldShare", "Activity"},
    ),
    "evidence": ("#f6f0c9", {"Evidence", "SourceDocument"}),
}
COMPUTED = "#ece6f5"


def diagram(ontology: Graph) -> str:
    """Return the drawing; raises KeyError for a class that has no place."""
    classes = sorted(_local(one) for one in ontology.subjects(RDF.type, OWL.Class))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'aria-label="Classes of the vocabulary as boxes, relations between them as arrows" '
        'font-family="system-ui, sans-serif" font-size="13">',
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="#444"/></marker>'
        '<marker id="special" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="11" markerHeight="11" '
        'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="#fff" stroke="#444"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_arrows(ontology),
        *_notes(ontology),
        *(_box(name) for name in classes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _local(term: object) -> str:
    return str(term).removeprefix(ONTOLOGY)


def _box(name: str) -> str:
    x, y = PLACES[name]
    width, height = BOX
    fill = next((colour for colour, members in COLOURS.values() if name in members), COMPUTED)
    return (
        f'<rect x="{x - width // 2}" y="{y - height // 2}" width="{width}" height="{height}" rx="6" fill="{fill}" '
        f'stroke="#444"/><text x="{x}" y="{y + 5}" text-anchor="middle" font-weight="600">{escape(name)}</text>'
    )


def _arrows(ontology: Graph) -> Iterator[str]:
    for special, general in sorted(ontology.subject_objects(RDFS.subClassOf)):
        if str(general).startswith(ONTOLOGY):
            yield _line(_local(special), _local(general), "", "special")
    between: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for relation in sorted(ontology.subjects(RDF.type, OWL.ObjectProperty)):
        for start in _from(ontology, relation):
            for end in ontology.objects(relation, RDFS.range):
                if str(end).startswith(ONTOLOGY) and not _is_noted(_local(start), relation):
                    between[_local(start), _local(end)].append(_local(relation))
    for (start, end), names in sorted(between.items()):
        yield _loop(start, names) if start == end else _line(start, end, ", ".join(names), "end")


def _from(ontology: Graph, relation: object) -> list[URIRef]:
    found = [*ontology.objects(relation, RDFS.domain), *ontology.objects(relation, SCHEMA.domainIncludes)]
    return sorted(one for one in found if isinstance(one, URIRef))


def _edge_of_box(centre: tuple[int, int], towards: tuple[int, int]) -> tuple[float, float]:
    """Return where the line between two centres leaves the box of the first."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    half_width, half_height = BOX[0] / 2, BOX[1] / 2
    scale = min(half_width / abs(dx) if dx else math.inf, half_height / abs(dy) if dy else math.inf)
    return round(centre[0] + dx * scale, 1), round(centre[1] + dy * scale, 1)


def _line(start: str, end: str, name: str, marker: str) -> str:
    (x1, y1), (x2, y2) = _edge_of_box(PLACES[start], PLACES[end]), _edge_of_box(PLACES[end], PLACES[start])
    line = f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#444" marker-end="url(#{marker})"/>'
    return line + _words((x1 + x2) / 2, (y1 + y2) / 2, name.split(", "))


def _words(x: float, y: float, names: list[str]) -> str:
    """Return words with a white edge, so that lines do not strike them through."""
    return "".join(
        f'<text x="{x:g}" y="{y + 4 + 15 * (number - (len(names) - 1) / 2):g}" text-anchor="middle" font-size="12" '
        f'fill="#222" stroke="#fff" stroke-width="4" paint-order="stroke">{escape(name)}</text>'
        for number, name in enumerate(names)
        if name
    )


def _loop(place: str, names: list[str]) -> str:
    x, y = PLACES[place]
    right, top = x + BOX[0] // 2, y - BOX[1] // 2
    path = (
        f'<path d="M{right - 30} {top}C{right - 30} {top - 38} {right + 44} {top - 38} {right} {y - 8}" fill="none" '
        'stroke="#444" marker-end="url(#end)"/>'
    )
    return path + _words(right + 106, y - 62, names)


def _is_noted(start: str, relation: object) -> bool:
    """Say whether a relation is written beside its class: `activity` of what is computed would cross the drawing."""
    return _local(relation) == "activity" and not any(start in members for _, members in COLOURS.values())


def _notes(ontology: Graph) -> Iterator[str]:
    """Write beside a class the relations that may lead to anything, and those that have no arrow."""
    names: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for relation in sorted(ontology.subjects(RDF.type, OWL.ObjectProperty)):
        ends = [_local(one) for one in ontology.objects(relation, RDFS.range) if str(one).startswith(ONTOLOGY)]
        for start in _from(ontology, relation):
            if ends and not _is_noted(_local(start), relation):
                continue
            x, y = PLACES[_local(start)]
            names[x, y + (-BOX[1] if _local(start) == "Cluster" else BOX[1])].append(
                f"{_local(relation)} → {ends[0] if ends else 'any'}"
            )
    for (x, y), several in names.items():
        yield _words(x - 20, y, several)
