"""Questions to a graph in SPARQL: their text, their parameters, the engine, and the forms of an answer.

    syntax <- {prefixes, header} <- {shipped, parameters}          what is asked
    {header, shipped} <- premises                                  what the answer rests on
    {premises, term_resolution} <- unknown_terms                   what it looks for in vain
    limits <- query_size ; {limits, syntax} <- federation          what may be asked
    {turtle_scan, literal_forms} <- dataset <- {ahead, graph_index} what is asked of
    {federation, term_resolution} <- service_calls                 whom else it asks
    {service_calls, stable_rows, engine_failures} <- engine        the answer
    {result_formats, algebra, diagnosis} <- cli                    what people and programs see of it

Nothing is imported here, so that a command loads only the modules it needs.
"""
