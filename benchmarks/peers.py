"""What peers do, as Python programs: each is started anew, as our commands are."""

BARE = """import sys, pyoxigraph
store = pyoxigraph.Store()
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.TURTLE)
for row in store.query(open(sys.argv[2]).read()): print(*row)
"""
PARSE = """import sys, pyoxigraph
pyoxigraph.Store().bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.TURTLE)
"""
RDFLIB_BUILD = """import sys
from pathlib import Path
from gii_graph.graph import describe, to_rdflib
from gii_graph.identity import Mentions, identify
from gii_graph.reading import find_files, read_file
from gii_graph.vocabulary import BASE
profiles = [read_file(path).profile for path in find_files([Path(sys.argv[1])])]
to_rdflib(describe(profiles, identify(Mentions.of(profiles))), BASE).serialize(sys.argv[2], format="turtle")
"""
PYSHACL = """import sys, pyshacl
pyshacl.validate(sys.argv[1], shacl_graph=sys.argv[2], data_graph_format="turtle", shacl_graph_format="turtle")
"""


PYVIS = """import sys, networkx
from pathlib import Path
from gii_graph.network import read_network
from pyvis.network import Network
read = read_network([Path(sys.argv[1])])
graph = networkx.MultiDiGraph()
for iri, node in read.nodes.items(): graph.add_node(iri, label=node.label)
for edge in read.edges: graph.add_edge(edge.source, edge.target, title=edge.kind)
page = Network(directed=True, cdn_resources="in_line")
page.from_nx(graph)
open(sys.argv[2], "w").write(page.generate_html())
"""
