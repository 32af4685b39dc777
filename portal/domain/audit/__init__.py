"""The record of who did what, that nobody can quietly change."""
