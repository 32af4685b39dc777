"""What trainers write: modules, their versions, lessons and files."""
