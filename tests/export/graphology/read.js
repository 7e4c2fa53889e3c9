// Reads a GEXF or GraphML file as Gephi Lite does and prints what it found, as JSON.
const { readFileSync } = require("node:fs");
const { MultiDirectedGraph } = require("graphology");

const [file] = process.argv.slice(2);
const { parse } = require(file.endsWith(".gexf") ? "graphology-gexf" : "graphology-graphml");
const graph = parse(MultiDirectedGraph, readFileSync(file, "utf8"));
const nodes = graph.mapNodes((node, attributes) => [node, attributes]);
const edges = graph.mapEdges((edge, attributes, source, target) => [edge, source, target, attributes]);
process.stdout.write(JSON.stringify({ nodes, edges }));
