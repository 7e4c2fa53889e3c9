"""What can be asked of an entity by a property: to tell it from others of its name, or to fetch it into a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from gii_graph.activities import ACTIVITIES
from gii_graph.errors import CallError
from gii_graph.figures import FIGURES, Figure
from gii_graph.server.entity_types import CLUSTER, ECONOMY, ENTITY_TYPES, ORGANIZATION, PERSON, EntityType
from gii_graph.vocabulary import GII, ONTOLOGY, RDFS, SKOS, XSD

if TYPE_CHECKING:
    from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

__all__ = ["ENTITY_PROPERTIES", "EntityProperty", "PropertyValue", "entity_property", "literal_json", "values_of"]

PropertyValue = Any  # a NamedNode or a Literal

_LISTED: Final = "|".join(f"<{terms.listed_in}>" for terms in ACTIVITIES)
_ALL: Final = tuple(ENTITY_TYPES)
# Literals that are numbers in JSON.
_WHOLE: Final = frozenset({XSD.NAMESPACE + "integer", XSD.NAMESPACE + "int", XSD.NAMESPACE + "long"})
_REAL: Final = frozenset({XSD.NAMESPACE + "decimal", XSD.NAMESPACE + "double", XSD.NAMESPACE + "float"})


class EntityProperty(NamedTuple):
    """A property: identifier, name, the types that have it, the pattern that leads from ?entity to ?value.

    `target` is the type of its values, where they are entities; `by_edition` tells that they are those of an edition.
    """

    key: str
    name: str
    description: str
    kinds: tuple[EntityType, ...]
    pattern: str
    target: EntityType | None = None
    by_edition: bool = False

    def as_json(self) -> dict[str, str]:
        """Return the property as the protocol has it."""
        return {"id": self.key, "name": self.name}


def _figure(figure: Figure) -> EntityProperty:
    pattern = (
        f"?entity <{GII.hasProfile}> ?profile . ?profile <{GII.edition}> ?edition ; <{figure.iri}> ?value . "
        f"FILTER NOT EXISTS {{ ?entity <{GII.hasProfile}>/<{GII.edition}> ?other "
        "FILTER(BOUND(?wanted) && ?edition != ?wanted || !BOUND(?wanted) && ?other > ?edition) }"
    )
    said = f"{figure.meaning} In the newest edition, or in the one that is set."
    return EntityProperty(figure.term, figure.short, said, (CLUSTER,), pattern, by_edition=True)


ENTITY_PROPERTIES: Final = (
    EntityProperty(
        "inEconomy", "economy", "The economy of a cluster, or of the clusters that list an agent.",
        (CLUSTER, ORGANIZATION, PERSON), f"?entity ({_LISTED})?/<{GII.inEconomy}> ?value", ECONOMY,
    ),
    EntityProperty(
        "cluster", "cluster", "A cluster that lists an organization or person.",
        (ORGANIZATION, PERSON), f"?entity {_LISTED} ?value", CLUSTER,
    ),
    EntityProperty(
        "collaboratesWith", "collaborates with", "A cluster that a profile names as a top partner.",
        (CLUSTER,), f"?entity <{GII.collaboratesWith}> ?value", CLUSTER,
    ),
    EntityProperty(
        "topApplicant", "top applicant", "Who is listed as a top applicant of a cluster.",
        (CLUSTER,), f"?value <{GII.filedPatents}> ?entity",
    ),
    EntityProperty(
        "topPublisher", "top publisher", "Who is listed as a top publisher of a cluster.",
        (CLUSTER,), f"?value <{GII.publishedArticles}> ?entity",
    ),
    EntityProperty(
        "hasCluster", "has cluster", "A cluster in an economy.",
        (ECONOMY,), f"?value <{GII.inEconomy}> ?entity", CLUSTER,
    ),
    *map(_figure, FIGURES),
    EntityProperty("label", "name", "The name that the graph shows.", _ALL, f"?entity <{RDFS.label}> ?value"),
    EntityProperty("altLabel", "other name", "Another spelling met.", _ALL, f"?entity <{SKOS.altLabel}> ?value"),
    EntityProperty("exactMatch", "same as", "A record elsewhere.", _ALL, f"?entity <{SKOS.exactMatch}> ?value"),
    EntityProperty("closeMatch", "much like", "A record elsewhere.", _ALL, f"?entity <{SKOS.closeMatch}> ?value"),
    EntityProperty(
        "anchorCity", "city", "A city of GeoNames that a cluster is named after.",
        (CLUSTER,), f"?entity <{GII.anchorCity}> ?value",
    ),
)  # fmt: skip
_BY_KEY: Final = {one.key: one for one in ENTITY_PROPERTIES}


def entity_property(key: str) -> EntityProperty:
    """Return the property of an identifier, or of a term's IRI. Raises CallError where there is none."""
    local = key.rpartition("#")[2] if key.startswith((ONTOLOGY, SKOS.NAMESPACE, RDFS.NAMESPACE)) else key
    if local not in _BY_KEY:
        raise CallError(f"Found the property {key!r}, expected one of {', '.join(_BY_KEY)}.")
    return _BY_KEY[local]


def values_of(
    store: Store, prop: EntityProperty, entities: Iterable[str], edition: int | None = None
) -> Mapping[str, Sequence[PropertyValue]]:
    """Return the values of a property of some entities (IRIs of the graph), each once and in order.

    Of a property that differs between editions they are those of `edition`, without it of the newest.
    """
    from pyoxigraph import NamedNode

    nodes = " ".join(str(NamedNode(iri)) for iri in entities)
    wanted = f"VALUES ?wanted {{ {'UNDEF' if edition is None else int(edition)} }} " if prop.by_edition else ""
    text = f"SELECT DISTINCT ?entity ?value {{ VALUES ?entity {{ {nodes} }} {wanted}{prop.pattern} }}"
    stated: defaultdict[str, list[PropertyValue]] = defaultdict(list)
    for row in cast("QuerySolutions", store.query(text)):
        entity, value = cast("NamedNode", row["entity"]), row["value"]
        if type(value).__name__ in {"NamedNode", "Literal"}:
            stated[entity.value].append(value)
    return {iri: sorted(values, key=_order) for iri, values in stated.items()}


def _order(value: Any) -> tuple[bool, str]:
    return type(value).__name__ == "Literal", value.value


def literal_json(literal: Literal) -> dict[str, Any]:
    """Return a literal as the protocol has it: a number where it is one, else text."""
    kind = literal.datatype.value
    try:
        if kind in _WHOLE:
            return {"int": int(literal.value)}
        if kind in _REAL:
            return {"float": float(literal.value)}
    except ValueError:
        pass
    return {"str": literal.value}
