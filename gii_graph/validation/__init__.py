"""What is wrong in a graph: rules on its form, and the arithmetic of its figures.

    shapes <- {oxigraph_engine, shacl_engine} ; figures <- derivation <- consistency
    {consistency, quotation, evidence} <- check <- report

Nothing is imported here, so that a command loads only the modules it needs.
"""
