"""One person's year in review: for that person alone."""
