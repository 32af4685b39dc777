"""Which modules somebody has to finish, and by when."""
