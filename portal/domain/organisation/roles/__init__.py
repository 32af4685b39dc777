"""Roles over parts of the tree, and the letters that bring people in."""
