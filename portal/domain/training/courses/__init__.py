"""The catalogue: what can be learned, from whom, for whom."""
