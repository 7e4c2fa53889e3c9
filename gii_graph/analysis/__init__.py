"""What the network says: measures of clusters, of the network, of agents and of tables, with their limits."""
