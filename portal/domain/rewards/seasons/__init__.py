"""Seasons: stretches of months with rules of their own, their boards and their beginning."""
