"""The people and the tree of units they work in: agencies, positions, roles, moves, imports."""
