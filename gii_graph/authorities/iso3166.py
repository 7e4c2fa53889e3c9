"""Countries and economies of ISO 3166-1, by the country table of the Publications Office of the European Union.

ISO itself publishes no IRIs; the table's end in the three letters of ISO 3166-1:
https://op.europa.eu/en/web/eu-vocabularies/dataset/-/resource?uri=http://publications.europa.eu/resource/dataset/country
"""

from gii_graph.authorities.authority import Authority

AUTHORITY = Authority(
    key="country",
    name="EU Publications Office",
    home="http://publications.europa.eu/resource/authority/country",
    namespace="http://publications.europa.eu/resource/authority/country/",
    pattern="[A-Z]{3}",
    form="the three letters of ISO 3166-1, such as CHN",
    names=("economy",),
    tidy=str.upper,
    credit="Country table of the Publications Office of the European Union",
)
