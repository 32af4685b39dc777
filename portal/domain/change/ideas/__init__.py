"""Ideas of employees: from submitted to adopted or not, and why."""
