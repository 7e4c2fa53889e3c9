"""GeoNames: places of the world.

Site: https://www.geonames.org/. The IRI is that of the place itself, which GeoNames tells from that of the page about
it (https://www.geonames.org/ontology/documentation.html).
"""

from gii_graph.authorities.authority import CC_BY, Authority

AUTHORITY = Authority(
    key="geonames",
    name="GeoNames",
    home="https://www.geonames.org/",
    namespace="https://sws.geonames.org/",
    ending="/",
    reader_page="https://www.geonames.org/",
    pages=("https://www.geonames.org/", "https://geonames.org/"),
    pattern="[1-9][0-9]*",
    form="a number, such as 1816670",
    names=("place",),
    tidy=lambda text: text.partition("/")[0],
    license=CC_BY,
    credit="GeoNames (https://www.geonames.org), CC BY 4.0",
)
