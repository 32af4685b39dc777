"""Change: what is going to be different and why, what people fear about it, how ready they are, what they propose."""
