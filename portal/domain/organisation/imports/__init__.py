"""People from a spreadsheet: read, checked in a dry run, and applied only when somebody confirms."""
