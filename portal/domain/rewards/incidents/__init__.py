"""Sums of rewards that disagreed: written down by the nightly check, mended where they can be, told to people."""
