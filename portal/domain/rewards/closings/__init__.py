"""Closing a quarter before its grace is over, and opening one again: by a named person, with a reason."""
