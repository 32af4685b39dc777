"""Erasing a person: asked for by themselves, carried out by HR once they have left, repeated after a restore."""
