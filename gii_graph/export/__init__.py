"""A graph in the forms that other tools read: RDF syntaxes, network files, tables, one package of all."""
