"""Training: courses, sessions, fair seats, attendance, proof of what it did, learning hours."""
