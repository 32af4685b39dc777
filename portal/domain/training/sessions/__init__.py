"""When and where a course is held, and how seats are given."""
