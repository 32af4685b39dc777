"""The small inbox: what a person should know, in their own language."""
