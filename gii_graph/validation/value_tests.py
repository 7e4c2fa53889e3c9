"""What a value must be, as an expression of SPARQL in `?value`, by the component of SHACL that says so.

Each component's meaning is that of https://www.w3.org/TR/shacl/, section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from gii_graph.validation.nested_shapes import NODE_KINDS
from gii_graph.vocabulary import XSD

__all__ = ["VALUE_TESTS"]

# Datatypes with a lexical form to be checked; what the cast refuses is not of the type.
_CASTS: Final = frozenset({f"<{XSD.integer}>", f"<{XSD.decimal}>", f"<{XSD.date}>"})


def _is_of_type(datatype: str) -> str:
    stated = f"DATATYPE(?value) = {datatype}"
    return f"{stated} && {datatype}(STR(?value)) = ?value" if datatype in _CASTS else stated


VALUE_TESTS: Final[Mapping[str, Callable[[str], str]]] = {
    "datatype": _is_of_type,
    "in": lambda parameter: f"?value IN ({parameter})",
    "maxInclusive": lambda parameter: f"?value <= {parameter}",
    "minInclusive": lambda parameter: f"?value >= {parameter}",
    "nodeKind": lambda parameter: f"{NODE_KINDS[parameter]}(?value)",
    "pattern": lambda parameter: f"REGEX(STR(?value), {parameter})",
    # Nested shapes are expressions already.
    "and": str,
    "or": str,
    "not": str,
}
