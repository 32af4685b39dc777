"""Before a rule goes live: whom it would favour and whom it would not, what it costs, what it pays twice."""
