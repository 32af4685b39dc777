"""Badges that can be shown outside: certificates, shared pages, Open Badges, and how to check them."""
