"""Signs of gaming: found by night, shown with their evidence, decided by a person. They never change points."""
