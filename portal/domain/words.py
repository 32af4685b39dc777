"""Marks words for the translators in rooms that do not know who will read them."""


def n_(text: str) -> str:
    """The text itself; extraction finds it here, the web layer translates it for the reader."""
    return text


def nn_(one: str, many: str) -> tuple[str, str]:
    """The same for words that depend on a number."""
    return one, many
