"""Units: the tree, and what may be done to its branches."""
