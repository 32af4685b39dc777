"""Marks words for the translators in rooms that do not know who will read them."""


def n_(text: str) -> str:
    """The text itself; extraction finds it here, the web layer translates it for the reader."""
    return text
