"""Campaigns: the story of a change, for whom it is, its steps, materials and agents, and who has read it."""
