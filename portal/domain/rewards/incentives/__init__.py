"""Who met a rule, as a list for the treasurer. The portal pays nothing."""
