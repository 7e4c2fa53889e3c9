"""What is wrong in a graph: rules on its form, and the arithmetic of its figures.

    constraint_syntax <- constraint_meaning <- group_solutions <- met_constraints
    shapes <- met_constraints <- doubts ; shapes <- {oxigraph_engine, shacl_engine}
    stated <- derivation <- contradictions
    {contradictions, quotation, bearing, agreement, doubts, oxigraph_engine, shacl_engine} <- check <- outcome_report

Nothing is imported here, so that a command loads only the modules it needs.
"""
