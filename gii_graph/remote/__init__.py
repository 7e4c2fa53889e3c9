"""Everything that talks to a network: SPARQL endpoints and graph stores. Nothing else does."""
