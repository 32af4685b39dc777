"""Awards, the append-only ledger behind them, and the sums that can be rebuilt from it."""
