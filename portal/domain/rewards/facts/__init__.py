"""Facts as they were told, once each, and their monthly sums."""
