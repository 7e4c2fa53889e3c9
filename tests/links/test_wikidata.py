"""What the Wikidata query service returns, in its forms. Items and identifiers are Wikidata's (CC0)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gii_graph.authorities.records import NameKind, RecordName, RegistryCity
from gii_graph.authorities.wikidata import read_wikidata
from gii_graph.errors import RegistryError

ITEM = "http://www.wikidata.org/entity/Q157062"
ROWS = [
    {
        "item": ITEM, "itemLabel": "Denso", "alias": "DENSO CORPORATION", "country": "jp", "cityLabel": "Kariya",
        "geonames": "1859675", "position": "Point(137.0 34.983333)",
        "ror": "01b4dgm94", "lei": "", "grid": "", "isni": "",
    },
    {
        "item": ITEM, "itemLabel": "Denso", "alias": "DNZOY", "country": "jp", "cityLabel": "Kariya",
        "geonames": "1859675", "position": "Point(137.0 34.983333)",
        "ror": "01b4dgm94", "lei": "", "grid": "", "isni": "",
    },
    {
        "item": "http://www.wikidata.org/entity/Q1", "itemLabel": "Q1", "alias": "", "country": "", "cityLabel": "",
        "geonames": "", "position": "", "ror": "", "lei": "", "grid": "", "isni": "",
    },
]  # fmt: skip


def forms() -> dict[str, str]:
    bound = [{name: {"type": "literal", "value": cell} for name, cell in row.items() if cell} for row in ROWS]
    return {
        "csv": "\r\n".join([",".join(ROWS[0]), *(",".join(row.values()) for row in ROWS)]),
        "results": json.dumps({"head": {"vars": [*ROWS[0]]}, "results": {"bindings": bound}}),
        "array": json.dumps(ROWS),
        "lines": "\n".join(map(json.dumps, ROWS)),
    }


@pytest.mark.parametrize("form", forms())
def test_every_form_gives_one_record_of_an_item(tmp_path: Path, form: str) -> None:
    path = tmp_path / "query"
    path.write_text(forms()[form], encoding="utf-8")
    (denso,) = read_wikidata(path)
    assert (denso.id, denso.country, denso.identifiers) == ("Q157062", "JP", {"ror": "01b4dgm94"})
    assert denso.names == (
        RecordName("Denso", NameKind.DISPLAY),
        RecordName("DENSO CORPORATION", NameKind.ALIAS),
        RecordName("DNZOY", NameKind.ACRONYM),
    )
    assert denso.cities == (RegistryCity("Kariya", 1859675, (34.983333, 137.0)),)


@pytest.mark.parametrize(
    ("content", "said"), [("", "has no record"), ("a,b\n1,2\n", "has no item, itemLabel in row 1")]
)
def test_what_is_no_answer_of_the_query_is_told(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "query"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RegistryError, match=said):
        list(read_wikidata(path))
