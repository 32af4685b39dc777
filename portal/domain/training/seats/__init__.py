"""From a request to a seat, or to a place on the waiting list."""
