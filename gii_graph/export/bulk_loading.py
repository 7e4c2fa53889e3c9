"""The commands by which bulk loaders of triple stores take N-Quads in parts, as each maker's manual has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = ["LOADING", "loading_commands", "timeless_graph"]

LOADING: Final = "LOADING.md"

# Virtuoso: https://vos.openlinksw.com/owiki/wiki/VOS/VirtBulkRDFLoader
# Neptune: https://docs.aws.amazon.com/neptune/latest/userguide/load-api-reference-load.html
# QLever: https://docs.qlever.dev/quickstart
# Jena: https://jena.apache.org/documentation/tdb2/tdb2_cmds.html
# Oxigraph: https://github.com/oxigraph/oxigraph/tree/main/cli
_TEXT: Final = """# Loading these parts

{number:,} statements, in N-Quads, compressed by gzip; `parts.json` lists files and graphs.
Run the commands in this folder.

| graph | statements |
|---|---:|
{rows}

What belongs to no edition (names, kinds, links) is in the default graph. When all is loaded, each graph must have as
many statements as stand here; of named graphs this tells:

```sparql
SELECT ?graph (COUNT(*) AS ?statements) {{ GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph
```

A statement of several editions is in the graph of each. Asked for several graphs together, Jena and Neptune have it
once, as SPARQL says; Virtuoso and Oxigraph 0.5 once for each graph, and count it so. There ask for one edition and for
what belongs to none, or load all as one graph: `gii-graph export -f ntriples`.

## Virtuoso

It has no default graph: what is in none goes to the graph that `ld_dir` names. This folder must be among `DirsAllowed`
in `virtuoso.ini`. On a large machine start `rdf_loader_run()` in several sessions at once.

```sh
isql 1111 dba PASSWORD exec="ld_dir('$PWD', 'part-*.nq.gz', '{timeless}');"
isql 1111 dba PASSWORD exec="rdf_loader_run();"
isql 1111 dba PASSWORD exec="checkpoint;"
isql 1111 dba PASSWORD exec="SELECT ll_file, ll_error FROM DB.DBA.load_list WHERE ll_state <> 2 OR ll_error <> '';"
```

The last command lists what was not loaded; it must list nothing. Debian calls the program `isql-vt`.

## Amazon Neptune

```sh
aws s3 cp . s3://BUCKET/gii/ --recursive --exclude '*' --include 'part-*.nq.gz'
curl -X POST https://HOST:8182/loader -H 'Content-Type: application/json' -d '{{
  "source": "s3://BUCKET/gii/", "format": "nquads", "region": "REGION",
  "iamRoleArn": "arn:aws:iam::ACCOUNT:role/ROLE", "failOnError": "TRUE", "parallelism": "HIGH"}}'
curl 'https://HOST:8182/loader/LOAD_ID?details=true&errors=true'
```

The last command tells how far it is, by the `loadId` that the one before answers. What is in no graph goes to
`http://aws.amazon.com/neptune/vocab/v01/DefaultNamedGraph`.

## QLever

```sh
printf '{{}}' > gii.settings.json
zcat part-*.nq.gz | qlever-index -i gii -s gii.settings.json -F nq -f -
qlever-server -i gii -p 7001
```

`qlever index` does the same with `FORMAT = nq` and `CAT_INPUT_FILES = zcat part-*.nq.gz` in its Qleverfile. Older
versions call the programs `IndexBuilderMain` and `ServerMain`.

## Apache Jena

```sh
tdb2.tdbloader --loc DATABASE part-*.nq.gz
```

For a billion statements, `tdb2.xloader` with the same arguments needs less memory. A query of the default graph sees
names and links alone. To have all, ask both of these graphs, and do not set `unionDefaultGraph`, which leaves them out:

```sh
gii-graph query QUERY --endpoint URL --graph urn:x-arq:DefaultGraph --graph urn:x-arq:UnionGraph
```

## Oxigraph

```sh
oxigraph load --location DATABASE --file part-*.nq.gz
oxigraph serve-read-only --location DATABASE --union-default-graph
```
"""


def loading_commands(graphs: Mapping[str, int], base: str) -> str:
    """Return how to load parts that have so many statements in each graph ("" is the default graph), in Markdown."""
    rows = "\n".join(
        f"| {f'`{name}`' if name else 'the default graph'} | {count:,} |" for name, count in graphs.items()
    )
    return _TEXT.format(number=sum(graphs.values()), rows=rows, timeless=timeless_graph(base))


def timeless_graph(base: str) -> str:
    """Return the graph of what belongs to no edition, for a store that has no default graph.

    >>> timeless_graph("https://w3id.org/gii-graph/id/")
    'https://w3id.org/gii-graph/id/edition/none'
    """
    return f"{base}edition/none"
