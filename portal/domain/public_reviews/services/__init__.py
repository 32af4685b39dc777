"""Services, their standards and surveys, and the counters where people are asked."""
