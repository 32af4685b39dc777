"""Needs analysis: which competences a unit's people should have, who has them, and what closes the gap."""
