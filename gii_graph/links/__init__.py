"""Links from the graph to open registries and gazetteers."""
