"""What learners do: studies of a module, finished lessons, attempts, simulations, assignments."""
