"""Check-ins: dated reports of a realization with evidence, decided by the evaluator and never overwritten."""
