"""GRID: the registry that ROR began from; no longer kept up, but still cited.

Site: https://www.grid.ac/. Its last release is CC0: https://www.grid.ac/license
"""

from gii_graph.authorities.authority import CC0, Authority

AUTHORITY = Authority(
    key="grid",
    name="GRID",
    home="https://www.grid.ac/",
    namespace="https://www.grid.ac/institutes/",
    pages=("https://grid.ac/institutes/",),
    pattern=r"grid\.[0-9]+\.[0-9a-f]+",
    form="such as grid.423905.9",
    names=("organization",),
    tidy=str.lower,
    license=CC0,
    credit="Global Research Identifier Database (GRID), CC0 1.0",
)
