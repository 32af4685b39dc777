"""What citizens say about a service: the form at the counter, the satisfaction index, and what the unit does about it."""
