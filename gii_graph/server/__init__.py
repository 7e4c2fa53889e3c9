"""The graph on the web: SPARQL, an address for every thing, reconciliation, from a local server that only reads.

    messages, media_types, entity_types, thing_forms what is passed on, asked for, and spoken of
    process_memory                                   how much a worker has taken
    messages <- graph_process <- worker_pool         processes that hold the graph, and the workers they fork
    worker_pool <- graph_reload                      another state of the files, read whole before it answers
    held_graph <- {query_answers, described_things, service_description, reconciliation_answers} <- answering
                                                     what a worker answers
    entity_records <- entity_ranking <- {reconciliation_queries, entity_properties, entity_suggestions}
                                                     which entity a name may mean
    replies <- {sparql_protocol, thing_addresses, reconciliation_protocol} <- web_application <- running
                                                     what is spoken over HTTP

The server itself holds no graph and evaluates nothing: whatever takes time is done by a worker, which can be ended.
"""
