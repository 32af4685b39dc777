"""The work of many at a glance: people with their progress, what waits, what comes next."""
