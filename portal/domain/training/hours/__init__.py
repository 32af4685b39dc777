"""Learning hours (JP): a ledger that only grows, what the law asks, and who is told in time."""
