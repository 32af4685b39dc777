"""Targets in the browser: plans, check-ins, the evaluator's queue, people."""
