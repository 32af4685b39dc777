"""Fair access."""
