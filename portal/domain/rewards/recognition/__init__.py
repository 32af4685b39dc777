"""Seen by others, by consent: the wall of honours, congratulations, announcements, the honour roll and the poster."""
