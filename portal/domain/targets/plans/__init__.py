"""Performance plans: who promises what to whom, for which period, and how both sides came to agree."""
