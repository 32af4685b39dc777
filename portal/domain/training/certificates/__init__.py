"""Certificates of what was learned here, and those that people bring from elsewhere."""
