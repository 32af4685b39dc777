"""What people promise and what becomes of it: plans with results and indicators, and check-ins against them."""
