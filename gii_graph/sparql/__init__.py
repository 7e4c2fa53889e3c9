"""Questions to a graph in SPARQL 1.1: their text, their parameters, the engine, and the forms of an answer.

    {syntax, prefixes} <- header <- shipped ; {dataset, header} <- engine <- parameters <- answers
    {formats, table, algebra, diagnosis} <- cli

Nothing is imported here, so that a command loads only the modules it needs.
"""
