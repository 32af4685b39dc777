"""Learning by oneself: modules that carry people through change, paths, campaigns, taking part in planning."""
