"""What people promise and what becomes of it: plans with indicators, and check-ins."""
