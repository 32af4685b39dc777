"""What citizens say about a service: the form, the satisfaction index, and what the unit does about it."""
