"""People: who works where, in which position, for whom, since when."""
