"""What is wrong in a graph: rules on its form, and the arithmetic of its figures.

    constraint_syntax <- constraint_meaning <- group_solutions <- met_constraints
    shapes <- met_constraints <- oxigraph_engine ; shapes <- shacl_engine ; stated <- derivation <- contradictions
    {contradictions, quotation, bearing, agreement, oxigraph_engine, shacl_engine} <- check <- outcome_report

Nothing is imported here, so that a command loads only the modules it needs.
"""
